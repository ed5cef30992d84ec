import * as iam from 'aws-cdk-lib/aws-iam';
import { Names, Stack, type RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { invalid } from './errors';
import { PolicyPart, PolicyRoom } from './policy-part';

/** Settings of a role. */
export interface ServiceRoleProps {
  readonly path: string;
  readonly description: string;
  /** The service that assumes the role, such as `sagemaker.amazonaws.com`. */
  readonly service: string;
  /** What must hold for it to do so. */
  readonly conditions?: Record<string, unknown>;
}

/** Inline policies of a role may have this many characters together, a managed policy fewer; AWS attaches ten of those by default. */
const INLINE_SIZE = 10_240;
const MANAGED_SIZE = 6_144;
const MANAGED_POLICIES = 10;

/**
 * A role that a service assumes, for constructs of which an app has many.
 *
 * It is made of the L1 resources that `iam.Role` would make, and knows its permissions as statements until the template is written. `iam.Role` makes
 * a document of them for each of CDK's passes and compares its statements pairwise, which took half of the time that fifty models needed to synthesise.
 * What outgrows an inline policy goes into managed ones.
 */
export class ServiceRole extends Construct implements iam.IRole {
  public readonly roleArn: string;
  public readonly roleName: string;
  public readonly roleRef: iam.RoleReference;
  public readonly grantPrincipal: iam.IPrincipal = this;
  public readonly assumeRoleAction = 'sts:AssumeRole';
  public readonly policyFragment: iam.PrincipalPolicyFragment;
  public readonly principalAccount: string;
  public readonly stack: Stack;
  public readonly env: { readonly account: string; readonly region: string };

  private readonly resource: iam.CfnRole;
  private readonly parts: PolicyPart[] = [];
  private readonly inlineRoom = new PolicyRoom(INLINE_SIZE);
  private managedPolicies = 0;

  constructor(scope: Construct, id: string, private readonly props: ServiceRoleProps) {
    super(scope, id);
    this.stack = Stack.of(this);
    const { account, region } = this.stack;
    this.env = { account, region };
    this.principalAccount = account;
    this.resource = new iam.CfnRole(this, 'Resource', {
      path: props.path,
      description: props.description,
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Action: this.assumeRoleAction, Effect: 'Allow', Principal: { Service: props.service },
          ...(props.conditions && { Condition: props.conditions }),
        }],
      },
    });
    this.roleArn = this.resource.attrArn;
    this.roleName = this.resource.ref;
    this.roleRef = this.resource.roleRef;
    this.policyFragment = new iam.ArnPrincipal(this.roleArn).policyFragment;
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const part = this.parts.find((each) => each.add(statement)) ?? this.addPart(statement);
    return { statementAdded: true, policyDependable: part };
  }

  /** Adds resources to one of the role's statements; says no where there is no room for them. */
  public widen(statement: iam.PolicyStatement, resourceArns: readonly string[]): boolean {
    return this.parts.some((part) => part.widen(statement, resourceArns));
  }

  /** Permissions as a policy by itself, which others may depend on; nothing else is added to it. */
  public setAside(scope: Construct, id: string, statements: readonly iam.PolicyStatement[]): PolicyPart {
    const own = new Construct(scope, id);
    const part = this.inlineRoom.holds(PolicyPart.sizeOf(statements))
      ? this.inlinePart(own, 'Resource', Names.uniqueResourceName(own, { maxLength: 128 }))
      : this.managedPart(own, 'Managed', `${this.props.description}, for ${own.node.path}`);
    statements.forEach((each) => this.addTo(part, each));
    return part;
  }

  public addManagedPolicy(policy: iam.IManagedPolicy): void {
    this.resource.managedPolicyArns = [...new Set([...this.resource.managedPolicyArns ?? [], policy.managedPolicyArn])];
  }

  public attachInlinePolicy(policy: iam.Policy): void {
    policy.attachToRole(this);
  }

  public grant(grantee: iam.IPrincipal, ...actions: string[]): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [this.roleArn] });
  }

  public grantPassRole(grantee: iam.IPrincipal): iam.Grant {
    return this.grant(grantee, 'iam:PassRole');
  }

  public grantAssumeRole(grantee: iam.IPrincipal): iam.Grant {
    return this.grant(grantee, this.assumeRoleAction);
  }

  public applyRemovalPolicy(policy: RemovalPolicy): void {
    this.resource.applyRemovalPolicy(policy);
  }

  private addPart(statement: iam.PolicyStatement): PolicyPart {
    const number = this.parts.length + 1;
    const part = number === 1 && this.inlineRoom.holds(PolicyPart.sizeOf([statement]))
      ? this.inlinePart(this, 'Policy', 'Permissions')
      : this.managedPart(this, `Policy${number}`, `${this.props.description}, part ${number}`);
    this.parts.push(part);
    this.addTo(part, statement);
    return part;
  }

  private addTo(part: PolicyPart, statement: iam.PolicyStatement): void {
    if (!part.add(statement)) {
      throw invalid(this, {
        code: 'StatementSize', property: 'role', problem: `a statement with ${statement.resources.length} resources is larger than a policy may be`,
        fix: 'Grant a prefix instead of single objects, or give a role of your own.',
      });
    }
  }

  private inlinePart(scope: Construct, id: string, policyName: string): PolicyPart {
    return PolicyPart.of(scope, this.inlineRoom, (policyDocument) => new iam.CfnPolicy(scope, id, { policyName, policyDocument, roles: [this.roleName] }));
  }

  private managedPart(scope: Construct, id: string, description: string): PolicyPart {
    this.managedPolicies += 1;
    if (this.managedPolicies > MANAGED_POLICIES) {
      throw invalid(this, {
        code: 'RolePermissionsCount', property: 'role', problem: `needs more permissions than ${MANAGED_POLICIES} managed policies hold`,
        fix: 'Split what uses the role, or give a role of your own.',
      });
    }
    return PolicyPart.of(scope, new PolicyRoom(MANAGED_SIZE), (policyDocument) => new iam.CfnManagedPolicy(scope, id, {
      path: this.props.path, description, policyDocument, roles: [this.roleName],
    }));
  }
}
