/** Takes turns by weight, evenly and in the same order each time: 1 of 10 requests for a weight of 0.1 beside 0.9, not about 1. */
export class WeightedChoice {
  private readonly weights: Map<string, number>;
  private readonly credit = new Map<string, number>();

  constructor(weights: ReadonlyMap<string, number>) {
    this.weights = new Map(weights);
  }

  setWeight(name: string, weight: number): void {
    this.weights.set(name, weight);
  }

  /** Whose turn it is; nothing when no weight is above 0. */
  next(): string | undefined {
    const live = [...this.weights].filter(([, weight]) => weight > 0);
    const total = live.reduce((sum, [, weight]) => sum + weight, 0);
    live.forEach(([name, weight]) => this.credit.set(name, (this.credit.get(name) ?? 0) + weight));
    const [first, ...others] = live.map(([name]) => name);
    if (first === undefined) {
      return undefined;
    }
    const chosen = others.reduce((best, name) => (this.creditOf(name) > this.creditOf(best) + 1e-9 ? name : best), first);
    this.credit.set(chosen, this.creditOf(chosen) - total);
    return chosen;
  }

  private creditOf(name: string): number {
    return this.credit.get(name) ?? 0;
  }
}
