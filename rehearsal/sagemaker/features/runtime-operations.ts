import { resourceNotFound, ServiceError, type Json } from '../api';
import type { Context, Handlers } from '../context';
import { featureGroup } from '../kinds/features';
import { pageOf } from '../operations/listing';
import type { Resource } from '../resources/resource';
import { durationSeconds, parseEventTime } from './event-time';
import type { OnlineRecord } from './online-store';
import { checkRecord, validationError, type CheckedRecord } from './record-check';

type Store = 'OnlineStore' | 'OfflineStore';

/** The feature store runtime: putting, reading and deleting records. */
export function featureStoreRuntimeOperations(context: Context): Handlers {
  const { featureStore } = context;

  const groupOf = (nameOrArn: string): Resource => {
    const group = context.resources.require(featureGroup, { FeatureGroupName: nameOrArn });
    if (group.attributes.FeatureGroupStatus !== 'Created') {
      throw validationError(`${group.id} is ${group.attributes.FeatureGroupStatus}, and takes and gives records only once it is Created`);
    }
    return group;
  };

  const onlineGroupOf = (nameOrArn: string): Resource => {
    const group = groupOf(nameOrArn);
    if (!group.attributes.OnlineStoreConfig?.EnableOnlineStore) {
      throw validationError(`${group.id} has no online store, so its records cannot be read or deleted one by one`);
    }
    return group;
  };

  const store = (group: Resource, record: CheckedRecord, input: Json, deleted = false): void => {
    const targets = targetsOf(group, input.TargetStores);
    const ttl = input.TtlDuration ?? group.attributes.OnlineStoreConfig?.TtlDuration;
    if (targets.includes('OnlineStore')) {
      featureStore.onlineStoreOf(group).put({ ...record, deleted, ...(ttl && { expiresAt: record.eventTime + durationSeconds(ttl) }) });
    }
    if (targets.includes('OfflineStore')) {
      featureStore.append(group, { record, invoked: new Date(), deleted });
    }
  };

  const put = (input: Json): void => {
    const group = groupOf(input.FeatureGroupName);
    store(group, checkRecord(group.attributes, input.Record), input);
  };

  const read = (input: Json): OnlineRecord | undefined =>
    featureStore.onlineStoreOf(onlineGroupOf(input.FeatureGroupName)).get(input.RecordIdentifierValueAsString);

  return {
    PutRecord: (input) => {
      put(input);
      return {};
    },
    GetRecord: (input) => answerOf(read(input), input),
    BatchGetRecord: (input) => {
      const Records: Json[] = [];
      const Errors: Json[] = [];
      for (const wanted of input.Identifiers) {
        for (const identifier of wanted.RecordIdentifiersValueAsString) {
          const key = { FeatureGroupName: wanted.FeatureGroupName, RecordIdentifierValueAsString: identifier };
          try {
            const found = read(key);
            if (found) {
              Records.push({ ...key, ...answerOf(found, { ...wanted, ExpirationTimeResponse: input.ExpirationTimeResponse }) });
            }
          } catch (error) {
            Errors.push({ ...key, ErrorCode: (error as ServiceError).code ?? 'InternalFailure', ErrorMessage: (error as Error).message });
          }
        }
      }
      return { Records, Errors, UnprocessedIdentifiers: [] };
    },
    BatchWriteRecord: (input) => {
      const Errors: Json[] = [];
      for (const Entry of input.Entries) {
        try {
          put({ TtlDuration: input.TtlDuration, ...Entry });
        } catch (error) {
          Errors.push({ Entry, ErrorCode: (error as ServiceError).code ?? 'InternalFailure', ErrorMessage: (error as Error).message });
        }
      }
      return { Errors, UnprocessedEntries: [] };
    },
    UpdateRecord: (input) => {
      const group = onlineGroupOf(input.FeatureGroupName);
      if (!['Standard_V2', 'InMemory'].includes(group.attributes.OnlineStoreConfig.StorageType)) {
        throw validationError(`${group.id} has the online store type Standard; records are updated in part only in Standard_V2 and InMemory`);
      }
      const present = featureStore.onlineStoreOf(group).get(input.RecordIdentifierValueAsString);
      if (!present) {
        throw resourceNotFound(`Record ${input.RecordIdentifierValueAsString} does not exist in ${group.id}.`);
      }
      const record = checkRecord(group.attributes, updatedRecord(present, input.Features));
      if (record.eventTime < present.eventTime) {
        throw new ServiceError('ConflictException', `The event time of the update is older than that of record ${record.identifier}.`, 409);
      }
      store(group, record, input);
      return {};
    },
    DeleteRecord: (input) => {
      const group = onlineGroupOf(input.FeatureGroupName);
      const mark = deletionMark(group, input);
      if (input.DeletionMode === 'HardDelete' && targetsOf(group, input.TargetStores).includes('OnlineStore')) {
        if (!featureStore.onlineStoreOf(group).remove(mark.identifier, mark.eventTime)) {
          throw validationError(`the event time of the deletion is older than that of record ${mark.identifier}`);
        }
        if (targetsOf(group, input.TargetStores).includes('OfflineStore')) {
          featureStore.append(group, { record: mark, invoked: new Date(), deleted: true });
        }
      } else {
        store(group, mark, input, true);
      }
      return {};
    },
    ListRecords: (input) => {
      const group = onlineGroupOf(input.FeatureGroupName);
      const page = pageOf(featureStore.onlineStoreOf(group).identifiers(input.IncludeSoftDeletedRecords === true), input);
      return { RecordIdentifiers: page.items, ...(page.nextToken && { NextToken: page.nextToken }) };
    },
  };
}

/** The stores that a request writes to: those it names, or all that the group has. */
function targetsOf(group: Resource, named?: readonly Store[]): Store[] {
  const present: Store[] = [
    ...(group.attributes.OnlineStoreConfig?.EnableOnlineStore ? ['OnlineStore' as const] : []),
    ...(group.attributes.OfflineStoreConfig ? ['OfflineStore' as const] : []),
  ];
  const absent = named?.find((store) => !present.includes(store));
  if (absent) {
    throw validationError(`${group.id} has no ${absent}`);
  }
  return named ? [...named] : present;
}

function answerOf(record: OnlineRecord | undefined, input: Json): Json {
  if (!record) {
    return {};
  }
  const wanted: string[] = input.FeatureNames ?? [...record.values.keys()];
  const Record = wanted.filter((name) => record.values.has(name)).map((name) => featureValue(name, record.values.get(name) ?? ''));
  return {
    ...(Record.length > 0 && { Record }),
    ...(input.ExpirationTimeResponse === 'Enabled' && record.expiresAt !== undefined && { ExpiresAt: new Date(record.expiresAt * 1000).toISOString() }),
  };
}

const featureValue = (FeatureName: string, value: string | readonly string[]): Json =>
  (Array.isArray(value) ? { FeatureName, ValueAsStringList: value } : { FeatureName, ValueAsString: value });

/** The features of a record with some of them replaced. */
function updatedRecord(present: CheckedRecord, features: readonly Json[]): Json[] {
  const changed = new Set(features.map((feature) => feature.FeatureName));
  return [...[...present.values].filter(([name]) => !changed.has(name)).map(([name, value]) => featureValue(name, value)), ...features];
}

/** What the offline store keeps of a deletion: the identifier and the time, and nothing else. */
function deletionMark(group: Resource, input: Json): CheckedRecord {
  const { RecordIdentifierFeatureName, EventTimeFeatureName, FeatureDefinitions } = group.attributes;
  const type = FeatureDefinitions.find((definition: Json) => definition.FeatureName === EventTimeFeatureName).FeatureType;
  const eventTime = parseEventTime(input.EventTime, type);
  if (eventTime === undefined) {
    throw validationError(`the event time '${input.EventTime}' does not have the form of the feature '${EventTimeFeatureName}'`);
  }
  const identifier: string = input.RecordIdentifierValueAsString;
  return { identifier, eventTime, values: new Map([[RecordIdentifierFeatureName, identifier], [EventTimeFeatureName, input.EventTime]]) };
}
