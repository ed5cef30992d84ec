import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Validations, type RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { S3Place } from '../../core';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { Mistakes, isKnown, type Mistake } from '../../core/internal/errors';
import { folderOf, mistakeInKey } from '../../core/internal/places';
import { sagemakerRole } from '../../core/internal/roles';
import { grantReadPrefix, grantWritePrefix } from '../../core/internal/s3-grants';
import { secureBucket } from '../../core/internal/secure-bucket';

const MAINTENANCE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun):([01]\d|2[0-3]):[0-5]\d$/;

export interface MlflowStoreOptions {
  readonly artifacts?: S3Place;
  readonly role?: iam.IRole;
  readonly removalPolicy?: RemovalPolicy;
}

/** Where MLflow keeps files, and the role it does so with. */
export class MlflowStore {
  public readonly artifacts: S3Place;
  public readonly role: iam.IRole;

  constructor(scope: Construct, options: MlflowStoreOptions, registersModels: boolean) {
    new Mistakes(scope).add(mistakeInKey('artifacts.prefix', options.artifacts?.prefix ?? '')).throwIfAny();
    this.artifacts = options.artifacts ?? { bucket: ownBucket(scope, options.removalPolicy) };
    this.role = options.role ?? sagemakerRole(scope, 'Role', `Keeps the artifacts of MLflow in ${scope.node.path}`);
    const folder = folderOf(this.artifacts);
    grantReadPrefix(this.artifacts.bucket, folder, this.role);
    grantWritePrefix(this.artifacts.bucket, folder, this.role);
    if (registersModels) {
      registerModels(scope, this.role);
    }
  }
}

function ownBucket(scope: Construct, removalPolicy: RemovalPolicy | undefined): s3.IBucket {
  const bucket = secureBucket(scope, 'Artifacts', { removalPolicy });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions::AwsSolutions-S1',
    reason: 'The artifacts of one MLflow alone; who wants access logs gives a bucket that has them.',
  });
  return bucket;
}

/** Source: the developer guide on the IAM permissions of MLflow. */
function registerModels(scope: Construct, role: iam.IRole): void {
  allow(role, {
    actions: [
      'sagemaker:AddTags', 'sagemaker:CreateModelPackage', 'sagemaker:CreateModelPackageGroup', 'sagemaker:DescribeModelPackageGroup', 'sagemaker:UpdateModelPackage',
    ],
    resourceArns: ['model-package', 'model-package-group'].map((resource) => arnOf(scope, { service: 'sagemaker', resource, resourceName: '*' })),
  }, 'Groups and versions get their names from the models that people log.');
}

export function mistakeInMaintenance(value: string | undefined): Mistake | undefined {
  return isKnown(value) && !MAINTENANCE.test(value)
    ? { code: 'MaintenanceInvalid', property: 'maintenance', problem: 'must be a day and a time in UTC', value, fix: "Write it like 'Tue:03:30'." }
    : undefined;
}
