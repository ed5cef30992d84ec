import type { DefinedFeature, FeatureGroupBefore, FeatureGroupOnlineStore, FeatureGroupProperties, FeatureGroupTag } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';
import { MACHINE_ARN } from '../shared/machines';
import { hashOf } from '../shared/tokens';
import { fieldsOf, isText, printed } from '../shared/values';

const NAME = /^[a-zA-Z0-9](?:[-_]*[a-zA-Z0-9]){0,63}$/;
const TYPE = /^(Integral|Fractional|String)$/;
const COLLECTION = /^(List|Set|Vector)$/;
const ANYTHING = /[^]/;

/** @throws MalformedEventError when the template asks for something else */
export function readProperties(properties: unknown): FeatureGroupProperties {
  const {
    StateMachineArn, FeatureGroupName, RecordIdentifierFeatureName, EventTimeFeatureName, FeatureDefinitions, OnlineStoreConfig, Description, Tags,
  } = fieldsOf(properties);
  return {
    StateMachineArn: text('StateMachineArn', StateMachineArn, MACHINE_ARN),
    FeatureGroupName: text('FeatureGroupName', FeatureGroupName, NAME),
    RecordIdentifierFeatureName: text('RecordIdentifierFeatureName', RecordIdentifierFeatureName, NAME),
    EventTimeFeatureName: text('EventTimeFeatureName', EventTimeFeatureName, NAME),
    FeatureDefinitions: list('FeatureDefinitions', FeatureDefinitions).map(readFeature),
    OnlineStoreConfig: readOnlineStore(OnlineStoreConfig),
    ...(Description !== undefined && { Description: text('Description', Description, ANYTHING) }),
    Tags: list('Tags', Tags ?? []).map(readTag),
  };
}

/** What tells a group from others; undefined for the identity of a request that failed before it made one. */
export function isGroupName(identity: string): boolean {
  return NAME.test(identity);
}

/** Stands for features with their types. */
export function hashOfFeatures(features: readonly DefinedFeature[]): string {
  return hashOf(JSON.stringify(features));
}

/** What an earlier template said of a group; nothing where it spoke of another one, or made no sense. */
export function saidBefore(properties: unknown, name: string): FeatureGroupBefore | undefined {
  try {
    const { FeatureGroupName, FeatureDefinitions, OnlineStoreConfig: { SecurityConfig }, Tags } = readProperties(properties);
    return FeatureGroupName !== name ? undefined : {
      features: FeatureDefinitions.map(({ FeatureName }) => FeatureName),
      featuresHash: hashOfFeatures(FeatureDefinitions),
      ...(SecurityConfig && { keyId: SecurityConfig.KmsKeyId }),
      tags: (Tags ?? []).map(({ Key }) => Key),
    };
  } catch {
    return undefined;
  }
}

function readFeature(feature: unknown): DefinedFeature {
  const { FeatureName, FeatureType, CollectionType, CollectionConfig } = fieldsOf(feature);
  const { VectorConfig } = fieldsOf(CollectionConfig);
  return {
    FeatureName: text('FeatureName', FeatureName, NAME),
    FeatureType: text('FeatureType', FeatureType, TYPE),
    ...(CollectionType !== undefined && { CollectionType: text('CollectionType', CollectionType, COLLECTION) }),
    ...(VectorConfig !== undefined && { CollectionConfig: { VectorConfig: { Dimension: count('Dimension', fieldsOf(VectorConfig).Dimension) } } }),
  };
}

function readOnlineStore(store: unknown): FeatureGroupOnlineStore {
  const { EnableOnlineStore, StorageType, SecurityConfig, TtlDuration } = fieldsOf(store);
  const { Unit, Value } = fieldsOf(TtlDuration);
  if (String(EnableOnlineStore) !== 'true') {
    throw new MalformedEventError(`EnableOnlineStore must be true, got ${printed(EnableOnlineStore)}`);
  }
  return {
    EnableOnlineStore: true,
    StorageType: text('StorageType', StorageType, NAME),
    ...(SecurityConfig !== undefined && { SecurityConfig: { KmsKeyId: text('KmsKeyId', fieldsOf(SecurityConfig).KmsKeyId, ANYTHING) } }),
    ...(TtlDuration !== undefined && { TtlDuration: { Unit: text('Unit', Unit, NAME), Value: count('Value', Value) } }),
  };
}

function readTag(tag: unknown): FeatureGroupTag {
  const { Key, Value } = fieldsOf(tag);
  if (!isText(Key) || typeof Value !== 'string') {
    throw new MalformedEventError(`Tags must have a Key and a Value, got ${printed(tag)}`);
  }
  return { Key, Value };
}

function text(name: string, value: unknown, form: RegExp): string {
  if (typeof value !== 'string' || !form.test(value)) {
    throw new MalformedEventError(`${name} must match ${form.source}, got ${printed(value)}`);
  }
  return value;
}

/** CloudFormation hands numbers on as text. */
function count(name: string, value: unknown): number {
  if (!/^[1-9]\d{0,8}$/.test(String(value))) {
    throw new MalformedEventError(`${name} must be a whole number from 1 on, got ${printed(value)}`);
  }
  return Number(value);
}

function list(name: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw new MalformedEventError(`${name} must be a list, got ${printed(value)}`);
  }
  return value;
}
