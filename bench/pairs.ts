/** Two cases measured in turn, so that whatever else the machine does hits both alike. */
export interface Pair<T> {
  readonly ours: T;
  readonly theirs: T;
}

/** Measures A B A B ...; the first of each is thrown away, because it fills caches. */
export function interleaved<T>(rounds: number, ours: () => T, theirs: () => T): Pair<T>[] {
  const pairs = Array.from({ length: rounds + 1 }, () => ({ ours: ours(), theirs: theirs() }));
  return pairs.slice(1);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median of the pairs' own ratios: a slow moment slows both of a pair, and so disappears. */
export function medianRatio<T>(pairs: readonly Pair<T>[], of: (measured: T) => number): number {
  return median(pairs.map(({ ours, theirs }) => of(ours) / of(theirs)));
}
