import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack, Validations } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';

/** Actions on resources. */
export interface Permission {
  readonly actions: string[];
  readonly resourceArns: string[];
  readonly conditions?: Record<string, Record<string, unknown>>;
}

/**
 * Gives a principal a permission, and tells reviewers why its resources have wildcards, where they do.
 *
 * Exactly these wildcards are acknowledged to cdk-nag; one that somebody else adds to the same role is still reported.
 */
export function allow(grantee: iam.IGrantable, permission: Permission, whyWildcards?: string): iam.Grant {
  const grant = iam.Grant.addToPrincipal({ grantee, ...permission });
  const principal: unknown = grantee.grantPrincipal;
  if (whyWildcards !== undefined && Construct.isConstruct(principal)) {
    acknowledgeWildcards(principal, permission.resourceArns, whyWildcards);
  }
  return grant;
}

/**
 * Acknowledges wildcards in the policies of a construct and of those below it.
 *
 * cdk-nag names a wildcard by its text in the template, which is known only after references between stacks are settled:
 * that is when validations run.
 */
export function acknowledgeWildcards(scope: IConstruct, resourceArns: readonly string[], reason: string): void {
  scope.node.addValidation({
    validate: () => {
      const texts = resourceArns.map((arn) => inTemplate(Stack.of(scope).resolve(arn))).filter((text) => text.includes('*'));
      for (const text of new Set(texts)) {
        Validations.of(scope).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${text}]`, reason });
      }
      return [];
    },
  });
}

/** A resolved value as cdk-nag writes it: plain references in angle brackets, other functions as JSON. */
function inTemplate(value: unknown): string {
  if (typeof value === 'string') {
    return value.replace(/\$\{/g, '<').replace(/\}/g, '>');
  }
  const [[intrinsic, operand]] = Object.entries(value as Record<string, unknown>);
  switch (intrinsic) {
    case 'Fn::Join': {
      const [delimiter, parts] = operand as [string, unknown[]];
      return parts.map(inTemplate).join(delimiter);
    }
    case 'Fn::GetAtt':
      return `<${(operand as string[]).join('.')}>`;
    case 'Ref':
      return `<${operand as string}>`;
    default:
      return JSON.stringify(value);
  }
}
