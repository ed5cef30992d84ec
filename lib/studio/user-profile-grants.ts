import * as iam from 'aws-cdk-lib/aws-iam';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';

/** Permissions on one person's Studio. */
export class UserProfileGrants {
  /** The permissions that can be given on a user profile. */
  public static fromUserProfile(userProfile: aws_sagemaker.IUserProfileRef): UserProfileGrants {
    return new UserProfileGrants(userProfile);
  }

  private constructor(private readonly userProfile: aws_sagemaker.IUserProfileRef) {}

  /** Lets a principal open Studio as this person; whoever may do so acts with the person's execution role. */
  public open(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['sagemaker:CreatePresignedDomainUrl'],
      resourceArns: [this.userProfile.userProfileRef.userProfileArn],
    });
  }
}
