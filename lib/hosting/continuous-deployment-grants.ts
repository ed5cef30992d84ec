import type * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from '../core/internal/allow';
import type { ContinuousDeployment } from './continuous-deployment';

/** Permissions on an endpoint that follows the registry. */
export class ContinuousDeploymentGrants {
  /** The permissions on an endpoint. */
  public static fromContinuousDeployment(deployment: ContinuousDeployment): ContinuousDeploymentGrants {
    return new ContinuousDeploymentGrants(deployment);
  }

  private constructor(private readonly deployment: ContinuousDeployment) {}

  /** Ask the model. */
  public invoke(grantee: iam.IGrantable): iam.Grant {
    return this.allow(grantee, 'sagemaker:InvokeEndpoint');
  }

  /** See which version serves, and how it is. */
  public describe(grantee: iam.IGrantable): iam.Grant {
    return this.allow(grantee, 'sagemaker:DescribeEndpoint');
  }

  private allow(grantee: iam.IGrantable, action: string): iam.Grant {
    return allow(grantee, { actions: [action], resourceArns: [this.deployment.endpointArn] });
  }
}
