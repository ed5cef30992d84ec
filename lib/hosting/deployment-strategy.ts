import { Duration } from 'aws-cdk-lib/core';
import { isKnown, Mistakes, type Mistake } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';

/** Settings that all rollouts have. */
export interface RolloutOptions {
  /**
   * How long traffic runs on what was just added before the next step; at most an hour. Alarms are watched meanwhile.
   *
   * @default Duration.minutes(5)
   */
  readonly wait?: Duration;

  /**
   * Longest time for the whole rollout, from 10 minutes to 8 hours; what takes longer is rolled back.
   *
   * @default - SageMaker's own, 24 hours
   */
  readonly timeout?: Duration;
}

/** Settings of a rollout that tries a part of the new fleet first. */
export interface CanaryOptions extends RolloutOptions {
  /**
   * Share of the new fleet that takes traffic first, in percent, from 1 to 50.
   *
   * @default 10
   */
  readonly size?: number;
}

/** Settings of a rollout in equal steps. */
export interface LinearOptions extends RolloutOptions {
  /**
   * Share of the new fleet that takes traffic with each step, in percent, from 10 to 50.
   *
   * @default 20
   */
  readonly step?: number;
}

/** Settings of a rollout that replaces a few instances at a time. */
export interface RollingOptions extends RolloutOptions {
  /**
   * Share of the fleet that is replaced at once, in percent, from 5 to 50.
   *
   * @default 25
   */
  readonly batch?: number;
}

const WAIT = Limit.of('TrafficRoutingConfig.WaitIntervalInSeconds');
const TIMEOUT = Limit.of('BlueGreenUpdatePolicy.MaximumExecutionTimeoutInSeconds');
const DEFAULT_WAIT = Duration.minutes(5);
/** The old fleet stays for so long after the last step. */
const TERMINATION_WAIT_SECONDS = 120;
const CANARY = Limit.between('CanarySize', 1, 50);
const STEP = Limit.between('LinearStep', 10, 50);
const BATCH = Limit.between('RollingBatch', 5, 50);

/**
 * How traffic moves to the new fleet when an endpoint is updated. Whatever the strategy, an alarm of the endpoint brings the old fleet back.
 *
 * All but `rolling` run two whole fleets for as long as the rollout takes, and these are paid for.
 */
export class DeploymentStrategy {
  /** Sends all traffic at once to a complete new fleet, and keeps the old one for a while. */
  public static allAtOnce(options: RolloutOptions = {}): DeploymentStrategy {
    return new DeploymentStrategy('allAtOnce', options, undefined, (wait) => blueGreen({ Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: wait }, options));
  }

  /** Sends a little traffic to the new fleet, waits, then sends the rest. Needs two instances or more. */
  public static canary(options: CanaryOptions = {}): DeploymentStrategy {
    const { size = 10 } = options;
    return new DeploymentStrategy('canary', options, CANARY.mistakeIn('size', size), (wait) =>
      blueGreen({ Type: 'CANARY', WaitIntervalInSeconds: wait, CanarySize: percent(size) }, options));
  }

  /** Moves traffic in equal steps. Needs two instances or more. */
  public static linear(options: LinearOptions = {}): DeploymentStrategy {
    const { step = 20 } = options;
    return new DeploymentStrategy('linear', options, STEP.mistakeIn('step', step), (wait) =>
      blueGreen({ Type: 'LINEAR', WaitIntervalInSeconds: wait, LinearStepSize: percent(step) }, options));
  }

  /** Replaces a few instances at a time, which needs few more than the fleet has. Needs two instances or more. */
  public static rolling(options: RollingOptions = {}): DeploymentStrategy {
    const { batch = 25 } = options;
    return new DeploymentStrategy('rolling', options, BATCH.mistakeIn('batch', batch), (wait) => ({
      RollingUpdatePolicy: {
        MaximumBatchSize: percent(batch), RollbackMaximumBatchSize: percent(100), WaitIntervalInSeconds: wait, ...timeoutOf(options),
      },
    }));
  }

  private constructor(
    private readonly name: string,
    private readonly options: RolloutOptions,
    sizeMistake: Mistake | undefined,
    private readonly policy: (waitSeconds: number) => Record<string, unknown>,
  ) {
    const { wait, timeout } = options;
    const waiting = secondsOf(wait ?? DEFAULT_WAIT)! + (name === 'rolling' ? 0 : TERMINATION_WAIT_SECONDS);
    new Mistakes()
      .add(sizeMistake)
      .add(WAIT.mistakeIn('wait', secondsOf(wait)))
      .add(TIMEOUT.mistakeIn('timeout', secondsOf(timeout)))
      .when(isWithin(timeout, wait, waiting), {
        code: 'RolloutTimeoutShort', property: 'timeout', problem: `must be longer than what the rollout waits (${waiting} seconds)`, value: secondsOf(timeout),
        fix: "Raise 'timeout', or lower 'wait'.",
      })
      .throwIfAny();
  }

  /**
   * What is wrong with the strategy for a fleet of that size.
   *
   * @internal
   */
  public _mistakeFor(instanceCount: number): Mistake | undefined {
    if (this.name === 'allAtOnce' || !isKnown(instanceCount) || instanceCount >= 2) {
      return undefined;
    }
    return {
      code: 'StrategyNeedsInstances', property: 'strategy', problem: `'${this.name}' splits a fleet, and this one has ${instanceCount} instance`,
      fix: "Set 'instanceCount' to 2 or more, or use DeploymentStrategy.allAtOnce().",
    };
  }

  /**
   * `DeploymentConfig` of UpdateEndpoint.
   *
   * @internal
   */
  public _render(alarmNames: readonly string[]): Record<string, unknown> {
    return {
      ...this.policy(secondsOf(this.options.wait ?? DEFAULT_WAIT)!),
      AutoRollbackConfiguration: { Alarms: alarmNames.map((AlarmName) => ({ AlarmName })) },
    };
  }
}

function blueGreen(TrafficRoutingConfiguration: Record<string, unknown>, options: RolloutOptions): Record<string, unknown> {
  return { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration, TerminationWaitInSeconds: TERMINATION_WAIT_SECONDS, ...timeoutOf(options) } };
}

function isWithin(timeout: Duration | undefined, wait: Duration | undefined, waiting: number): boolean {
  return timeout !== undefined && !timeout.isUnresolved() && !wait?.isUnresolved() && timeout.toSeconds() <= waiting;
}

function timeoutOf({ timeout }: RolloutOptions): { MaximumExecutionTimeoutInSeconds?: number } {
  return timeout ? { MaximumExecutionTimeoutInSeconds: secondsOf(timeout) } : {};
}

function percent(Value: number): { Type: string; Value: number } {
  return { Type: 'CAPACITY_PERCENT', Value };
}

function secondsOf(duration: Duration | undefined): number | undefined {
  return duration?.toSeconds();
}
