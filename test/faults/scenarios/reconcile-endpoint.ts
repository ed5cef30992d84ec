import type { EndpointSettings, ServiceMonitor } from '../../../lib/core/contract';
import type { Reconciler } from '../../../lambda/reconcile-endpoint/reconciler';
import { EndpointWorld } from '../../lambda/support/endpoint-world';
import { IMAGE } from '../../lambda/support/fake-hosting';
import type { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import type { Happening, Scenario, World } from '../scenario';
import { ARTIFACTS, KEY, MODEL, MONITOR_ROLE, SERVING_ROLE } from '../site';
import type { Wire } from '../wire';
import { CloudFormation } from './custom-resource';

/** The state machine calls again when a call failed: eight times. */
const MOST_FAILURES = 8;
const SCALING: EndpointSettings['scaling'] = {
  minCapacity: 1, maxCapacity: 4, invocationsPerInstance: 500, scaleInCooldownSeconds: 300, scaleOutCooldownSeconds: 60,
};

const MONITOR: ServiceMonitor = {
  monitor: 'DataQuality', monitorName: `${MODEL}-data`, scheduleExpression: 'cron(0 3 ? * * *)', reportS3Uri: `s3://${ARTIFACTS}/monitoring/${MODEL}-data`,
  roleArn: MONITOR_ROLE, reportKeyArn: KEY, volumeKeyArn: KEY, imageUri: '156813124566.dkr.ecr.us-east-1.amazonaws.com/sagemaker-model-monitor-analyzer',
  instanceType: 'ml.m5.large', volumeSizeGb: 30, maxRuntimeSeconds: 1800,
};

/** An endpoint, its registry, and the state machine that calls the reconciler until there is nothing left to do. */
class ServedModel implements World {
  public readonly time: FakeTime;
  public readonly happenings: readonly Happening[];
  private readonly world = new EndpointWorld(MODEL);
  private readonly cloudFormation: CloudFormation;
  private readonly reconciler: Reconciler;

  constructor(private readonly wire: Wire, private readonly answered: readonly string[], occurrences: (model: ServedModel) => readonly (() => unknown)[]) {
    const { hosting, table, scaling, topic } = this.world;
    this.time = this.world.time;
    this.cloudFormation = new CloudFormation(wire, this.time, 'Custom::SageMakerEndpointSettings');
    this.reconciler = this.world.reconciler({
      sagemaker: wire.client('sagemaker', hosting.direct), dynamodb: wire.client('dynamodb', table.direct),
      autoscaling: wire.client('application-auto-scaling', scaling.direct), sns: wire.client('sns', topic.direct),
    });
    this.happenings = occurrences(this).map((occur) => ({ occur, deliver: () => this.execution() }));
  }

  /** Settings of a deployment; what they do not name is as in all of these lives. */
  public configure(changes: Partial<EndpointSettings> = {}) {
    return this.world.configure({
      executionRoleArn: SERVING_ROLE, volumeKeyArn: KEY, sources: { images: [IMAGE], artifacts: [`s3://${ARTIFACTS}/models/${MODEL}/`] }, ...changes,
    });
  }

  /** A version that somebody approved, which wakes the reconciler; a sick one does not answer. */
  public async approve(health: 'healthy' | 'sick' = 'healthy'): Promise<void> {
    const { version } = this.world.hosting.register();
    this.world.hosting.versions[version - 1].baseline = `s3://${ARTIFACTS}/models/${MODEL}/run-${version}/baseline`;
    if (health === 'sick') {
      this.world.hosting.sick.add(version);
    }
    await this.world.records.wish(MODEL, {});
  }

  public delete() {
    const { ResponseURL, StackId, RequestId, LogicalResourceId } = this.cloudFormation.request({ type: 'Delete', id: 'delete', resource: MODEL, properties: {} });
    return this.world.records.wish(MODEL, { deletion: { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId: MODEL } });
  }

  public endState() {
    const { state, scalable, hosting, told } = this.world;
    const { failures = [], untidy, target } = this.progress;
    return {
      ...state,
      records: [...this.world.table.items.values()].map(({ settings, expiresAt }) => ({ isWanted: settings !== undefined, expires: expiresAt !== undefined })),
      schedules: [...hosting.schedules.values()].map(({ status }) => status),
      baselines: [...hosting.definitions.values()].map(({ DataQualityBaselineConfig }) => DataQualityBaselineConfig.StatisticsResource.S3Uri),
      scalable: [...scalable], untidy, target,
      capacity: [...hosting.configs.values()].map(({ ProductionVariants }) => ProductionVariants[0].InitialInstanceCount),
      failures: failures.map(({ packageArn }: { packageArn: string }) => packageArn).sort(),
      // A version that was overtaken is not told of; the one that serves is, and so are those that failed.
      told: [...new Set(told)].filter((subject) => subject.endsWith('was not deployed') || subject.endsWith(`serves version ${state.serving}`)).sort(),
      answers: [...this.cloudFormation.answers.values()].map(({ Status, PhysicalResourceId }) => [Status, PhysicalResourceId]),
    };
  }

  public leftOver(): string[] {
    const { hosting, table } = this.world;
    const [served] = hosting.endpoints.values();
    const unused = [...hosting.configs.keys(), ...hosting.models.keys()].filter((name) => name !== served?.config);
    const scheduled = [...hosting.schedules.values()].map(({ definition }) => definition);
    const undone = [...hosting.definitions.keys()].filter((name) => !scheduled.includes(name));
    return [
      ...[...unused, ...undone].map((name) => `${name} is not used`),
      ...[...table.items.values()].filter(({ lockOwner }) => lockOwner).map(() => 'a lock'),
      ...this.cloudFormation.waiting(...this.answered),
    ];
  }

  public close(): void {
    this.cloudFormation.close();
  }

  private get progress() {
    const item = this.world.table.items.get(MODEL);
    return item?.progress?.S ? JSON.parse(item.progress.S) : {};
  }

  private async execution(): Promise<void> {
    const execution = this.world.nextExecution();
    for (let failures = 0; ;) {
      try {
        const { next, seconds } = await this.wire.invoke(() => this.reconciler.handle({ endpointName: MODEL, execution }, noLog()));
        if (next === 'DONE') {
          return;
        }
        this.time.pass(seconds * 1_000);
      } catch (error) {
        if (++failures > MOST_FAILURES) {
          throw error;
        }
        this.time.pass(failures * 5_000);
      }
    }
  }
}

export const scenarios: Scenario[] = [
  {
    name: 'a first version, a second one, and a third that fails',
    handler: 'reconcile-endpoint',
    open: (wire) => new ServedModel(wire, [], (model) => [
      async () => { await model.configure(); await model.approve(); },
      () => model.approve(),
      () => model.approve('sick'),
    ]),
  },
  {
    name: 'a first version that fails, then one that does not',
    handler: 'reconcile-endpoint',
    inOrder: 'whether a version fails or is overtaken before that is for its approval to decide',
    open: (wire) => new ServedModel(wire, [], (model) => [
      async () => { await model.configure(); await model.approve('sick'); },
      () => model.approve(),
    ]),
  },
  {
    name: 'scaling that is set and taken off',
    handler: 'reconcile-endpoint',
    open: (wire) => new ServedModel(wire, [], (model) => [
      async () => { await model.configure({ scaling: SCALING }); await model.approve(); },
      () => model.configure({ instanceCount: 3 }),
    ]),
  },
  {
    name: 'a monitor that follows the versions, and goes with its settings',
    handler: 'reconcile-endpoint',
    open: (wire) => new ServedModel(wire, [], (model) => [
      async () => { await model.configure({ monitors: [MONITOR] }); await model.approve(); },
      () => model.approve(),
      () => model.configure(),
    ]),
  },
  {
    name: 'an endpoint that scales and is watched, and is deleted',
    handler: 'reconcile-endpoint',
    open: (wire) => new ServedModel(wire, ['delete'], (model) => [
      async () => { await model.configure({ scaling: SCALING, monitors: [MONITOR] }); await model.approve(); },
      () => model.delete(),
    ]),
  },
];
