import type { S3Client } from '@aws-sdk/client-s3';
import type { Json } from '../api';
import type { Settings } from '../context';
import type { Clockwork } from '../resources/clockwork';
import type { Resource } from '../resources/resource';
import type { Catalogue } from './catalogue';
import { writeOfflineRows, type OfflineRow } from './offline-store';
import { OnlineStore } from './online-store';
import { ParquetEncoder } from './parquet';

/** The data of all feature groups: online in memory, offline in S3 after a short while, many records to a file. */
export class FeatureStore {
  private readonly online = new Map<string, OnlineStore>();
  private readonly waiting = new Map<Resource, OfflineRow[]>();
  private readonly writing = new Set<Promise<void>>();
  private readonly encoder = new ParquetEncoder();

  constructor(
    private readonly clockwork: Clockwork, private readonly s3: S3Client, private readonly settings: Settings, private readonly catalogue?: Catalogue,
  ) {}

  /** Describes a group's offline store for those who query it, after its creation or a change of its features. */
  describe(group: Json): void {
    const { catalogue } = this;
    if (catalogue) {
      this.clockwork.background(() => catalogue.describe(group));
    }
  }

  onlineStoreOf(group: Resource): OnlineStore {
    const store = this.online.get(group.arn) ?? new OnlineStore();
    this.online.set(group.arn, store);
    return store;
  }

  /** Adds a row to those that wait to be written. */
  append(group: Resource, row: OfflineRow): void {
    const rows = this.waiting.get(group);
    if (rows) {
      rows.push(row);
      return;
    }
    this.waiting.set(group, [row]);
    this.clockwork.later(this.settings.offlineFlushMs, () => {
      this.clockwork.background(() => this.flushGroup(group));
    });
  }

  /** Writes everything that waits, now, and ends when that and what was being written is in S3. */
  async flush(): Promise<void> {
    this.waiting.forEach((_, group) => void this.flushGroup(group));
    await Promise.all(this.writing);
  }

  /** Drops what is known of a deleted group; its files in S3 stay, as they do on AWS. */
  forget(group: Resource): void {
    this.online.delete(group.arn);
    this.waiting.delete(group);
  }

  async close(): Promise<void> {
    this.catalogue?.close();
    await this.encoder.close();
  }

  private async flushGroup(group: Resource): Promise<void> {
    const writing = this.write(group);
    this.writing.add(writing);
    await writing;
    this.writing.delete(writing);
  }

  private async write(group: Resource): Promise<void> {
    const rows = this.waiting.get(group) ?? [];
    this.waiting.delete(group);
    if (rows.length === 0) {
      return;
    }
    try {
      await writeOfflineRows(group, rows, this.s3, this.encoder);
    } catch (error) {
      const reason = `${rows.length} records could not be written to the offline store: ${String(error)}`;
      group.attributes.OfflineStoreStatus = { Status: 'Blocked', BlockedReason: reason.slice(0, 1024) };
      group.attributes.OfflineStoreStatusValue = 'Blocked';
      console.error(`sagemaker: feature group ${group.id}: ${reason}`);
    }
  }
}
