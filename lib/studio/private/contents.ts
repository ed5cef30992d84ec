import { RemovalPolicy, Stack, type CfnResource } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { invalid } from '../../core/internal/errors';
import type { IDomain } from '../domain-base';
import { StudioCleaner, type IStudioCleaner } from '../studio-cleaner';

/** What is in a domain, a profile or a space. */
export interface ContentsProps {
  readonly domain: IDomain;
  readonly userProfileName?: string;
  readonly spaceName?: string;
  /** Network of the home file system that SageMaker made, where the domain goes with it. */
  readonly homeVpcId?: string;
  /** What empties it, where that is not what empties the domain. */
  readonly cleaner?: IStudioCleaner;
}

/**
 * The contents of something: they go before it does, if its removal policy says that it goes.
 *
 * A home file system goes with its domain by a resource of its own, which is there before any profile or space: one that fails, and takes the first
 * deployment back, leaves no file system behind.
 */
export class Contents {
  private readonly others: IConstruct[] = [];
  private resources: { readonly contents: CfnResource; readonly homes?: CfnResource } | undefined;

  constructor(private readonly owner: Construct, private readonly props: ContentsProps) {}

  public follow(policy: RemovalPolicy): void {
    if (policy !== RemovalPolicy.DESTROY) {
      ['Contents', 'Homes'].forEach((id) => this.owner.node.tryRemoveChild(id));
      this.resources = undefined;
    } else if (!this.resources) {
      this.resources = this.make();
      this.others.forEach((other) => this.order(other));
    }
  }

  /** Tells of something that the template makes among the contents: all of them go in one sweep, before CloudFormation deletes one by one. */
  public include(other: IConstruct): void {
    if (Stack.of(other) === Stack.of(this.owner)) {
      this.others.push(other);
      this.order(other);
    }
  }

  private make(): { readonly contents: CfnResource; readonly homes?: CfnResource } {
    const { cleaner = this.props.domain._cleaner ?? StudioCleaner.shared(this.owner), homeVpcId, ...what } = this.props;
    const homes = homeVpcId === undefined ? undefined : cleaner._empty(this.owner, 'Homes', { ...what, homeVpcId });
    const contents = cleaner._empty(this.owner, 'Contents', what);
    if (homes) {
      contents.node.addDependency(homes);
    }
    return { contents, homes };
  }

  private order(other: IConstruct): void {
    this.resources?.contents.node.addDependency(other);
    if (this.resources?.homes) {
      other.node.defaultChild!.node.addDependency(this.resources.homes);
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
