import type * as kms from 'aws-cdk-lib/aws-kms';
import { type Duration } from 'aws-cdk-lib/core';
import type { FeatureGroupOnlineStore } from '../core/contract';
import type { Mistake } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';

/** Settings of the store for looking records up. */
export interface OnlineStoreOptions {
  /**
   * How long after its event time a record can be looked up; it is then deleted from the online store, not from the offline store.
   *
   * Whole seconds, at least one. Changes in place, for records written afterwards.
   *
   * @default - records stay until they are deleted
   */
  readonly timeToLive?: Duration;

  /**
   * Key that encrypts the online store. Changing it replaces the group.
   *
   * @default - the group's `encryptionKey`
   */
  readonly encryptionKey?: kms.IKey;
}

/** @internal */
export enum _OnlineTier {
  NONE = 'None',
  STANDARD = 'Standard',
  IN_MEMORY = 'InMemory',
}

const TIME_TO_LIVE = Limit.between('TimeToLive', 1);

/**
 * The store that answers single look-ups in milliseconds: the newest version of each record.
 *
 * Storage is paid by the gigabyte and month, each look-up and write by size. Changing the tier replaces the group.
 */
export class OnlineStore {
  /** The usual tier: single-digit milliseconds. */
  public static standard(options: OnlineStoreOptions = {}): OnlineStore {
    return new OnlineStore(_OnlineTier.STANDARD, options);
  }

  /**
   * A tier in memory, for very many look-ups a second.
   *
   * The service offers it without an offline store and with on-demand throughput only. It alone holds lists, sets and vectors. Such a store takes 10 to 15
   * minutes to come and to go.
   */
  public static inMemory(options: OnlineStoreOptions = {}): OnlineStore {
    return new OnlineStore(_OnlineTier.IN_MEMORY, options);
  }

  /** No look-ups: records go to the offline store alone. */
  public static none(): OnlineStore {
    return new OnlineStore(_OnlineTier.NONE, {});
  }

  private constructor(
    /** @internal */
    public readonly _tier: _OnlineTier,
    /** @internal */
    public readonly _options: OnlineStoreOptions,
  ) {}

  /** @internal */
  public _mistake(): Mistake | undefined {
    const { timeToLive } = this._options;
    if (!timeToLive || timeToLive.isUnresolved()) {
      return undefined;
    }
    const seconds = timeToLive.toSeconds({ integral: false });
    if (!Number.isInteger(seconds)) {
      return { code: 'TimeToLiveUnit', property: 'online.timeToLive', problem: 'must be whole seconds', value: seconds, fix: 'Round it: Duration.seconds(...).' };
    }
    return TIME_TO_LIVE.mistakeIn('online.timeToLive', seconds);
  }

  /**
   * The `OnlineStoreConfig` of the resource.
   *
   * @internal
   */
  public _render(encryptionKey: kms.IKey | undefined): FeatureGroupOnlineStore | undefined {
    if (this._tier === _OnlineTier.NONE) {
      return undefined;
    }
    return {
      EnableOnlineStore: true,
      StorageType: this._tier,
      SecurityConfig: encryptionKey && { KmsKeyId: encryptionKey.keyArn },
      TtlDuration: this._options.timeToLive && renderDuration(this._options.timeToLive),
    };
  }
}

/** The duration in the largest unit that keeps it whole; a token stays in the unit it was given in. */
function renderDuration(duration: Duration): { Unit: string; Value: number } {
  const units = [
    { unit: 'Days', label: 'days', of: (each: Duration) => each.toDays({ integral: false }) },
    { unit: 'Hours', label: 'hours', of: (each: Duration) => each.toHours({ integral: false }) },
    { unit: 'Minutes', label: 'minutes', of: (each: Duration) => each.toMinutes({ integral: false }) },
  ];
  const fits = units.find(({ label, of }) => (duration.isUnresolved() ? duration.unitLabel() === label : Number.isInteger(of(duration))));
  return fits ? { Unit: fits.unit, Value: fits.of(duration) } : { Unit: 'Seconds', Value: duration.toSeconds() };
}
