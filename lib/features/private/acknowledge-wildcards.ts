import type * as iam from 'aws-cdk-lib/aws-iam';
import { Stack, Validations } from 'aws-cdk-lib/core';

interface ResolvedDocument {
  readonly Statement: readonly { readonly Resource: unknown }[];
}

/** Tells cdk-nag why the wildcards that a policy now holds are there; one that is added later is still reported. */
export function acknowledgeWildcards(policy: iam.Policy, reason: string): void {
  const document = Stack.of(policy).resolve(policy.document) as ResolvedDocument;
  const wildcards = document.Statement.flatMap((statement) => [statement.Resource].flat()).map(inWords).filter((resource) => resource.includes('*'));
  for (const wildcard of new Set(wildcards)) {
    Validations.of(policy).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${wildcard}]`, reason });
  }
}

/** A resource as cdk-nag writes it in a finding: references in angle brackets. */
function inWords(value: unknown): string {
  if (typeof value === 'string') {
    return value.replace(/\$\{/g, '<').replace(/\}/g, '>');
  }
  const [[intrinsic, operand]] = Object.entries(value as Record<string, unknown>);
  switch (intrinsic) {
    case 'Fn::Join': {
      const [delimiter, parts] = operand as [string, unknown[]];
      return parts.map(inWords).join(delimiter);
    }
    case 'Fn::GetAtt':
      return `<${(operand as string[]).join('.')}>`;
    case 'Ref':
      return `<${operand as string}>`;
    default:
      return JSON.stringify(value);
  }
}
