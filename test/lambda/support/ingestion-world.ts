import { Files } from '../../../lambda/ingest-files/files';
import { Messages } from '../../../lambda/ingest-messages/messages';
import { Groups } from '../../../lambda/shared/features/group';
import { KeptRecords } from '../../../lambda/shared/features/kept-records';
import { RecordWriter } from '../../../lambda/shared/features/record-writer';
import { expectRequestsTheApiTakes } from './api-model';
import { FakeGroups, FakeRecords } from './fake-features';
import { FakeLake, FakeQueues } from './fake-lake';
import { FakeTime } from './fake-time';
import { keptLog } from './invocation';

export const FILES_QUEUE = 'https://sqs.eu-west-1.amazonaws.com/123456789012/files';
export const DEAD_LETTERS = 'https://sqs.eu-west-1.amazonaws.com/123456789012/dead-letters';
const MINUTE = 60_000;

/** A lake, queues and a feature group of customers, with the functions between them. */
export class IngestionWorld {
  public readonly time = new FakeTime();
  public readonly groups = new FakeGroups();
  public readonly records = new FakeRecords(this.groups);
  public readonly lake = new FakeLake();
  public readonly queues = new FakeQueues();
  public lines: Record<string, any>[] = [];
  public lookUp = true;
  /** Whether functions remember what those before them asked of the group, as one that is kept warm does. */
  public warm = false;

  /** Checks every request that was made against AWS's own model. */
  public close(): void {
    expectRequestsTheApiTakes(this.groups.mock, 'sagemaker');
    expectRequestsTheApiTakes(this.records.mock, 'sagemaker-featurestore-runtime');
    expectRequestsTheApiTakes(this.lake.mock, 's3');
    expectRequestsTheApiTakes(this.queues.mock, 'sqs');
    [this.groups, this.records, this.lake, this.queues].forEach(({ mock }) => mock.restore());
  }

  /** Delivers a message of a file once. */
  public async file(message: object | string, minutes = 15): Promise<void> {
    const { log, lines } = keptLog();
    this.lines = lines;
    const body = typeof message === 'string' ? message : JSON.stringify(message);
    await this.files().handle({ Records: [{ messageId: 'm', body }] } as never, this.time.now() + minutes * MINUTE, log);
  }

  /** Delivers a message, and all that the function sends for the rest of the file; says how often it was called. */
  public async wholeFile(message: object, minutes = 15): Promise<number> {
    await this.file(message, minutes);
    for (let calls = 1; ; calls++) {
      const rest = this.queues.in(FILES_QUEUE).shift();
      if (!rest) {
        return calls;
      }
      await this.file(rest.body, minutes);
    }
  }

  /** Delivers messages of a queue. */
  public async messages(...bodies: (object | string)[]): Promise<string[]> {
    return this.batch(bodies.map((body, n) => ({
      messageId: `m-${n}`, body: typeof body === 'string' ? body : JSON.stringify(body), eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:orders',
      attributes: { SentTimestamp: String(Date.parse('2026-01-31T12:00:00Z') + n) },
    })));
  }

  public async batch(Records: object[]): Promise<string[]> {
    const { log, lines } = keptLog();
    this.lines = lines;
    const handler = new Messages(this.describedGroups(), this.writer(), this.keptRecords(), this.time);
    const { batchItemFailures } = await handler.handle({ Records } as never, this.time.now() + 30_000, log);
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  /** What CloudWatch would count in the last delivery. */
  public get counted(): object {
    const metrics = this.lines.filter((line) => line._aws);
    return Object.fromEntries(['Written', 'Repeated', 'Late', 'Malformed'].map((name) => [name, metrics.reduce((sum, line) => sum + line[name], 0)]));
  }

  private files(): Files {
    return new Files({
      s3: this.lake.client, sqs: this.queues.client, groups: this.describedGroups(), writer: this.writer(), kept: this.keptRecords(),
      filesQueueUrl: FILES_QUEUE, deadLettersUrl: DEAD_LETTERS,
    }, this.time);
  }

  private readonly remembering = new Groups(this.groups.client, 'customers');
  private describedGroups = () => (this.warm ? this.remembering : new Groups(this.groups.client, 'customers'));
  private writer = () => new RecordWriter(this.records.client, { lookUp: this.lookUp }, this.time);
  private keptRecords = () => new KeptRecords(this.lake.client, 'kept', 'rejected/');
}

export const HEADER = 'id,at,age,score,city\n';

/** A line of a CSV file. */
export function line(id: string, day: number, more = '41,0.5,Bern'): string {
  return `${id},2026-01-${String(day).padStart(2, '0')}T00:00:00Z,${more}\n`;
}
