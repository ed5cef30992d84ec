import type { DescribedFeature, FeatureParameter } from '../../lib/core/contract';

/** What the service has of a feature. */
export interface Noted {
  readonly Description?: string;
  readonly Parameters?: readonly { readonly Key?: string; readonly Value?: string }[];
}

/** Members of one request to UpdateFeatureMetadata. */
export interface Change {
  readonly Description?: string;
  readonly ParameterAdditions?: FeatureParameter[];
  readonly ParameterRemovals?: string[];
}

/**
 * The requests after which a feature is as the template says; none when it is already.
 *
 * What an earlier template said and this one does not is taken away. Parameters that neither knows are somebody else's. Removals come
 * a request before additions: whether the service makes room for those of the same request is not documented.
 */
export function changesOf(now: Noted, wanted: DescribedFeature, before: DescribedFeature | undefined): Change[] {
  const current = new Map((now.Parameters ?? []).map(({ Key, Value }) => [Key, Value]));
  const parameters = new Map((wanted.Parameters ?? []).map(({ Key, Value }) => [Key, Value]));
  const description = wanted.Description ?? (before?.Description === undefined ? undefined : '');
  const removals = (before?.Parameters ?? []).map(({ Key }) => Key).filter((key) => current.has(key) && !parameters.has(key));
  const additions = [...parameters].filter(([key, value]) => current.get(key) !== value).map(([Key, Value]) => ({ Key, Value }));
  const first: Change = {
    ...(description !== undefined && description !== (now.Description ?? '') && { Description: description }),
    ...(removals.length > 0 && { ParameterRemovals: removals }),
  };
  const second: Change = additions.length > 0 ? { ParameterAdditions: additions } : {};
  const changes = removals.length > 0 ? [first, second] : [{ ...first, ...second }];
  return changes.filter((change) => Object.keys(change).length > 0);
}
