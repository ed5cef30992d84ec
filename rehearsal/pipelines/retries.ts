import type { RetryPolicy } from './definition';
import { pause } from './pause';
import type { StepOutcome } from './step-kind';

/** What a failure is called in retry policies, by what its reason says. */
const EXCEPTIONS: readonly (readonly [name: string, reason: RegExp])[] = [
  ['Step.THROTTLING', /Throttling|Rate exceeded|TooManyRequests/],
  ['SageMaker.RESOURCE_LIMIT', /ResourceLimitExceeded/],
  ['SageMaker.CAPACITY_ERROR', /CapacityError/],
  ['SageMaker.JOB_INTERNAL_ERROR', /InternalServerError/],
  ['Step.SERVICE_FAULT', /ServiceUnavailable|InternalFailure/],
];

/** Runs a step again where one of its policies asks for it, after the policy's pause, until it ends otherwise or the policy is spent. */
export async function withRetries(
  policies: readonly RetryPolicy[],
  secondMs: number,
  signal: AbortSignal,
  attempt: () => Promise<StepOutcome>,
): Promise<StepOutcome> {
  const started = performance.now();
  const tries = new Map<RetryPolicy, number>();
  for (;;) {
    const outcome = await attempt();
    const exception = EXCEPTIONS.find(([, reason]) => reason.test(outcome.failureReason ?? ''))?.[0];
    const policy = policies.find((candidate) => exception !== undefined && candidate.ExceptionType.includes(exception));
    if (outcome.status !== 'Failed' || policy === undefined || signal.aborted) {
      return outcome;
    }
    const tried = tries.get(policy) ?? 0;
    const expired = performance.now() - started > (policy.ExpireAfterMin ?? Infinity) * 60 * secondMs;
    if (expired || tried >= (policy.MaxAttempts ?? Infinity)) {
      return outcome;
    }
    tries.set(policy, tried + 1);
    await pause((policy.IntervalSeconds ?? 1) * (policy.BackoffRate ?? 2) ** tried * secondMs, signal);
  }
}
