import type { Duration } from 'aws-cdk-lib/core';
import { invalid, isKnown, type Mistake, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import type { StepOptions } from './step';

/** Why a step failed, where trying again may help. */
export enum RetryOn {
  /** A service that the step calls had a fault. Pipelines try that again by themselves; a policy says how often. */
  SERVICE_FAULT = 'Step.SERVICE_FAULT',
  /** The step's calls came too often. Pipelines try that again by themselves; a policy says how often. */
  THROTTLING = 'Step.THROTTLING',
  /** The job failed by a fault of SageMaker. */
  JOB_INTERNAL_ERROR = 'SageMaker.JOB_INTERNAL_ERROR',
  /** There was no free instance of the kind. */
  CAPACITY_ERROR = 'SageMaker.CAPACITY_ERROR',
  /** A quota of the account was used up. */
  RESOURCE_LIMIT = 'SageMaker.RESOURCE_LIMIT',
}

/** When a step is tried again. */
export interface RetryPolicyOptions {
  /** The failures after which it is tried again; at least one. */
  readonly on: RetryOn[];

  /**
   * The pause before the first new attempt; whole seconds, at most 12 hours.
   *
   * @default Duration.seconds(1)
   */
  readonly interval?: Duration;

  /**
   * What the pause is multiplied by from attempt to attempt; 0 or more.
   *
   * @default 2
   */
  readonly backoffRate?: number;
}

/** What steps can set that may be tried again. */
export interface RetriedStepOptions extends StepOptions {
  /**
   * When the step is tried again; the first policy that names the failure counts. Each attempt costs what the first one did.
   *
   * @default - as pipelines do by themselves: faults and throttling of the calls alone
   */
  readonly retry?: RetryPolicy[];
}

const ATTEMPTS = Limit.between('RetryMaxAttempts', 1, 20);
const MINUTES = Limit.between('RetryExpireAfter', 1, 14_400);
const INTERVAL = Limit.between('RetryInterval', 0, 43_200);
const BACKOFF = Limit.between('RetryBackoffRate', 0);

/** How a step that failed is tried again. Source of the limits: the SageMaker developer guide and Python SDK. */
export class RetryPolicy {
  /** So many new attempts, from 1 to 20. */
  public static attempts(count: number, options: RetryPolicyOptions): RetryPolicy {
    const mistakes = checked(options).add(ATTEMPTS.mistakeIn('retry attempts', count)).add(mistakeInWhole('retry attempts', count));
    mistakes.throwIfAny();
    return new RetryPolicy({ MaxAttempts: count }, options);
  }

  /** New attempts for so long after the first one; whole minutes, from 1 to 10 days. */
  public static expiringAfter(time: Duration, options: RetryPolicyOptions): RetryPolicy {
    const minutes = time.isUnresolved() ? undefined : time.toMinutes({ integral: false });
    const mistakes = checked(options).add(MINUTES.mistakeIn('retry minutes', minutes)).add(mistakeInWhole('retry minutes', minutes));
    mistakes.throwIfAny();
    return new RetryPolicy({ ExpireAfterMin: time.toMinutes() }, options);
  }

  private constructor(private readonly end: { [member: string]: number }, private readonly options: RetryPolicyOptions) {}

  /** @internal */
  public get _on(): readonly RetryOn[] {
    return this.options.on;
  }

  /** @internal */
  public _render(): { [member: string]: unknown } {
    const { on, interval, backoffRate } = this.options;
    return { ExceptionType: [...on], IntervalSeconds: interval?.toSeconds() ?? 1, BackoffRate: backoffRate ?? 2, ...this.end };
  }
}

function checked({ on, interval, backoffRate }: RetryPolicyOptions): Mistakes {
  const seconds = interval === undefined || interval.isUnresolved() ? undefined : interval.toSeconds({ integral: false });
  if (on.length === 0) {
    throw invalid(undefined, {
      code: 'RetryOnNothing', property: 'retry', problem: "'on' must not be empty", fix: 'Name a failure, for example RetryOn.CAPACITY_ERROR.',
    });
  }
  return new Mistakes()
    .add(INTERVAL.mistakeIn('retry interval', seconds))
    .add(mistakeInWhole('retry interval', seconds))
    .add(BACKOFF.mistakeIn('retry backoffRate', backoffRate));
}

function mistakeInWhole(property: string, value: number | undefined): Mistake | undefined {
  return !isKnown(value) || Number.isInteger(value) ? undefined : {
    code: 'RetryNotWhole', property, problem: 'must be a whole number', value, fix: 'Round it.',
  };
}
