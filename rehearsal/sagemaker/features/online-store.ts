import type { CheckedRecord } from './record-check';

export interface OnlineRecord extends CheckedRecord {
  readonly expiresAt?: number;
  /** A soft deletion keeps its event time, so that an older record cannot come back. */
  readonly deleted: boolean;
}

/** The newest record of each identifier of one feature group, by event time. */
export class OnlineStore {
  private readonly records = new Map<string, OnlineRecord>();

  /** Keeps the record unless a newer one is there; tells whether it did. */
  put(record: OnlineRecord): boolean {
    const present = this.current(record.identifier);
    if (present && present.eventTime > record.eventTime) {
      return false;
    }
    this.records.set(record.identifier, record);
    return true;
  }

  get(identifier: string): OnlineRecord | undefined {
    const record = this.current(identifier);
    return record && !record.deleted ? record : undefined;
  }

  /** Removes a record for good, if the deletion is not older than the record; tells whether it did. */
  remove(identifier: string, eventTime: number): boolean {
    const present = this.current(identifier);
    if (present && present.eventTime > eventTime) {
      return false;
    }
    this.records.delete(identifier);
    return true;
  }

  identifiers(withDeleted: boolean): string[] {
    return [...this.records.keys()].filter((identifier) => (withDeleted ? this.current(identifier) : this.get(identifier)) !== undefined);
  }

  private current(identifier: string): OnlineRecord | undefined {
    const record = this.records.get(identifier);
    if (record?.expiresAt !== undefined && record.expiresAt <= Date.now() / 1000) {
      this.records.delete(identifier);
      return undefined;
    }
    return record;
  }
}
