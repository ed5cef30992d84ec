import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack, Tokenization, Validations, type IResolvable } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import { ServiceRole } from './service-role';

/** Actions on resources. */
export interface Permission {
  readonly actions: string[];
  readonly resourceArns: string[];
  readonly conditions?: Record<string, Record<string, unknown>>;
}

/**
 * What a principal was given already, by actions and conditions. The steps of a pipeline ask for the same again and again, and a statement that grows is
 * much cheaper than many: CDK compares the statements of a policy pairwise, each time it looks at it.
 */
const given = new WeakMap<iam.IPrincipal, Map<string, Given>>();

interface Given {
  readonly grant: iam.Grant;
  readonly resourceArns: Set<string>;
}

/**
 * Gives a principal a permission, and tells reviewers why its resources have wildcards, where they do.
 *
 * Exactly these wildcards are acknowledged to cdk-nag; one that somebody else adds to the same role is still reported.
 */
export function allow(grantee: iam.IGrantable, permission: Permission, whyWildcards?: string): iam.Grant {
  const { grantPrincipal } = grantee;
  const { actions, resourceArns, conditions } = permission;
  const before = given.get(grantPrincipal) ?? new Map<string, Given>();
  given.set(grantPrincipal, before);
  const key = `${actions.join()}${conditions ? JSON.stringify(conditions) : ''}`;
  const earlier = before.get(key);
  const missing = earlier ? resourceArns.filter((arn) => !earlier.resourceArns.has(arn)) : resourceArns;
  if (earlier && missing.length === 0) {
    return earlier.grant;
  }
  const statement = earlier?.grant.principalStatement;
  const current = earlier && statement && widen(grantPrincipal, statement, missing)
    ? earlier
    : { grant: iam.Grant.addToPrincipal({ grantee, actions, resourceArns: missing, conditions }), resourceArns: new Set(earlier?.resourceArns) };
  missing.forEach((arn) => current.resourceArns.add(arn));
  before.set(key, current);
  const principal: unknown = grantPrincipal;
  if (Construct.isConstruct(principal)) {
    acknowledgeWildcards(principal, missing, whyWildcards);
  }
  return current.grant;
}

function widen(principal: iam.IPrincipal, statement: iam.PolicyStatement, resourceArns: readonly string[]): boolean {
  if (principal instanceof ServiceRole) {
    return principal.widen(statement, resourceArns);
  }
  if (statement.frozen) {
    return false;
  }
  statement.addResources(...resourceArns);
  return true;
}

/**
 * Acknowledges wildcards in the policies of a construct and of those below it.
 *
 * cdk-nag names a wildcard by its text in the template, which is known only after references between stacks are settled:
 * that is when validations run.
 */
export function acknowledgeWildcards(scope: IConstruct, resourceArns: readonly string[], reason: string | undefined): void {
  const wild = resourceArns.filter((arn) => arn.includes('*'));
  if (wild.length === 0 || reason === undefined) {
    return;
  }
  const known = reasons.get(scope);
  const reasonOf = known ?? new Map<string, string>();
  wild.forEach((arn) => reasonOf.set(arn, reason));
  if (!known) {
    reasons.set(scope, reasonOf);
    scope.node.addValidation({ validate: () => acknowledge(scope, reasonOf) });
  }
}

/** Why there are wildcards in the policies of a construct, by ARN. */
const reasons = new WeakMap<IConstruct, Map<string, string>>();

function acknowledge(scope: IConstruct, reasonOf: ReadonlyMap<string, string>): string[] {
  const stack = Stack.of(scope);
  const acknowledged = [...reasonOf].map(([arn, reason]) => [`AwsSolutions::AwsSolutions-IAM5[Resource::${textInTemplate(arn, stack)}]`, reason]);
  // What Validations.acknowledge writes, without the stack trace that it takes for each.
  scope.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Object.fromEntries(acknowledged));
  return [];
}

/** The text of tokens in a stack's template; ARNs share a few tokens, such as account and region. */
const textsByStack = new WeakMap<Stack, Map<IResolvable, string>>();

/** A text as cdk-nag writes it in a finding. */
function textInTemplate(text: string, stack: Stack): string {
  const known = textsByStack.get(stack) ?? new Map<IResolvable, string>();
  textsByStack.set(stack, known);
  const textOf = (token: IResolvable): string => {
    const found = known.get(token) ?? written(stack.resolve(token));
    known.set(token, found);
    return found;
  };
  const fragments = Tokenization.reverseString(text);
  if (fragments.tokens.length === 0) {
    return inAngleBrackets(text);
  }
  const marked = fragments.mapTokens({ mapToken: (token) => new Written(textOf(token)) });
  return Written.of(marked.join({ join: (left: unknown, right: unknown) => new Written(Written.of(left).text + Written.of(right).text) })).text;
}

/** Text in cdk-nag's words, as against a literal that is still to be put into them. */
class Written {
  public static of(fragment: unknown): Written {
    return fragment instanceof Written ? fragment : new Written(inAngleBrackets(String(fragment)));
  }

  constructor(public readonly text: string) {}
}

/** A resolved value in the words of cdk-nag: plain references in angle brackets, other functions as JSON. */
function written(value: unknown): string {
  if (typeof value === 'string') {
    return inAngleBrackets(value);
  }
  const [[intrinsic, operand]] = Object.entries(value as Record<string, unknown>);
  switch (intrinsic) {
    case 'Fn::Join': {
      const [delimiter, parts] = operand as [string, unknown[]];
      return parts.map(written).join(delimiter);
    }
    case 'Fn::GetAtt':
      return `<${(operand as string[]).join('.')}>`;
    case 'Ref':
      return `<${operand as string}>`;
    case 'Fn::ImportValue':
    case 'Fn::Sub':
      return written(operand);
    default:
      return JSON.stringify(value);
  }
}

function inAngleBrackets(text: string): string {
  return text.replace(/\$\{/g, '<').replace(/\}/g, '>');
}
