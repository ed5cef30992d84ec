import { Duration } from 'aws-cdk-lib/core';
import { isKnown, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';

/** Bounds and aim of scaling. */
export interface ScalingOptions {
  /** Fewest instances; at least 1. */
  readonly minCapacity: number;

  /** Most instances; at least `minCapacity`. */
  readonly maxCapacity: number;

  /** Invocations a minute that one instance should get; measure what it can bear, and take seven tenths of it. */
  readonly invocationsPerInstance: number;

  /**
   * Time between two removals of instances.
   *
   * @default Duration.minutes(5)
   */
  readonly scaleInCooldown?: Duration;

  /**
   * Time between two additions of instances.
   *
   * @default Duration.minutes(1)
   */
  readonly scaleOutCooldown?: Duration;
}

const MINIMUM = Limit.between('MinCapacity', 1);
const INVOCATIONS = Limit.between('InvocationsPerInstance', 1);

/** Lets the number of instances follow the load. While it scales, the number of instances in the settings counts only when the endpoint is made. */
export class EndpointScaling {
  /** By invocations a minute and instance. */
  public static byInvocations(options: ScalingOptions): EndpointScaling {
    const { minCapacity, maxCapacity } = options;
    new Mistakes()
      .add(MINIMUM.mistakeIn('minCapacity', minCapacity))
      .add(INVOCATIONS.mistakeIn('invocationsPerInstance', options.invocationsPerInstance))
      .when(isKnown(minCapacity) && isKnown(maxCapacity) && maxCapacity < minCapacity, {
        code: 'MaxCapacityRange', property: 'maxCapacity', problem: `must be at least 'minCapacity' (${minCapacity})`, value: maxCapacity,
        fix: "Raise 'maxCapacity', or lower 'minCapacity'.",
      })
      .throwIfAny();
    return new EndpointScaling(options);
  }

  private constructor(private readonly options: ScalingOptions) {}

  /**
   * Fewest instances.
   *
   * @internal
   */
  public get _fewest(): number {
    return this.options.minCapacity;
  }

  /**
   * As the endpoint's settings have it.
   *
   * @internal
   */
  public _settings() {
    const { minCapacity, maxCapacity, invocationsPerInstance, scaleInCooldown, scaleOutCooldown } = this.options;
    return {
      minCapacity, maxCapacity, invocationsPerInstance,
      scaleInCooldownSeconds: (scaleInCooldown ?? Duration.minutes(5)).toSeconds(),
      scaleOutCooldownSeconds: (scaleOutCooldown ?? Duration.minutes(1)).toSeconds(),
    };
  }
}
