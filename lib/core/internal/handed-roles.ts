import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { Conventions } from '../conventions';
import { allow } from './allow';
import { arnOf } from './arns';
import { invalid, type Mistake } from './errors';

/** What hands roles over, as its users call it; error codes start with it. */
export type RoleHander = 'reconciler' | 'runner';

/** The roles that a shared construct hands to SageMaker by one permission: those on the IAM path of its conventions. */
export class HandedRoles {
  private readonly path: string;

  /** Refuses the path that all roles of the account are on. */
  constructor(private readonly scope: IConstruct, private readonly hander: RoleHander) {
    this.path = Conventions.of(scope).rolePath;
    if (this.path === '/') {
      throw invalid(scope, {
        code: `${this.code}Wide`, property: 'namePrefix',
        problem: `would let the ${hander} hand over every role of the account: the conventions' role path is '/'`,
        fix: "Apply Conventions with a 'rolePath' of their own.",
      });
    }
  }

  public allowPassing(grantee: iam.IGrantable): void {
    allow(grantee, {
      actions: ['iam:PassRole'],
      resourceArns: [arnOf(this.scope, { service: 'iam', region: '', resource: 'role', resourceName: `${this.path.slice(1)}*` })],
      conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    }, "Roles lie on the platform's path; they get their names when they are made.");
  }

  /** What is wrong where the roles of a user lie elsewhere. */
  public mistakeIn(user: IConstruct): Mistake | undefined {
    const { rolePath } = Conventions.of(user);
    return rolePath.startsWith(this.path) ? undefined : {
      code: `${this.code}Differs`, property: this.hander, problem: `hands over roles on the path '${this.path}' alone`, value: rolePath,
      fix: `Apply Conventions with the same 'rolePath' to both, or use another ${this.hander}.`,
    };
  }

  private get code(): string {
    return `${this.hander[0].toUpperCase()}${this.hander.slice(1)}RolePath`;
  }
}
