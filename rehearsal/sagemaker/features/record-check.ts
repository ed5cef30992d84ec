import { ServiceError, type Json } from '../api';
import { parseEventTime } from './event-time';

/** A record as the stores keep it: each feature's value, and when it was true. */
export interface CheckedRecord {
  readonly identifier: string;
  readonly eventTime: number;
  readonly values: ReadonlyMap<string, string | string[]>;
}

const LARGEST_INTEGRAL = 2n ** 63n - 1n;

/** Refuses a record that does not fit its group's definitions, naming everything that is wrong with it. */
export function checkRecord(group: Json, record: readonly Json[]): CheckedRecord {
  const problems: string[] = [];
  const values = new Map<string, string | string[]>();
  const definitions = new Map<string, Json>(group.FeatureDefinitions.map((definition: Json) => [definition.FeatureName, definition]));
  for (const feature of record) {
    const definition = definitions.get(feature.FeatureName);
    if (!definition) {
      problems.push(`feature '${feature.FeatureName}' is not defined in the feature group`);
    } else if (values.has(feature.FeatureName)) {
      problems.push(`feature '${feature.FeatureName}' is given more than once`);
    } else {
      problems.push(...valueProblems(definition, feature));
      values.set(feature.FeatureName, collected(definition, feature.ValueAsStringList) ?? feature.ValueAsString);
    }
  }
  const identifier = values.get(group.RecordIdentifierFeatureName);
  const time = values.get(group.EventTimeFeatureName);
  for (const [role, name, value] of [
    ['record identifier', group.RecordIdentifierFeatureName, identifier],
    ['event time', group.EventTimeFeatureName, time],
  ]) {
    if (value === undefined || value === '') {
      problems.push(`the ${role} feature '${name}' has no value`);
    }
  }
  const eventTime = typeof time === 'string' && time !== '' ? parseEventTime(time, definitions.get(group.EventTimeFeatureName)?.FeatureType) : 0;
  if (eventTime === undefined) {
    problems.push(`the event time '${String(time)}' must be ISO-8601 (yyyy-MM-dd'T'HH:mm:ssZ or yyyy-MM-dd'T'HH:mm:ss.SSSZ) or, for a Fractional feature, seconds since 1970`);
  }
  if (problems.length > 0) {
    throw validationError(`${group.FeatureGroupName}: ${problems.join('; ')}`);
  }
  return { identifier: String(identifier), eventTime: Number(eventTime), values: withoutEmpty(values) };
}

/** The refusal of the feature store runtime, which has its own code for it. */
export const validationError = (reason: string) => new ServiceError('ValidationError', `Validation Error: ${reason}.`);

function valueProblems(definition: Json, feature: Json): string[] {
  const { FeatureName: name, FeatureType: type, CollectionType: collection } = definition;
  const { ValueAsString: value, ValueAsStringList: items } = feature;
  if (value !== undefined && items !== undefined) {
    return [`feature '${name}' has both ValueAsString and ValueAsStringList`];
  }
  if (items !== undefined && !collection) {
    return [`feature '${name}' is not a collection: use ValueAsString`];
  }
  if (value !== undefined && collection) {
    return [`feature '${name}' is a ${collection}: use ValueAsStringList`];
  }
  const dimension = definition.CollectionConfig?.VectorConfig?.Dimension;
  if (items !== undefined && dimension !== undefined && items.length !== dimension) {
    return [`feature '${name}' is a vector of ${dimension} values, and ${items.length} are given`];
  }
  const wrong = [value ?? items ?? []].flat().filter((item: string) => !fits(type, item));
  return wrong.map((item) => `the value '${item.slice(0, 100)}' of feature '${name}' is not ${type}`);
}

/** A set keeps each value once, in an order of its own. */
function collected({ CollectionType: collection }: Json, items: string[] | undefined): string[] | undefined {
  return items && collection === 'Set' ? [...new Set(items)].sort().reverse() : items;
}

function fits(type: string, value: string): boolean {
  switch (type) {
    case 'Integral': return /^[+-]?\d{1,19}$/.test(value) && BigInt(value) <= LARGEST_INTEGRAL && BigInt(value) >= -LARGEST_INTEGRAL - 1n;
    case 'Fractional': return value.trim() === value && value !== '' && !Number.isNaN(Number(value));
    default: return true;
  }
}

function withoutEmpty(values: ReadonlyMap<string, string | string[] | undefined>): Map<string, string | string[]> {
  return new Map([...values].filter((entry): entry is [string, string | string[]] => entry[1] !== undefined));
}
