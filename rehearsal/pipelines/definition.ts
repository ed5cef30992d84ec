import type { Json } from '../sagemaker/api';

/** A pipeline definition, version 2020-12-01. */
export interface PipelineDefinition {
  readonly Version: string;
  readonly Metadata?: Json;
  readonly Parameters?: readonly ParameterDefinition[];
  readonly PipelineExperimentConfig?: Json | null;
  readonly Steps: readonly StepDefinition[];
}

export interface ParameterDefinition {
  readonly Name: string;
  readonly Type: 'String' | 'Integer' | 'Boolean' | 'Float';
  readonly DefaultValue?: unknown;
  readonly EnumValues?: readonly string[];
}

/** A step that another waits for: for its success where it is a name. */
export type Dependency = string | { readonly Step: string; readonly Trigger: string };

export interface StepDefinition {
  readonly Name: string;
  readonly Type: string;
  readonly Arguments?: Json;
  readonly DependsOn?: readonly Dependency[];
  readonly PropertyFiles?: readonly PropertyFile[];
  readonly RetryPolicies?: readonly RetryPolicy[];
  readonly CacheConfig?: { readonly Enabled: boolean; readonly ExpireAfter?: string };
  readonly [extra: string]: unknown;
}

/** A JSON file among a processing step's outputs, from which other steps read values. */
export interface PropertyFile {
  readonly PropertyFileName: string;
  readonly OutputName: string;
  readonly FilePath: string;
}

export interface RetryPolicy {
  readonly ExceptionType: readonly string[];
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxAttempts?: number;
  readonly ExpireAfterMin?: number;
}

/** Which of a condition's two lists of steps. */
export type Branch = 'IfSteps' | 'ElseSteps';

export const BRANCHES: readonly Branch[] = ['IfSteps', 'ElseSteps'];

/** A step with its place: the condition that it waits for, when it stands in a branch. */
export interface PlacedStep {
  readonly step: StepDefinition;
  readonly gate?: { readonly condition: string; readonly branch: Branch };
  /** Names of the steps that it may refer to: its neighbours and those around its condition. */
  readonly visible: readonly string[];
}

/** All steps, those in branches included, in the order in which they are written. */
export function placeSteps(steps: readonly StepDefinition[], gate?: PlacedStep['gate'], around: readonly string[] = []): PlacedStep[] {
  const visible = [...around, ...steps.map((step) => step.Name)];
  return steps.flatMap((step) => [
    { step, gate, visible },
    ...(step.Type === 'Condition'
      ? BRANCHES.flatMap((branch) => placeSteps(step.Arguments?.[branch] ?? [], { condition: step.Name, branch }, visible))
      : []),
  ]);
}
