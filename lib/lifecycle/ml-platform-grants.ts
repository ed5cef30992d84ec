import type * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import type { MlPlatform } from './ml-platform';

const WHY_PREFIX = 'One permission serves all models of a platform, whose names start with its prefix.';

/** Permissions on all models of a platform, those to come too. They give no access to data and artifacts in S3. */
export class MlPlatformGrants {
  /** The permissions on a platform's models. */
  public static fromMlPlatform(platform: MlPlatform): MlPlatformGrants {
    return new MlPlatformGrants(platform);
  }

  private constructor(private readonly platform: MlPlatform) {}

  /**
   * See pipelines, their runs and why they failed, registries with their versions, and feature groups.
   *
   * Lists and searches cannot be narrowed: they show what there is in the whole account, by name and tags.
   */
  public observe(grantee: iam.IGrantable): iam.Grant {
    const lists = allow(grantee, {
      actions: ['sagemaker:ListFeatureGroups', 'sagemaker:ListModelPackageGroups', 'sagemaker:ListPipelines', 'sagemaker:Search'],
      resourceArns: ['*'],
    }, 'Listing and searching know no resource to name.');
    const runs = this.onAll(grantee, ['pipeline'], [
      'sagemaker:DescribePipeline',
      'sagemaker:DescribePipelineDefinitionForExecution',
      'sagemaker:DescribePipelineExecution',
      'sagemaker:ListPipelineExecutions',
      'sagemaker:ListPipelineExecutionSteps',
      'sagemaker:ListPipelineParametersForExecution',
    ]);
    const versions = this.onAll(grantee, ['model-package-group', 'model-package'], [
      'sagemaker:DescribeModelPackage',
      'sagemaker:DescribeModelPackageGroup',
      'sagemaker:ListModelPackages',
    ]);
    const features = this.onAll(grantee, ['feature-group'], ['sagemaker:DescribeFeatureGroup']);
    return lists.combine(runs).combine(versions).combine(features);
  }

  /** Approve and reject versions of every model, list and describe them. */
  public approve(grantee: iam.IGrantable): iam.Grant {
    return this.onAll(grantee, ['model-package-group', 'model-package'], [
      'sagemaker:DescribeModelPackage',
      'sagemaker:ListModelPackages',
      'sagemaker:UpdateModelPackage',
    ]);
  }

  /** The runs of a pipeline and the versions of a registry have its name as part of theirs, so that the prefix covers them. */
  private onAll(grantee: iam.IGrantable, resources: string[], actions: string[]): iam.Grant {
    const { platform } = this;
    const resourceArns = resources.map((resource) => arnOf(platform, { service: 'sagemaker', resource, resourceName: `${platform.namePrefix}*` }));
    return allow(grantee, { actions, resourceArns }, WHY_PREFIX);
  }
}
