import type { DescribedFeature, FeatureDescriptionsProperties, FeatureParameter } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';
import { fieldsOf, isText, printed } from '../shared/values';

const NAME = /^[a-zA-Z0-9]([_-]*[a-zA-Z0-9])*$/;
const LONGEST_NAME = 64;

/** The properties of a request, checked against the contract. */
export function readProperties(properties: unknown): FeatureDescriptionsProperties {
  const { FeatureGroupName, Features } = fieldsOf(properties);
  if (!isName(FeatureGroupName)) {
    throw new MalformedEventError(`FeatureGroupName must be the name of a feature group, got ${printed(FeatureGroupName)}`);
  }
  if (!Array.isArray(Features)) {
    throw new MalformedEventError(`Features must be a list, got ${printed(Features)}`);
  }
  return { FeatureGroupName, Features: Features.map(readFeature) };
}

/** What an earlier template said of the features of a group; nothing where it spoke of another group, or made no sense. */
export function saidBefore(properties: unknown, group: string): readonly DescribedFeature[] {
  try {
    const { FeatureGroupName, Features } = readProperties(properties);
    return FeatureGroupName === group ? Features : [];
  } catch {
    return [];
  }
}

function readFeature(feature: unknown): DescribedFeature {
  const { FeatureName, Description, Parameters = [] } = fieldsOf(feature);
  if (!isName(FeatureName)) {
    throw new MalformedEventError(`FeatureName must be the name of a feature, got ${printed(FeatureName)}`);
  }
  if (Description !== undefined && typeof Description !== 'string') {
    throw new MalformedEventError(`Description of '${FeatureName}' must be a text, got ${printed(Description)}`);
  }
  if (!Array.isArray(Parameters)) {
    throw new MalformedEventError(`Parameters of '${FeatureName}' must be a list, got ${printed(Parameters)}`);
  }
  return { FeatureName, Description, Parameters: Parameters.map((parameter) => readParameter(parameter, FeatureName)) };
}

function readParameter(parameter: unknown, feature: string): FeatureParameter {
  const { Key, Value } = fieldsOf(parameter);
  if (!isText(Key) || !isText(Value)) {
    throw new MalformedEventError(`Parameters of '${feature}' must have a Key and a Value, got ${printed(parameter)}`);
  }
  return { Key, Value };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_NAME && NAME.test(value);
}
