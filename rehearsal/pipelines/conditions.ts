import type { Json } from '../sagemaker/api';
import { StepFailure } from './failure';
import type { Values } from './values';

type Compare = (left: unknown, right: unknown) => boolean;

const COMPARISONS: Readonly<Record<string, Compare>> = {
  Equals: equal,
  NotEquals: (left, right) => !equal(left, right),
  GreaterThan: ordered((left, right) => left > right),
  GreaterThanOrEqualTo: ordered((left, right) => left >= right),
  LessThan: ordered((left, right) => left < right),
  LessThanOrEqualTo: ordered((left, right) => left <= right),
};

/** Whether a condition holds, with the values of the run in it. */
export async function holds(condition: Json, values: Values): Promise<boolean> {
  switch (condition.Type) {
    case 'Not':
      return !(await holds(condition.Condition, values));
    case 'Or':
      return (await Promise.all(condition.Conditions.map((inner: Json) => holds(inner, values)))).some(Boolean);
    case 'In':
    case 'NotIn': {
      const query = await values.resolve(condition.QueryValue);
      const candidates: unknown[] = await values.resolve(condition.Values);
      return candidates.some((candidate) => equal(query, candidate)) === (condition.Type === 'In');
    }
    default:
      return COMPARISONS[condition.Type](await values.resolve(condition.LeftValue), await values.resolve(condition.RightValue));
  }
}

/** What keeps a condition from being evaluated, in the words of a definition's author. */
export function conditionProblems(condition: Json, place: string): string[] {
  const lacks = (...members: string[]) => members.filter((member) => condition?.[member] === undefined).map((member) => `${place} lacks ${member}`);
  switch (condition?.Type) {
    case 'Not':
      return condition.Condition ? conditionProblems(condition.Condition, place) : lacks('Condition');
    case 'Or':
      return Array.isArray(condition.Conditions)
        ? condition.Conditions.flatMap((inner: Json) => conditionProblems(inner, place))
        : [`${place} lacks Conditions`];
    case 'In':
    case 'NotIn':
      return Array.isArray(condition.Values) ? lacks('QueryValue') : [`${place} lacks Values`];
    default:
      return condition?.Type in COMPARISONS ? lacks('LeftValue', 'RightValue') : [`${place} has the unknown condition type '${condition?.Type}'`];
  }
}

/** A number equals its text: a parameter of type String may be compared with a metric. */
function equal(left: unknown, right: unknown): boolean {
  return left === right || (typeof left !== typeof right && numberIn(left) !== undefined && numberIn(left) === numberIn(right));
}

function ordered(compare: (left: number, right: number) => boolean): Compare {
  return (left, right) => {
    const [a, b] = [numberIn(left), numberIn(right)];
    if (a === undefined || b === undefined) {
      throw new StepFailure(`cannot compare ${JSON.stringify(left)} with ${JSON.stringify(right)}: both must be numbers`);
    }
    return compare(a, b);
  };
}

function numberIn(value: unknown): number | undefined {
  const number = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : NaN;
  return Number.isNaN(number) ? undefined : number;
}
