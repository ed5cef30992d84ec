import { createHash } from 'node:crypto';
import type { Json } from '../sagemaker/api';
import type { StepDefinition } from './definition';
import { StepFailure } from './failure';
import type { StepOutcome } from './step-kind';
import type { Values } from './values';

/** What must be equal for a result to be taken over, by the step's type: as the developer guide lists it. Of other types, all arguments. */
const COMPARED: Readonly<Record<string, readonly string[]>> = {
  Processing: ['AppSpecification', 'Environment', 'ProcessingInputs'],
  Training: ['AlgorithmSpecification', 'CheckpointConfig', 'DebugHookConfig', 'DebugRuleConfigurations', 'Environment', 'HyperParameters', 'InputDataConfig'],
  Tuning: ['HyperParameterTuningJobConfig', 'TrainingJobDefinition', 'TrainingJobDefinitions'],
  Transform: ['DataProcessing', 'Environment', 'ModelName', 'TransformInput'],
};
const CACHED_TYPES = [...Object.keys(COMPARED), 'Lambda', 'Callback'];
/** A job's own name is not known before it starts, and no part of what is compared. */
const NO_NAMES = { TrainingJobName: '', ProcessingJobName: '' };
const SECONDS_IN = { Y: 31_536_000, M: 2_592_000, W: 604_800, D: 86_400, h: 3_600, m: 60, s: 1 };

/** Where a step's result may be found: what it is called, and how old it may be. */
export interface CachePlace {
  readonly key: string;
  readonly seconds: number;
}

/** How a step ended, and in which execution. */
export interface CachedResult {
  readonly outcome: StepOutcome;
  readonly executionArn: string;
}

/** Results of steps that ended well, for later executions of the same pipeline. */
export class StepCache {
  private readonly results = new Map<string, { readonly result: CachedResult; readonly at: number }>();

  /** The place of a step's result; undefined for a step that takes none over. */
  async placeOf(step: StepDefinition, pipelineArn: string, values: Values): Promise<CachePlace | undefined> {
    const { Name: name, Type: type, CacheConfig: config } = step;
    if (!config?.Enabled || !CACHED_TYPES.includes(type)) {
      return undefined;
    }
    const all: Json = step.Arguments ?? {};
    const members = (COMPARED[type] ?? Object.keys(all)).filter((member) => all[member] !== undefined);
    const compared = await values.with(NO_NAMES).resolve({
      arguments: Object.fromEntries(members.map((member) => [member, withoutPlaces(all[member])])), calls: [step.FunctionArn, step.SqsQueueUrl].filter(Boolean),
    });
    const key = [pipelineArn, name, createHash('sha256').update(JSON.stringify(sorted(compared))).digest('hex')].join(' ');
    return { key, seconds: config.ExpireAfter === undefined ? Infinity : secondsIn(config.ExpireAfter) };
  }

  /** @param secondMs what a second lasts */
  find({ key, seconds }: CachePlace, secondMs: number): CachedResult | undefined {
    const found = this.results.get(key);
    return found && performance.now() - found.at <= seconds * secondMs ? found.result : undefined;
  }

  keep({ key }: CachePlace, result: CachedResult): void {
    this.results.set(key, { result, at: performance.now() });
  }
}

/** Where a search's models go, and on what, does not make other models. */
function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutPlaces);
  }
  const dropped = ['OutputDataConfig', 'HyperParameterTuningResourceConfig', 'ResourceConfig'];
  return typeof value === 'object' && value !== null && 'AlgorithmSpecification' in value
    ? Object.fromEntries(Object.entries(value).filter(([member]) => !dropped.includes(member)))
    : value;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, sorted(inner)] as const).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;
}

/** An ISO 8601 duration such as `P30D`, `p1dt2h` or `PT10M`. */
function secondsIn(duration: string): number {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(duration);
  if (!match || /^P?T?$/i.test(duration)) {
    throw new StepFailure(`CacheConfig: ExpireAfter '${duration}' is not a duration such as P30D or PT1H`);
  }
  return Object.values(SECONDS_IN).reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0);
}
