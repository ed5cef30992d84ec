import type { Wanted } from '../shared/features/look-up';
import type { Text, Texts } from '../shared/features/values';
import type { Given } from './request';
import { isBlank, typed } from './rows';
import type { Column, Settings, Source } from './settings';

/** What was found, by group and identifier. */
export class FoundRecords {
  private readonly groups = new Map<string, Map<string, Texts>>();

  public add(group: string, identifier: string, texts: Texts): void {
    this.groups.set(group, (this.groups.get(group) ?? new Map<string, Texts>()).set(identifier, texts));
  }

  public get(group: string, identifier: string): Texts | undefined {
    return this.groups.get(group)?.get(identifier);
  }
}

/** A column that a row lacks. */
export interface Missing {
  readonly column: Column;
  /** Why, in words. */
  readonly why: string;
}

/** A row for the model. */
export interface Cells {
  /** In the order of the columns; what is empty has no value. */
  readonly values: readonly (Text | undefined)[];
  readonly missing: readonly Missing[];
}

/** What has to be looked up: nothing of what the caller knows already. */
export function wantedBy(rows: readonly Given[], { columns }: Settings): Wanted[] {
  const wanted = new Map<string, { identifiers: Set<string>; features: Set<string> }>();
  for (const { column, source } of columns.flatMap((each) => (each.source ? { column: each, source: each.source } : []))) {
    for (const row of rows.filter((each) => givenTo(column, each) === undefined)) {
      const identifier = identifierOf(source, row);
      if (identifier !== undefined) {
        const { group } = source.lookUp;
        const known = wanted.get(group) ?? { identifiers: new Set(), features: new Set() };
        known.identifiers.add(identifier);
        known.features.add(source.feature);
        wanted.set(group, known);
      }
    }
  }
  return [...wanted].map(([group, { identifiers, features }]) => ({ group, identifiers: [...identifiers], features: [...features] }));
}

/** The values of a row: those that the caller knows, those that were found, and what stands for those that are missing. */
export function cellsOf(row: Given, number: number, found: FoundRecords, { columns }: Settings): Cells {
  const missing: Missing[] = [];
  const values = columns.map((column) => {
    const text = givenTo(column, row);
    const cell = text === undefined ? lookedUp(column, row, found) : { text, where: 'the request' };
    if ('text' in cell) {
      return typed(cell.text, column, `row ${number}, of ${cell.where}`);
    }
    missing.push({ column, why: cell.why });
    return column.standIn === '' ? undefined : column.standIn;
  });
  return { values, missing };
}

/** What the caller knows of a column. */
function givenTo(column: Column, row: Given): Text | undefined {
  const text = row.get(column.name);
  return text === undefined || isBlank(text, column) ? undefined : text;
}

/** What was found of a column, and where; or why nothing was. */
function lookedUp(column: Column, row: Given, found: FoundRecords): { readonly text: Text; readonly where: string } | { readonly why: string } {
  const { source } = column;
  if (!source) {
    return { why: 'not given' };
  }
  const identifier = identifierOf(source, row);
  if (identifier === undefined) {
    return { why: `no '${source.lookUp.on}' given` };
  }
  const record = found.get(source.group, identifier);
  if (!record) {
    return { why: `no record '${identifier}' in '${source.group}'` };
  }
  const text = record.get(source.feature);
  const where = `record '${identifier}' of '${source.group}'`;
  return text === undefined || isBlank(text, column) ? { why: `not in ${where}` } : { text, where };
}

function identifierOf({ lookUp: { on } }: Source, row: Given): string | undefined {
  const text = row.get(on);
  return typeof text === 'string' && text !== '' ? text : undefined;
}
