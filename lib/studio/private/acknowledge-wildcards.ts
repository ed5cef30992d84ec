import type * as iam from 'aws-cdk-lib/aws-iam';
import { Stack, Validations } from 'aws-cdk-lib/core';

/** What a value in a policy looks like once its tokens are resolved. */
type CfnValue = string | { readonly Ref?: string; readonly 'Fn::GetAtt'?: readonly string[]; readonly 'Fn::Join'?: readonly [string, readonly CfnValue[]] };

/**
 * Tells cdk-nag why exactly these wildcards stand in a policy; any other wildcard is still reported.
 *
 * cdk-nag names a wildcard by its text, with every reference in angle brackets.
 */
export function acknowledgeWildcards(policy: iam.Policy, reason: string): void {
  const document = Stack.of(policy).resolve(policy.document) as { Statement: { Resource: CfnValue | CfnValue[] }[] };
  for (const statement of document.Statement) {
    for (const resource of [statement.Resource].flat().map(flattened)) {
      if (resource.includes('*')) {
        Validations.of(policy).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`, reason });
      }
    }
  }
}

function flattened(value: CfnValue): string {
  if (typeof value === 'string') {
    return value.replace(/\$\{/g, '<').replace(/\}/g, '>');
  }
  if (value['Fn::Join']) {
    const [delimiter, parts] = value['Fn::Join'];
    return parts.map(flattened).join(delimiter);
  }
  if (value['Fn::GetAtt']) {
    return `<${value['Fn::GetAtt'].join('.')}>`;
  }
  return value.Ref ? `<${value.Ref}>` : JSON.stringify(value);
}
