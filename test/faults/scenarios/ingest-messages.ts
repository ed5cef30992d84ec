import { Messages } from '../../../lambda/ingest-messages/messages';
import { Groups } from '../../../lambda/shared/features/group';
import { KeptRecords } from '../../../lambda/shared/features/kept-records';
import { RecordWriter } from '../../../lambda/shared/features/record-writer';
import { CUSTOMERS, FakeGroups, FakeRecords } from '../../lambda/support/fake-features';
import { FakeLake } from '../../lambda/support/fake-lake';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import type { Happening, Scenario, World } from '../scenario';
import { ARTIFACTS, CUSTOMERS_GROUP } from '../site';
import type { Wire } from '../wire';

/** A queue whose messages come again until the function lets them go, and the group that their records go into. */
class Orders implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly groups = new FakeGroups({ ...CUSTOMERS, FeatureGroupName: CUSTOMERS_GROUP });
  private readonly records = new FakeRecords(this.groups);
  private readonly lake = new FakeLake();

  constructor(wire: Wire, batches: readonly (readonly string[])[]) {
    const time = wire.time(this.time);
    const handle = (Records: readonly object[]) => wire.invoke(() => new Messages(
      new Groups(wire.client('sagemaker', this.groups.direct), CUSTOMERS_GROUP),
      new RecordWriter(wire.client('sagemaker-featurestore-runtime', this.records.direct), { lookUp: true }, time),
      new KeptRecords(wire.client('s3', this.lake.direct), ARTIFACTS, 'rejected/'), time,
    ).handle({ Records } as never, this.time.now() + 30_000, noLog()));
    this.happenings = batches.map((bodies, batch) => ({
      deliver: async () => {
        let left = bodies.map((body, n) => ({ messageId: `m-${batch}-${n}`, body, eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:orders', attributes: { SentTimestamp: '1769860800000' } }));
        for (let tries = 0; left.length > 0 && tries < 5; tries++) {
          const { batchItemFailures } = await handle(left);
          left = left.filter(({ messageId }) => batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === messageId));
        }
      },
    }));
  }

  public endState() {
    return { looksUp: ['a', 'b'].map((id) => this.records.record(id)), history: [...new Set(this.records.history)].sort(), kept: this.lake.keptLines };
  }

  public leftOver(): string[] {
    return [];
  }
}

const customer = (id: string, day: number, age: number | string) => JSON.stringify({ id, at: `2026-01-0${day}T00:00:00Z`, age });

export const scenarios: Scenario[] = [{
  name: 'messages that are late, malformed and there twice',
  handler: 'ingest-messages',
  open: (wire) => new Orders(wire, [
    [customer('a', 2, 41), customer('b', 1, 'old'), '{'], [customer('a', 1, 40), customer('b', 1, 7), customer('a', 2, 41)],
  ]),
}];
