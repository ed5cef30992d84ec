import type { Duration } from 'aws-cdk-lib/core';
import type { CfnDomain } from 'aws-cdk-lib/aws-sagemaker';
import type { IConstruct } from 'constructs';
import { Mistakes, isKnown, type Mistake } from '../core/internal/errors';
import { IDLE_MINUTES, minutes, mistakeInMinutes } from './private/idle-minutes';

const ONE_DAY = 24 * 60;

/** How far people may move the idle timeout of their own spaces. */
export interface IdleShutdownOptions {
  /**
   * Shortest timeout a person may choose; from 60 minutes to 365 days.
   *
   * @default Duration.minutes(60)
   */
  readonly minimum?: Duration;

  /**
   * Longest timeout a person may choose; from 60 minutes to 365 days.
   *
   * @default - one day, or the timeout itself where that is longer
   */
  readonly maximum?: Duration;
}

/**
 * When an app that nobody uses is shut down; its files stay on the space's volume.
 *
 * An app is idle when no kernel or terminal runs and nobody works in it. It needs an image of SageMaker Distribution 2.0 or newer.
 */
export abstract class IdleShutdown {
  /**
   * Shuts an app down after it has been idle for this long; from 60 minutes to 365 days, in whole minutes.
   *
   * People may choose another timeout for their own spaces, within the options' minimum and maximum.
   */
  public static after(timeout: Duration, options: IdleShutdownOptions = {}): IdleShutdown {
    return new AfterIdleTime(timeout, options);
  }

  /** Lets apps run until somebody stops them; a forgotten app costs its instance's price around the clock. */
  public static never(): IdleShutdown {
    return new NeverWhenIdle();
  }

  /** @internal */
  public abstract _bind(scope: IConstruct, property: string): CfnDomain.AppLifecycleManagementProperty;
}

class AfterIdleTime extends IdleShutdown {
  constructor(
    private readonly timeout: Duration,
    private readonly options: IdleShutdownOptions,
  ) {
    super();
  }

  public override _bind(scope: IConstruct, property: string): CfnDomain.AppLifecycleManagementProperty {
    const timeout = minutes(this.timeout);
    const minimum = this.options.minimum ? minutes(this.options.minimum) : IDLE_MINUTES.min;
    const maximum = this.options.maximum ? minutes(this.options.maximum) : longerOf(timeout, ONE_DAY);
    new Mistakes(scope)
      .add(mistakeInMinutes(`${property}.timeout`, timeout))
      .add(mistakeInMinutes(`${property}.minimum`, minimum))
      .add(mistakeInMinutes(`${property}.maximum`, maximum))
      .add(mistakeInOrder(property, timeout, minimum, maximum))
      .throwIfAny();
    return {
      idleSettings: {
        lifecycleManagement: 'ENABLED',
        idleTimeoutInMinutes: timeout,
        minIdleTimeoutInMinutes: minimum,
        maxIdleTimeoutInMinutes: maximum,
      },
    };
  }
}

class NeverWhenIdle extends IdleShutdown {
  public override _bind(): CfnDomain.AppLifecycleManagementProperty {
    return { idleSettings: { lifecycleManagement: 'DISABLED' } };
  }
}

function longerOf(timeout: number, other: number): number {
  return isKnown(timeout) ? Math.max(timeout, other) : IDLE_MINUTES.max!;
}

function mistakeInOrder(property: string, timeout: number, minimum: number, maximum: number): Mistake | undefined {
  const inOrder = (low: number, high: number) => !isKnown(low) || !isKnown(high) || low <= high;
  if (inOrder(minimum, timeout) && inOrder(timeout, maximum) && inOrder(minimum, maximum)) {
    return undefined;
  }
  return {
    code: 'IdleTimeoutOrder',
    property,
    problem: "'timeout' must lie between 'minimum' and 'maximum'",
    value: `minimum ${minimum}, timeout ${timeout}, maximum ${maximum} minutes`,
    fix: "Widen 'minimum' and 'maximum', or move the timeout between them.",
  };
}
