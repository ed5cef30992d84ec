import {
  BatchWriteRecordCommand, type BatchWriteRecordEntry, type FeatureValue, type SageMakerFeatureStoreRuntimeClient,
} from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { retry } from '../retry';
import { systemTime, type Time } from '../time';
import { isBusy, isBusyCode, UnprocessedError } from './busy';
import type { Group } from './group';
import { LookUp } from './look-up';
import { inParallel } from './parallel';
import { sameValue, secondsOf, type Texts, type Values } from './values';

/** What BatchWriteRecord takes. */
const MOST_ENTRIES = 25;
/** No limit of requests is documented; a record alone may have 350 KB. */
const MOST_BYTES = 1024 * 1024;
/** Requests under way: 400 records, and at most 16 MB. */
const AT_ONCE = 16;
const PATIENCE = { firstMs: 100, longestMs: 20_000 };

const CONTRADICTION = 'another row has the same identifier and event time and other values';
const NO_HISTORY = 'a newer version of the record is there, and the group keeps no history';

/** Something that a record was read from. */
export interface Row {
  readonly values: Values;
}

/** What became of rows. */
export interface Written<R extends Row> {
  /** How many were written, late ones included. */
  readonly written: number;
  /** How many were there already. */
  readonly repeated: number;
  /** How many are older than what can be looked up. */
  readonly late: number;
  readonly refused: readonly { readonly row: R; readonly reason: string }[];
  /** Rows that could not be written now, with the error that each met. */
  readonly failed: readonly { readonly row: R; readonly error: unknown }[];
}

interface Version {
  readonly moment: number;
  readonly texts: Texts;
}

/**
 * Puts rows into a feature group, so that a row that comes again changes nothing.
 *
 * With look-ups, a row whose record is there with the same event time and values is not written again; without, everything is written. Either way the
 * service lets the latest event time win, whoever writes first, and keeps older records as history.
 */
export class RecordWriter {
  private readonly lookUp: LookUp;

  constructor(
    private readonly runtime: SageMakerFeatureStoreRuntimeClient,
    private readonly options: { readonly lookUp: boolean },
    private readonly time: Time = systemTime,
  ) {
    this.lookUp = new LookUp(runtime, time);
  }

  /** @param until moment after which nothing is asked again, in milliseconds since 1970 */
  public async write<R extends Row>(rows: readonly R[], group: Group, until: number): Promise<Written<R>> {
    const sorted = sort(rows, await this.versions(rows, group, until), group, this.options.lookUp && group.online);
    const refused = [...sorted.refused];
    const failed: Written<R>['failed'][number][] = [];
    let written = 0;
    await inParallel(requestsOf([...sorted.current, ...sorted.late]), AT_ONCE, async (request) => {
      const result = await this.put(request, group, until);
      refused.push(...result.refused);
      failed.push(...result.failed);
      written += request.length - result.refused.length - result.failed.length;
    });
    const missing = new Set([...refused, ...failed].map(({ row }) => row));
    return { written, repeated: sorted.repeated, late: sorted.late.filter((row) => !missing.has(row)).length, refused, failed };
  }

  /** What the online store holds of the rows' records. */
  private async versions(rows: readonly Row[], group: Group, until: number): Promise<Map<string, Version>> {
    const versions = new Map<string, Version>();
    if (this.options.lookUp && group.online) {
      await this.lookUp.find([{ group: group.name, identifiers: rows.map(({ values }) => values.identifier) }], until, (_, identifier, texts) => {
        versions.set(identifier, { moment: secondsOf(texts.get(group.eventTime) as string, group), texts });
      });
    }
    return versions;
  }

  /** Puts rows of different records; says which of them the service refuses, and which it did not take in time. */
  private async put<R extends Row>(request: readonly R[], group: Group, until: number): Promise<Pick<Written<R>, 'refused' | 'failed'>> {
    const refused: Written<R>['refused'][number][] = [];
    let left = new Map(request.map((row) => [row.values.identifier, row]));
    const take = (entry: BatchWriteRecordEntry | undefined): R | undefined => left.get(identifierIn(entry?.Record ?? [], group));
    try {
      await retry(async () => {
        const { Errors = [], UnprocessedEntries = [] } = await this.runtime.send(new BatchWriteRecordCommand({
          Entries: [...left.values()].map((row) => ({ FeatureGroupName: group.name, Record: recordOf(row.values) })),
        }));
        const again = UnprocessedEntries.map((entry) => take(entry));
        for (const { Entry, ErrorCode = '', ErrorMessage } of Errors) {
          const row = take(Entry);
          if (row && /^Validation(Error|Exception)$/.test(ErrorCode)) {
            refused.push({ row, reason: `refused by the service: ${ErrorMessage}` });
          } else if (isBusyCode(ErrorCode)) {
            again.push(row);
          } else {
            throw Object.assign(new Error(`writing to feature group '${group.name}': ${ErrorMessage}`), { name: ErrorCode });
          }
        }
        left = new Map(again.flatMap((row) => (row ? [[row.values.identifier, row]] : [])));
        if (left.size > 0) {
          throw new UnprocessedError(`${left.size} records were not taken`);
        }
      }, { ...PATIENCE, when: isBusy, until, time: this.time });
    } catch (error) {
      const known = new Set(refused.map(({ row }) => row));
      return { refused, failed: [...left.values()].filter((row) => !known.has(row)).map((row) => ({ row, error })) };
    }
    return { refused, failed: [] };
  }
}

interface Sorted<R> {
  readonly current: R[];
  readonly late: R[];
  repeated: number;
  readonly refused: { readonly row: R; readonly reason: string }[];
}

/** Rows by what they are beside what is there, in the order they came in. */
function sort<R extends Row>(rows: readonly R[], versions: Map<string, Version>, group: Group, compare: boolean): Sorted<R> {
  const sorted: Sorted<R> = { current: [], late: [], repeated: 0, refused: [] };
  for (const row of rows) {
    const { identifier, moment, texts } = row.values;
    const present = compare ? versions.get(identifier) : undefined;
    if (!present || moment > present.moment) {
      versions.set(identifier, { moment, texts });
      sorted.current.push(row);
    } else if (moment < present.moment) {
      if (group.offline) {
        sorted.late.push(row);
      } else {
        sorted.refused.push({ row, reason: NO_HISTORY });
      }
    } else if (alike(texts, present.texts, group)) {
      sorted.repeated++;
    } else {
      sorted.refused.push({ row, reason: CONTRADICTION });
    }
  }
  return sorted;
}

function alike(one: Texts, other: Texts, group: Group): boolean {
  const { eventTime } = group;
  return one.size === other.size && [...one].every(([name, text]) => name === eventTime || sameValue(name, text, other.get(name), group));
}

/** Rows in requests, each with at most one row of a record: what comes back is told apart by the record. */
function requestsOf<R extends Row>(rows: readonly R[]): R[][] {
  const requests: R[][] = [];
  let left = rows;
  while (left.length > 0) {
    const later: R[] = [];
    const seen = new Set<string>();
    let request: R[] = [];
    let bytes = 0;
    for (const row of left) {
      if (seen.has(row.values.identifier)) {
        later.push(row);
        continue;
      }
      if (request.length === MOST_ENTRIES || (request.length > 0 && bytes + row.values.bytes > MOST_BYTES)) {
        requests.push(request);
        request = [];
        bytes = 0;
      }
      seen.add(row.values.identifier);
      request.push(row);
      bytes += row.values.bytes;
    }
    requests.push(request);
    left = later;
  }
  return requests;
}

function recordOf({ texts }: Values): FeatureValue[] {
  return [...texts].map(([FeatureName, text]): FeatureValue => (
    typeof text === 'string' ? { FeatureName, ValueAsString: text } : { FeatureName, ValueAsStringList: [...text] }
  ));
}

function identifierIn(record: readonly FeatureValue[], { recordIdentifier }: Group): string {
  return record.find(({ FeatureName }) => FeatureName === recordIdentifier)?.ValueAsString ?? '';
}
