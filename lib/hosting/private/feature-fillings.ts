import type { Construct } from 'constructs';
import type { Feature } from '../../features';
import type { FeatureLookUp } from '../online-enrichment';

/** What a look-up fills, with what its group says. */
export interface Filling {
  readonly lookUp: FeatureLookUp;
  /** The member of rows that names the record; undefined where neither the look-up nor the group says it. */
  readonly on?: string;
  /** Features and the columns that they fill. */
  readonly pairs: readonly { readonly feature: string; readonly column: string }[];
  /** All features of the group; undefined where they are not known. */
  readonly known?: readonly Feature[];
}

/** Look-ups that name no features take those that fill a column of the model. */
export function fillingOf(scope: Construct, lookUp: FeatureLookUp, columns: readonly Feature[]): Filling {
  const { group: { definitions }, aliases = {}, prefix = '' } = lookUp;
  const known = definitions?.features._resolve(scope, definitions.eventTime);
  const pairOf = (feature: string) => ({ feature, column: Object.hasOwn(aliases, feature) ? aliases[feature] : `${prefix}${feature}` });
  const rest = (known ?? []).map(({ name }) => name).filter((name) => name !== definitions?.recordIdentifier && name !== definitions?.eventTime);
  return {
    lookUp,
    on: lookUp.on ?? definitions?.recordIdentifier,
    pairs: lookUp.features?.map(pairOf) ?? rest.map(pairOf).filter(({ column }) => columns.some(({ name }) => name === column)),
    known,
  };
}
