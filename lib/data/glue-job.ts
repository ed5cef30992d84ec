import * as glue from 'aws-cdk-lib/aws-glue';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Duration, Resource, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { S3Place, S3Source } from '../core';
import { Mistakes } from '../core/internal/errors';
import { checkGlueArguments } from '../core/internal/glue-arguments';
import { Limit } from '../core/internal/limits';
import { Caller, serviceRole } from '../core/internal/roles';
import { glueArguments, grantGlueTelemetry, securityOf } from './private/glue-parts';
import { grantPlaces, stageSparkCode } from './private/spark-code';

/** Machines that Glue runs a job on. A DPU costs about 0.44 USD an hour. */
export enum GlueWorkerType {
  /** 4 vCPUs, 16 GB of memory: 1 DPU. */
  G_1X = 'G.1X',
  /** 8 vCPUs, 32 GB: 2 DPUs. */
  G_2X = 'G.2X',
  /** 16 vCPUs, 64 GB: 4 DPUs. */
  G_4X = 'G.4X',
  /** 32 vCPUs, 128 GB: 8 DPUs. */
  G_8X = 'G.8X',
}

/** How urgent a job is. */
export enum GlueExecutionClass {
  /** Starts at once. */
  STANDARD = 'STANDARD',
  /** Waits for spare machines and may be interrupted; about a third cheaper. Takes `G_1X` and `G_2X` alone. */
  FLEX = 'FLEX',
}

/** A Spark job of Glue to make. */
export interface GlueJobProps {
  /** The Python script, relative to the folder the app runs in. */
  readonly entryPoint: string;

  /**
   * Name of the job, of at most 255 characters. Another name replaces it and its list of runs.
   *
   * One that starts with the prefix of a platform is run by the platform's own runner in steps of its models.
   *
   * @default - made by CloudFormation
   */
  readonly jobName?: string;

  /**
   * Folder of Python modules that the script, which lies in it, imports; it is shipped whole as a zip.
   *
   * @default - the script alone
   */
  readonly sourceDir?: string;

  /**
   * Packages that Glue installs from the Python Package Index before the script starts, for example `['pandas==2.2.3']`.
   *
   * @default - what Glue brings along
   */
  readonly packages?: string[];

  /**
   * What it reads.
   *
   * @default - its own code alone
   */
  readonly reads?: S3Source[];

  /**
   * What it writes; it may delete there too.
   *
   * @default - nothing
   */
  readonly writes?: S3Place[];

  /**
   * Arguments of every run by their names, which begin with `--`; a step of a pipeline may give others.
   *
   * @default - none
   */
  readonly arguments?: { [name: string]: string };

  /**
   * Version of Glue, which says those of Spark and Python.
   *
   * @default '5.0'
   */
  readonly glueVersion?: string;

  /**
   * Machines that it runs on.
   *
   * @default GlueWorkerType.G_1X
   */
  readonly workerType?: GlueWorkerType;

  /**
   * How many machines; at least 2, of which one is the driver.
   *
   * @default 2
   */
  readonly workers?: number;

  /**
   * How urgent it is.
   *
   * @default GlueExecutionClass.STANDARD
   */
  readonly executionClass?: GlueExecutionClass;

  /**
   * After how long a run is stopped; whole minutes, at most 7 days. It is the most that a run can cost.
   *
   * @default Duration.hours(1)
   */
  readonly maxRuntime?: Duration;

  /**
   * How often Glue tries a failed run again; at most 10.
   *
   * @default 0
   */
  readonly maxRetries?: number;

  /**
   * How many runs may go on at once; steps of pipelines wait for their turn.
   *
   * @default 1
   */
  readonly maxConcurrentRuns?: number;

  /**
   * Key for logs, bookmarks and the files that it writes; the key's policy, where it is made here, lets CloudWatch Logs use it.
   *
   * @default - keys that AWS manages; files are written with the key of their bucket
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Role that it runs as. It is given what this job reads and writes, where that is possible.
   *
   * @default - a role with just the permissions on its code, its data and its logs
   */
  readonly role?: iam.IRole;
}

const NAME = Limit.between('GlueJobName', 1, 255);
const WORKERS = Limit.between('GlueWorkers', 2);
const RUNTIME = Limit.between('GlueMaxRuntime', 1, 7 * 24 * 60);
const RETRIES = Limit.between('GlueMaxRetries', 0, 10);
const RUNS = Limit.between('GlueMaxConcurrentRuns', 1);

/**
 * A Spark job of Glue: a Python script, uploaded, with a role that may do what it names.
 *
 * Run it as a step of a pipeline, `pipeline.GlueJobStep`, or with `runNowCommand`. It costs nothing until it runs, then its machines by the second, a minute at
 * least. Its logs lie in the log groups of Glue, which stay when it is deleted. Tables of the Data Catalog, and whatever else it uses, need grants: what is
 * granted to this construct goes to its role.
 */
export class GlueJob extends Resource implements glue.IJobRef, iam.IGrantable {
  public readonly jobRef: glue.JobReference;
  /** @attribute */
  public readonly jobName: string;
  /** Role that it runs as. */
  public readonly role: iam.IRole;
  /** Grants to this construct go to the role that the job runs as. */
  public readonly grantPrincipal: iam.IPrincipal;
  /** Starts a run now, from a shell with the AWS CLI. */
  public readonly runNowCommand: string;

  constructor(scope: Construct, id: string, props: GlueJobProps) {
    super(scope, id);
    check(this, props);
    // The trust policies in AWS's guide name no account; what does is refused from elsewhere.
    this.role = props.role ?? serviceRole(this, 'Role', 'What a job of Glue may do', 'glue.amazonaws.com', Caller.MAY_NOT_NAME_THE_ACCOUNT);
    this.grantPrincipal = this.role.grantPrincipal;
    const { script, modules } = stageSparkCode(this, this.role, props.entryPoint, props.sourceDir);
    grantPlaces(this, this.role, props.reads ?? [], props.writes ?? []);
    grantGlueTelemetry(this, this.role, props.encryptionKey !== undefined);
    const resource = new glue.CfnJob(this, 'Resource', {
      name: props.jobName,
      role: this.role.roleArn,
      command: { name: 'glueetl', pythonVersion: '3', scriptLocation: script },
      defaultArguments: glueArguments(props, modules),
      glueVersion: props.glueVersion ?? '5.0',
      workerType: props.workerType ?? GlueWorkerType.G_1X,
      numberOfWorkers: props.workers ?? 2,
      executionClass: props.executionClass ?? GlueExecutionClass.STANDARD,
      timeout: (props.maxRuntime ?? Duration.hours(1)).toMinutes(),
      maxRetries: props.maxRetries ?? 0,
      executionProperty: { maxConcurrentRuns: props.maxConcurrentRuns ?? 1 },
      securityConfiguration: props.encryptionKey && securityOf(this, this.role, props.encryptionKey),
    });
    resource.node.addDependency(this.role);
    if (!props.encryptionKey) {
      const reason = "Logs and bookmarks are encrypted with keys that AWS manages; who wants another gives an 'encryptionKey'.";
      ['GL1', 'GL3'].forEach((rule) => Validations.of(resource).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason }));
    }
    this.jobRef = resource.jobRef;
    this.jobName = resource.ref;
    this.runNowCommand = `aws glue start-job-run --region ${this.stack.region} --job-name ${this.jobName}`;
  }
}

function check(scope: Construct, props: GlueJobProps): void {
  const { entryPoint, workerType, executionClass, maxRuntime } = props;
  const mistakes = new Mistakes(scope)
    .when(!entryPoint.endsWith('.py'), {
      code: 'GlueEntryPoint', property: 'entryPoint', problem: 'must be a .py file', value: entryPoint, fix: 'Give a Python script, or make a glue.CfnJob for anything else.',
    })
    .add(NAME.mistakeInText('jobName', props.jobName))
    .add(WORKERS.mistakeIn('workers', props.workers))
    .add(RUNTIME.mistakeIn('maxRuntime', maxRuntime?.isUnresolved() ? undefined : maxRuntime?.toMinutes({ integral: false })))
    .add(RETRIES.mistakeIn('maxRetries', props.maxRetries))
    .add(RUNS.mistakeIn('maxConcurrentRuns', props.maxConcurrentRuns))
    .when(executionClass === GlueExecutionClass.FLEX && (workerType === GlueWorkerType.G_4X || workerType === GlueWorkerType.G_8X), {
      code: 'GlueFlexWorkers', property: 'workerType', problem: 'is not offered with FLEX', value: workerType, fix: 'Use G_1X or G_2X, or STANDARD.',
    });
  checkGlueArguments(mistakes, 'arguments', props.arguments);
  mistakes.throwIfAny();
}
