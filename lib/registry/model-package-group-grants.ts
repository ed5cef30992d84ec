import type * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from '../core/internal/allow';
import type { IModelPackageGroup } from './model-package-group';

/** Permissions on a model package group and its versions. They give no access to the models' artifacts in S3. */
export class ModelPackageGroupGrants {
  /** The permissions on a group, made here or elsewhere. */
  public static fromModelPackageGroup(group: IModelPackageGroup): ModelPackageGroupGrants {
    return new ModelPackageGroupGrants(group);
  }

  private constructor(private readonly group: IModelPackageGroup) {}

  /** Add versions. */
  public register(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, 'sagemaker:CreateModelPackage', 'sagemaker:DescribeModelPackage', 'sagemaker:AddTags');
  }

  /** Approve and reject versions, list and describe them. */
  public approve(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, 'sagemaker:UpdateModelPackage', 'sagemaker:DescribeModelPackage', 'sagemaker:ListModelPackages');
  }

  /** See the group and its versions. */
  public read(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, 'sagemaker:DescribeModelPackage', 'sagemaker:DescribeModelPackageGroup', 'sagemaker:ListModelPackages');
  }

  private actions(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    const { modelPackageGroupArn, modelPackagesArn } = this.group;
    return allow(grantee, { actions, resourceArns: [modelPackageGroupArn, modelPackagesArn] }, 'A version gets its number when it is registered.');
  }
}
