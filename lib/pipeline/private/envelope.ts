import { Mistakes } from '../../core/internal/errors';
import type { CachedStepOptions } from '../cache';
import { type RetriedStepOptions, RetryOn } from '../retry';

/** Failures that come of calling a service, as against those of a job. */
const OF_CALLS: readonly RetryOn[] = [RetryOn.SERVICE_FAULT, RetryOn.THROTTLING];
const ALL: readonly RetryOn[] = Object.values(RetryOn);
/** The jobs inside of these are tried again by the service: a policy for that has no effect. */
const BUT_INSIDE = ALL.filter((each) => each !== RetryOn.JOB_INTERNAL_ERROR);

interface Taken {
  readonly cache: boolean;
  readonly retryOn: readonly RetryOn[];
}

/** What the service takes around the arguments of each type of step. Sources: the SageMaker developer guide and Python SDK. */
const TAKEN: Readonly<Record<string, Taken>> = {
  Training: { cache: true, retryOn: ALL },
  Processing: { cache: true, retryOn: ALL },
  Transform: { cache: true, retryOn: ALL },
  Tuning: { cache: true, retryOn: BUT_INSIDE },
  AutoML: { cache: true, retryOn: BUT_INSIDE },
  EMR: { cache: true, retryOn: ALL },
  EMRServerless: { cache: true, retryOn: ALL },
  EndpointConfig: { cache: true, retryOn: ALL },
  Endpoint: { cache: true, retryOn: [] },
  QualityCheck: { cache: true, retryOn: [] },
  ClarifyCheck: { cache: true, retryOn: [] },
  Lambda: { cache: true, retryOn: [] },
  Callback: { cache: true, retryOn: [] },
  Model: { cache: false, retryOn: OF_CALLS },
  RegisterModel: { cache: false, retryOn: OF_CALLS },
  Condition: { cache: false, retryOn: [] },
  Fail: { cache: false, retryOn: [] },
  Cleanup: { cache: false, retryOn: [] },
  Job: { cache: true, retryOn: ALL },
  ForEach: { cache: false, retryOn: [] },
  InferenceComponent: { cache: false, retryOn: [] },
  Lineage: { cache: false, retryOn: [] },
  BedrockCustomModel: { cache: false, retryOn: [] },
  BedrockCustomModelDeployment: { cache: false, retryOn: [] },
  BedrockModelImport: { cache: false, retryOn: [] },
  BedrockProvisionedModelThroughput: { cache: false, retryOn: [] },
};

/** Cache and retries of a step, where its type takes them; a type that nobody knows here takes anything. */
export function envelope(name: string, type: string, { cache, retry = [] }: CachedStepOptions & RetriedStepOptions) {
  const taken = TAKEN[type] ?? { cache: true, retryOn: ALL };
  const property = `step '${name}'`;
  const mistakes = new Mistakes().when(cache !== undefined && !taken.cache, {
    code: 'StepCacheUnsupported', property, problem: `a step of type ${type} cannot take over earlier results`, fix: "Leave 'cache' out.",
  });
  for (const failure of new Set(retry.flatMap((policy) => policy._on))) {
    mistakes.when(!taken.retryOn.includes(failure), {
      code: 'StepRetryUnsupported', property, value: failure, problem: `a step of type ${type} is tried again on ${taken.retryOn.join(', ') || 'no failure'}`,
      fix: taken.retryOn.length > 0 ? 'Name one of those.' : "Leave 'retry' out.",
    });
  }
  mistakes.throwIfAny();
  return { CacheConfig: cache?._render(), RetryPolicies: retry.length > 0 ? retry.map((policy) => policy._render()) : undefined };
}
