import * as iam from 'aws-cdk-lib/aws-iam';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import { arnOf } from '../core/internal/arns';

/** Permissions on a Studio domain. */
export class DomainGrants {
  /** The permissions that can be given on a domain. */
  public static fromDomain(domain: aws_sagemaker.IDomainRef): DomainGrants {
    return new DomainGrants(domain);
  }

  private constructor(private readonly domain: aws_sagemaker.IDomainRef) {}

  /**
   * Lets a principal open Studio as any person of the domain, for example a portal that signs people in.
   *
   * To let one person open their own Studio, grant on the profile: `profile.grants.open(person)`.
   */
  public openAsAnyone(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['sagemaker:CreatePresignedDomainUrl'],
      resourceArns: [
        arnOf(this.domain, { service: 'sagemaker', resource: 'user-profile', resourceName: `${this.domain.domainRef.domainId}/*` }),
      ],
    });
  }
}
