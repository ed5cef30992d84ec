import type { Duration } from 'aws-cdk-lib/core';
import { invalid } from '../core/internal/errors';
import type { StepOptions } from './step';

/** What steps can set that may take over earlier results. */
export interface CachedStepOptions extends StepOptions {
  /**
   * Takes over the result of an earlier run with the same arguments.
   *
   * @default - the work is done each time
   */
  readonly cache?: Cache;
}

/**
 * Whether a step may take over the result of an earlier run of the same pipeline whose arguments were the same.
 *
 * The service compares image, code, inputs, hyperparameters and environment by what the request says: a file of yours is noticed when
 * it changes, new data below the same prefix is not. Results that expired in the artifact bucket are not made anew.
 */
export class Cache {
  /** Earlier results are taken over until they are this old; whole minutes, at least one. */
  public static expiringAfter(age: Duration): Cache {
    const minutes = age.isUnresolved() ? undefined : age.toMinutes({ integral: false });
    if (minutes !== undefined && (minutes < 1 || !Number.isInteger(minutes))) {
      throw invalid(undefined, {
        code: 'CacheAgeInvalid', property: 'cache', problem: 'the age must be a whole number of minutes, at least one', value: age.toHumanString(),
        fix: 'Use minutes, hours or days.',
      });
    }
    return new Cache({ Enabled: true, ExpireAfter: age.toIsoString() });
  }

  /** Earlier results are taken over, however old they are. */
  public static unlimited(): Cache {
    return new Cache({ Enabled: true });
  }

  private constructor(private readonly config: { [member: string]: unknown }) {}

  /** @internal */
  public _render(): { [member: string]: unknown } {
    return this.config;
  }
}
