import { FeatureType } from '../feature';

/** A table of the offline store, or of the rows that were read from files, as the query sees it. */
export interface QueriedTable {
  /** What identifies its records. */
  readonly recordIdentifier: string;
  readonly eventTime: string;
  readonly eventTimeType: FeatureType;
}

/** The rows that features are looked up for. */
export interface QueriedBase {
  readonly columns: readonly string[];
  readonly time: string;
  readonly timeType: FeatureType;
  /** Set where the rows are the records of a group, which may hold versions and deletions. */
  readonly recordIdentifier?: string;
}

/** A group whose features are looked up. */
export interface QueriedGroup extends QueriedTable {
  /** Column of the base that names the record. */
  readonly on: string;
  readonly features: readonly string[];
  readonly maxAgeSeconds?: number;
  /** Column of the store that says when a version was known, beside its event time. */
  readonly knownBy?: string;
}

/** A column and what it is called in the data set. */
export interface Selected {
  readonly name: string;
  readonly as: string;
}

/** A column of the data set: of the base, or of the group with that number. */
export interface SelectedColumn extends Selected {
  readonly group?: number;
}

export interface PointInTimeQuery {
  readonly base: QueriedBase;
  readonly groups: readonly QueriedGroup[];
  readonly columns: readonly SelectedColumn[];
  /** Whether records that were deleted are looked up as if they had not been. */
  readonly keepDeleted: boolean;
  /** Whether there are moments to be put in: what was written later, and rows before or after, are left out. */
  readonly asOf: boolean;
  readonly from: boolean;
  readonly until: boolean;
}

/** What the job puts in when it runs: quoted names of tables, and numbers. No name of a column can hold braces. */
export const PLACE = {
  base: '{{base}}',
  group: (index: number) => `{{group_${index}}}`,
  asOf: '{{as_of}}',
  from: '{{from}}',
  until: '{{until}}',
} as const;

/** Moments are compared as Unix seconds: the stores keep them as text, as numbers and as timestamps. A text that is no moment is none. */
const MOMENT = '"_moment"';
const WRITTEN = 'to_unixtime("write_time")';
const NOT_DELETED = 'NOT COALESCE("is_deleted", false)';

/**
 * The SELECT of a data set in which each row sees what was known at its time; Athena's dialect.
 *
 * One row for each row of the base, whatever the groups hold. Names of columns that begin with an underscore are the query's own: no feature can have one.
 * Nothing depends on the order of rows, so that parts which the engine computes twice are alike.
 */
export function pointInTimeSql(query: PointInTimeQuery): string {
  const { base, groups, columns } = query;
  const tables = [
    `base AS (\n${indented(base.recordIdentifier === undefined ? plainBase(query) : recordBase(query, base.recordIdentifier))}\n)`,
    ...groups.map((group, index) => `known_${index} AS (\n${indented(knownVersions(query, group, index))}\n)`),
  ];
  const selected = [
    ...columns.map(({ name, as, group }) => `${group === undefined ? 'base' : `known_${group}`}.${quoted(name)} AS ${quoted(as)}`),
    ...groups.map((_, index) => `known_${index}."_key" IS NOT NULL AS ${quoted(foundColumn(index))}`),
  ];
  return [
    `WITH ${tables.join(',\n')}`,
    `SELECT\n${indented(selected.join(',\n'))}`,
    'FROM base',
    ...groups.map((group, index) =>
      `LEFT JOIN known_${index} ON known_${index}."_key" = base.${quoted(group.on)} AND known_${index}.${MOMENT} = base.${MOMENT}`),
  ].join('\n');
}

/** How many rows the base's group holds, with versions and deletions. */
export function countSql(): string {
  return `SELECT count(*) AS "_rows" FROM ${PLACE.base}`;
}

/** The column that says whether a group had a version of a row's record. */
export function foundColumn(index: number): string {
  return `_found_${index}`;
}

/** Rows of files: they are what they are. */
function plainBase(query: PointInTimeQuery): string {
  const { columns, time, timeType } = query.base;
  const rows = `SELECT ${columns.map(quoted).join(', ')}, ${moment(time, timeType)} AS ${MOMENT}\nFROM ${PLACE.base}`;
  const range = rangeOf(query);
  return range.length === 0 ? rows : `SELECT *\nFROM (\n${indented(rows)}\n)\nWHERE ${range.join(' AND ')}`;
}

/** Records of a group: of those with the same event time the newest, unless they were deleted later. */
function recordBase(query: PointInTimeQuery, recordIdentifier: string): string {
  const { columns, time, timeType } = query.base;
  const id = quoted(recordIdentifier);
  const at = moment(time, timeType);
  const deletions = query.keepDeleted ? '' : `,\n  "is_deleted", max(CASE WHEN "is_deleted" THEN ${at} END) OVER (PARTITION BY ${id}) AS "_deleted_at"`;
  const versions = [
    `SELECT ${columns.map(quoted).join(', ')}, ${at} AS ${MOMENT},`,
    `  row_number() OVER (PARTITION BY ${id}, ${at} ORDER BY "api_invocation_time" DESC, "write_time" DESC) AS "_place"${deletions}`,
    `FROM ${PLACE.base}`,
    ...writtenVersions(query),
  ].join('\n');
  const conditions = [
    `${MOMENT} IS NOT NULL`, '"_place" = 1', ...(query.keepDeleted ? [] : [NOT_DELETED, `COALESCE("_deleted_at" <= ${MOMENT}, true)`]), ...rangeOf(query),
  ];
  return `SELECT ${columns.map(quoted).join(', ')}, ${MOMENT}\nFROM (\n${indented(versions)}\n)\nWHERE ${conditions.join(' AND ')}`;
}

/** For each record and moment of the base the version that was the newest then; none if that was a deletion. */
function knownVersions(query: PointInTimeQuery, group: QueriedGroup, index: number): string {
  const { recordIdentifier, eventTime, eventTimeType, on, features, maxAgeSeconds, knownBy } = group;
  const names = features.map(quoted);
  const versions = [
    `SELECT ${quoted(recordIdentifier)} AS "_key", ${moment(eventTime, eventTimeType)} AS ${MOMENT},`,
    `  "api_invocation_time", "write_time", COALESCE("is_deleted", false) AS "_deleted"${names.map((name) => `, ${name}`).join('')}`,
    `FROM ${PLACE.group(index)}`,
    ...writtenVersions(query),
  ].join('\n');
  const known = [
    'v."_key" = k."_key"',
    `v.${MOMENT} <= k.${MOMENT}`,
    ...(knownBy === undefined ? [] : [`to_unixtime(v."${knownBy}") <= k.${MOMENT}`]),
    ...(maxAgeSeconds === undefined ? [] : [`v.${MOMENT} >= k.${MOMENT} - ${maxAgeSeconds}E0`]),
  ];
  const ranked = [
    `SELECT k."_key", k.${MOMENT}, v."_deleted",${names.map((name) => ` v.${name},`).join('')}`,
    `  row_number() OVER (PARTITION BY k."_key", k.${MOMENT} ORDER BY v.${MOMENT} DESC, v."api_invocation_time" DESC, v."write_time" DESC) AS "_place"`,
    `FROM (SELECT DISTINCT ${quoted(on)} AS "_key", ${MOMENT} FROM base) k`,
    `JOIN (\n${indented(versions)}\n) v ON ${known.join(' AND ')}`,
  ].join('\n');
  return `SELECT *\nFROM (\n${indented(ranked)}\n)\nWHERE "_place" = 1 AND NOT "_deleted"`;
}

function rangeOf({ from, until }: PointInTimeQuery): string[] {
  return [...(from ? [`${MOMENT} >= ${PLACE.from}`] : []), ...(until ? [`${MOMENT} <= ${PLACE.until}`] : [])];
}

function moment(name: string, type: FeatureType): string {
  return type === FeatureType.STRING ? `to_unixtime(TRY(from_iso8601_timestamp(${quoted(name)})))` : quoted(name);
}

/** The versions that count at all. */
function writtenVersions({ keepDeleted, asOf }: PointInTimeQuery): string[] {
  const conditions = [...(keepDeleted ? [NOT_DELETED] : []), ...(asOf ? [`${WRITTEN} <= ${PLACE.asOf}`] : [])];
  return conditions.length === 0 ? [] : [`WHERE ${conditions.join(' AND ')}`];
}

/** A name of a column, whatever it holds. */
function quoted(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
