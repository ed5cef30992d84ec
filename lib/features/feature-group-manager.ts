import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { CfnResource } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { HandlerOptions } from '../core';
import type { FeatureGroupProperties } from '../core/contract';
import { acknowledgeWildcards } from '../core/internal/allow';
import { longWork, type LongWork } from '../core/internal/long-work';
import { sharedInStack } from '../core/internal/shared-in-stack';
import { groupMachineDefinition } from './private/group-machine';
import { ManagedGroup } from './private/managed-group';

/** A group that is to be made, and what its maker must be allowed. */
interface Managed {
  readonly properties: Omit<FeatureGroupProperties, 'StateMachineArn'>;
  /** ARN of the group, as SageMaker writes it. */
  readonly arn: string;
  readonly onlineEncryptionKey?: kms.IKey;
}

/** Something that makes, changes and deletes groups with lists, sets or vectors. One can serve groups of several stacks. */
export interface IFeatureGroupManager extends IConstruct {
  /**
   * Makes a group, and owns it from then on.
   *
   * @internal
   */
  _manage(owner: Construct, id: string, managed: Managed): CfnResource;
}

/** What whoever makes a group must be allowed with the key of its online store. Source: OnlineStoreSecurityConfig in SageMaker's API reference. */
const KEY_ACTIONS = [
  'kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ListGrants', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:RetireGrant',
  'kms:RevokeGrant',
];

/**
 * Makes, changes and deletes groups that have lists, sets or vectors, which CloudFormation's own resource cannot say.
 *
 * A function that takes one step, and a state machine that calls it until the group is as it shall be; each with its log, role, dead-letter queue and alarm.
 * Idle it costs its two alarms, about 0.20 USD a month; a deployment that changes a group costs less than three cents. A group in memory takes 10 to 15 minutes
 * to come and to go, and a deployment waits for 55 at most.
 *
 * It follows AWS's API reference, and was tried with a stand-in that checks requests against AWS's own model of them: no account was at hand.
 */
export class FeatureGroupManager extends Construct implements IFeatureGroupManager {
  /** The manager that all groups of a stack share. */
  public static shared(scope: Construct): IFeatureGroupManager {
    return sharedInStack(scope, 'SageMakerFeatureGroupManager', (stack, id) => new FeatureGroupManager(stack, id));
  }

  private readonly work: LongWork;

  constructor(scope: Construct, id: string, props: HandlerOptions = {}) {
    super(scope, id);
    this.work = longWork(this, {
      ...props,
      handler: 'manage-feature-group',
      description: 'Makes, changes and deletes feature groups with lists, sets or vectors',
      definition: groupMachineDefinition,
      purpose: 'make, change and delete feature groups',
      failures: 'feature groups that could not be made, changed or deleted',
    });
  }

  /** @internal */
  public _manage(owner: Construct, id: string, { properties, arn, onlineEncryptionKey }: Managed): CfnResource {
    const { handler, machine, starting } = this.work;
    const group = new ManagedGroup(owner, id, handler.function.functionArn, { StateMachineArn: machine.stateMachineArn, ...properties });
    // Made after what it takes to make it, and deleted before.
    group.node.addDependency(machine, starting, this.permissionOn(owner, arn, onlineEncryptionKey));
    return group;
  }

  /**
   * For each group by itself: an update that takes a group out of the stack updates the role first and deletes the group then, which would have lost its
   * permission by that time.
   */
  private permissionOn(owner: Construct, arn: string, key: kms.IKey | undefined): iam.Policy {
    const policy = new iam.Policy(owner, 'Management', {
      roles: [this.work.handler.role],
      statements: [
        new iam.PolicyStatement({
          actions: [
            'sagemaker:AddTags', 'sagemaker:CreateFeatureGroup', 'sagemaker:DeleteFeatureGroup', 'sagemaker:DeleteTags', 'sagemaker:DescribeFeatureGroup', 'sagemaker:ListTags',
            'sagemaker:UpdateFeatureGroup',
          ],
          resources: [arn],
        }),
        ...key ? [
          new iam.PolicyStatement({ actions: KEY_ACTIONS, resources: [key.keyArn] }),
          // KMS offers no resource for listing aliases, and SageMaker asks whether the caller may; what is listed can be used only with the statement before.
          new iam.PolicyStatement({ actions: ['kms:ListAliases'], resources: ['*'] }),
        ] : [],
      ],
    });
    acknowledgeWildcards(policy, key ? ['*'] : [], 'Listing the aliases of keys supports no resource, and SageMaker asks whether the caller may.');
    return policy;
  }
}
