import { DynamoDBClient, GetItemCommand, PutItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import type { DriftDetail, RetrainRequest } from '../../../lib/core/contract';
import { RetrainingRecords } from '../../../lambda/retrain-on-drift/records';
import { Retraining } from '../../../lambda/retrain-on-drift/retraining';
import { Executions } from '../../../lambda/shared/executions';
import { NoticeTopic } from '../../../lambda/shared/notices';
import { expectRequestsTheApiTakes } from './api-model';
import { FakePipelines, type FakeRun } from './fake-pipelines';
import { FakeTime } from './fake-time';
import { awsError, keptLog } from './invocation';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:notices';
const HOUR_S = 3_600;

/** A table, a topic and one pipeline, with what a test does to them: time goes by, requests fail, deliveries meet. */
export class RetrainingWorld {
  public readonly pipelines = new FakePipelines();
  public readonly dynamodb = mockClient(DynamoDBClient);
  public readonly sns = mockClient(SNSClient);
  public readonly time = new FakeTime();
  public readonly runs: FakeRun[];
  public readonly lines: Record<string, unknown>[];
  /** Called before every request is answered; deliveries that meet take turns here. */
  public turn: () => Promise<void> = () => Promise.resolve();
  private readonly items = new Map<string, Record<string, any>>();
  private readonly kept = keptLog();

  constructor(private readonly topic = true, ...statuses: string[]) {
    this.lines = this.kept.lines;
    this.runs = this.pipelines.pipeline('income', ...statuses);
    this.pipelines.now = () => this.time.now();
    const answered = (mock: any, operation: string, command: any, answer: (input: any) => unknown) =>
      mock.on(command).callsFake(async (input: any) => {
        await this.turn();
        return this.pipelines.around(operation, () => answer(input));
      });
    answered(this.dynamodb, 'GetItem', GetItemCommand, ({ Key }) => ({ Item: this.items.get(Key.endpointName.S) }));
    answered(this.dynamodb, 'PutItem', PutItemCommand, (input) => this.put(input));
    answered(this.sns, 'Publish', PublishCommand, () => ({ MessageId: 'm-1' }));
  }

  /** One delivery of a drift. */
  public async deliver(event: unknown): Promise<void> {
    this.pipelines.restart();
    const topic = this.topic ? new NoticeTopic(new SNSClient({}), TOPIC) : undefined;
    await new Retraining(new RetrainingRecords(new DynamoDBClient({}), 'records'), new Executions(this.pipelines.client), topic, this.time)
      .handle(event, this.kept.log);
  }

  /** One delivery as Lambda makes it: a try that dies or fails is followed by two more, one and two minutes later. Says how many it took. */
  public async deliverAsLambda(event: unknown): Promise<number> {
    for (let tries = 1; ; tries++) {
      try {
        await this.deliver(event);
        return tries;
      } catch (error) {
        if (tries === 3) {
          throw error;
        }
        this.pipelines.fault = () => undefined;
        this.time.pass(tries * 60_000);
      }
    }
  }

  /** The item of the pipeline, with its JSON read. */
  public get record(): Record<string, any> {
    const { endpointName, version, ...members } = this.items.get('retraining#income') ?? {};
    return { endpointName: endpointName?.S, version: version?.N, ...Object.fromEntries(Object.entries(members).map(([name, { S }]) => [name, JSON.parse(S)])) };
  }

  public get notices(): any[] {
    return this.sns.commandCalls(PublishCommand).map((call) => call.args[0].input);
  }

  /** Runs that a drift started, the oldest first. */
  public get retrainings(): FakeRun[] {
    return this.runs.filter(({ displayName }) => displayName?.startsWith('drift-')).reverse();
  }

  public endRuns(): void {
    this.runs.forEach((run) => { run.status = 'Succeeded'; });
  }

  /** Checks all requests against AWS's models, and leaves the clients as they were. */
  public close(): void {
    expectRequestsTheApiTakes(this.pipelines.mock, 'sagemaker');
    expectRequestsTheApiTakes(this.dynamodb, 'dynamodb');
    expectRequestsTheApiTakes(this.sns, 'sns');
    [this.pipelines.mock, this.dynamodb, this.sns].forEach((mock) => mock.restore());
  }

  private put({ Item, ConditionExpression, ExpressionAttributeValues }: PutItemCommandInput) {
    const key = Item!.endpointName.S!;
    const before = this.items.get(key);
    const holds = ConditionExpression === 'attribute_not_exists(endpointName)'
      ? before === undefined
      : ConditionExpression === 'version = :read' && before?.version.N === ExpressionAttributeValues![':read'].N;
    if (!holds) {
      throw awsError('ConditionalCheckFailedException', 'The conditional request failed');
    }
    this.items.set(key, Item!);
    return {};
  }
}

/** What a rule sends for a drift. */
export function drift(analysisId: string, more: { coolDownSeconds?: unknown; parameters?: unknown; detail?: object } = {}): RetrainRequest {
  const detail: DriftDetail = {
    version: '1', monitor: 'DataQuality', monitorName: 'income-data', endpointName: 'income', analysisId,
    modelPackageArn: 'arn:aws:sagemaker:eu-west-1:123456789012:model-package/income/3',
    windowStart: '2026-11-23T09:00:00Z', windowEnd: '2026-11-23T10:00:00Z',
    records: 1200, violationCount: 2, worstDrift: 0.41234, worstFeature: 'age',
    violations: [
      { feature: 'age', check: 'baseline_drift_check', description: 'Distance 0.41 is above 0.1', drift: 0.41234 },
      { feature: 'hours', check: 'completeness_check', description: '3 % are missing' },
    ],
    reportUri: 's3://reports/income/2026-11-23T10/', ...more.detail,
  };
  const { parameters, coolDownSeconds = HOUR_S } = more;
  const event = { id: 'e-1', time: '2026-11-23T10:01:00Z', detail };
  return { pipelineName: 'income', coolDownSeconds, ...(parameters !== undefined && { parameters }), event } as RetrainRequest;
}
