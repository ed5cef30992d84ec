import type { S3Client } from '@aws-sdk/client-s3';
import { ObjectStore } from '../containers/object-store';
import type { Json, SageMakerApi } from '../sagemaker/api';
import { StepCache } from './cache';
import { NO_QUEUES, OpenCallbacks, type Callbacks } from './callbacks';
import { type Branch, type PipelineDefinition, type PlacedStep, placeSteps, type StepDefinition } from './definition';
import { StepFailure } from './failure';
import { NO_FUNCTIONS, type Functions } from './functions';
import { dependenciesOf } from './references';
import { withRetries } from './retries';
import type { StepContext, StepOutcome } from './step-kind';
import { STEP_KINDS } from './steps';
import { validateDefinition } from './validate-definition';
import { Values } from './values';

/** A step's state each time that it changes, in the terms of ListPipelineExecutionSteps; times are seconds since 1970. */
export interface StepState {
  readonly name: string;
  readonly type: string;
  readonly status: 'Starting' | 'Executing' | 'Stopping' | 'Stopped' | 'Failed' | 'Succeeded';
  readonly startTime?: number;
  readonly endTime?: number;
  readonly failureReason?: string;
  readonly metadata?: Json;
  /** How often it was tried. */
  readonly attempts?: number;
  /** The execution whose result it took over. */
  readonly cachedFrom?: string;
}

export interface PipelineRun {
  readonly definition: PipelineDefinition;
  readonly parameters: Readonly<Record<string, string>>;
  readonly pipelineName: string;
  readonly pipelineArn: string;
  readonly executionId: string;
  readonly executionArn: string;
  readonly signal: AbortSignal;
  readonly onStep: (step: StepState) => void;
}

export interface PipelineRunnerOptions {
  /**
   * Time between two looks at a running job, in milliseconds.
   *
   * @default 200
   */
  readonly pollMs?: number;
  /**
   * What one second of a retry policy lasts, in milliseconds.
   *
   * @default 1000
   */
  readonly secondMs?: number;
  /**
   * What Lambda steps call.
   *
   * @default - such a step fails
   */
  readonly functions?: Functions;
  /**
   * Results that steps with a cache may take over.
   *
   * @default - those of this runner's own executions
   */
  readonly cache?: StepCache;
  /**
   * What Callback steps ask.
   *
   * @default - such a step fails
   */
  readonly callbacks?: Callbacks;
}

export interface PipelineResult {
  readonly status: 'Succeeded' | 'Failed' | 'Stopped';
  readonly failureReason?: string;
}

/** Executes pipeline definitions by calling the SageMaker API, steps side by side where nothing makes one wait for another. */
export class PipelineRunner {
  private readonly store: ObjectStore;
  private readonly pollMs: number;
  private readonly secondMs: number;
  private readonly functions: Functions;
  private readonly callbacks: Callbacks;
  private readonly cache: StepCache;

  constructor(private readonly api: SageMakerApi, s3: S3Client, options: PipelineRunnerOptions = {}) {
    this.store = new ObjectStore(s3);
    this.pollMs = options.pollMs ?? 200;
    this.secondMs = options.secondMs ?? 1000;
    this.functions = options.functions ?? NO_FUNCTIONS;
    this.callbacks = options.callbacks ?? new OpenCallbacks(NO_QUEUES);
    this.cache = options.cache ?? new StepCache();
  }

  async execute(run: PipelineRun): Promise<PipelineResult> {
    const problems = validateDefinition(run.definition);
    if (problems.length > 0) {
      return { status: 'Failed', failureReason: `Unable to parse pipeline definition. ${problems.join('; ')}.` };
    }
    const execution = new Execution(run, placeSteps(run.definition.Steps), (properties) => this.values(run, properties), {
      api: this.api, functions: this.functions, callbacks: this.callbacks, pollMs: this.pollMs, secondMs: this.secondMs, cache: this.cache,
    });
    return execution.toItsEnd();
  }

  private values(run: PipelineRun, properties: ReadonlyMap<string, Json>): Values {
    const execution = {
      StartDateTime: new Date().toISOString(),
      PipelineName: run.pipelineName,
      PipelineArn: run.pipelineArn,
      PipelineExecutionId: run.executionId,
      PipelineExecutionArn: run.executionArn,
    };
    const steps = new Map(placeSteps(run.definition.Steps).map(({ step }) => [step.Name, step]));
    return new Values({ definition: run.definition, parameters: run.parameters, execution, steps, properties }, this.store);
  }
}

/** One execution under way: what has ended, what runs, what may start. */
class Execution {
  private readonly waiting: Set<PlacedStep>;
  private readonly running = new Set<Promise<void>>();
  private readonly ended = new Map<string, StepOutcome>();
  private readonly properties = new Map<string, Json>();
  private readonly values: Values;

  constructor(
    private readonly run: PipelineRun,
    steps: readonly PlacedStep[],
    values: (properties: ReadonlyMap<string, Json>) => Values,
    private readonly means: Pick<StepContext, 'api' | 'functions' | 'callbacks' | 'pollMs'> & { readonly secondMs: number; readonly cache: StepCache },
  ) {
    this.waiting = new Set(steps);
    this.values = values(this.properties);
  }

  async toItsEnd(): Promise<PipelineResult> {
    this.startWhatMay();
    while (this.running.size > 0) {
      await Promise.race(this.running);
      this.startWhatMay();
    }
    if (this.run.signal.aborted) {
      return { status: 'Stopped' };
    }
    return this.failed ? { status: 'Failed', failureReason: 'Step failure: One or multiple steps failed.' } : { status: 'Succeeded' };
  }

  private get failed(): boolean {
    return [...this.ended.values()].some((outcome) => outcome.status !== 'Succeeded');
  }

  /** Nothing starts after a failure or a stop; what runs by then runs on. */
  private startWhatMay(): void {
    if (this.failed || this.run.signal.aborted) {
      return;
    }
    for (const placed of [...this.waiting]) {
      const dependencies = dependenciesOf(placed);
      if (dependencies.every((name) => this.ended.has(name))) {
        this.waiting.delete(placed);
        if (this.isChosen(placed)) {
          const ending: Promise<void> = this.runStep(placed).finally(() => this.running.delete(ending));
          this.running.add(ending);
        }
      }
    }
  }

  private isChosen({ gate }: PlacedStep): boolean {
    const chosen: Branch | undefined = gate && this.ended.get(gate.condition)?.branch;
    return gate === undefined || gate.branch === chosen;
  }

  private async runStep({ step }: PlacedStep): Promise<void> {
    const { executionId, signal, onStep } = this.run;
    let state: StepState = { name: step.Name, type: step.Type, status: 'Starting', startTime: now() };
    const note = (change: Partial<StepState>) => {
      state = { ...state, ...change };
    };
    const report = (change: Partial<StepState>) => {
      note(change);
      onStep(state);
    };
    report({});
    const context: StepContext = { ...this.means, executionId, signal, values: this.values, report };
    report({ status: 'Executing' });
    const outcome = await this.outcomeOf(step, context, note);
    if (outcome.properties) {
      this.properties.set(step.Name, outcome.properties);
    }
    this.ended.set(step.Name, outcome);
    const { status, failureReason, metadata } = outcome;
    report({ status, endTime: now(), ...(failureReason !== undefined && { failureReason }), ...(metadata && { metadata }) });
  }

  /** What a step comes to: taken over from an earlier run where it may be, else by its own work, as often as its policies say. */
  private async outcomeOf(step: StepDefinition, context: StepContext, note: (change: Partial<StepState>) => void): Promise<StepOutcome> {
    const { cache, secondMs } = this.means;
    const { pipelineArn, executionArn, signal } = this.run;
    const place = await cache.placeOf(step, pipelineArn, this.values).catch(outcomeOfError);
    if (place !== undefined && 'status' in place) {
      return place;
    }
    const earlier = place && cache.find(place, secondMs);
    if (earlier) {
      note({ cachedFrom: earlier.executionArn });
      return earlier.outcome;
    }
    let attempts = 0;
    const outcome = await withRetries(step.RetryPolicies ?? [], secondMs, signal, () => {
      attempts += 1;
      note({ attempts });
      return STEP_KINDS.get(step.Type)!.run(step, context).catch(outcomeOfError);
    });
    if (place && outcome.status === 'Succeeded') {
      cache.keep(place, { outcome, executionArn });
    }
    return outcome;
  }
}

/** A refusal of the service or a value that is not there ends the step; anything else is a fault of this program, and says so. */
function outcomeOfError(error: unknown): StepOutcome {
  const { name, message } = error as Error;
  return { status: 'Failed', failureReason: error instanceof StepFailure ? `ClientError: ${message}` : `ClientError: ${name}: ${message}` };
}

const now = () => Date.now() / 1000;
