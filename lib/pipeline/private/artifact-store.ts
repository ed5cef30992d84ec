import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Stack, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { MlflowTracking } from '../../core';
import { allow } from '../../core/internal/allow';
import { type JobSite, Keep } from '../../core/internal/job-site';
import { grantKey, grantReadPrefix, grantUseOfKey, grantVolumeKey, grantWritePrefix } from '../../core/internal/s3-grants';
import { secureBucket } from '../../core/internal/secure-bucket';
import type { RemovalPermission } from '../../core/internal/until-gone';
import { ExecutionVariable } from '../execution-variable';

const KEEPS = [Keep.FOR_THE_RUN, Keep.WITH_THE_MODEL];

/** Where a pipeline's definition is kept, when it is not in the template. */
export interface DefinitionStore {
  readonly bucketName: string;
  readonly prefix: string;
  readonly encryptionKeyArn?: string;
  /** What it takes to delete definitions of the stack. */
  readonly removing: readonly RemovalPermission[];
  /** Writing definitions of the stack. */
  grantWrite(writer: iam.IGrantable): void;
}

/** Where a pipeline's results go: `s3://<bucket>/<runs|models>/<pipeline>/<execution>/<step>/<output>`. */
export class ArtifactStore {
  public readonly bucket: s3.IBucket;
  private readonly encryptionKey: kms.IKey | undefined;

  constructor(
    scope: Construct, private readonly pipelineName: string, bucket?: s3.IBucket, encryptionKey?: kms.IKey, private readonly mlflow?: MlflowTracking,
  ) {
    this.bucket = bucket ?? ownBucket(scope, encryptionKey);
    this.encryptionKey = encryptionKey ?? this.bucket.encryptionKey;
  }

  /** Jobs read each other's results and write their own; the pipeline reads metrics and registers models. */
  public grantUse(pipelineRole: iam.IRole, jobRole: iam.IRole): void {
    this.grantRead(jobRole);
    this.grantWrite(jobRole);
    grantReadPrefix(this.bucket, this.prefix(Keep.WITH_THE_MODEL), pipelineRole);
    if (this.encryptionKey) {
      grantVolumeKey(this.encryptionKey, pipelineRole);
      // Metrics are encrypted with this key, whatever the bucket's own is; registering a model encrypts what the registry keeps of it.
      grantKey(this.encryptionKey, pipelineRole, 'kms:Decrypt', 'kms:GenerateDataKey');
    }
  }

  /** Reading what steps made. */
  public grantRead(role: iam.IRole): void {
    KEEPS.forEach((keep) => grantReadPrefix(this.bucket, this.prefix(keep), role));
    grantKey(this.encryptionKey, role, 'kms:Decrypt');
  }

  /** Reading metrics and what else is kept with models. */
  public grantReadModels(grantee: iam.IGrantable): void {
    grantReadPrefix(this.bucket, this.prefix(Keep.WITH_THE_MODEL), grantee);
    grantKey(this.encryptionKey, grantee, 'kms:Decrypt');
  }

  /** Writing what a step makes, by a job whose volume is encrypted too. */
  public grantWrite(role: iam.IRole): void {
    KEEPS.forEach((keep) => grantWritePrefix(this.bucket, this.prefix(keep), role));
    if (this.encryptionKey) {
      grantUseOfKey(this.encryptionKey, role);
      grantVolumeKey(this.encryptionKey, role);
    }
  }

  /** Deleting what a step makes, in any run. */
  public grantDelete(role: iam.IRole, stepName: string): void {
    const resourceArns = KEEPS.map((keep) => this.bucket.arnForObjects(`${this.prefix(keep)}*/${stepName}/*`));
    allow(role, { actions: ['s3:DeleteObject'], resourceArns }, 'Runs get their ids when they start; what a step makes lies below its name.');
  }

  /**
   * Where the definition goes: `definitions/<stack>/<pipeline>/`. A writer is given the stack's part, so that a pipeline may get another name.
   *
   * AWS does not say with whose permission the service reads it, that of the pipeline or of whoever deploys. The pipeline may; the CDK's deployment role can.
   */
  public definitionStore(scope: Construct, pipelineRole: iam.IRole): DefinitionStore {
    const { bucket, encryptionKey } = this;
    const ofStack = `definitions/${Stack.of(scope).stackName}/`;
    const prefix = `${ofStack}${this.pipelineName}/`;
    const resourceArns = [bucket.arnForObjects(`${ofStack}*`)];
    const whyWildcards = 'Definitions get their names from what they hold; they lie below the prefix of their stack.';
    allow(pipelineRole, { actions: ['s3:GetObject'], resourceArns: [bucket.arnForObjects(`${prefix}*`)] }, 'Definitions get their names from what they hold.');
    grantKey(encryptionKey, pipelineRole, 'kms:Decrypt');
    return {
      bucketName: bucket.bucketName,
      prefix,
      encryptionKeyArn: encryptionKey?.keyArn,
      removing: [{ actions: ['s3:DeleteObject'], resourceArns, whyWildcards }],
      grantWrite: (writer) => {
        allow(writer, { actions: ['s3:PutObject'], resourceArns }, whyWildcards);
        grantKey(encryptionKey, writer, 'kms:GenerateDataKey');
      },
    };
  }

  public jobSite(scope: Construct, role: iam.IRole, stepName: string): JobSite {
    return {
      scope,
      role,
      encryptionKey: this.encryptionKey,
      run: { of: ExecutionVariable.PIPELINE_NAME.valueAsString, id: ExecutionVariable.PIPELINE_EXECUTION_ID.valueAsString, step: stepName },
      mlflow: this.mlflow,
      outputUri: (output, keep) =>
        this.bucket.s3UrlForObject(`${this.prefix(keep)}${ExecutionVariable.PIPELINE_EXECUTION_ID}/${stepName}/${output}`),
    };
  }

  private prefix(keep: Keep): string {
    return `${keep}/${this.pipelineName}/`;
  }
}

function ownBucket(scope: Construct, encryptionKey: kms.IKey | undefined): s3.IBucket {
  const bucket = secureBucket(scope, 'Artifacts', { encryptionKey, expirations: { [`${Keep.FOR_THE_RUN}/`]: Duration.days(90) } });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions::AwsSolutions-S1',
    reason: "The results of one pipeline's jobs alone; who wants access logs gives a bucket that has them.",
  });
  return bucket;
}
