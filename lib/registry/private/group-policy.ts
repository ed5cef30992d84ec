import * as iam from 'aws-cdk-lib/aws-iam';
import { Lazy, type IResolvable } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { arnOf } from '../../core/internal/arns';
import { invalid } from '../../core/internal/errors';

/** What a model package group lets others do, as its own policy says it. */
export class GroupPolicy {
  private readonly document = new iam.PolicyDocument();
  private readonly groupArn: string;

  constructor(private readonly group: IConstruct, groupName: string, private readonly versionsArn: string) {
    // The attribute of the group would make the group wait for itself.
    this.groupArn = arnOf(group, { service: 'sagemaker', resource: 'model-package-group', resourceName: groupName });
  }

  /** The policy as a property of the group; none as long as nobody is let in. */
  public asAny(): IResolvable {
    return Lazy.any({ produce: () => (this.document.isEmpty ? undefined : this.document) });
  }

  /** Lets principals see the group and its versions. */
  public addReaders(property: string, principals: readonly iam.IPrincipal[]): void {
    principals.forEach((principal) => {
      this.refuseEverybody(property, principal);
      this.let(principal, ['sagemaker:DescribeModelPackageGroup'], this.groupArn);
      // Listing is authorised on versions; naming the group as well costs nothing and holds should that change.
      this.let(principal, ['sagemaker:ListModelPackages'], this.groupArn, this.versionsArn);
      this.let(principal, ['sagemaker:DescribeModelPackage'], this.versionsArn);
    });
  }

  /** Lets principals see the group and its versions, and make models of them. */
  public addDeployers(property: string, principals: readonly iam.IPrincipal[]): void {
    this.addReaders(property, principals);
    principals.forEach((principal) => this.let(principal, ['sagemaker:CreateModel'], this.versionsArn));
  }

  private let(principal: iam.IPrincipal, actions: string[], ...resources: string[]): void {
    this.document.addStatements(new iam.PolicyStatement({ principals: [principal], actions, resources }));
  }

  private refuseEverybody(property: string, { policyFragment }: iam.IPrincipal): void {
    const isEverybody = Object.values(policyFragment.principalJson).flat().includes('*');
    if (isEverybody && Object.keys(policyFragment.conditions).length === 0) {
      throw invalid(this.group, {
        code: 'GroupSharedWithEverybody', property, problem: 'would show the versions to every account of AWS',
        fix: "Name accounts, such as new iam.AccountPrincipal('123456789012'), or an organisation.",
      });
    }
  }
}
