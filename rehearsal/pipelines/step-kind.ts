import type { Json, SageMakerApi } from '../sagemaker/api';
import type { Callbacks } from './callbacks';
import type { Branch, StepDefinition } from './definition';
import type { Functions } from './functions';
import type { Values } from './values';

/** How a step ended. */
export interface StepOutcome {
  readonly status: 'Succeeded' | 'Failed' | 'Stopped';
  /** What other steps may refer to as `Steps.<name>...`. */
  readonly properties?: Json;
  /** What ListPipelineExecutionSteps shows of it. */
  readonly metadata?: Json;
  readonly failureReason?: string;
  /** The branch that a condition chose. */
  readonly branch?: Branch;
}

/** What a step may use while it runs. */
export interface StepContext {
  readonly api: SageMakerApi;
  readonly functions: Functions;
  readonly callbacks: Callbacks;
  readonly values: Values;
  readonly signal: AbortSignal;
  readonly pollMs: number;
  readonly executionId: string;
  /** Shows what is known of the step before it ends, such as its job's ARN. */
  readonly report: (state: { status?: 'Executing' | 'Stopping'; metadata?: Json }) => void;
}

/** One type of step. To teach the runner another, write a file with one and add it to `steps/index.ts`. */
export interface StepKind {
  /** The step's Type in definitions. */
  readonly type: string;
  /** What is wrong with a step of this type, beyond what holds for all; `place` names it, as in `step 'Train'`. */
  check?(step: StepDefinition, place: string): string[];
  run(step: StepDefinition, context: StepContext): Promise<StepOutcome>;
}
