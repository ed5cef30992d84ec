import type { EnrichedColumn, EnrichmentLookUp, RowContentType } from '../../lib/core/contract';
import { nameOf } from '../shared/features/look-up';

/** A column of the model. */
export interface Column {
  readonly name: string;
  readonly type: 'Integral' | 'Fractional' | 'String';
  /** Where it is looked up; undefined where the caller has to give it. */
  readonly source?: Source;
  /** What stands for it where it is missing; undefined where a row without it is refused. */
  readonly standIn?: string;
}

/** A feature of a group. */
export interface Source {
  readonly lookUp: EnrichmentLookUp;
  /** Name of the group, by which it answers. */
  readonly group: string;
  readonly feature: string;
}

/** What a function was made for. */
export interface Settings {
  /** In the model's order. */
  readonly columns: readonly Column[];
  readonly lookUps: readonly EnrichmentLookUp[];
  readonly contentType: RowContentType;
}

const TYPES = { I: 'Integral', F: 'Fractional', S: 'String' } as const;

/** What the environment says. */
export function settingsIn(environment: { readonly columns: string; readonly lookUps: string; readonly contentType: string }): Settings {
  const lookUps = JSON.parse(environment.lookUps) as EnrichmentLookUp[];
  const columns = (JSON.parse(environment.columns) as EnrichedColumn[]).map(([name, type, lookUp, standIn]): Column => (
    { name, type: TYPES[type], source: lookUp < 0 ? undefined : sourceOf(name, lookUps[lookUp]), standIn }
  ));
  return { columns, lookUps, contentType: environment.contentType as RowContentType };
}

function sourceOf(column: string, lookUp: EnrichmentLookUp): Source {
  const { renamed = {}, prefix = '' } = lookUp;
  return { lookUp, group: nameOf(lookUp.group), feature: Object.hasOwn(renamed, column) ? renamed[column] : column.slice(prefix.length) };
}
