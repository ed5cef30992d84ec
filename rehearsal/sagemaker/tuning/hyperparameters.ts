import type { Json } from '../api';

/** Values of the hyperparameters of one training job. */
export type Choice = Readonly<Record<string, string>>;

/** A point of the searched space: a share from 0 to 1 for each hyperparameter, in the order of {@link Space.names}. */
export type Point = readonly number[];

/** The ranges of a search. */
export class Space {
  readonly names: readonly string[];
  private readonly axes: readonly { name: string; valueAt: (share: number) => string }[];
  private readonly categorical: readonly Json[];

  constructor({ ContinuousParameterRanges: continuous = [], IntegerParameterRanges: integer = [], CategoricalParameterRanges: categorical = [] }: Json) {
    this.categorical = categorical;
    this.axes = [
      ...continuous.map((range: Json) => ({ name: range.Name, valueAt: (share: number) => String(between(range, share)) })),
      ...integer.map((range: Json) => ({ name: range.Name, valueAt: (share: number) => String(Math.round(between(range, share))) })),
      ...categorical.map(({ Name, Values }: Json) => (
        { name: Name, valueAt: (share: number) => Values[Math.min(Math.floor(share * Values.length), Values.length - 1)] })),
    ];
    this.names = this.axes.map(({ name }) => name);
  }

  at(point: Point): Choice {
    return Object.fromEntries(this.axes.map(({ name, valueAt }, index) => [name, valueAt(point[index])]));
  }

  byChance(next: () => number): Point {
    return this.axes.map(() => next());
  }

  /** Every combination of a grid, once. */
  combinations(): Choice[] {
    return this.categorical.reduce<Choice[]>((found, { Name, Values }) =>
      found.flatMap((choice) => Values.map((value: string) => ({ ...choice, [Name]: value }))), [{}]);
  }
}

function between({ MinValue, MaxValue, ScalingType }: Json, share: number): number {
  const [min, max] = [Number(MinValue), Number(MaxValue)];
  switch (ScalingType) {
    case 'Logarithmic': return min * (max / min) ** share;
    case 'ReverseLogarithmic': return 1 - (1 - min) * ((1 - max) / (1 - min)) ** share;
    default: return min + (max - min) * share;
  }
}

/** Numbers from 0 to below 1 that look like chance ("mulberry32"). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
