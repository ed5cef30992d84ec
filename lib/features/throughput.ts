import type { CfnFeatureGroup } from 'aws-cdk-lib/aws-sagemaker';

/** Units per second that a group can be asked for without being throttled. */
export interface ProvisionedThroughput {
  /** Reads of up to 4 KB per second. */
  readonly readUnits: number;
  /** Writes of up to 1 KB per second. */
  readonly writeUnits: number;
}

/**
 * How reads and writes of a group are paid for.
 *
 * It changes in place; a group can go back to on-demand once in 24 hours.
 */
export class Throughput {
  /** Pays for each read and write; follows the load by itself. */
  public static onDemand(): Throughput {
    return new Throughput(undefined);
  }

  /**
   * Pays for capacity by the hour, used or not, and throttles what goes beyond it; cheaper for a steady load.
   *
   * For groups with a standard online store, or with an offline store only (which has no reads: leave them at 0).
   */
  public static provisioned(units: ProvisionedThroughput): Throughput {
    return new Throughput(units);
  }

  private constructor(
    /** @internal */
    public readonly _units: ProvisionedThroughput | undefined,
  ) {}

  /**
   * The `ThroughputConfig` of the resource; on demand is what the service does by itself.
   *
   * @internal
   */
  public _render(hasLookUps: boolean): CfnFeatureGroup.ThroughputConfigProperty | undefined {
    return this._units && {
      throughputMode: 'Provisioned',
      provisionedReadCapacityUnits: hasLookUps ? this._units.readUnits : undefined,
      provisionedWriteCapacityUnits: this._units.writeUnits,
    };
  }
}
