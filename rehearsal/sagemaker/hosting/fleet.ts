import type { ModelHost, ModelServer } from '../../containers/model-host';
import type { Json } from '../api';
import type { FleetPlan, VariantPlan } from './fleet-plan';
import { WeightedChoice } from './weighted-choice';

/** A server that answers, and whose it is. */
export interface ServingVariant {
  readonly name: string;
  readonly server: ModelServer;
  readonly capture?: Json;
}

/** The servers of one endpoint configuration: one for each variant, however many instances it has on AWS. */
export class Fleet {
  /** Starts all variants side by side; when one fails, the others are stopped, and its reason is thrown. */
  static async start(endpoint: string, plan: FleetPlan, host: ModelHost, startupMs: number, signal: AbortSignal): Promise<Fleet> {
    const starts = await Promise.allSettled(plan.variants.map(async (variant): Promise<[VariantPlan, ModelServer]> => {
      const limit = Math.min(startupMs, (variant.startupSeconds ?? Infinity) * 1000);
      return [variant, await host.start({ endpoint, variant: variant.name, container: variant.container, startupMs: limit }, signal)];
    }));
    const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    const failed = starts.find((start) => start.status === 'rejected');
    if (failed || signal.aborted) {
      await Promise.all(started.map(([, server]) => server.stop()));
      throw failed ? failed.reason : new Error('the stand-in was closed');
    }
    return new Fleet(plan, new Map(started.map(([variant, server]) => [variant.name, server])));
  }

  private readonly choice: WeightedChoice;

  private constructor(readonly plan: FleetPlan, private readonly servers: ReadonlyMap<string, ModelServer>) {
    this.choice = new WeightedChoice(new Map(plan.variants.map((variant) => [variant.name, variant.weight])));
  }

  /** The variant that is named, or the one whose turn it is by weight; nothing when there is none. */
  variant(named?: string): ServingVariant | undefined {
    const name = named ?? this.choice.next();
    const server = name === undefined ? undefined : this.servers.get(name);
    return server && { name: name as string, server, capture: this.plan.capture };
  }

  setWeights(weights: ReadonlyMap<string, number>): void {
    weights.forEach((weight, name) => this.choice.setWeight(name, weight));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.servers.values()].map((server) => server.stop()));
  }
}
