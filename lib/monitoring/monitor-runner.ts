import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, Size } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { HandlerOptions, S3Place } from '../core';
import { DRIFT_DETAIL_TYPE, DRIFT_EVENT_SOURCE, MONITORING_NAMESPACE, type CollectEnvironment } from '../core/contract';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { invalid, Mistakes } from '../core/internal/errors';
import { HandedRoles } from '../core/internal/handed-roles';
import { HandlerFunction, handlerOptions } from '../core/internal/handler-function';
import { folderOf, liesIn } from '../core/internal/places';
import { grantPassToSageMaker, serviceRole } from '../core/internal/roles';
import { grantKey, grantListPrefix, grantReadPrefix, grantVolumeKey } from '../core/internal/s3-grants';
import { ServedNames, type Server } from '../core/internal/served-names';
import { sharedInStack } from '../core/internal/shared-in-stack';
import { Workflow } from '../core/internal/workflow';
import { machineDefinition } from './private/machine-definition';

/** What a monitor needs of its runner. */
export interface ServedMonitor {
  /** Name of the monitor; its jobs' names start with it. */
  readonly monitorName: string;
  /** Name of the endpoint it looks at. */
  readonly endpointName: string;
  /** Role that its jobs run as. */
  readonly jobRole: iam.IRole;
  /** Where captures go. */
  readonly captures: S3Place;
  /** Where reports go. */
  readonly reports: S3Place;

  /**
   * Key of the jobs' volumes.
   *
   * @default - a key that AWS manages
   */
  readonly volumeKey?: kms.IKey;
}

/** Something that runs the analyses of monitors. One can serve monitors of several stacks. */
export interface IMonitorRunner extends IConstruct {
  /** The state machine that does one analysis; its input is a monitor's settings. */
  readonly stateMachineArn: string;
  /** Role that schedules start the machine with. */
  readonly schedulerRole: iam.IRole;
  /** Where analyses end up that failed or could not be started. */
  readonly deadLetterQueue: sqs.IQueue;
  /** Lets the runner do what a monitor's analyses need. */
  serve(monitor: Construct, needs: ServedMonitor): void;

  /**
   * Lets the runner publish what SageMaker Model Monitor finds, and returns the ARN of the function that its schedules ask to collect it.
   *
   * @internal
   */
  _collect(monitor: Construct, needs: ServedMonitor): string;
}

/** The runner of monitors. */
export interface MonitorRunnerProps extends HandlerOptions {
  /**
   * What the names of its monitors, their endpoints and everything behind these start with; permission is given once, on the prefix, however many
   * monitors there are. A monitor with another name is refused. Needs `captures` and `reports`.
   *
   * @default - permission is given for each monitor, and on all endpoint configurations, models and versions of the account, to describe them
   */
  readonly namePrefix?: string;

  /**
   * Where the captures of all its monitors lie; with `namePrefix` alone.
   *
   * @default - permission is given for each monitor
   */
  readonly captures?: S3Place;

  /**
   * Where the reports of all its monitors go; with `namePrefix` alone.
   *
   * @default - permission is given for each monitor
   */
  readonly reports?: S3Place;
}

const RUNNER: Server = { code: 'Runner', property: 'namePrefix', power: 'describe every endpoint and start every processing job of the account' };

/**
 * Runs the analyses of monitors: a state machine that plans, runs a processing job and publishes what it found.
 *
 * It consists of the machine, two functions with their logs, roles, dead letters and alarms, and a queue with an alarm for analyses that failed. Idle it
 * costs its three alarms, about 0.30 USD a month; an analysis costs its job's minutes. Where Model Monitor is used, there is a third function and its alarm.
 */
export class MonitorRunner extends Construct implements IMonitorRunner {
  /** The runner that all monitors of a stack share. */
  public static shared(scope: Construct): IMonitorRunner {
    return sharedInStack(scope, 'SageMakerMonitorRunner', (stack, id) => new MonitorRunner(stack, id));
  }

  public readonly stateMachineArn: string;
  public readonly schedulerRole: iam.IRole;
  public readonly deadLetterQueue: sqs.IQueue;
  private readonly plan: HandlerFunction;
  private readonly publish: HandlerFunction;
  private readonly machine: Workflow;
  private readonly served: ServedNames;
  /** Those that one permission covers, where there is a prefix. */
  private readonly roles: HandedRoles | undefined;
  private collector?: HandlerFunction;

  constructor(scope: Construct, id: string, private readonly props: MonitorRunnerProps = {}) {
    super(scope, id);
    this.served = new ServedNames(this, RUNNER, props.namePrefix);
    check(this, props);
    this.roles = props.namePrefix === undefined ? undefined : new HandedRoles(this, 'runner');
    const options = handlerOptions(props);
    this.plan = new HandlerFunction(this, 'Plan', {
      ...options, handler: 'plan-monitoring', description: 'Decides what an analysis looks at and what it compares that with', timeout: Duration.minutes(5),
    });
    this.publish = new HandlerFunction(this, 'Publish', {
      ...options, handler: 'publish-monitoring', description: 'Publishes the metrics of an analysis and its drift event', timeout: Duration.minutes(2),
      memorySize: Size.mebibytes(512),
    });
    const { plan, publish } = this;
    this.machine = new Workflow(this, 'Machine', {
      ...options,
      definition: (integration) => machineDefinition({ planArn: plan.function.functionArn, publishArn: publish.function.functionArn, integration }),
      calls: [plan, publish],
      purpose: 'run the analyses of monitors',
      failures: 'analyses of monitors that failed or could not be started',
    });
    this.stateMachineArn = this.machine.stateMachineArn;
    this.deadLetterQueue = this.machine.deadLetters.queue;
    this.schedulerRole = this.roleOfSchedules();
    this.allowFollowingJobs();
    this.allowPublishing();
    this.served.coverAll((names) => this.serveAll(names, props.captures!, props.reports!));
  }

  public serve(monitor: Construct, needs: ServedMonitor): void {
    const { monitorName, endpointName, jobRole, captures, volumeKey } = needs;
    this.cover(monitor, needs, () => {
      this.allowOne(needs);
      grantListPrefix(captures.bucket, `${folderOf(captures)}${endpointName}/`, this.plan);
      this.allowJobs(`${monitorName}-*`);
      grantPassToSageMaker(this.machine.role, jobRole);
      if (volumeKey) {
        grantVolumeKey(volumeKey, this.machine.role);
      }
    });
  }

  /** @internal */
  public _collect(monitor: Construct, needs: ServedMonitor): string {
    this.cover(monitor, needs, () => this.allowOne(needs));
    this.collector ??= this.makeCollector();
    return this.collector.function.functionArn;
  }

  /** Made for the first monitor of Model Monitor: others have no use for it. */
  private makeCollector(): HandlerFunction {
    const environment: CollectEnvironment = { STATE_MACHINE_ARN: this.stateMachineArn };
    const collector = new HandlerFunction(this, 'Collect', {
      ...handlerOptions(this.props), handler: 'collect-monitoring', description: 'Hands what Model Monitor found to the state machine that publishes it',
      timeout: Duration.minutes(2), environment: { ...environment },
    });
    allow(collector, { actions: ['sagemaker:ListMonitoringExecutions'], resourceArns: ['*'] }, 'Listing supports no resource.');
    allow(collector, { actions: ['states:StartExecution'], resourceArns: [this.stateMachineArn] });
    allow(this.schedulerRole, { actions: ['lambda:InvokeFunction'], resourceArns: [collector.function.functionArn] });
    allow(this.plan, {
      actions: ['sagemaker:DescribeProcessingJob'], resourceArns: [arnOf(this, { service: 'sagemaker', resource: 'processing-job', resourceName: '*' })],
    }, 'Model Monitor names its jobs, and says where their reports are when they are described.');
    return collector;
  }

  /** Looking at one monitor's endpoint, and reading its reports. */
  private allowOne({ monitorName, endpointName, reports }: ServedMonitor): void {
    this.allowLooking({ endpoint: endpointName, 'endpoint-config': '*', model: '*', 'model-package': '*' },
      'Configurations, models and versions get their names when an endpoint is deployed.');
    grantReadPrefix(reports.bucket, `${folderOf(reports)}${monitorName}/`, this.publish);
  }

  /** One permission for whatever has a name with the prefix, and for roles on the path of the surroundings. */
  private serveAll(names: string, captures: S3Place, reports: S3Place): void {
    const why = 'One permission serves all monitors of a platform, whose names start with its prefix.';
    this.allowLooking({ endpoint: names, 'endpoint-config': names, model: names, 'model-package': names }, why);
    grantListPrefix(captures.bucket, folderOf(captures), this.plan);
    grantReadPrefix(reports.bucket, folderOf(reports), this.publish);
    this.allowJobs(names);
    this.roles?.allowPassing(this.machine.role);
    if (this.props.encryptionKey) {
      grantVolumeKey(this.props.encryptionKey, this.machine.role);
    }
  }

  /** Gives a monitor its own permissions, or sees that those for all of them cover it. */
  private cover(monitor: Construct, needs: ServedMonitor, allowOwn: () => void): void {
    const { monitorName, endpointName } = needs;
    this.served.cover(monitor, { monitorName, endpointName }, allowOwn);
    if (this.served.all !== undefined) {
      this.checkServed(monitor, needs);
    }
  }

  private checkServed(monitor: Construct, needs: ServedMonitor): void {
    const { captures, reports, encryptionKey } = this.props;
    const fix = 'Use places within those of the runner, or another runner.';
    new Mistakes(monitor)
      .add(this.roles?.mistakeIn(monitor))
      .when(!liesIn(needs.captures, captures!), { code: 'RunnerCapturesDiffer', property: 'endpoint', problem: "captures lie outside of the runner's", fix })
      .when(!liesIn(needs.reports, reports!), { code: 'RunnerReportsDiffer', property: 'reports', problem: "lie outside of the runner's", fix })
      .when(needs.volumeKey !== undefined && needs.volumeKey.keyArn !== encryptionKey?.keyArn, {
        code: 'RunnerKeyDiffers', property: 'encryptionKey', problem: "is not the runner's, which starts jobs with encrypted volumes",
        fix: "Use the runner's key, or another runner.",
      })
      .throwIfAny();
  }

  private allowLooking(names: Record<'endpoint' | 'endpoint-config' | 'model' | 'model-package', string>, why: string): void {
    const actions = { endpoint: 'DescribeEndpoint', 'endpoint-config': 'DescribeEndpointConfig', model: 'DescribeModel', 'model-package': 'DescribeModelPackage' };
    for (const [resource, name] of Object.entries(names)) {
      const action = actions[resource as keyof typeof actions];
      allow(this.plan, { actions: [`sagemaker:${action}`], resourceArns: [arnOf(this, { service: 'sagemaker', resource, resourceName: name })] }, why);
    }
  }

  private allowJobs(names: string): void {
    allow(this.machine.role, {
      actions: ['sagemaker:AddTags', 'sagemaker:CreateProcessingJob', 'sagemaker:DescribeProcessingJob', 'sagemaker:ListTags', 'sagemaker:StopProcessingJob'],
      resourceArns: [arnOf(this, { service: 'sagemaker', resource: 'processing-job', resourceName: names })],
    }, "Jobs are named after their monitor and the time of the analysis; Step Functions tags them as its own.");
  }

  /** Step Functions makes one rule for the account, to hear of jobs that end. */
  private allowFollowingJobs(): void {
    allow(this.machine.role, {
      actions: ['events:DescribeRule', 'events:PutRule', 'events:PutTargets'],
      resourceArns: [arnOf(this, { service: 'events', resource: 'rule', resourceName: 'StepFunctionsGetEventsForSageMakerProcessingJobsRule' })],
    });
  }

  /** A schedule starts the machine with this role, and sends with it what it could not start. */
  private roleOfSchedules(): iam.IRole {
    const role = serviceRole(this, 'SchedulerRole', 'Lets the schedules of monitors start analyses', 'scheduler.amazonaws.com');
    allow(role, { actions: ['states:StartExecution'], resourceArns: [this.stateMachineArn] });
    allow(role, { actions: ['sqs:SendMessage'], resourceArns: [this.deadLetterQueue.queueArn] });
    grantKey(this.props.encryptionKey, role, 'kms:Decrypt', 'kms:GenerateDataKey');
    return role;
  }

  private allowPublishing(): void {
    allow(this.publish, {
      actions: ['cloudwatch:PutMetricData'], resourceArns: ['*'], conditions: { StringEquals: { 'cloudwatch:namespace': MONITORING_NAMESPACE } },
    }, 'Metrics support no resource; the condition names their namespace.');
    allow(this.publish, {
      actions: ['events:PutEvents'],
      resourceArns: [arnOf(this, { service: 'events', resource: 'event-bus', resourceName: 'default' })],
      conditions: { StringEquals: { 'events:source': DRIFT_EVENT_SOURCE, 'events:detail-type': DRIFT_DETAIL_TYPE } },
    });
  }
}

function check(scope: Construct, { namePrefix, captures, reports }: MonitorRunnerProps): void {
  if (namePrefix !== undefined && !(captures && reports)) {
    throw invalid(scope, {
      code: 'RunnerPlacesMissing', property: captures ? 'reports' : 'captures', problem: "is needed with 'namePrefix': permission is given once, for all monitors",
      fix: 'Say where captures lie and where reports go, or leave the prefix out.',
    });
  }
  if (namePrefix === undefined && (captures ?? reports)) {
    throw invalid(scope, {
      code: 'RunnerPlacesUnused', property: captures ? 'captures' : 'reports', problem: "has no effect without 'namePrefix'",
      fix: "Leave it out: permission is given for each monitor, or give a 'namePrefix'.",
    });
  }
}
