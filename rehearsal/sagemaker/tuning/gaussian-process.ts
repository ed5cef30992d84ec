import type { Point } from './hyperparameters';

/** How far an observation reaches, as a share of a range. */
const REACH = 0.25;
/** What an observation may be off by chance, as a share of the spread of all of them. */
const NOISE = 1e-3;

/** What is to be expected at a point, and how sure that is, after some observations: a Gaussian process with a squared exponential kernel. */
export class GaussianProcess {
  private readonly mean: number;
  private readonly spread: number;
  private readonly lower: readonly (readonly number[])[];
  private readonly weights: readonly number[];
  private readonly best: number;

  constructor(private readonly points: readonly Point[], values: readonly number[]) {
    this.mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    this.spread = Math.sqrt(values.reduce((sum, value) => sum + (value - this.mean) ** 2, 0) / values.length) || 1;
    const scaled = values.map((value) => (value - this.mean) / this.spread);
    this.best = Math.max(...scaled);
    this.lower = cholesky(points.map((one, row) => points.map((other, column) => alike(one, other) + (row === column ? NOISE : 0))));
    this.weights = backward(this.lower, forward(this.lower, scaled));
  }

  /** By how much a point may be expected to be better than the best so far. */
  expectedImprovement(point: Point): number {
    const near = this.points.map((other) => alike(point, other));
    const mean = near.reduce((sum, each, index) => sum + each * this.weights[index], 0);
    const deviation = Math.sqrt(Math.max(1e-12, 1 - forward(this.lower, near).reduce((sum, each) => sum + each * each, 0)));
    const steps = (mean - this.best) / deviation;
    return (mean - this.best) * cumulative(steps) + deviation * density(steps);
  }
}

const alike = (one: Point, other: Point): number => Math.exp(-one.reduce((sum, share, axis) => sum + (share - other[axis]) ** 2, 0) / (2 * REACH ** 2));
const density = (x: number): number => Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);

/** The normal distribution up to x (Abramowitz and Stegun 26.2.17, good to 7 digits). */
function cumulative(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail = density(x) * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x > 0 ? 1 - tail : tail;
}

function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const lower: number[][] = matrix.map(() => []);
  matrix.forEach((row, i) => {
    for (let j = 0; j <= i; j++) {
      const rest = row[j] - lower[i].slice(0, j).reduce((sum, value, k) => sum + value * lower[j][k], 0);
      lower[i][j] = i === j ? Math.sqrt(Math.max(rest, 1e-10)) : rest / lower[j][j];
    }
  });
  return lower;
}

function forward(lower: readonly (readonly number[])[], right: readonly number[]): number[] {
  const found: number[] = [];
  lower.forEach((row, i) => found.push((right[i] - found.reduce((sum, value, k) => sum + row[k] * value, 0)) / row[i]));
  return found;
}

function backward(lower: readonly (readonly number[])[], right: readonly number[]): number[] {
  const found = [...right];
  for (let i = lower.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < lower.length; k++) {
      found[i] -= lower[k][i] * found[k];
    }
    found[i] /= lower[i][i];
  }
  return found;
}
