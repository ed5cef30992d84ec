import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Conventions, type ContainerImage, type S3Place } from '../core';
import type { DataCaptureSettings, ServiceMonitor } from '../core/contract';
import { arnOf } from '../core/internal/arns';
import { isElsewhere } from '../core/internal/elsewhere';
import { invalid, isKnown, Mistakes } from '../core/internal/errors';
import { checkInstanceType, FOR_REAL_TIME, hasLocalStorage } from '../core/internal/instance-types';
import { Limit } from '../core/internal/limits';
import { NameRule } from '../core/internal/names';
import { networkOf } from '../core/internal/network';
import { folderOf, uriOf } from '../core/internal/places';
import { sagemakerRole } from '../core/internal/roles';
import type { IModelPackageGroup } from '../registry';
import { ContinuousDeploymentGrants } from './continuous-deployment-grants';
import { DataCapture } from './data-capture';
import { DeploymentStrategy } from './deployment-strategy';
import type { EndpointOptions } from './endpoint-options';
import { EndpointReconciler, type IEndpointReconciler } from './endpoint-reconciler';
import type { IMonitoredEndpoint } from './monitored-endpoint';
import { endpointAlarms } from './private/endpoint-alarms';
import { EndpointMetrics } from './private/endpoint-metrics';
import { grantServing } from './private/serving-role';

/** An endpoint that follows the registry. */
export interface ContinuousDeploymentProps extends EndpointOptions {
  /** The group whose newest approved version is served; in this account and region. */
  readonly group: IModelPackageGroup;

  /** Where the versions' artifacts lie; a version whose artifact lies elsewhere is refused. */
  readonly artifacts: S3Place;

  /** Images that versions may bring; a version with an image of another repository is refused. */
  readonly images: ContainerImage[];

  /** Where captures go; SageMaker adds endpoint, variant and time. */
  readonly captures: S3Place;

  /**
   * Name of the endpoint: at most 50 lower-case letters, digits and single hyphens. Another name makes another endpoint and removes the first.
   *
   * @default - made from the construct's place in the app
   */
  readonly endpointName?: string;

  /**
   * Added to, and stronger than, the environment that versions bring.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Key of the instances' volumes and the captures.
   *
   * @default - keys that AWS manages
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Subnets the containers are reached and reach out through, from 1 to 16; they need endpoints for S3, ECR and CloudWatch Logs there.
   *
   * @default - SageMaker's own network
   */
  readonly subnets?: ec2.ISubnet[];

  /**
   * Security groups of the containers, from 1 to 5; with `subnets` alone.
   *
   * @default - none
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Where alarms go, and where people are told how deployments ended when the stack's own reconciler is used.
   *
   * @default - nobody is told of alarms; a reconciler has to be given
   */
  readonly topic?: sns.ITopic;

  /**
   * What keeps the endpoint as it should be.
   *
   * @default - one that the stack's endpoints share
   */
  readonly reconciler?: IEndpointReconciler;
}

/** A hash of twelve digits and its hyphen are added for models and configurations, whose names have 63 characters at most. */
const LONGEST_NAME = 50;
const VARIANT = 'AllTraffic';
const INSTANCES = Limit.of('ProductionVariant.InitialInstanceCount');
const STARTUP = Limit.of('ProductionVariant.ContainerStartupHealthCheckTimeoutInSeconds');
const SUBNETS = Limit.of('VpcConfig.Subnets');
const SECURITY_GROUPS = Limit.of('VpcConfig.SecurityGroupIds');

/**
 * A real-time endpoint that serves the newest approved version of a group.
 *
 * It comes into being with the first approval, follows each newer one in place, keeps the old version when a new one fails, and goes with the stack: the
 * deletion waits until nothing of it is left. Its instances are paid for as long as it is there. It makes a role, two alarms and a custom resource.
 */
export class ContinuousDeployment extends Construct implements IMonitoredEndpoint {
  public readonly endpointName: string;
  /** ARN of the endpoint, which is there from the first approval on. */
  public readonly endpointArn: string;
  public readonly variantName = VARIANT;
  public readonly captures: S3Place;
  public readonly artifacts?: S3Place;
  /** Share of the traffic that is captured, in percent; 0 when none is. */
  public readonly capturePercentage: number;
  /** Role that the containers run as. */
  public readonly role: iam.IRole;
  /** Errors and latency; a deployment that sets one off is rolled back. */
  public readonly alarms: cloudwatch.IAlarmRef[];

  private readonly metrics: EndpointMetrics;
  private readonly reconciler: IEndpointReconciler;
  private readonly serviceMonitors: ServiceMonitor[] = [];
  private schedules = 0;

  constructor(scope: Construct, id: string, props: ContinuousDeploymentProps) {
    super(scope, id);
    const { capture = DataCapture.all(), strategy = DeploymentStrategy.allAtOnce(), instanceType = 'ml.m5.large', instanceCount = 1 } = props;
    this.endpointName = props.endpointName ?? nameFor(this);
    check(this, props, this.endpointName, instanceCount);
    checkInstanceType(this, 'instanceType', instanceType, FOR_REAL_TIME);
    this.endpointArn = arnOf(this, { service: 'sagemaker', resource: 'endpoint', resourceName: this.endpointName });
    this.captures = props.captures;
    this.artifacts = props.artifacts;
    this.capturePercentage = capture.percentage;
    this.role = sagemakerRole(this, 'Role', `What the containers of endpoint ${this.endpointName} may read and write`);
    this.metrics = new EndpointMetrics(this.endpointName, VARIANT);
    const { topic, encryptionKey } = props;
    const alarms = endpointAlarms(this, {
      endpointName: this.endpointName, metrics: this.metrics, maxLatency: props.maxLatency ?? Duration.seconds(10), topic,
    });
    this.alarms = alarms;
    const network = networkOf(props);
    const images = grantServing(this, this.role, {
      endpointName: this.endpointName, images: props.images, artifacts: props.artifacts, encryptionKey, network,
      captures: capture.percentage > 0 ? props.captures : undefined,
      alarmArns: alarms.map(({ attrArn }) => attrArn),
    });
    const volumeKey = hasLocalStorage(instanceType) ? undefined : encryptionKey;
    this.reconciler = props.reconciler ?? EndpointReconciler.shared(this, { topic: told(this, topic), alarmTopic: topic, encryptionKey });
    const { serviceMonitors } = this;
    this.reconciler._keep(this, {
      endpointName: this.endpointName,
      modelPackageGroupName: props.group.modelPackageGroupName,
      executionRoleArn: this.role.roleArn,
      variantName: VARIANT,
      instanceType,
      instanceCount,
      environment: props.environment,
      volumeKeyArn: volumeKey?.keyArn,
      vpc: network && {
        subnets: network.subnets.map(({ subnetId }) => subnetId), securityGroupIds: network.securityGroups.map(({ securityGroupId }) => securityGroupId),
      },
      startupTimeoutSeconds: props.startupTimeout?.toSeconds(),
      dataCapture: captureSettings(props, capture),
      deployment: strategy._render(alarms.map(({ ref }) => ref)),
      scaling: props.scaling?._settings(),
      sources: { images, artifacts: [props.artifacts.bucket.s3UrlForObject(folderOf(props.artifacts))] },
      get monitors() {
        return serviceMonitors.length > 0 ? serviceMonitors : undefined;
      },
    }, { role: this.role, group: props.group, volumeKey });
  }

  /** Permissions on the endpoint. */
  public get grants(): ContinuousDeploymentGrants {
    return ContinuousDeploymentGrants.fromContinuousDeployment(this);
  }

  /** Removes the endpoint on a schedule, so that its instances cost nothing; settings and registry stay. */
  public stopOn(schedule: events.Schedule): events.Rule {
    return this.order('stop', schedule);
  }

  /** Makes the endpoint again on a schedule, with the newest approved version; it takes some minutes. */
  public startOn(schedule: events.Schedule): events.Rule {
    return this.order('start', schedule);
  }

  /** Calls of the endpoint. */
  public metricInvocations(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metrics.invocations(options);
  }

  /** Calls that the model failed to answer. */
  public metricInvocation5XXErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metrics.serverErrors(options);
  }

  /** Time the model takes to answer, in microseconds. */
  public metricModelLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metrics.latency(options);
  }

  /** @internal */
  public _watch(scope: Construct, monitor: ServiceMonitor, jobRole: iam.IRole): void {
    if (Stack.of(scope) !== Stack.of(this)) {
      throw invalid(scope, {
        code: 'MonitorElsewhere', property: 'endpoint', problem: `follows the registry and is of stack '${Stack.of(this).node.path}', whose settings would name the monitor's role`,
        fix: "Make the monitor in the endpoint's stack, or use the processing engine.",
      });
    }
    this.reconciler._watch(this, scope, monitor.monitorName, jobRole);
    this.serviceMonitors.push(monitor);
  }

  private order(order: 'start' | 'stop', schedule: events.Schedule): events.Rule {
    this.schedules += 1;
    const rule = new events.Rule(this, `Schedule${this.schedules}`, { schedule });
    this.reconciler._order(rule, { order, endpointName: this.endpointName });
    return rule;
  }
}

/** A name that starts with the prefix of the surroundings and ends with a hash; what is too long goes from between. */
function nameFor(scope: Construct): string {
  const { namePrefix } = Conventions.of(scope);
  const rest = NameRule.of('Endpoint.EndpointName').nameFor(scope).slice(namePrefix.length).slice(namePrefix.length - LONGEST_NAME);
  return `${namePrefix}${rest.replace(/^-/, '')}`;
}

function captureSettings({ captures, encryptionKey }: ContinuousDeploymentProps, { percentage }: DataCapture): DataCaptureSettings | undefined {
  return percentage === 0 ? undefined : {
    destinationS3Uri: uriOf(captures),
    percentage,
    modes: ['Input', 'Output'],
    kmsKeyArn: encryptionKey?.keyArn,
  };
}

function told(scope: Construct, topic: sns.ITopic | undefined): sns.ITopic {
  if (!topic) {
    throw invalid(scope, {
      code: 'ReconcilerTopicMissing', property: 'topic', problem: 'nobody would be told that a version was not deployed',
      fix: "Give a 'topic' that people subscribe to, or a 'reconciler' that has one.",
    });
  }
  return topic;
}

function check(scope: Construct, props: ContinuousDeploymentProps, endpointName: string, instanceCount: number): void {
  const { subnets, securityGroups, scaling, strategy, maxLatency } = props;
  new Mistakes(scope)
    .when(isKnown(endpointName) && !/^(?!.{51})[a-z0-9](-?[a-z0-9])*$/.test(endpointName), {
      code: 'EndpointNameInvalid', property: 'endpointName', problem: `must be 1 to ${LONGEST_NAME} lower-case letters, digits and single hyphens`,
      value: endpointName, fix: "Choose another name, or leave 'endpointName' out and one is made.",
    })
    .when(props.images.length === 0, {
      code: 'ImagesMissing', property: 'images', problem: 'must name the images that versions may bring', fix: 'Give the serving image of the trainer.',
    })
    .add(INSTANCES.mistakeIn('instanceCount', instanceCount))
    .add(STARTUP.mistakeIn('startupTimeout', props.startupTimeout?.toSeconds()))
    .add(strategy?._mistakeFor(scaling?._fewest ?? instanceCount))
    .when(maxLatency !== undefined && !isMeasurable(maxLatency), {
      code: 'MaxLatencyRange', property: 'maxLatency', problem: 'must be known when the app runs, and at least a millisecond',
      fix: "Set 'maxLatency' to an average that the model never needs, for example Duration.seconds(10).",
    })
    .when(isElsewhere(scope, props.group.env), {
      code: 'GroupElsewhere', property: 'group', problem: 'is in another account or region', value: props.group.modelPackageGroupArn,
      fix: "Make the endpoint in a stack of the group's account and region, or register the versions here.",
    })
    .when((subnets === undefined) !== (securityGroups === undefined), {
      code: 'VpcIncomplete', property: subnets ? 'securityGroups' : 'subnets', problem: 'subnets and security groups go together',
      fix: 'Give both, or neither.',
    })
    .add(SUBNETS.mistakeInCount('subnets', subnets))
    .add(SECURITY_GROUPS.mistakeInCount('securityGroups', securityGroups))
    .throwIfAny();
}

/** SageMaker measures in microseconds, which CloudFormation cannot calculate. */
function isMeasurable(duration: Duration): boolean {
  return !duration.isUnresolved() && duration.toMilliseconds() >= 1;
}
