import { FEATURE_GROUP_BEFORE_TAG, type DefinedFeature, type FeatureGroupBefore, type FeatureGroupTag, type WantedFeatureGroup } from '../../lib/core/contract';
import type { Standing } from './group-service';
import { hashOfFeatures } from './properties';

/** What is to be done so that a group is as the template says. */
export interface Changes {
  /** Why it cannot be, in words; then nothing is done. */
  readonly refusals: readonly string[];
  readonly additions: readonly DefinedFeature[];
  /** Whether records are to be kept for another time. */
  readonly timeToLive: boolean;
  readonly tags: readonly FeatureGroupTag[];
  readonly untag: readonly string[];
}

const SECONDS: Readonly<Record<string, number>> = { Seconds: 1, Minutes: 60, Hours: 3_600, Days: 86_400, Weeks: 604_800 };
const ANOTHER_GROUP = "give the new group another 'featureGroupName' beside this one";

/**
 * What differs between a group and what the template says of it.
 *
 * Features that the template never named are somebody else's and stay. One that it named before may not be left out, with one exception: a deployment may go
 * back to the features of before the last addition, as CloudFormation does when something else of the deployment fails. The group has them still.
 */
export function changesTo(now: Standing, tags: ReadonlyMap<string, string>, wanted: WantedFeatureGroup, before: FeatureGroupBefore | undefined): Changes {
  const there = new Map(now.features.map((feature) => [feature.FeatureName, feature]));
  const names = new Set(wanted.FeatureDefinitions.map(({ FeatureName }) => FeatureName));
  const goesBack = tags.get(FEATURE_GROUP_BEFORE_TAG) === hashOfFeatures(wanted.FeatureDefinitions);
  const left = (before?.features ?? []).filter((name) => there.has(name) && !names.has(name));
  const own = wanted.Tags ?? [];
  return {
    refusals: [
      ...fixed(now, wanted, before),
      ...wanted.FeatureDefinitions.flatMap((feature) => otherwise(there.get(feature.FeatureName), feature)),
      ...goesBack ? [] : left.map((name) => `feature '${name}' cannot be taken away or renamed; put it back, or ${ANOTHER_GROUP}`),
    ],
    additions: wanted.FeatureDefinitions.filter(({ FeatureName }) => !there.has(FeatureName)),
    timeToLive: seconds(now.online.TtlDuration) !== seconds(wanted.OnlineStoreConfig.TtlDuration),
    tags: own.filter(({ Key, Value }) => tags.get(Key) !== Value),
    untag: (before?.tags ?? []).filter((key) => tags.has(key) && !own.some(({ Key }) => Key === key)),
  };
}

/** What a group keeps for its life. */
function fixed(now: Standing, wanted: WantedFeatureGroup, before: FeatureGroupBefore | undefined): string[] {
  const keyId = wanted.OnlineStoreConfig.SecurityConfig?.KmsKeyId;
  const members: [string, string | undefined, string | undefined][] = [
    ['RecordIdentifierFeatureName', now.recordIdentifier, wanted.RecordIdentifierFeatureName],
    ['EventTimeFeatureName', now.eventTime, wanted.EventTimeFeatureName],
    ['Description', now.description ?? '', wanted.Description ?? ''],
    ['StorageType', now.online.StorageType, wanted.OnlineStoreConfig.StorageType],
    // The service may show a key otherwise than it was named; one that the template names as it did before is the same.
    ...before !== undefined && before.keyId === keyId ? [] : [['KmsKeyId', now.online.SecurityConfig?.KmsKeyId, keyId] as [string, string | undefined, string | undefined]],
  ];
  return members.filter(([, is, shall]) => is !== shall).map(([member, is, shall]) => `${member} is ${quoted(is)} and cannot become ${quoted(shall)}; ${ANOTHER_GROUP}`);
}

function otherwise(now: Standing['features'][number] | undefined, wanted: DefinedFeature): string[] {
  if (!now || inWords(now) === inWords(wanted)) {
    return [];
  }
  return [`feature '${wanted.FeatureName}' is ${inWords(now)} and cannot become ${inWords(wanted)}; add one of another name`];
}

/** `Vector of Fractional (3)`. */
function inWords({ FeatureType, CollectionType, CollectionConfig }: Partial<Standing['features'][number]> | DefinedFeature): string {
  const dimension = CollectionConfig?.VectorConfig?.Dimension;
  return `${CollectionType ? `${CollectionType} of ` : ''}${FeatureType}${dimension === undefined ? '' : ` (${dimension})`}`;
}

/** One day is as long as 24 hours. */
function seconds(time: { readonly Unit?: string; readonly Value?: number } | undefined): number | undefined {
  return time?.Unit === undefined || time.Value === undefined ? undefined : SECONDS[time.Unit] * time.Value;
}

function quoted(text: string | undefined): string {
  return text === undefined || text === '' ? 'none' : `'${text}'`;
}
