import type { EnrichmentAnswer } from '../../../lib/core/contract';
import { Enricher } from '../../../lambda/enrich-requests/enricher';
import { Model } from '../../../lambda/enrich-requests/model';
import { settingsIn } from '../../../lambda/enrich-requests/settings';
import { LookUp } from '../../../lambda/shared/features/look-up';
import { FakeEndpoint, FakeStores } from '../../lambda/support/enrichment-world';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import type { Happening, Scenario, World } from '../scenario';
import { CUSTOMERS_GROUP, MODEL, SHOPS_GROUP } from '../site';
import type { Wire } from '../wire';

const SETTINGS = {
  columns: JSON.stringify([['age', 'I', 0], ['city', 'S', 1, 'nowhere']]),
  lookUps: JSON.stringify([{ group: CUSTOMERS_GROUP, on: 'customer' }, { group: SHOPS_GROUP, on: 'shop' }]),
  contentType: 'text/csv',
} as const;

/** Callers who wait for an answer, and ask again where they get none. */
class Callers implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly answers = new Map<number, EnrichmentAnswer>();

  constructor(wire: Wire, rows: readonly object[]) {
    const time = wire.time(this.time);
    const stores = new FakeStores({ [CUSTOMERS_GROUP]: { a: { age: '41' } }, [SHOPS_GROUP]: { s: { city: 'Köln' } } });
    const enricher = new Enricher(
      settingsIn(SETTINGS),
      new LookUp(wire.client('sagemaker-featurestore-runtime', stores.direct), time),
      new Model(wire.client('sagemaker-runtime', new FakeEndpoint().direct), { endpointName: MODEL, contentType: 'text/csv' }), time,
    );
    this.happenings = rows.map((row, n) => ({
      deliver: async () => {
        this.answers.set(n, await wire.invoke(() => enricher.answer({ rows: [row] }, this.time.now() + 30_000, noLog())));
      },
    }));
  }

  public endState() {
    return [...this.answers].sort(([a], [b]) => a - b);
  }

  public leftOver(): string[] {
    return [];
  }
}

export const scenarios: Scenario[] = [{
  name: 'a row that is looked up in two groups, one in the second alone, and one whose shop nobody knows',
  handler: 'enrich-requests',
  open: (wire) => new Callers(wire, [{ customer: 'a', shop: 's' }, { age: 7, shop: 's' }, { customer: 'a', shop: 'gone' }]),
}];
