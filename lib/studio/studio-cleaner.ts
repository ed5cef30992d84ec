import * as iam from 'aws-cdk-lib/aws-iam';
import type { CfnResource } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { HandlerOptions } from '../core';
import { STUDIO_CONTENTS_RESOURCE_TYPE, type StudioContentsProperties } from '../core/contract';
import { acknowledgeWildcards, allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { handledResource } from '../core/internal/handled-resource';
import { longWork, type LongWork } from '../core/internal/long-work';
import { sharedInStack } from '../core/internal/shared-in-stack';
import type { IDomain } from './domain-base';
import { cleanUpDefinition } from './private/clean-up-definition';
import { nearDomain } from './private/near-domain';

/** What is emptied before it is deleted. */
interface Contents {
  readonly domain: IDomain;
  readonly userProfileName?: string;
  readonly spaceName?: string;
  readonly homeVpcId?: string;
}

/** Something that empties domains, profiles and spaces before they are deleted. One can serve several stacks. */
export interface IStudioCleaner extends IConstruct {
  /**
   * Empties something when it leaves its stack.
   *
   * @internal
   */
  _empty(owner: Construct, id: string, contents: Contents): CfnResource;
}

const WHY_LISTING_IS_WIDE = 'Listing supports no resource; what is listed can be deleted only in the domains that are to be emptied.';
const WHY_CONTENTS_ARE_WIDE = 'Apps and spaces are named by the people who make them; the domain is fixed.';
const WHY_GROUPS_ARE_WIDE = 'SageMaker makes the security groups, so their ids are not known; the network is fixed, and so is that SageMaker made them.';

/**
 * Empties Studio before it is deleted: the service deletes no domain, profile or space in which something is.
 *
 * A function that takes one step, and a state machine that calls it until nothing is left; each with its log, role, dead-letter queue and alarm. Idle it costs
 * its two alarms, about 0.20 USD a month; a deletion costs less than a cent.
 */
export class StudioCleaner extends Construct implements IStudioCleaner {
  /** The cleaner that everything in a stack shares. */
  public static shared(scope: Construct): IStudioCleaner {
    return sharedInStack(scope, 'SageMakerStudioCleaner', (stack, id) => new StudioCleaner(stack, id));
  }

  private readonly work: LongWork;

  constructor(scope: Construct, id: string, props: HandlerOptions = {}) {
    super(scope, id);
    this.work = longWork(this, {
      ...props,
      handler: 'clean-studio',
      description: 'Empties Studio domains, profiles and spaces before they are deleted',
      definition: cleanUpDefinition,
      purpose: 'empty Studio',
      failures: 'domains, profiles and spaces of Studio that could not be emptied',
    });
    allow(this.work.handler, { actions: ['sagemaker:ListApps', 'sagemaker:ListSpaces', 'sagemaker:ListUserProfiles'], resourceArns: ['*'] }, WHY_LISTING_IS_WIDE);
  }

  /** @internal */
  public _empty(owner: Construct, id: string, { domain, userProfileName, spaceName, homeVpcId }: Contents): CfnResource {
    const { handler, machine, starting } = this.work;
    const properties: StudioContentsProperties = {
      StateMachineArn: machine.stateMachineArn, DomainId: domain.domainId, UserProfileName: userProfileName, SpaceName: spaceName, HomeVpcId: homeVpcId,
    };
    const resource = handledResource(owner, id, STUDIO_CONTENTS_RESOURCE_TYPE, handler, properties);
    // Deleted in the opposite order: the contents first, then what they were in and the permission to delete them.
    resource.node.addDependency(owner.node.defaultChild!, starting, this.permissionOn(owner, domain));
    if (homeVpcId !== undefined) {
      resource.node.addDependency(...this.permissionOnHomes(owner, domain, homeVpcId));
    }
    return resource;
  }

  /**
   * For each domain by itself, and beside the role: an update that takes a domain out of the stack updates the role first and deletes the domain then, which
   * would have lost its permission by that time.
   */
  private permissionOn(owner: Construct, domain: IDomain): iam.Policy {
    const policy = nearDomain(owner, domain, 'CleanUp', (scope, id) => this.policyOn(scope, id, domain));
    policy.attachToRole(this.work.handler.role);
    return policy;
  }

  private policyOn(scope: Construct, id: string, domain: IDomain): iam.Policy {
    const below = (resource: string) => arnOf(domain, { service: 'sagemaker', resource, resourceName: `${domain.domainId}/*` });
    const permissions = [['sagemaker:DeleteApp', below('app')], ['sagemaker:DeleteSpace', below('space')], ['sagemaker:DeleteUserProfile', below('user-profile')]];
    const policy = new iam.Policy(scope, id, {
      statements: permissions.map(([action, resource]) => new iam.PolicyStatement({ actions: [action], resources: [resource] })),
    });
    acknowledgeWildcards(policy, permissions.map(([, resource]) => resource), WHY_CONTENTS_ARE_WIDE);
    return policy;
  }

  private permissionOnHomes(owner: Construct, domain: IDomain, vpcId: string): iam.Policy[] {
    const groups = arnOf(owner, { service: 'ec2', resource: 'security-group', resourceName: '*' });
    const freeing = new iam.Policy(owner, 'CleanUpGroups', {
      roles: [this.work.machine.role],
      statements: [
        // EC2's permission reference offers no resource for describing; what is found can be changed only with the statement below.
        new iam.PolicyStatement({ actions: ['ec2:DescribeSecurityGroups'], resources: ['*'] }),
        new iam.PolicyStatement({
          actions: ['ec2:DeleteSecurityGroup', 'ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress'],
          resources: [groups],
          conditions: {
            ArnEquals: { 'ec2:Vpc': arnOf(owner, { service: 'ec2', resource: 'vpc', resourceName: vpcId }) },
            StringLike: { 'aws:ResourceTag/ManagedByAmazonSageMakerResource': '*' },
          },
        }),
      ],
    });
    acknowledgeWildcards(freeing, ['*', groups], WHY_GROUPS_ARE_WIDE);
    const deleting = new iam.Policy(owner, 'CleanUpDomain', {
      roles: [this.work.handler.role],
      statements: [new iam.PolicyStatement({ actions: ['sagemaker:DeleteDomain', 'sagemaker:DescribeDomain'], resources: [domain.domainArn] })],
    });
    return [freeing, deleting];
  }
}
