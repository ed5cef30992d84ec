import { type Mistake, printed } from './errors';
import { type Shape, type StatefulKind, statefulKind } from './stateful-resources';

/** What a change of shape does: it is refused, or pointed at where AWS's sources disagree. */
export interface ShapeChanges {
  readonly mistakes: readonly Mistake[];
  readonly doubts: readonly string[];
}

/** What lets a resource be replaced, and what brings the recorded shape up to date, as arguments of the CDK. */
export interface WaysOut {
  readonly replace: string;
  readonly record: string;
}

/** What differs between the deployed shape of a resource and the one that is to be deployed. */
export function changesOf(before: Shape, after: Shape, { replace, record }: WaysOut): ShapeChanges {
  const kind = statefulKind(before.type);
  if (!kind) {
    return { mistakes: [], doubts: [] };
  }
  if (before.type !== after.type) {
    return { mistakes: [changedHands(kind, before, after, replace)], doubts: [] };
  }
  const changed = (paths: readonly string[]) => paths
    .map((path) => ({ path, was: before.properties[path], is: after.properties[path] }))
    .filter(({ was, is }) => !same(was, is));
  return {
    mistakes: [
      ...changed(kind.replaces).map(({ path, was, is }) => replacement(kind, path, was, is, replace)),
      ...kind.grows ? growth(kind.grows, { before, after }, `${replace} ${record}`) : [],
    ],
    doubts: changed(kind.mayReplace ?? []).map(({ path, was, is }) =>
      `${path}: was ${inWords(was)} when deployed, and is now ${inWords(is)}; AWS's own sources disagree on whether that replaces the ${kind.noun}, without its `
      + `${kind.holds}. Look at the change set before you deploy it.`),
  };
}

function replacement(kind: StatefulKind, path: string, was: unknown, is: unknown, replace: string): Mistake {
  return {
    code: 'StatefulReplacement',
    property: path,
    problem: `was ${inWords(was)} when deployed, and is now ${inWords(is)}: that replaces the ${kind.noun} with one that has none of its ${kind.holds}`,
    fix: `Put it back, or make a second ${kind.noun} beside this one. If it shall be replaced: ${replace}`,
  };
}

/** CloudFormation lets no resource become one of another type; a feature group does so when it gets its first list, set or vector, or loses its last. */
function changedHands({ noun, holds }: StatefulKind, before: Shape, after: Shape, replace: string): Mistake {
  return {
    code: 'StatefulTypeChanged',
    property: 'Type',
    problem: `was ${before.type} when deployed, and is now ${after.type}: CloudFormation lets no resource become one of another type`,
    fix: `Put it back, or make a second ${noun} beside this one, under another id and name, and bring the ${holds} over. `
      + `If this one is gone already: ${replace}`,
  };
}

function growth({ property, most = Infinity }: NonNullable<StatefulKind['grows']>, { before, after }: { before: Shape; after: Shape }, update: string): Mistake[] {
  const was = listed(before.properties[property]);
  const is = listed(after.properties[property]);
  const at = was.findIndex((entry, index) => entry !== is[index]);
  if (at >= 0) {
    return [{
      code: 'DeployedListChanged',
      property,
      problem: `entry ${at + 1} was '${was[at]}' when deployed, and is now ${is[at] === undefined ? 'gone' : `'${is[at]}'`}; `
        + 'the service lets the list grow at its end, and no more',
      fix: `Keep the ${was.length} deployed entries in their order, and add others behind them under new names. If they were never deployed: ${update}`,
    }];
  }
  const added = is.length - was.length;
  return added <= most ? [] : [{
    code: 'AddedAtOnce',
    property,
    problem: `has ${added} entries more than what was deployed, and one update may add ${most}`,
    fix: `Leave some out, deploy and record, and add the next. If they are deployed already: ${update}`,
  }];
}

function listed(value: unknown): string[] {
  return Array.isArray(value) ? value as string[] : [];
}

function inWords(value: unknown): string {
  return value === undefined ? 'not there' : printed(value);
}

/** The same value for CloudFormation: the order of members does not count, that of entries does. */
function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(ordered(left)) === JSON.stringify(ordered(right));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(ordered);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, member]) => [name, ordered(member)]));
}
