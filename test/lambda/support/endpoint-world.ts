import { ApplicationAutoScalingClient, DeregisterScalableTargetCommand, PutScalingPolicyCommand, RegisterScalableTargetCommand } from '@aws-sdk/client-application-auto-scaling';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { AwsStub } from 'aws-sdk-client-mock';
import type { EndpointSettings } from '../../../lib/core/contract';
import { Reconciler } from '../../../lambda/reconcile-endpoint/reconciler';
import { Reports } from '../../../lambda/reconcile-endpoint/reports';
import { EndpointRecords } from '../../../lambda/shared/endpoints/records';
import { NoticeTopic } from '../../../lambda/shared/notices';
import { expectRequestsTheApiTakes } from './api-model';
import { FakeHosting, IMAGE } from './fake-hosting';
import { Killed } from './fake-sagemaker';
import { FakeTable } from './fake-table';
import { FakeTime } from './fake-time';
import { awsError, keptLog } from './invocation';
import { Played } from './played';

export const SETTINGS: EndpointSettings = {
  endpointName: 'income',
  modelPackageGroupName: 'income',
  executionRoleArn: 'arn:aws:iam::123456789012:role/ml/serving',
  variantName: 'AllTraffic',
  instanceType: 'ml.m5.large',
  instanceCount: 2,
  dataCapture: { destinationS3Uri: 's3://artifacts/captures', percentage: 100, modes: ['Input', 'Output'] },
  deployment: { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 60 } } },
  sources: { images: [IMAGE], artifacts: ['s3://artifacts/models/income/'] },
};

/** What the function talks to. */
interface Clients {
  readonly sagemaker: object;
  readonly autoscaling: object;
  readonly dynamodb: object;
  readonly sns: object;
}

/** Everything that a reconciler touches, and the state machine that calls it. */
export class EndpointWorld {
  public readonly hosting: FakeHosting;
  public readonly table = new FakeTable('endpointName');
  public readonly topic = new Played(SNSClient);
  public readonly scaling = new Played(ApplicationAutoScalingClient);
  public readonly time = new FakeTime();
  public readonly records = new EndpointRecords(this.table.direct as never, 'endpoints');
  public readonly told: string[] = [];
  /** Most instances of what scales, by resource id. */
  public readonly scalable = new Map<string, number>();
  /** Called around every request of every service; throws to let it fail. */
  public fault: (operation: string, moment: 'before' | 'after') => void = () => undefined;
  private executions = 0;
  private running = false;

  /** @param name the name of endpoint and group */
  constructor(private readonly name = 'income') {
    this.hosting = new FakeHosting(name);
    this.hosting.fault = (operation, moment) => this.around(operation, moment);
    this.table.fault = (operation, moment) => this.around(operation, moment);
    this.plays(this.topic, PublishCommand, ({ Subject }) => {
      this.told.push(Subject);
      return { MessageId: '1' };
    });
    this.plays(this.scaling, RegisterScalableTargetCommand, ({ ResourceId, MaxCapacity }) => {
      this.scalable.set(ResourceId, MaxCapacity);
      return {};
    });
    this.plays(this.scaling, PutScalingPolicyCommand, () => ({}));
    this.plays(this.scaling, DeregisterScalableTargetCommand, ({ ResourceId }) => {
      if (!this.scalable.delete(ResourceId)) {
        throw awsError('ObjectNotFoundException', 'No scalable target registered');
      }
      return {};
    });
  }

  private plays(service: Played, command: { readonly name: string }, answer: (input: any) => unknown): void {
    const operation = command.name.replace(/Command$/, '');
    service.on(command, (input) => {
      this.around(operation, 'before');
      const output = answer(input);
      this.around(operation, 'after');
      return output;
    });
  }

  /** Only what the function itself asks for can fail. */
  private around(operation: string, moment: 'before' | 'after'): void {
    if (this.running) {
      this.fault(operation, moment);
    }
  }

  /** Lets the function die at the n-th moment before or after a request; tells whether it came to that. */
  public killAt(point: number): () => boolean {
    let moments = 0;
    this.fault = () => {
      if (++moments === point) {
        throw new Killed();
      }
    };
    return () => moments >= point;
  }

  public configure(changes: Partial<EndpointSettings> = {}) {
    const settings = { ...SETTINGS, endpointName: this.name, modelPackageGroupName: this.name, ...changes };
    return this.records.wish(settings.endpointName, { settings });
  }

  /** @param clients what the function uses in place of the SDK's clients */
  public reconciler(clients: Partial<Clients> = {}): Reconciler {
    const { sagemaker = this.hosting.client, autoscaling = this.scaling.client, dynamodb = this.table.client, sns = this.topic.client } = clients;
    return new Reconciler({
      sagemaker: sagemaker as never,
      autoscaling: autoscaling as never,
      records: new EndpointRecords(dynamodb as never, 'endpoints'),
      reports: new Reports(new NoticeTopic(sns as never, 'arn:aws:sns:us-east-1:123456789012:people')),
      time: this.time,
    });
  }

  public nextExecution(): string {
    return `arn:aws:states:us-east-1:123456789012:execution:endpoints:${this.name}-${++this.executions}`;
  }

  /** Runs one execution to its end. A call that dies is made again by the state machine, a few times. */
  public async run(until: () => boolean = () => false, reconciler = this.reconciler()): Promise<void> {
    const execution = this.nextExecution();
    for (let calls = 0, deaths = 0; calls < 100 && !until(); calls++) {
      this.running = true;
      try {
        const { next, seconds } = await reconciler.handle({ endpointName: this.name, execution }, keptLog().log);
        if (next === 'DONE') {
          return;
        }
        await this.time.sleep(seconds * 1000);
      } catch (error) {
        if (!(error instanceof Killed) && !(error instanceof Error && '$fault' in error) || ++deaths > 5) {
          throw error;
        }
      } finally {
        this.running = false;
      }
    }
  }

  public async record() {
    return this.records.get(this.name);
  }

  public get state() {
    const { hosting } = this;
    return { serving: hosting.serving(this.name), configs: hosting.configs.size, models: hosting.models.size, endpoints: hosting.endpoints.size };
  }

  /** Checks all requests against AWS's models, and leaves the clients as they were. */
  public close(): void {
    expectRequestsTheApiTakes(this.hosting.mock, 'sagemaker');
    expectRequestsTheApiTakes(this.table.mock, 'dynamodb');
    expectRequestsTheApiTakes(this.scaling.mock, 'application-autoscaling');
    [this.hosting.mock, this.table.mock, this.topic, this.scaling].forEach((each) => each.restore());
  }

  public get autoscaling(): AwsStub<any, any, any> {
    return this.scaling.mock;
  }
}
