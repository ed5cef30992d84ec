import * as iam from 'aws-cdk-lib/aws-iam';
import { Aws } from 'aws-cdk-lib/core';
import { allow } from '../core/internal/allow';
import { invalid } from '../core/internal/errors';
import { NameRule } from '../core/internal/names';

const PUBLIC_HUB = 'SageMakerPublicHub';
/** The public hub belongs to no account. */
const OF_AWS = 'aws';
const LOOK_AT_HUB = ['sagemaker:DescribeHub', 'sagemaker:ListHubContents'];
const LOOK_AT_CONTENT = ['sagemaker:DescribeHubContent', 'sagemaker:ListHubContentVersions'];

/**
 * A hub of models that people find in Studio under JumpStart: the public one, or a private one with the models that somebody chose for them.
 *
 * Nobody in a domain may look into a hub before it is granted, so a private hub that is granted alone is all that people find. Looking is not using: what
 * deploying and tuning a model takes is granted by itself.
 */
export class ModelHub {
  /** The public hub, with the models of SageMaker JumpStart. */
  public static readonly JUMPSTART = new ModelHub(PUBLIC_HUB, OF_AWS);

  /**
   * A private hub of the account and region.
   *
   * @param hubName its name, as `AWS::SageMaker::Hub` has it
   */
  public static named(hubName: string): ModelHub {
    const mistake = NameRule.of('Hub.HubName').mistakeIn('hubName', hubName);
    if (mistake) {
      throw invalid(undefined, { ...mistake, fix: 'Give the name of the hub, not its ARN or display name; the SageMaker console lists it.' });
    }
    return new ModelHub(hubName, Aws.ACCOUNT_ID);
  }

  private constructor(private readonly hubName: string, private readonly account: string) {}

  /** Lets people see what is in the hub: a domain, a profile or a role. They see the names of other hubs too, and nothing of what is in them. */
  public grantBrowse(grantee: iam.IGrantable): void {
    allow(grantee, { actions: LOOK_AT_HUB, resourceArns: [this.hubArn] });
    allow(grantee, { actions: LOOK_AT_CONTENT, resourceArns: [this.hubArn, this.contents] }, 'Models of a hub are named by whoever puts them there; the hub is fixed.');
    allow(grantee, { actions: ['sagemaker:ListHubs'], resourceArns: ['*'] }, 'Listing hubs supports no resource; what is in them can be seen with the other statements alone.');
  }

  /** Refuses people to see what is in the hub, whatever else their role allows: for roles made elsewhere, which may allow a lot. */
  public denyBrowse(grantee: iam.IGrantable): void {
    const { statementAdded } = grantee.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({
      effect: iam.Effect.DENY, actions: [...LOOK_AT_HUB, ...LOOK_AT_CONTENT], resources: [this.hubArn, this.contents],
    }));
    if (!statementAdded) {
      throw invalid(undefined, {
        code: 'HubNotRefused', property: 'denyBrowse', problem: `nothing can be added to what this principal may do, so '${this.hubName}' stays open to it`,
        fix: 'Refuse the hub where the role is made.',
      });
    }
  }

  private get hubArn(): string {
    return this.arn('hub', this.hubName);
  }

  private get contents(): string {
    return this.arn('hub-content', `${this.hubName}/*`);
  }

  private arn(resource: string, name: string): string {
    return `arn:${Aws.PARTITION}:sagemaker:${Aws.REGION}:${this.account}:${resource}/${name}`;
  }
}
