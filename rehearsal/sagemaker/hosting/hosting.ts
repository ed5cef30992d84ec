import type { ModelHost, ModelServer, ServerOrder } from '../../containers/model-host';
import { ServingFailure } from '../../containers/model-host';
import type { Settings } from '../context';
import type { Resource } from '../resources/resource';
import type { AlarmReader } from './alarms';
import { Fleet } from './fleet';
import type { FleetPlan } from './fleet-plan';
import { Traffic } from './traffic';

/** Everything that serves behind the endpoints. */
export class Hosting {
  private readonly behind = new Map<Resource, Traffic>();

  /** @param host starts servers; without one no endpoint comes into service */
  constructor(private readonly settings: Settings, readonly alarmsOf: AlarmReader, private readonly host?: ModelHost) {}

  /** Starts a fleet that gets no requests yet; throws a ServingFailure when it is not healthy in time. */
  async start(endpoint: Resource, plan: FleetPlan, signal: AbortSignal): Promise<Fleet> {
    return Fleet.start(endpoint.id, plan, this.hostOrFailure(), this.settings.startupMs, signal);
  }

  /** Starts a server that belongs to no endpoint: whoever asked for it stops it. */
  async startAlone(order: Omit<ServerOrder, 'startupMs'>, signal: AbortSignal): Promise<ModelServer> {
    return this.hostOrFailure().start({ ...order, startupMs: this.settings.startupMs }, signal);
  }

  /** Lets the endpoint answer by its first fleet. */
  open(endpoint: Resource, fleet: Fleet): void {
    this.behind.set(endpoint, new Traffic(fleet));
  }

  trafficOf(endpoint: Resource): Traffic | undefined {
    return this.behind.get(endpoint);
  }

  /** Returns when no process serves the endpoint any more. */
  async shut(endpoint: Resource): Promise<void> {
    const traffic = this.behind.get(endpoint);
    this.behind.delete(endpoint);
    await traffic?.stop();
  }

  async close(): Promise<void> {
    await Promise.all([...this.behind.keys()].map((endpoint) => this.shut(endpoint)));
  }

  private hostOrFailure(): ModelHost {
    if (!this.host) {
      throw new ServingFailure('ClientError: this stand-in was started without a host for models');
    }
    return this.host;
  }
}
