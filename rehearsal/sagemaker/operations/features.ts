import { resourceNotFound, type Json } from '../api';
import type { Context, Handlers } from '../context';
import { featureGroup } from '../kinds/features';
import type { Resource } from '../resources/resource';
import { standardOperations } from './standard';

/** Feature groups, and what people note about single features. */
export function featureOperations(context: Context): Handlers {
  const described = (input: Json): { group: Resource; feature: Json } => {
    const group = context.resources.require(featureGroup, input);
    const feature = group.attributes.FeatureDefinitions.find((definition: Json) => definition.FeatureName === input.FeatureName);
    if (!feature) {
      throw resourceNotFound(`Resource Not Found: Amazon SageMaker can't find a feature ${input.FeatureName} in FeatureGroup ${group.id}`);
    }
    return { group, feature };
  };
  return {
    ...standardOperations(featureGroup, context),
    DescribeFeatureMetadata: (input) => {
      const { group, feature } = described(input);
      const { CreationTime, FeatureGroupArn, FeatureGroupName } = group.attributes;
      const noted = group.attributes.FeatureNotes?.[feature.FeatureName] ?? { Parameters: [] };
      return {
        FeatureGroupArn, FeatureGroupName, FeatureName: feature.FeatureName, FeatureType: feature.FeatureType,
        CreationTime, LastModifiedTime: CreationTime, ...noted,
      };
    },
    UpdateFeatureMetadata: (input) => {
      const { group, feature } = described(input);
      const notes = (group.attributes.FeatureNotes ??= {});
      const before = notes[feature.FeatureName] ?? { Parameters: [] };
      const replaced = new Set([...(input.ParameterRemovals ?? []), ...(input.ParameterAdditions ?? []).map((parameter: Json) => parameter.Key)]);
      notes[feature.FeatureName] = {
        ...before,
        ...(input.Description !== undefined && { Description: input.Description }),
        Parameters: [...before.Parameters.filter((parameter: Json) => !replaced.has(parameter.Key)), ...(input.ParameterAdditions ?? [])],
        LastModifiedTime: context.clockwork.now(),
      };
      return {};
    },
  };
}
