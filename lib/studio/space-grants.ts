import type * as iam from 'aws-cdk-lib/aws-iam';
import { arnOf } from '../core/internal/arns';
import { allow } from '../core/internal/allow';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';

/** Permissions on a space. */
export class SpaceGrants {
  /** The permissions that can be given on a space. */
  public static fromSpace(space: aws_sagemaker.ISpaceRef): SpaceGrants {
    return new SpaceGrants(space);
  }

  private constructor(private readonly space: aws_sagemaker.ISpaceRef) {}

  /** Lets a principal start, look at and stop the app of the space, for example a schedule that ends the working day. */
  public runApps(grantee: iam.IGrantable): iam.Grant {
    const { domainId, spaceName } = this.space.spaceRef;
    return allow(grantee, {
      actions: ['sagemaker:CreateApp', 'sagemaker:DeleteApp', 'sagemaker:DescribeApp'],
      resourceArns: [arnOf(this.space, { service: 'sagemaker', resource: 'app', resourceName: `${domainId}/${spaceName}/*` })],
    }, 'Studio names the apps of a space.');
  }
}
