import type { Json } from '../api';
import { GaussianProcess } from './gaussian-process';
import { chance, type Choice, type Point, Space } from './hyperparameters';

/** Chooses the values that are tried next. */
export interface Strategy {
  /** Undefined when there is nothing more to try. */
  next(): Choice | undefined;
  /** Tells what a choice was worth, where that matters; more is better. */
  learn?(choice: Choice, worth: number): void;
}

/** How many values a Bayesian search takes by chance before it begins to learn. */
const BY_CHANCE_FIRST = 3;
/** Among how many points it looks for the most promising one. */
const CANDIDATES = 200;

/** Hyperband tries by chance here, too: jobs are not stopped early. */
export function strategyOf(name: string, ranges: Json, seed: number): Strategy {
  const space = new Space(ranges);
  switch (name) {
    case 'Grid': return new Grid(space.combinations());
    case 'Bayesian': return new Bayesian(space, chance(seed));
    default: return new Random(space, chance(seed));
  }
}

class Grid implements Strategy {
  constructor(private readonly left: Choice[]) {}
  next(): Choice | undefined {
    return this.left.shift();
  }
}

class Random implements Strategy {
  constructor(private readonly space: Space, private readonly random: () => number) {}
  next(): Choice {
    return this.space.at(this.space.byChance(this.random));
  }
}

/** Tries where most is to be expected after what is known; what runs beside it counts as known with the worst worth so far. */
class Bayesian implements Strategy {
  private readonly tried: { choice: Choice; point: Point; worth?: number }[] = [];

  constructor(private readonly space: Space, private readonly random: () => number) {}

  next(): Choice {
    const point = this.promising();
    const choice = this.space.at(point);
    this.tried.push({ choice, point });
    return choice;
  }

  learn(choice: Choice, worth: number): void {
    this.tried.find((each) => each.choice === choice)!.worth = worth;
  }

  private promising(): Point {
    const known = this.tried.flatMap(({ worth }) => (worth === undefined ? [] : [worth]));
    if (this.tried.length < BY_CHANCE_FIRST || known.length === 0) {
      return this.space.byChance(this.random);
    }
    const worst = Math.min(...known);
    const process = new GaussianProcess(this.tried.map(({ point }) => point), this.tried.map(({ worth }) => worth ?? worst));
    const candidates = Array.from({ length: CANDIDATES }, () => this.space.byChance(this.random))
      .map((point) => ({ point, gain: process.expectedImprovement(point) }));
    return candidates.reduce((best, each) => (each.gain > best.gain ? each : best)).point;
  }
}
