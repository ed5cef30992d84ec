import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { nameInArn } from './private/name-in-arn';
import type { _StepSite } from './step';

/** A cluster that lives for one step. */
export interface TransientEmrClusterOptions {
  /** Release of EMR, for example `emr-7.5.0`. */
  readonly releaseLabel: string;

  /** Role of the EMR service. */
  readonly serviceRole: iam.IRole;

  /** What the machines run as; its role must be known. */
  readonly instanceProfile: iam.IInstanceProfile;

  /**
   * Programs to install.
   *
   * @default ['Spark']
   */
  readonly applications?: string[];

  /**
   * Instance of the primary and core nodes.
   *
   * @default 'm5.xlarge'
   */
  readonly instanceType?: string;

  /**
   * How many core nodes; at least 1.
   *
   * @default 1
   */
  readonly coreNodes?: number;

  /**
   * Where the machines are.
   *
   * @default - EMR's own choice in the account's default network
   */
  readonly subnet?: ec2.ISubnet;

  /**
   * Bucket for logs, below `emr/`; the role of the machines must be able to write there.
   *
   * @default - no logs are kept
   */
  readonly logs?: s3.IBucket;

  /**
   * Members of the RunJobFlow request to add or replace whole, without `Name`, `Steps` and `AutoTerminationPolicy`, which the service refuses.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

const CORE_NODES = Limit.between('EmrCoreNodes', 1);
/** Members that pipelines set themselves. */
const REFUSED = ['Name', 'Steps', 'AutoTerminationPolicy'];
const REFUSED_OF_INSTANCES = ['KeepJobFlowAliveWhenNoSteps', 'TerminationProtected'];

/** Where a step on EMR runs. */
export abstract class EmrCluster {
  /** A cluster that exists, by its id, `j-...`; text or a value of the pipeline. Its time is paid whether a step runs or not. */
  public static fromClusterId(clusterId: string): EmrCluster {
    return new ExistingCluster(clusterId);
  }

  /** A cluster that the step starts, and that ends with it; it costs its machines from start to end. */
  public static transient(options: TransientEmrClusterOptions): EmrCluster {
    const { coreNodes, instanceProfile, overrides = {} } = options;
    const instances = (overrides.Instances ?? {}) as Record<string, unknown>;
    const refused = [...REFUSED.filter((name) => name in overrides), ...REFUSED_OF_INSTANCES.filter((name) => name in instances)];
    new Mistakes()
      .add(CORE_NODES.mistakeIn('coreNodes', coreNodes))
      .when(instanceProfile.role === undefined, {
        code: 'EmrInstanceRoleUnknown', property: 'instanceProfile', problem: 'has no known role, which the pipeline hands to EMR',
        fix: 'Import the profile with its role, or make one.',
      })
      .when(refused.length > 0, {
        code: 'EmrMemberRefused', property: 'overrides', problem: 'holds members that pipelines set themselves', value: refused.join(', '), fix: 'Leave them out.',
      })
      .when('Instances' in overrides && ('InstanceGroups' in instances) === ('InstanceFleets' in instances), {
        code: 'EmrInstances', property: 'overrides', problem: "'Instances' must have either InstanceGroups or InstanceFleets", fix: 'Give one of them.',
      })
      .throwIfAny();
    return new TransientCluster(options);
  }

  /**
   * The id, where it is known before a step runs.
   *
   * @internal
   */
  public abstract readonly _clusterId: string | undefined;

  /**
   * What names the cluster in the arguments of a step. Lets the pipeline use it.
   *
   * @internal
   */
  public abstract _render(site: _StepSite): { readonly [member: string]: unknown };
}

class ExistingCluster extends EmrCluster {
  constructor(public readonly _clusterId: string) {
    super();
  }

  public _render(site: _StepSite) {
    grantSteps(site, nameInArn(this._clusterId, '*'), ['EMRStepStatusUpdateRule']);
    return { ClusterId: this._clusterId };
  }
}

class TransientCluster extends EmrCluster {
  public readonly _clusterId = undefined;

  constructor(private readonly options: TransientEmrClusterOptions) {
    super();
  }

  public _render(site: _StepSite) {
    const { releaseLabel, serviceRole, instanceProfile, applications, instanceType = 'm5.xlarge', coreNodes, subnet, logs, overrides } = this.options;
    grantSteps(site, '*', ['EMRStepStatusUpdateRule', 'EMRClusterStatusUpdateRule']);
    allow(site.pipelineRole, { actions: ['elasticmapreduce:RunJobFlow'], resourceArns: ['*'] }, 'Starting a cluster supports no resource.');
    allow(site.pipelineRole, {
      actions: ['elasticmapreduce:TerminateJobFlows'],
      resourceArns: [arnOf(site.pipeline, { service: 'elasticmapreduce', resource: 'cluster', resourceName: '*' })],
    }, 'A cluster gets its id when it starts.');
    pass(site, serviceRole, 'elasticmapreduce.amazonaws.com');
    pass(site, instanceProfile.role!, 'ec2.amazonaws.com');
    const group = (role: string, count: number) => ({ Name: role.toLowerCase(), InstanceRole: role, InstanceType: instanceType, InstanceCount: count });
    return {
      ClusterConfig: {
        ReleaseLabel: releaseLabel,
        Applications: (applications ?? ['Spark']).map((Name) => ({ Name })),
        Instances: { InstanceGroups: [group('MASTER', 1), group('CORE', coreNodes ?? 1)], Ec2SubnetId: subnet?.subnetId },
        ServiceRole: serviceRole.roleName,
        JobFlowRole: instanceProfile.instanceProfileName,
        LogUri: logs?.s3UrlForObject('emr/'),
        ...overrides,
      },
    };
  }
}

/** Pipelines hear of EMR through rules of their own, which they make when they first need them. */
function grantSteps(site: _StepSite, cluster: string, rules: readonly string[]): void {
  allow(site.pipelineRole, {
    actions: [
      'elasticmapreduce:AddJobFlowSteps', 'elasticmapreduce:CancelSteps', 'elasticmapreduce:DescribeCluster', 'elasticmapreduce:DescribeStep',
      'elasticmapreduce:ListSteps',
    ],
    resourceArns: [arnOf(site.pipeline, { service: 'elasticmapreduce', resource: 'cluster', resourceName: cluster })],
  }, 'A cluster gets its id when it starts.');
  allow(site.pipelineRole, {
    actions: ['events:DescribeRule', 'events:PutRule', 'events:PutTargets'],
    resourceArns: rules.map((rule) => arnOf(site.pipeline, { service: 'events', resource: 'rule', resourceName: `SageMakerPipelineExecution${rule}` })),
  });
}

function pass(site: _StepSite, role: iam.IRole, service: string): void {
  allow(site.pipelineRole, { actions: ['iam:PassRole'], resourceArns: [role.roleArn], conditions: { StringEquals: { 'iam:PassedToService': service } } });
}
