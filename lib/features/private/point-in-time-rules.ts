import { Token } from 'aws-cdk-lib/core';
import { invalid, isKnown, type Mistake, Mistakes } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import { nearest } from '../../core/internal/nearest';
import type { _BasePlan, FilesBaseOptions } from '../dataset-base';
import { type Feature, FeatureType } from '../feature';
import type { IFeatureGroup } from '../feature-group-base';
import type { PointInTimeDatasetOptions, PointInTimeJoin } from '../point-in-time-dataset';
import { mistakeInOffline } from './dataset-rules';
import { allColumns, definitionsOf, type KnownDefinitions, onOf, rowsOf } from './point-in-time-query';

const JOINS = Limit.between('Joins', 1);
const COLUMNS = Limit.between('Columns', 1);
const FEATURES = Limit.between('Features', 1);
const NAME = Limit.of('FeatureDefinition.FeatureName');
const AGE = Limit.between('MaxAge', 1);
const SHARE = Limit.between('RejectedShare', 0, 1);
/** As the event times of feature groups are written. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/;

/** Refuses what could not be asked, or would not mean what it seems to; each stage looks at what the ones before it found in order. */
export function checkDataset(base: _BasePlan, options: PointInTimeDatasetOptions): void {
  const { joins } = options;
  const scope = joins[0]?.group ?? base.group;
  const stage = (...mistakes: (Mistake | undefined)[]) => mistakes.reduce((all, mistake) => all.add(mistake), new Mistakes(scope)).throwIfAny();

  stage(JOINS.mistakeInCount('joins', joins));
  [...(base.group ? [base.group] : []), ...joins.map(({ group }) => group)].forEach(checkGroup);
  const rows = rowsOf(base, options)!;
  stage(...(base.files ? mistakesInFiles(base.files.options, rows) : []), ...mistakesInOptions(options));
  stage(...joins.flatMap((join, index) => mistakesInJoin(join, `joins[${index}]`, rows)));
  stage(...mistakesInColumns(allColumns(base, options).map(({ as }) => as), options.columns));
}

function checkGroup(group: IFeatureGroup): void {
  const offline = mistakeInOffline('PointInTimeDataset', group);
  if (offline) {
    throw invalid(group, offline);
  }
  if (!group.definitions) {
    throw invalid(group, {
      code: 'DefinitionsUnknown', property: 'PointInTimeDataset', problem: 'what the records of this group consist of is not known here',
      fix: "Use FeatureGroup.fromFeatureGroupAttributes(...) with its 'definitions'.",
    });
  }
}

function mistakesInFiles({ time, maxRejectedShare }: FilesBaseOptions, { features }: KnownDefinitions): (Mistake | undefined)[] {
  const names = features.map(({ name }) => name);
  return [
    ...features.map((column) => severalIn('columns', column)),
    COLUMNS.mistakeInCount('columns', names), ...names.flatMap((name) => [unwritten('columns', name), NAME.mistakeInText('columns', name)]),
    repeated('columns', names, 'Drop or rename one of them.'), absent('time', time, names),
    features.find(({ name }) => name === time)?.type === FeatureType.INTEGRAL ? {
      code: 'BaseTimeType', property: 'time', problem: 'must be a String (ISO-8601) or Fractional (Unix seconds) column, not Integral', value: time,
      fix: `Declare it as Feature.fractional('${time}') or Feature.string('${time}').`,
    } : undefined,
    SHARE.mistakeIn('maxRejectedShare', maxRejectedShare),
  ];
}

function mistakesInOptions(options: PointInTimeDatasetOptions): (Mistake | undefined)[] {
  const { from, until } = options;
  const moments = (['asOf', 'from', 'until'] as const).map((property) => mistakeInMoment(property, options[property]));
  return [
    ...moments,
    moments.every((mistake) => !mistake) && isKnown(from) && isKnown(until) && Date.parse(from) > Date.parse(until) ? {
      code: 'RangeReversed', property: 'until', problem: `must not be before 'from' (${from})`, value: until, fix: "Exchange 'from' and 'until'.",
    } : undefined,
  ];
}

function mistakeInMoment(property: string, value: string | undefined): Mistake | undefined {
  const wrong = isKnown(value) && (!MOMENT.test(value) || Number.isNaN(Date.parse(value)));
  return wrong ? { code: 'MomentForm', property, problem: 'must look like 2026-01-31T12:00:00Z', value, fix: `Write '${property}' so, in UTC.` } : undefined;
}

function mistakesInJoin(join: PointInTimeJoin, path: string, rows: KnownDefinitions): (Mistake | undefined)[] {
  const { features, recordIdentifier, eventTime } = definitionsOf(join)!;
  const names = features.map(({ name }) => name);
  const wanted = join.features ?? names;
  const on = onOf(join);
  const column = rows.features.find(({ name }) => name === on);
  const key = features.find(({ name }) => name === recordIdentifier);
  return [
    ...[recordIdentifier, eventTime, on, ...wanted].map((name) => unwritten(path, name)),
    ...features.filter(({ name }) => wanted.includes(name)).map((feature) => severalIn(`${path}.features`, feature)),
    absent(`${path}.on`, on, rows.features.map(({ name }) => name)),
    column && key && column.type !== key.type ? {
      code: 'JoinTypesDiffer', property: `${path}.on`, problem: `'${on}' is ${column.type} in the base and '${recordIdentifier}' is ${key.type} in the group`,
      fix: 'Declare the column with the type that the group has.',
    } : undefined,
    FEATURES.mistakeInCount(`${path}.features`, join.features),
    ...(join.features ?? []).map((name) => absent(`${path}.features`, name, names)),
    repeated(`${path}.features`, join.features ?? [], 'Name it once.'),
    ...Object.entries(join.aliases ?? {}).flatMap(([feature, alias]) => [
      absent(`${path}.aliases`, feature, wanted), unwritten(`${path}.aliases`, alias), NAME.mistakeInText(`${path}.aliases`, alias),
    ]),
    join.prefix !== undefined ? unwritten(`${path}.prefix`, join.prefix) ?? NAME.mistakeInText(`${path}.prefix`, `${join.prefix}x`) : undefined,
    join.maxAge?.isUnresolved() ? unwrittenAge(path) : AGE.mistakeIn(`${path}.maxAge`, join.maxAge?.toSeconds({ integral: false })),
  ];
}

function mistakesInColumns(names: readonly string[], chosen: readonly string[] | undefined): (Mistake | undefined)[] {
  const twice = repeated('joins', names, "Set 'prefix' or 'aliases' of a join, or name the 'features' that it is to give.");
  return [
    twice, ...names.map((name) => NAME.mistakeInText('joins', name)),
    COLUMNS.mistakeInCount('columns', chosen), ...(chosen ?? []).map((name) => absent('columns', name, names)), repeated('columns', chosen ?? [], 'Name it once.'),
  ];
}

/** Groups with lists, sets or vectors are in memory, where there is no history to join; how an offline store would show them to Athena is not documented. */
function severalIn(property: string, { name, collection }: Feature): Mistake | undefined {
  return collection === undefined ? undefined : {
    code: 'ColumnCollection', property, problem: `a column of a data set holds single values, and this is a ${collection}`, value: name,
    fix: 'Leave it out, or declare it as Feature.string(...) with its values as text.',
  };
}

/** The query is a file, which is written before references have values. */
function unwritten(property: string, name: string): Mistake | undefined {
  return Token.isUnresolved(name) ? {
    code: 'NameUnknown', property, problem: 'a name in the query must be known when the app is synthesised, and this is a reference', fix: 'Write the name out.',
  } : undefined;
}

function unwrittenAge(path: string): Mistake {
  return { code: 'MaxAgeUnknown', property: `${path}.maxAge`, problem: 'must be known when the app is synthesised, and is a reference', fix: 'Write the duration out.' };
}

/** Tables and data sets do not tell upper from lower case. */
function repeated(property: string, names: readonly string[], fix: string): Mistake | undefined {
  const lower = names.map((name) => name.toLowerCase());
  const index = lower.findIndex((name, at) => lower.indexOf(name) !== at);
  return index < 0 ? undefined : {
    code: 'ColumnRepeated', property, problem: 'is there twice; names that differ only in case count as the same', value: names[index], fix,
  };
}

function absent(property: string, name: string, names: readonly string[]): Mistake | undefined {
  if (!isKnown(name) || names.includes(name) || names.some((each) => Token.isUnresolved(each))) {
    return undefined;
  }
  const meant = nearest(name, names);
  return {
    code: 'ColumnAbsent', property, problem: 'is not there', value: name,
    fix: meant === undefined ? `Use one of ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', ...' : ''}.` : `Did you mean '${meant}'?`,
  };
}
