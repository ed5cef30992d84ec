import { RemovalPolicy, Stack, type CfnResource } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { invalid } from '../../core/internal/errors';
import type { IDomain } from '../domain';
import { StudioCleaner, type IStudioCleaner } from '../studio-cleaner';

/** What is in a domain, a profile or a space. */
export interface ContentsProps {
  readonly domain: IDomain;
  readonly userProfileName?: string;
  readonly spaceName?: string;
  /** Network of the home file system that SageMaker made, where the domain goes with it. */
  readonly homeVpcId?: string;
  readonly cleaner: IStudioCleaner | undefined;
}

/** The contents of something: they go before it does, if its removal policy says that it goes. */
export class Contents {
  private readonly others: IConstruct[] = [];
  private resource: CfnResource | undefined;

  constructor(private readonly owner: Construct, private readonly props: ContentsProps) {}

  public follow(policy: RemovalPolicy): void {
    if (policy !== RemovalPolicy.DESTROY) {
      this.resource?.node.scope?.node.tryRemoveChild(this.resource.node.id);
      this.resource = undefined;
      return;
    }
    const { cleaner, ...contents } = this.props;
    this.resource ??= (cleaner ?? StudioCleaner.shared(this.owner))._empty(this.owner, contents);
    this.resource.node.addDependency(...this.others);
  }

  /** Tells of something that the template makes among the contents: all of them go in one sweep, before CloudFormation deletes one by one. */
  public include(other: IConstruct): void {
    if (Stack.of(other) === Stack.of(this.owner)) {
      this.others.push(other);
      this.resource?.node.addDependency(other);
    }
  }
}

/** Refuses to keep something whose domain goes: the domain cannot be deleted as long as it is there. */
export function checkKept(scope: Construct, policy: RemovalPolicy | undefined, domain: IDomain): void {
  if (policy !== undefined && policy !== RemovalPolicy.DESTROY && domain._removalPolicy === RemovalPolicy.DESTROY) {
    throw invalid(scope, {
      code: 'KeptInDestroyedDomain', property: 'removalPolicy', problem: 'cannot be kept when its domain is destroyed', value: policy,
      fix: "Keep the domain too, or leave 'removalPolicy' out.",
    });
  }
}
