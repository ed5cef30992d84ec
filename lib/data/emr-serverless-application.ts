import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as emrserverless from 'aws-cdk-lib/aws-emrserverless';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Resource, Size } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { isKnown, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { grantReadPrefix, grantWritePrefix } from '../core/internal/s3-grants';

/** Processors that Spark runs on. */
export enum EmrArchitecture {
  /** Intel and AMD: what most packages are built for. */
  X86_64 = 'X86_64',
  /** AWS Graviton: about a fifth cheaper; packages with compiled parts must be built for it. */
  ARM64 = 'ARM64',
}

/** An application of EMR Serverless to make. */
export interface EmrServerlessApplicationProps {
  /**
   * Release of EMR; another one is taken over while the application is stopped.
   *
   * @default 'emr-7.5.0'
   */
  readonly releaseLabel?: string;

  /**
   * Name of the application; at most 64 letters, digits, dots, hyphens, underscores, slashes and hash signs.
   *
   * @default - the service shows its id
   */
  readonly applicationName?: string;

  /**
   * Processors that programs run on.
   *
   * @default EmrArchitecture.X86_64
   */
  readonly architecture?: EmrArchitecture;

  /**
   * After how long without work the application stops; whole minutes, from 1 minute to 7 days. The next program starts it again.
   *
   * @default Duration.minutes(15)
   */
  readonly idleTimeout?: Duration;

  /**
   * Most virtual processors that all programs use together; it limits what an hour can cost.
   *
   * @default 64
   */
  readonly maxCpus?: number;

  /**
   * Most memory that all programs use together, in whole GiB.
   *
   * @default - 8 GiB for each of `maxCpus`
   */
  readonly maxMemory?: Size;

  /**
   * Where programs run; at most 16. They need ways to S3.
   *
   * @default - a network of EMR, which reaches S3 and Glue and no VPC of yours
   */
  readonly subnets?: ec2.ISubnet[];

  /**
   * Security groups of the programs; at most 5.
   *
   * @default - those of the network of EMR
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Lets notebooks of SageMaker Studio connect and work interactively. See `InteractiveSessions` for what their roles need.
   *
   * @default false
   */
  readonly interactive?: boolean;

  /**
   * Bucket for logs of Spark. Its key is used.
   *
   * @default - EMR keeps logs for 30 days
   */
  readonly logs?: s3.IBucket;

  /**
   * What the keys of logs start with.
   *
   * @default 'emr-serverless/'
   */
  readonly logPrefix?: string;
}

const RELEASE = /^emr-\d+\.\d+\.\d+(-[a-z0-9-]+)?$/;
const NAME = /^[A-Za-z0-9._/#-]{1,64}$/;
const IDLE_MINUTES = Limit.between('IdleTimeout', 1, 7 * 24 * 60);
const CPUS = Limit.between('MaxCpus', 1);
const SUBNETS = Limit.between('EmrSubnets', 1, 16);
const SECURITY_GROUPS = Limit.between('EmrSecurityGroups', 1, 5);

/**
 * An application of EMR Serverless: where Spark programs run without machines of your own.
 *
 * It starts by itself when a program comes and stops when nothing runs, and costs nothing while it is stopped; a program costs the processors and memory that
 * it uses. CloudFormation deletes it only when it is stopped: programs that still run, or ran less than the idle timeout ago, keep a stack from being deleted.
 */
export class EmrServerlessApplication extends Resource implements emrserverless.IApplicationRef {
  public readonly applicationRef: emrserverless.ApplicationReference;
  /** @attribute */
  public readonly applicationId: string;
  /** @attribute */
  public readonly applicationArn: string;
  private readonly logs: { readonly bucket: s3.IBucket; readonly prefix: string } | undefined;

  constructor(scope: Construct, id: string, props: EmrServerlessApplicationProps = {}) {
    super(scope, id);
    check(this, props);
    const { maxCpus = 64, interactive = false, subnets, securityGroups } = props;
    this.logs = props.logs && { bucket: props.logs, prefix: props.logPrefix ?? 'emr-serverless/' };
    const resource = new emrserverless.CfnApplication(this, 'Resource', {
      type: 'SPARK',
      name: props.applicationName,
      releaseLabel: props.releaseLabel ?? 'emr-7.5.0',
      architecture: props.architecture ?? EmrArchitecture.X86_64,
      autoStartConfiguration: { enabled: true },
      autoStopConfiguration: { enabled: true, idleTimeoutMinutes: (props.idleTimeout ?? Duration.minutes(15)).toMinutes() },
      maximumCapacity: { cpu: `${maxCpus} vCPU`, memory: `${(props.maxMemory ?? Size.gibibytes(8 * maxCpus)).toGibibytes()} GB` },
      networkConfiguration: subnets && {
        subnetIds: subnets.map(({ subnetId }) => subnetId), securityGroupIds: securityGroups?.map(({ securityGroupId }) => securityGroupId),
      },
      interactiveConfiguration: interactive ? { livyEndpointEnabled: true } : undefined,
      monitoringConfiguration: this.logs && {
        s3MonitoringConfiguration: { logUri: this.logs.bucket.s3UrlForObject(this.logs.prefix), encryptionKeyArn: this.logs.bucket.encryptionKey?.keyArn },
        managedPersistenceMonitoringConfiguration: { enabled: false },
      },
    });
    this.applicationRef = resource.applicationRef;
    this.applicationId = resource.attrApplicationId;
    this.applicationArn = resource.attrArn;
  }

  /** Lets the role of a program write the logs that this application keeps in your bucket; does nothing where EMR keeps them. */
  public grantWriteLogs(grantee: iam.IGrantable): void {
    if (this.logs) {
      grantReadPrefix(this.logs.bucket, this.logs.prefix, grantee);
      grantWritePrefix(this.logs.bucket, this.logs.prefix, grantee);
    }
  }
}

function check(scope: Construct, props: EmrServerlessApplicationProps): void {
  const { releaseLabel, applicationName, idleTimeout, subnets, securityGroups, logPrefix } = props;
  new Mistakes(scope)
    .when(isKnown(releaseLabel) && !RELEASE.test(releaseLabel), {
      code: 'EmrReleaseLabel', property: 'releaseLabel', problem: "must look like 'emr-7.5.0'", value: releaseLabel, fix: 'Name a release of EMR, from 6.6.0 on.',
    })
    .when(isKnown(applicationName) && !NAME.test(applicationName), {
      code: 'EmrApplicationName', property: 'applicationName', problem: 'must have 1 to 64 letters, digits and ._/#-', value: applicationName, fix: 'Correct it, or leave it out.',
    })
    .add(IDLE_MINUTES.mistakeIn('idleTimeout', idleTimeout?.isUnresolved() ? undefined : idleTimeout?.toMinutes({ integral: false })))
    .add(CPUS.mistakeIn('maxCpus', props.maxCpus))
    .add(SUBNETS.mistakeInCount('subnets', subnets))
    .add(SECURITY_GROUPS.mistakeInCount('securityGroups', securityGroups))
    .when(securityGroups !== undefined && subnets === undefined, {
      code: 'NetworkIncomplete', property: 'subnets', problem: "is needed with 'securityGroups'", fix: 'Give both, or neither for the network of EMR.',
    })
    .when(isKnown(logPrefix) && /^\/|[*?]/.test(logPrefix), {
      code: 'S3KeyInvalid', property: 'logPrefix', problem: "must not start with a slash or hold '*' or '?'", value: logPrefix, fix: "Write it as the console shows it, for example 'logs/'.",
    })
    .when(logPrefix !== undefined && props.logs === undefined, {
      code: 'EmrLogPrefixUnused', property: 'logPrefix', problem: "has no effect without 'logs'", fix: 'Give a bucket, or leave it out.',
    })
    .throwIfAny();
}
