import type * as iam from 'aws-cdk-lib/aws-iam';
import type { CfnResource, IResolvable } from 'aws-cdk-lib/core';
import { Dependable, type IConstruct, type IDependable } from 'constructs';
import { TOKEN_MARK } from './tokens-in-text';
import { Settled } from './settled';

/** A reference to CloudFormation in a text, and how long what stands there later may be: the ARN of a key, or of a role on a path. */
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;
const REFERENCE = '.'.repeat(100);
/** Version, brackets, effect: what a document and a statement need besides actions, resources and conditions. */
const DOCUMENT_SIZE = 50;
const STATEMENT_SIZE = 60;

/** How many characters policies may still take, one or several that are counted together. */
export class PolicyRoom {
  constructor(private left: number) {}

  public holds(size: number): boolean {
    return size <= this.left;
  }

  /** Takes the room if there is enough of it. */
  public take(size: number): boolean {
    const fits = this.holds(size);
    this.left -= fits ? size : 0;
    return fits;
  }
}

/** One policy of a role: statements up to the size that IAM allows. */
export class PolicyPart implements IDependable {
  /** The room that statements need in a policy of their own. */
  public static sizeOf(statements: readonly iam.PolicyStatement[]): number {
    return statements.reduce((sum, each) => sum + sizeOfStatement(each), DOCUMENT_SIZE);
  }

  public static of(scope: IConstruct, room: PolicyRoom, make: (document: IResolvable) => CfnResource): PolicyPart {
    const part = new PolicyPart(scope, room);
    Dependable.implement(part, { dependencyRoots: [make(part.document.asAny())] });
    return part;
  }

  private readonly statements = new Set<iam.PolicyStatement>();
  private readonly document: Settled;

  private constructor(scope: IConstruct, private readonly room: PolicyRoom) {
    this.room.take(DOCUMENT_SIZE);
    this.document = new Settled(scope, {
      value: () => [...this.statements].map((each) => each.toStatementJson() as unknown),
      withTokens: () => [...this.statements].map(({ actions, resources, conditions }) => [actions, resources, conditions as unknown]),
      finish: (statements) => ({ Version: '2012-10-17', Statement: merged(statements as Statement[]) }),
    });
  }

  /** Takes a statement if there is room for it. */
  public add(statement: iam.PolicyStatement): boolean {
    const added = this.room.take(sizeOfStatement(statement));
    if (added) {
      this.statements.add(statement);
    }
    return added;
  }

  /** Adds resources to a statement of this part if there is room for them. */
  public widen(statement: iam.PolicyStatement, resourceArns: readonly string[]): boolean {
    const widened = this.statements.has(statement) && this.room.take(sizeOf(resourceArns));
    if (widened) {
      statement.addResources(...resourceArns);
    }
    return widened;
  }
}

function sizeOfStatement({ actions, resources, conditions }: iam.PolicyStatement): number {
  return STATEMENT_SIZE + sizeOf([...actions, ...resources, JSON.stringify(conditions)]);
}

/** Texts with their quotes and commas; what references stand for is guessed, rather too long than too short. */
function sizeOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + (text.includes(TOKEN_MARK) ? text.replace(TOKEN, REFERENCE) : text).length + 3, 0);
}

/** A statement in the template. */
interface Statement {
  readonly Action?: string | string[];
  readonly Resource?: unknown;
}

/** Statements for the same resources become one, and so do those with the same actions, in order: a page that a person can review. */
function merged(statements: readonly Statement[]): Statement[] {
  return joined(joined(statements, 'Action').map(inOrder), 'Resource');
}

/** Joins one member of statements that are alike in all others. */
function joined(statements: readonly Statement[], member: keyof Statement): Statement[] {
  const alike = new Map<string, Statement>();
  for (const statement of statements) {
    const others = JSON.stringify({ ...statement, [member]: member in statement });
    const before = alike.get(others);
    alike.set(others, before && member in before ? { ...before, [member]: listed(before[member], statement[member]) } : statement);
  }
  return [...alike.values()];
}

/** Each value once; one alone stands for itself. */
function listed(...values: unknown[]): unknown {
  const all = [...new Map(values.flat().map((value) => [JSON.stringify(value), value])).values()];
  return all.length === 1 ? all[0] : all;
}

function inOrder(statement: Statement): Statement {
  return Array.isArray(statement.Action) ? { ...statement, Action: [...statement.Action].sort() } : statement;
}
