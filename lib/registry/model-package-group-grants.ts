import * as iam from 'aws-cdk-lib/aws-iam';
import type { IModelPackageGroup } from './model-package-group';

/** Permissions on a model package group and its versions. */
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

  /** Approve and reject versions, and describe them. */
  public approve(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, 'sagemaker:UpdateModelPackage', 'sagemaker:DescribeModelPackage', 'sagemaker:ListModelPackages');
  }

  /** See the versions. */
  public read(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, 'sagemaker:DescribeModelPackage', 'sagemaker:DescribeModelPackageGroup', 'sagemaker:ListModelPackages');
  }

  private actions(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [this.group.modelPackageGroupArn, this.group.modelPackagesArn] });
  }
}
