import type { EndpointSettings } from '../../lib/core/contract';
import type { EndpointRow } from '../shared/endpoints/record';
import type { EndpointRecords, Wish } from '../shared/endpoints/records';
import type { Waker } from '../shared/endpoints/wake';
import type { Log } from '../shared/logging';
import { systemTime, type Time } from '../shared/time';
import { understood } from '../shared/understood';
import { orderOf, type Order } from './order-of-event';

/** What an order changes about what should be. */
const WISHES: Record<Order['order'], Wish> = {
  reconcile: {},
  start: { stopped: false },
  stop: { stopped: true },
  pause: { paused: true },
  resume: { paused: false },
};

/** Notes in the records of all endpoints concerned that something may have changed, and wakes their reconciler. */
export class EndpointWaker {
  constructor(private readonly records: EndpointRecords, private readonly waker: Waker, private readonly time: Time = systemTime) {}

  public async handle(event: unknown, log: Log): Promise<void> {
    const order = understood(orderOf, event, log, 'event');
    const concerned = await this.concernedBy(order);
    for (const { endpointName } of concerned) {
      const record = await this.records.wish(endpointName, WISHES[order.order]);
      const woken = record && await this.waker.wake(record, this.time.now());
      log.info(woken ? 'woke the reconciler' : 'the reconciler is at work, or the endpoint is gone', { endpoint: endpointName, order: order.order });
    }
    if (concerned.length === 0) {
      log.info('no endpoint is concerned', { ...order });
    }
  }

  private async concernedBy({ endpointName, modelPackageGroupName }: Order): Promise<EndpointRow[]> {
    if (endpointName !== undefined) {
      const record = await this.records.get(endpointName);
      return record ? [record] : [];
    }
    const all = await this.records.all();
    return all.filter(({ settingsText }) => modelPackageGroupName === undefined || mayFollow(settingsText, modelPackageGroupName));
  }
}

/** Settings that cannot be read may follow any group; their reconciler says what is wrong with them. */
function mayFollow(settingsText: string, group: string): boolean {
  try {
    return (JSON.parse(settingsText) as EndpointSettings).modelPackageGroupName === group;
  } catch {
    return true;
  }
}
