import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Names } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Conventions } from '../core';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { invalid, Mistakes } from '../core/internal/errors';
import type { ApiRequest } from '../core/internal/job-site';
import { Limit } from '../core/internal/limits';
import { NameRule } from '../core/internal/names';
import { ResultFolder } from '../core/internal/result-folder';
import { grantPassToSageMaker, sagemakerRole } from '../core/internal/roles';
import { grantVolumeKey } from '../core/internal/s3-grants';
import { FAILED, Workflow } from '../core/internal/workflow';
import { AutoMlSearchGrants } from './auto-ml-search-grants';
import type { AutoMlSearchProps } from './auto-ml-search-options';
import { renderAutoMlSearch } from './private/render-auto-ml-search';
import { ROOM_FOR_NAME, searchDefinition } from './private/search-definition';
import { startOnDeployment, startOnSchedule } from './private/search-starts';

const JOB_NAME = NameRule.of('AutoMLJobV2.AutoMLJobName');
const JOB_NAME_LENGTH = Limit.between('JobName', 1, ROOM_FOR_NAME);
const RETRY = Limit.between('RetryFor', 60, 86_400);
/** What the hash in a made name needs, with a letter before it. */
const ROOM_FOR_HASH = 10;

/**
 * Searches for the best model by SageMaker Autopilot, without a pipeline: on demand, when it is deployed, or on a schedule.
 *
 * It consists of a state machine that starts an AutoML job (V2) and follows it to its end, a role for the machine and one for the jobs, a queue with an
 * alarm for searches that failed, and, where none is given, a bucket. Idle it costs its alarm, about 0.10 USD a month; a search costs its
 * instances' time. Each job has a name of its own. An execution that succeeded returns the job's name and its best candidate, with the containers that
 * serve it. Whatever is granted to this construct goes to the role of the jobs. When the construct is removed, or an execution is stopped, a job that is
 * going on is not: it ends with its maximum runtime.
 *
 * Which permissions Autopilot asks of the role of the jobs the guide does not list: it gets the data, its results, its network, and what jobs need to
 * write and to pull images that SageMaker chooses. Source of the limits: the CreateAutoMLJobV2 API.
 */
export class AutoMlSearch extends Construct implements iam.IGrantable {
  /**
   * ARN of the state machine; start it with any input.
   *
   * @attribute
   */
  public readonly stateMachineArn: string;
  /** What the names of the jobs start with; a hyphen and twelve digits follow. */
  public readonly jobName: string;
  /** The role that the jobs run as. */
  public readonly jobRole: iam.IRole;
  /** Grants to this construct go to the role that the jobs run as. */
  public readonly grantPrincipal: iam.IPrincipal;
  /** Where candidates and reports are. */
  public readonly bucket: s3.IBucket;
  /** What could not be started and what failed, for two weeks. */
  public readonly deadLetterQueue: sqs.IQueue;
  /** Permissions on it. */
  public readonly grants: AutoMlSearchGrants;

  private readonly machine: Workflow;
  private readonly request: ApiRequest;
  private startsOnDeployment = false;

  constructor(scope: Construct, id: string, props: AutoMlSearchProps) {
    super(scope, id);
    check(this, props);
    this.jobName = props.jobName ?? usualName(this);
    const store = new ResultFolder(this, { ...props, folder: `${props.prefix ?? ''}${this.jobName}/` });
    this.bucket = store.bucket;
    const jobRole = sagemakerRole(this, 'JobRole', `Runs the AutoML jobs ${this.jobName}`);
    this.jobRole = jobRole;
    this.grantPrincipal = jobRole.grantPrincipal;
    store.grantUse(jobRole, true);
    this.request = renderAutoMlSearch(store.jobSite(jobRole, (output) => output), props);
    const { maxRuntime } = props.problem._kind.completion;
    this.machine = new Workflow(this, 'Machine', {
      definition: (integration) => searchDefinition({ jobName: this.jobName, request: this.request, maxRuntime }, integration),
      purpose: `search for models by the AutoML jobs ${this.jobName}`,
      failures: `searches ${this.jobName} that failed or could not be started`,
      alarmTopic: props.alarmTopic,
    });
    this.machine.node.addDependency(jobRole);
    this.stateMachineArn = this.machine.stateMachineArn;
    this.deadLetterQueue = this.machine.deadLetters.queue;
    this.grants = AutoMlSearchGrants._of(this);
    this.allowJobs(store);
    if (props.schedule) {
      startOnSchedule(this, this.machine, props.schedule, props.retryFor);
    }
  }

  /**
   * Searches when it is first deployed, and again whenever a deployment changed what is searched: the problem, its settings, a local file.
   *
   * The deployment does not wait for the search and does not fail with it. Each such deployment costs a search. Call it once.
   */
  public startOnDeployment(): void {
    if (this.startsOnDeployment) {
      throw invalid(this, {
        code: 'StartedTwice', property: 'startOnDeployment', problem: 'was called before: a deployment starts one search', fix: 'Call it once.',
      });
    }
    this.startsOnDeployment = true;
    startOnDeployment(this, this.machine, this.request);
  }

  /** Adds a rule for searches that ended well; `$.detail.output` holds the job's name and its best candidate, as text. */
  public onSucceeded(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.machine.onEnded(this, id, ['SUCCEEDED'], options);
  }

  /** Adds a rule for searches that failed, took too long or were stopped. */
  public onFailed(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.machine.onEnded(this, id, FAILED, options);
  }

  /** Searches that failed. */
  public metricFailed(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ExecutionsFailed', options);
  }

  /** Searches that ended well. */
  public metricSucceeded(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ExecutionsSucceeded', options);
  }

  private metric(metricName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({ namespace: 'AWS/States', metricName, dimensionsMap: { StateMachineArn: this.stateMachineArn }, statistic: 'Sum', ...options });
  }

  /** The machine starts and follows these jobs, and hands them their role and the key of their volumes. */
  private allowJobs({ encryptionKey }: ResultFolder): void {
    const { role } = this.machine;
    allow(role, {
      actions: ['sagemaker:CreateAutoMLJobV2', 'sagemaker:DescribeAutoMLJobV2', ...(this.request.Tags ? ['sagemaker:AddTags'] : [])],
      resourceArns: [arnOf(this, { service: 'sagemaker', resource: 'automl-job', resourceName: `${this.jobName}-*` })],
    }, 'Each search has digits of its own in the name of its job.');
    grantPassToSageMaker(role, this.jobRole);
    if (encryptionKey) {
      grantVolumeKey(encryptionKey, role);
    }
  }
}

function check(scope: Construct, { jobName, retryFor, schedule }: AutoMlSearchProps): void {
  const { namePrefix } = Conventions.of(scope);
  new Mistakes(scope)
    .add(JOB_NAME_LENGTH.mistakeInText('jobName', jobName) ?? JOB_NAME.mistakeIn('jobName', jobName))
    .when(jobName === undefined && namePrefix.length > ROOM_FOR_NAME - ROOM_FOR_HASH, {
      code: 'JobNameNeeded', property: 'jobName', problem: `is needed, because the prefix '${namePrefix}' of the conventions leaves no room for a made name`,
      fix: `Give a name of at most ${ROOM_FOR_NAME} characters.`,
    })
    .add(RETRY.mistakeIn('retryFor', retryFor && !retryFor.isUnresolved() ? retryFor.toSeconds() : undefined))
    .when(retryFor !== undefined && schedule === undefined, {
      code: 'RetryWithoutSchedule', property: 'retryFor', problem: "has no effect without 'schedule'", fix: 'Leave it out, or give a schedule.',
    })
    .throwIfAny();
}

/** The name that conventions ask for, as far as there is room. */
function usualName(scope: Construct): string {
  const { namePrefix } = Conventions.of(scope);
  const made = Names.uniqueResourceName(scope, { maxLength: ROOM_FOR_NAME - namePrefix.length, separator: '-' });
  return `${namePrefix}${made.toLowerCase()}`.replace(/-+/g, '-');
}
