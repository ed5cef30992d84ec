import type { DefinedFeature } from '../../core/contract';
import { isKnown, type Mistake, type Mistakes } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import { CollectionType, type Feature } from '../feature';
import { _OnlineTier, type OnlineStore } from '../online-store';
import type { Definitions } from './feature-rules';

const DIMENSION = Limit.between('Dimension', 1, 8192);
/** An update carries the old features and the new through a function and a state machine, which take 256 KB. */
const MOST_BYTES = 100_000;

/** Whether there is a list, set or vector. */
export function hasCollections(features: readonly Feature[]): boolean {
  return features.some(({ collection }) => collection !== undefined);
}

/** The features in the words of SageMaker's API. */
export function definedFeatures(features: readonly Feature[]): DefinedFeature[] {
  return features.map(({ name, type, collection, dimension }) => ({
    FeatureName: name,
    FeatureType: type,
    ...(collection !== undefined && { CollectionType: collection }),
    ...(dimension !== undefined && { CollectionConfig: { VectorConfig: { Dimension: dimension } } }),
  }));
}

/** Notes lists, sets and vectors that the service would refuse. Source: the SageMaker developer guide, on collection types. */
export function checkCollections(mistakes: Mistakes, { features, recordIdentifier, eventTime }: Definitions, online: OnlineStore): void {
  const collections = features.filter(({ collection }) => collection !== undefined);
  if (collections.length === 0) {
    return;
  }
  mistakes
    .when(online._tier !== _OnlineTier.IN_MEMORY, {
      code: 'CollectionNotInMemory',
      property: 'online',
      problem: 'only groups in memory hold lists, sets and vectors, and there are some',
      value: collections.map(({ name }) => name),
      fix: 'Use OnlineStore.inMemory(), or make them text: Features.with(Feature.string(...)).',
    })
    .add(asIdentity('recordIdentifier', collections.find(({ name }) => name === recordIdentifier)))
    .add(asIdentity('eventTime', collections.find(({ name }) => name === eventTime)));
  checkVectors(mistakes, collections.filter(({ collection }) => collection === CollectionType.VECTOR));
  const bytes = Buffer.byteLength(JSON.stringify(definedFeatures(features)));
  mistakes.when(bytes > MOST_BYTES, {
    code: 'FeatureDefinitionsSize',
    property: 'features',
    problem: `features of a group with lists, sets or a vector must have at most ${MOST_BYTES} bytes together, as JSON`,
    value: bytes,
    fix: 'Shorten names, or make two groups.',
  });
}

/** A record is named by one value, and true at one time. */
function asIdentity(property: string, feature: Feature | undefined): Mistake | undefined {
  return feature?.collection === undefined ? undefined : {
    code: 'CollectionAsIdentity',
    property,
    problem: `must be a feature with one value, and is a ${feature.collection}`,
    value: feature.name,
    fix: 'Use another feature, or declare this one without a collection.',
  };
}

function checkVectors(mistakes: Mistakes, vectors: readonly Feature[]): void {
  vectors.forEach(({ name, dimension }) => mistakes
    .add(DIMENSION.mistakeIn(`${name}.dimension`, dimension))
    .when(isKnown(dimension) && !Number.isInteger(dimension), {
      code: 'DimensionWhole', property: `${name}.dimension`, problem: 'must be a whole number', value: dimension, fix: 'Give the number of values that each vector has.',
    }));
  mistakes.when(vectors.length > 1, {
    code: 'VectorRepeated',
    property: 'features',
    problem: 'a group has at most one vector',
    value: vectors.map(({ name }) => name),
    fix: 'Keep one, and make the others a Feature.list(name, FeatureType.FRACTIONAL), or give them a group of their own.',
  });
}
