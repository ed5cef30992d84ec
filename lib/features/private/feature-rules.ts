import { Annotations, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { isKnown, type Mistake, type Mistakes } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import { type Feature, FeatureType } from '../feature';

/** What the service adds to each record of the offline store. */
const RESERVED = ['is_deleted', 'write_time', 'api_invocation_time'];

const COUNT = Limit.of('CreateFeatureGroupRequest.FeatureDefinitions');
const NAME = Limit.of('FeatureDefinition.FeatureName');

/** The features of a group and the two that give its records identity and order. */
export interface Definitions {
  readonly features: readonly Feature[];
  readonly recordIdentifier: string;
  readonly eventTime: string;
}

/** Notes what the service would refuse about the features; names that are tokens are taken on trust. */
export function checkDefinitions(mistakes: Mistakes, { features, recordIdentifier, eventTime }: Definitions): void {
  const names = features.map((feature) => feature.name);
  mistakes.add(COUNT.mistakeInCount('features', features));
  names.forEach((name) => mistakes.add(NAME.mistakeInText('features', name)).add(reserved(name)));
  mistakes
    .add(repeated(names))
    .add(absent('recordIdentifier', recordIdentifier, names))
    .add(absent('eventTime', eventTime, names))
    .add(wrongEventTime(features.find((feature) => feature.name === eventTime)));
}

/** Points at choices that are legal and seldom meant. */
export function warnOfDefinitions(scope: IConstruct, { features, recordIdentifier, eventTime }: Definitions): void {
  const warn = (id: string, text: string) => Annotations.of(scope).addWarningV2(`cdk-sagemaker-lifecycle:${id}`, text);
  if (features.find((feature) => feature.name === recordIdentifier)?.type === FeatureType.FRACTIONAL) {
    warn('fractionalRecordIdentifier', `recordIdentifier: '${recordIdentifier}' is Fractional; look-ups compare it as text, so 1 and 1.0 are two records. Use String or Integral.`);
  }
  if (recordIdentifier === eventTime) {
    warn('recordIdentifierIsEventTime', `recordIdentifier: '${recordIdentifier}' is the event time too, so no record can ever be updated.`);
  }
}

function reserved(name: string): Mistake | undefined {
  if (!isKnown(name) || !RESERVED.includes(name.toLowerCase())) {
    return undefined;
  }
  return {
    code: 'FeatureNameReserved',
    property: 'features',
    problem: 'the service adds a column of this name itself',
    value: name,
    fix: 'Rename the feature.',
  };
}

/** The catalogue of the offline store does not tell upper from lower case. */
function repeated(names: readonly string[]): Mistake | undefined {
  const known = names.filter((name) => isKnown(name)).map((name) => name.toLowerCase());
  const index = known.findIndex((name, at) => known.indexOf(name) !== at);
  if (index < 0) {
    return undefined;
  }
  return {
    code: 'FeatureRepeated',
    property: 'features',
    problem: 'is there twice; names that differ only in case count as the same',
    value: known[index],
    fix: 'Drop or rename one of them; Features.with(...) replaces a feature of the same name.',
  };
}

function absent(property: string, name: string, names: readonly string[]): Mistake | undefined {
  if (!isKnown(name) || names.includes(name) || names.some((each) => Token.isUnresolved(each))) {
    return undefined;
  }
  return { code: 'FeatureAbsent', property, problem: 'is none of the features', value: name, fix: `Use one of ${shortened(names)}, or add the feature.` };
}

function wrongEventTime(feature: Feature | undefined): Mistake | undefined {
  if (feature?.type !== FeatureType.INTEGRAL) {
    return undefined;
  }
  return {
    code: 'EventTimeType',
    property: 'eventTime',
    problem: 'must be a String (ISO-8601) or Fractional (Unix seconds) feature, not Integral',
    value: feature.name,
    fix: `Declare it as Feature.fractional('${feature.name}') or Feature.string('${feature.name}').`,
  };
}

function shortened(names: readonly string[]): string {
  return names.length > 20 ? `${names.slice(0, 20).join(', ')}, ...` : names.join(', ');
}
