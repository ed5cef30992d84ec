import {
  BatchGetRecordCommand, type BatchGetRecordIdentifier, type FeatureValue, type SageMakerFeatureStoreRuntimeClient,
} from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { retry } from '../retry';
import type { Time } from '../time';
import { isBusy, isBusyCode, UnprocessedError } from './busy';
import { inParallel } from './parallel';
import type { Text, Texts } from './values';

/** What BatchGetRecord takes of one group. */
const MOST_IDENTIFIERS = 100;
const AT_ONCE = 8;
const PATIENCE = { firstMs: 100, longestMs: 10_000 };

/** Records to look up in one group. */
export interface Wanted {
  readonly group: string;
  readonly identifiers: readonly string[];
  /** All features, where left out. */
  readonly features?: readonly string[];
}

/** Told of each record that was found. */
export type Found = (group: string, identifier: string, texts: Texts) => void;

/** Reads newest records from online stores, many at a time, and again what a busy service left out. Identifiers that a group refuses are not found. */
export class LookUp {
  constructor(private readonly runtime: SageMakerFeatureStoreRuntimeClient, private readonly time: Time) {}

  /** @param until moment after which nothing is asked again, in milliseconds since 1970 */
  public async find(wanted: readonly Wanted[], until: number, found: Found): Promise<void> {
    await inParallel(requestsOf(wanted), AT_ONCE, (request) => this.ask(request, until, found));
  }

  private async ask(request: readonly BatchGetRecordIdentifier[], until: number, found: Found): Promise<void> {
    let left: BatchGetRecordIdentifier[] = [...request];
    await retry(async () => {
      const { Records = [], Errors = [], UnprocessedIdentifiers = [] } = await this.runtime.send(new BatchGetRecordCommand({ Identifiers: left }));
      for (const { FeatureGroupName, RecordIdentifierValueAsString, Record } of Records) {
        found(nameOf(FeatureGroupName!), RecordIdentifierValueAsString!, textsOf(Record ?? []));
      }
      const fatal = Errors.find(({ ErrorCode }) => !isBusyCode(ErrorCode!) && !/^Validation(Error|Exception)$/.test(ErrorCode!));
      if (fatal) {
        throw Object.assign(new Error(`looking up '${fatal.RecordIdentifierValueAsString}' in '${fatal.FeatureGroupName}': ${fatal.ErrorMessage}`), { name: fatal.ErrorCode });
      }
      const busy = Errors.filter(({ ErrorCode }) => isBusyCode(ErrorCode!));
      left = [...UnprocessedIdentifiers, ...busy.map(({ FeatureGroupName, RecordIdentifierValueAsString }) => ({
        FeatureGroupName, RecordIdentifiersValueAsString: [RecordIdentifierValueAsString!],
        FeatureNames: request.find((each) => nameOf(each.FeatureGroupName!) === nameOf(FeatureGroupName!))?.FeatureNames,
      }))];
      if (left.length > 0) {
        throw new UnprocessedError(`${left.length} look-ups were not answered`);
      }
    }, { ...PATIENCE, when: isBusy, until, time: this.time });
  }
}

/** The texts of a record by feature. */
export function textsOf(record: readonly FeatureValue[]): Texts {
  return new Map(record.flatMap(({ FeatureName, ValueAsString, ValueAsStringList }): [string, Text][] => {
    const text = ValueAsStringList ?? ValueAsString;
    return text === undefined ? [] : [[FeatureName!, text]];
  }));
}

/** One request for each hundred identifiers of a group; the groups of a small look-up share one. */
function requestsOf(wanted: readonly Wanted[]): BatchGetRecordIdentifier[][] {
  const parts = wanted.flatMap(({ group, identifiers, features }) => {
    const unique = [...new Set(identifiers)];
    return Array.from({ length: Math.ceil(unique.length / MOST_IDENTIFIERS) }, (_, n): BatchGetRecordIdentifier => ({
      FeatureGroupName: group,
      RecordIdentifiersValueAsString: unique.slice(n * MOST_IDENTIFIERS, (n + 1) * MOST_IDENTIFIERS),
      FeatureNames: features && [...features],
    }));
  });
  const requests: BatchGetRecordIdentifier[][] = [];
  let size = MOST_IDENTIFIERS;
  for (const part of parts) {
    const count = part.RecordIdentifiersValueAsString!.length;
    if (size + count > MOST_IDENTIFIERS) {
      requests.push([]);
      size = 0;
    }
    requests.at(-1)!.push(part);
    size += count;
  }
  return requests;
}

/** A group is asked for by its name or its ARN, and may be answered by either. */
export function nameOf(group: string): string {
  return group.slice(group.lastIndexOf('/') + 1);
}
