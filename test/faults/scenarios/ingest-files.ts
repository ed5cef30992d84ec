import { Files } from '../../../lambda/ingest-files/files';
import { Groups } from '../../../lambda/shared/features/group';
import { KeptRecords } from '../../../lambda/shared/features/kept-records';
import { RecordWriter } from '../../../lambda/shared/features/record-writer';
import { CUSTOMERS, FakeGroups, FakeRecords } from '../../lambda/support/fake-features';
import { FakeLake, FakeQueues } from '../../lambda/support/fake-lake';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import type { Happening, Scenario, World } from '../scenario';
import { ACCOUNT, ARTIFACTS, CUSTOMERS_GROUP, REGION } from '../site';
import type { Wire } from '../wire';

const MINUTE_MS = 60_000;
const FILES_QUEUE = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/files`;
const DEAD_LETTERS = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/dead-letters`;

/** Files that land one after the other, the queue of their messages, and the group that their records go into. */
export class IngestedLake implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly groups = new FakeGroups({ ...CUSTOMERS, FeatureGroupName: CUSTOMERS_GROUP });
  private readonly records = new FakeRecords(this.groups);
  private readonly lake = new FakeLake();
  private readonly queues = new FakeQueues();
  private readonly waiting: string[] = [];

  /** @param minutes how long the look-up of a block takes */
  constructor(wire: Wire, files: readonly [string, string][], minutes = 0) {
    const time = wire.time(this.time);
    const s3 = wire.client('s3', this.lake.direct);
    this.records.fault = (operation, moment) => {
      if (operation === 'BatchGetRecord' && moment === 'before') {
        this.time.pass(minutes * MINUTE_MS);
      }
    };
    // A function that comes after another remembers nothing.
    const handle = (body: string) => wire.invoke(() => new Files({
      s3, sqs: wire.client('sqs', this.queues.direct), filesQueueUrl: FILES_QUEUE, deadLettersUrl: DEAD_LETTERS, kept: new KeptRecords(s3, ARTIFACTS, 'rejected/'),
      groups: new Groups(wire.client('sagemaker', this.groups.direct), CUSTOMERS_GROUP),
      writer: new RecordWriter(wire.client('sagemaker-featurestore-runtime', this.records.direct), { lookUp: true }, time),
    }, time).handle({ Records: [{ messageId: 'm', body }] } as never, this.time.now() + 15 * MINUTE_MS, noLog()));
    this.happenings = files.map(([key, content]) => {
      let event = '';
      return {
        occur: () => {
          event = JSON.stringify(this.lake.land(`customers/${key}`, content));
        },
        deliver: async () => {
          this.waiting.push(event);
          for (let body = this.waiting.shift(); body !== undefined; body = this.waiting.shift()) {
            await handle(body);
            this.waiting.push(...this.queues.in(FILES_QUEUE).splice(0).map((message) => message.body));
          }
        },
      };
    });
  }

  public endState() {
    return {
      looksUp: ['a', 'b', 'w11'].map((id) => Object.values(this.records.record(id) ?? {}).map((value) => String(value).slice(0, 30))),
      history: [...new Set(this.records.history)].sort(),
      kept: this.lake.keptLines,
      unread: [...new Set(this.queues.in(DEAD_LETTERS).map(({ body, reason }) => `${body} ${reason}`))].sort(),
    };
  }

  public leftOver(): string[] {
    return [...this.waiting, ...this.queues.in(FILES_QUEUE).map(({ body }) => body)].map((body) => `the rest of a file: ${body}`);
  }
}

const HEADER = 'id,at,age,score,city\n';
const at = (day: number) => `2026-01-0${day}T00:00:00Z`;
/** A block and a bit. */
const wide = Array.from({ length: 12 }, (_, n) => `w${n},${at(1)},1,1,${'x'.repeat(100_000)}\n`).join('');

export const scenarios: Scenario[] = [
  {
    name: 'two files of the same records, with rows that are late, malformed and there twice',
    handler: 'ingest-files',
    open: (wire) => new IngestedLake(wire, [
      ['one.csv', `${HEADER}a,${at(2)},41,0.5,Bern\nb,${at(1)},old,,\na,${at(1)},40,0.5,Basel\na,${at(2)},41,0.5,Bern\n`],
      ['two.jsonl', `{"id":"a","at":"${at(3)}","age":42}\n{"id":"b","at":"${at(1)}"}\n`],
    ]),
  },
  {
    name: 'a file that takes longer than the function may',
    handler: 'ingest-files',
    open: (wire) => new IngestedLake(wire, [['large.csv', `${HEADER}x,never,,,\n${wide}y,never,,,\n`]], 13),
  },
  { name: 'a file that nobody can read', handler: 'ingest-files', open: (wire) => new IngestedLake(wire, [['one.csv', `id,at,shoe\na,${at(1)},42\n`]]) },
];
