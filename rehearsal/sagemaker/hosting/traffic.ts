import type { Json } from '../api';
import type { Fleet, ServingVariant } from './fleet';
import { WeightedChoice } from './weighted-choice';

/** Who answers for one endpoint: its fleet, and during a deployment a newcomer with a share of the requests. */
export class Traffic {
  private newcomer?: Fleet;
  private choice = new WeightedChoice(new Map([['fleet', 1]]));

  constructor(private fleet: Fleet) {}

  /** The data capture of the present fleet. */
  get capture(): Json | undefined {
    return this.fleet.plan.capture;
  }

  /** The server for the next request. */
  next(variant?: string): ServingVariant | undefined {
    const fleet = this.choice.next() === 'newcomer' && this.newcomer ? this.newcomer : this.fleet;
    return fleet.variant(variant);
  }

  /** Gives a part of the requests, from 0 to 1, to the newcomer. */
  share(newcomer: Fleet, part: number): void {
    this.newcomer = newcomer;
    this.choice = new WeightedChoice(new Map([['fleet', 1 - part], ['newcomer', part]]));
  }

  /** Gives all requests back to the old fleet, and stops the newcomer. */
  async turnBack(): Promise<void> {
    await this.settleOn(this.fleet);
  }

  /** Gives all requests to the newcomer for good, and stops the old fleet. */
  async complete(): Promise<void> {
    await this.settleOn(this.newcomer ?? this.fleet);
  }

  setWeights(weights: ReadonlyMap<string, number>): void {
    this.fleet.setWeights(weights);
  }

  async stop(): Promise<void> {
    await Promise.all([this.fleet.stop(), this.newcomer?.stop()]);
  }

  private async settleOn(fleet: Fleet): Promise<void> {
    const left = [this.fleet, this.newcomer].find((each) => each !== undefined && each !== fleet);
    this.fleet = fleet;
    this.newcomer = undefined;
    this.choice = new WeightedChoice(new Map([['fleet', 1]]));
    await left?.stop();
  }
}
