import type { Mistakes } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import type { OfflineStore } from '../offline-store';
import { _OnlineTier, type OnlineStore } from '../online-store';
import type { Throughput } from '../throughput';

const CAPACITY = Limit.between('ProvisionedCapacityUnits', 0, 10_000_000);

/** Notes stores and throughput that the service does not offer together. */
export function checkStores(mistakes: Mistakes, online: OnlineStore, offline: OfflineStore, throughput: Throughput): void {
  const inMemory = online._tier === _OnlineTier.IN_MEMORY;
  const units = throughput._units;
  mistakes
    .add(online._mistake())
    .when(online._tier === _OnlineTier.NONE && !offline._exists, {
      code: 'FeatureGroupWithoutStore',
      property: 'online',
      problem: 'a group without online and offline store could hold nothing',
      fix: 'Use OnlineStore.standard() for look-ups, OfflineStore.glue() for training, or both.',
    })
    .when(inMemory && offline._exists, {
      code: 'InMemoryOffline',
      property: 'offline',
      problem: 'the service copies nothing from an in-memory online store to an offline store',
      fix: 'Use OnlineStore.standard(), or OfflineStore.none() and a second group for training.',
    })
    .when(inMemory && units !== undefined, {
      code: 'InMemoryThroughput',
      property: 'throughput',
      problem: 'an in-memory online store has on-demand throughput only',
      fix: 'Use Throughput.onDemand(), or OnlineStore.standard().',
    })
    .when(units !== undefined && online._tier === _OnlineTier.NONE && units.readUnits !== 0, {
      code: 'OfflineReadUnits',
      property: 'throughput.readUnits',
      problem: 'a group without online store has no look-ups to provision',
      value: units?.readUnits,
      fix: 'Set readUnits to 0.',
    })
    .add(CAPACITY.mistakeIn('throughput.readUnits', units?.readUnits))
    .add(CAPACITY.mistakeIn('throughput.writeUnits', units?.writeUnits));
  offline._mistakes().forEach((mistake) => mistakes.add(mistake));
}
