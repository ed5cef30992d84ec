import type { _BasePlan } from '../dataset-base';
import type { Feature } from '../feature';
import type { FeatureDefinitions } from '../feature-group-base';
import { DeletedRecords, KnownBy, type PointInTimeDatasetOptions, type PointInTimeJoin } from '../point-in-time-dataset';
import { countSql, pointInTimeSql, type QueriedBase, type QueriedGroup } from './point-in-time-sql';

/** A group's definitions with its features as a list. */
export interface KnownDefinitions {
  readonly recordIdentifier: string;
  readonly eventTime: string;
  readonly features: readonly Feature[];
}

/** A column of the data set: what it is called, what it holds, and where it comes from. */
export interface DatasetColumn {
  readonly feature: Feature;
  readonly as: string;
  /** Number of the join; undefined for a column of the base. */
  readonly group?: number;
}

/** What the job is told. `columns` has the order of the query's. */
export interface DatasetQuery {
  readonly sql: string;
  readonly count?: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly group?: number }[];
  readonly groups: readonly { readonly on: string; readonly features: readonly string[]; readonly knownBy: KnownBy }[];
  readonly base: {
    readonly time: string;
    readonly columns: readonly { readonly name: string; readonly type: string }[];
    /** Left out where the rows are the records of a group. */
    readonly maxRejectedShare?: number;
  };
}

const ALLOWED_TO_FAIL = 0.05;

/** The query of a data set whose options have been checked. */
export function queryOf(base: _BasePlan, options: PointInTimeDatasetOptions): DatasetQuery {
  const rows = rowsOf(base, options)!;
  const columns = chosen(allColumns(base, options), options.columns);
  const sql = pointInTimeSql({
    base: queriedBase(base, rows),
    groups: options.joins.map((join) => queriedGroup(join, options)),
    columns: columns.map(({ feature, as, group }) => ({ name: feature.name, as, group })),
    keepDeleted: options.deleted === DeletedRecords.KEPT,
    asOf: options.asOf !== undefined,
    from: options.from !== undefined,
    until: options.until !== undefined,
  });
  return {
    sql,
    count: base.group && countSql(),
    columns: columns.map(({ feature, as, group }) => ({ name: as, type: feature.type, group })),
    groups: options.joins.map((join) => ({ on: onOf(join), features: selectedFeatures(join).map(({ name }) => name), knownBy: knownByOf(join, options) })),
    base: {
      time: rows.eventTime,
      columns: rows.features.map(({ name, type }) => ({ name, type })),
      maxRejectedShare: base.files && (base.files.options.maxRejectedShare ?? ALLOWED_TO_FAIL),
    },
  };
}

/** What the rows of the base consist of; undefined for a group of which that is not known. */
export function rowsOf(base: _BasePlan, { joins }: PointInTimeDatasetOptions): KnownDefinitions | undefined {
  if (!base.files) {
    return known(base.group!, base.group!.definitions);
  }
  const { columns, time } = base.files.options;
  return { recordIdentifier: time, eventTime: time, features: columns._resolve(joins[0].group, time) };
}

/** What the records of a join's group consist of; undefined where it is not known. */
export function definitionsOf({ group }: PointInTimeJoin): KnownDefinitions | undefined {
  return known(group, group.definitions);
}

/** The column that names the record. */
export function onOf(join: PointInTimeJoin): string {
  return join.on ?? definitionsOf(join)!.recordIdentifier;
}

/** Every column that there may be, in order. */
export function allColumns(base: _BasePlan, options: PointInTimeDatasetOptions): DatasetColumn[] {
  return [
    ...rowsOf(base, options)!.features.map((feature) => ({ feature, as: feature.name })),
    ...options.joins.flatMap((join, group) =>
      selectedFeatures(join).map((feature) => ({ feature, as: join.aliases?.[feature.name] ?? `${join.prefix ?? ''}${feature.name}`, group }))),
  ];
}

function known(group: PointInTimeJoin['group'], definitions: FeatureDefinitions | undefined): KnownDefinitions | undefined {
  return definitions && { ...definitions, features: definitions.features._resolve(group, definitions.eventTime) };
}

/** The features that are there of those that are wanted. */
function selectedFeatures(join: PointInTimeJoin): Feature[] {
  const { features, recordIdentifier, eventTime } = definitionsOf(join)!;
  if (!join.features) {
    return features.filter(({ name }) => name !== recordIdentifier && name !== eventTime);
  }
  return join.features.flatMap((name) => features.filter((feature) => feature.name === name));
}

function chosen(columns: readonly DatasetColumn[], names: readonly string[] | undefined): readonly DatasetColumn[] {
  return names ? names.flatMap((name) => columns.filter(({ as }) => as === name)) : columns;
}

function queriedBase(base: _BasePlan, { recordIdentifier, eventTime, features }: KnownDefinitions): QueriedBase {
  return {
    columns: features.map(({ name }) => name),
    time: eventTime,
    timeType: typeOf(features, eventTime),
    recordIdentifier: base.group && recordIdentifier,
  };
}

function queriedGroup(join: PointInTimeJoin, options: PointInTimeDatasetOptions): QueriedGroup {
  const { recordIdentifier, eventTime, features } = definitionsOf(join)!;
  const knownBy = knownByOf(join, options);
  return {
    recordIdentifier,
    eventTime,
    eventTimeType: typeOf(features, eventTime),
    on: onOf(join),
    features: selectedFeatures(join).map(({ name }) => name),
    maxAgeSeconds: join.maxAge?.toSeconds(),
    knownBy: knownBy === KnownBy.EVENT_TIME ? undefined : knownBy,
  };
}

function knownByOf(join: PointInTimeJoin, options: PointInTimeDatasetOptions): KnownBy {
  return join.knownBy ?? options.knownBy ?? KnownBy.EVENT_TIME;
}

function typeOf(features: readonly Feature[], name: string): Feature['type'] {
  return features.find((feature) => feature.name === name)!.type;
}
