import type { Json } from '../../sagemaker/api';

/** Values of the hyperparameters of one training job. */
export type Choice = Readonly<Record<string, string>>;

/** The first values that a search tries: all combinations for a grid, and values by chance, always the same for the same seed, for others. */
export function choices(ranges: Json, strategy: string, count: number, seed: number): Choice[] {
  const { ContinuousParameterRanges: continuous = [], IntegerParameterRanges: integer = [], CategoricalParameterRanges: categorical = [] } = ranges;
  if (strategy === 'Grid') {
    return combinations(categorical).slice(0, count);
  }
  const next = chance(seed);
  return Array.from({ length: count }, () => Object.fromEntries([
    ...continuous.map((range: Json) => [range.Name, String(between(range, next()))]),
    ...integer.map((range: Json) => [range.Name, String(Math.round(between(range, next())))]),
    ...categorical.map(({ Name, Values }: Json) => [Name, Values[Math.floor(next() * Values.length)]]),
  ]) as Choice);
}

function between({ MinValue, MaxValue, ScalingType }: Json, share: number): number {
  const [min, max] = [Number(MinValue), Number(MaxValue)];
  switch (ScalingType) {
    case 'Logarithmic': return min * (max / min) ** share;
    case 'ReverseLogarithmic': return 1 - (1 - min) * ((1 - max) / (1 - min)) ** share;
    default: return min + (max - min) * share;
  }
}

function combinations(ranges: readonly Json[]): Choice[] {
  return ranges.reduce<Choice[]>((found, { Name, Values }) => found.flatMap((choice) => Values.map((value: string) => ({ ...choice, [Name]: value }))), [{}]);
}

/** Numbers from 0 to below 1 that look like chance ("mulberry32"). */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
