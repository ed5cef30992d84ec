import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Annotations, ArnFormat, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { BoundImage } from '../container-image';
import type { MlflowTracking } from '../mlflow-tracking';
import { allow } from './allow';
import { arnOf } from './arns';
import { hasLocalStorage } from './instance-types';

/** Where a job is described: the construct that owns it, the role its container runs as, and where its results go. */
export interface JobSite {
  readonly scope: Construct;
  readonly role: iam.IRole;
  readonly encryptionKey?: kms.IKey;
  /** The run that the job is part of; left out where jobs are not run by anything that counts them. */
  readonly run?: JobRun;
  /** Where all jobs of this place are tracked, unless they say otherwise. */
  readonly mlflow?: MlflowTracking;
  /** `s3://` URI for a result; may hold pipeline references. */
  outputUri(output: string, keep: Keep): string;
}

/** What people find a job's records by. */
export interface JobRun {
  /** What has runs: the pipeline. May be a pipeline reference. */
  readonly of: string;
  /** The run's id; may be a pipeline reference. */
  readonly id: string;
  /** The part of the run that the job is; undefined where it is all of it. */
  readonly step?: string;
}

/** How long a result is wanted. */
export enum Keep {
  /** Of use to the run that made it: expires. */
  FOR_THE_RUN = 'runs',
  /** Belongs to a model version: stays. */
  WITH_THE_MODEL = 'models',
}

/** The request of an API call, by member; values may hold tokens. */
export type ApiRequest = Record<string, unknown>;

/** Encryption of a job's volume, unless the instance encrypts its local disks in hardware and takes no key. */
export function volumeKey(site: JobSite, instanceType: string): string | undefined {
  if (site.encryptionKey && Token.isUnresolved(instanceType)) {
    Annotations.of(site.scope).addWarningV2(
      'cdk-sagemaker-lifecycle:volumeKeyWithUnknownInstance',
      'instanceType: is chosen later, and the volume gets a key; a job on an instance with local storage (ml.g5, ml.m5d and the like) would be refused with one',
    );
    return site.encryptionKey.keyArn;
  }
  return hasLocalStorage(instanceType) ? undefined : site.encryptionKey?.keyArn;
}

/** Pulling an image; the log-in call supports no resource. */
export function grantPull(image: BoundImage, grantee: iam.IGrantable): void {
  if (!image.repositoryArn) {
    return;
  }
  allow(grantee, { actions: ['ecr:GetAuthorizationToken'], resourceArns: ['*'] }, 'Logging in to the registry supports no resource.');
  allow(grantee, {
    actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    resourceArns: [image.repositoryArn],
  });
}

/** Writing a job's log and instance metrics, to the log group SageMaker uses for its kind. */
export function grantJobTelemetry(scope: Construct, grantee: iam.IGrantable, kind: 'ProcessingJobs' | 'TrainingJobs' | 'TransformJobs'): void {
  const logGroup = arnOf(scope, {
    service: 'logs',
    resource: 'log-group',
    resourceName: `/aws/sagemaker/${kind}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  allow(grantee, {
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
    resourceArns: [logGroup, `${logGroup}:log-stream:*`],
  }, 'SageMaker names a log stream after each job.');
  allow(grantee, {
    actions: ['cloudwatch:PutMetricData'],
    resourceArns: ['*'],
    conditions: { StringEquals: { 'cloudwatch:namespace': `/aws/sagemaker/${kind}` } },
  }, 'Metrics support no resource; the condition names their namespace.');
}
