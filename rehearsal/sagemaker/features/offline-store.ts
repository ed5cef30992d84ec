import { randomBytes } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Json } from '../api';
import type { Resource } from '../resources/resource';
import type { Column, ParquetEncoder } from './parquet';
import type { CheckedRecord } from './record-check';

/** One line of the offline store: a record, or the mark of a deletion. */
export interface OfflineRow {
  readonly record: CheckedRecord;
  readonly invoked: Date;
  readonly deleted: boolean;
}

const UPLOADS_AT_ONCE = 8;

const PARQUET_TYPES: Readonly<Record<string, Column['type']>> = { Integral: 'INT64', Fractional: 'DOUBLE', String: 'STRING' };

/** Writes rows of one group to S3: one Parquet file for each hour of event time, in the layout of the real offline store. */
export async function writeOfflineRows(group: Resource, rows: readonly OfflineRow[], s3: S3Client, encoder: ParquetEncoder): Promise<void> {
  const { bucket, prefix } = locationOf(group.attributes.OfflineStoreConfig.S3StorageConfig.ResolvedOutputS3Uri);
  const files = [...byHour(rows)];
  const upload = async ([hour, part]: [string, OfflineRow[]]): Promise<void> => {
    const newest = part.reduce((latest, row) => Math.max(latest, row.record.eventTime), 0);
    const body = await encoder.encode(columnsOf(group.attributes.FeatureDefinitions, part, new Date()));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${prefix}/${hour}/${fileName(newest)}`, Body: body }));
  };
  const next = async (): Promise<void> => {
    for (let file = files.shift(); file; file = files.shift()) {
      await upload(file);
    }
  };
  await Promise.all(Array.from({ length: Math.min(UPLOADS_AT_ONCE, files.length) }, next));
}

/** Rows by the partition that they belong to, `year=2026/month=01/day=31/hour=08`. */
function byHour(rows: readonly OfflineRow[]): Map<string, OfflineRow[]> {
  const parts = new Map<string, OfflineRow[]>();
  for (const row of rows) {
    const [year, month, day, hour] = new Date(row.record.eventTime * 1000).toISOString().split(/[-T:]/);
    const partition = `year=${year}/month=${month}/day=${day}/hour=${hour}`;
    const part = parts.get(partition) ?? [];
    parts.set(partition, part);
    part.push(row);
  }
  return parts;
}

/** The table of some rows: every feature, and the three columns that the service adds. */
function columnsOf(definitions: readonly Json[], rows: readonly OfflineRow[], written: Date): Column[] {
  return [
    ...definitions.map((definition): Column => ({
      name: definition.FeatureName,
      type: definition.CollectionType ? 'STRING' : PARQUET_TYPES[definition.FeatureType],
      data: rows.map((row) => cell(definition, row.record.values.get(definition.FeatureName))),
    })),
    { name: 'write_time', type: 'TIMESTAMP', data: rows.map(() => written) },
    { name: 'api_invocation_time', type: 'TIMESTAMP', data: rows.map((row) => row.invoked) },
    { name: 'is_deleted', type: 'BOOLEAN', data: rows.map((row) => row.deleted) },
  ];
}

function cell(definition: Json, value: string | string[] | undefined): unknown {
  if (value === undefined) {
    return null;
  }
  if (Array.isArray(value)) {
    return JSON.stringify(value);
  }
  switch (definition.FeatureType) {
    case 'Integral': return BigInt(value);
    case 'Fractional': return Number(value);
    default: return value;
  }
}

/** `20260131T081500Z_a1b2c3d4e5f6a7b8.parquet`: the newest event time in the file, and a word that keeps files apart. */
function fileName(newestEventTime: number): string {
  const stamp = new Date(newestEventTime * 1000).toISOString().replace(/[-:]|\.\d{3}/g, '');
  return `${stamp}_${randomBytes(8).toString('hex')}.parquet`;
}

function locationOf(uri: string): { bucket: string; prefix: string } {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  return { bucket, prefix };
}
