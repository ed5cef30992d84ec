import { DynamoDBClient, DeleteItemCommand, GetItemCommand, PutItemCommand, ScanCommand, UpdateItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { AwsStub } from 'aws-sdk-client-mock';
import { awsError } from './invocation';
import { Played } from './played';

type Item = Record<string, AttributeValue>;

/** A DynamoDB table in memory that understands the expressions that the handlers write. */
export class FakeTable {
  private readonly played = new Played(DynamoDBClient);
  /** The same without the SDK; the mock hears nothing of its requests. */
  public readonly direct = this.played.direct;
  public readonly items = new Map<string, Item>();
  /** Called around every request; throws to let it fail. */
  public fault: (operation: string, moment: 'before' | 'after') => void = () => undefined;

  constructor(private readonly key: string) {
    this.on('GetItem', GetItemCommand, ({ Key }) => ({ Item: this.items.get(this.idOf(Key)) }));
    this.on('Scan', ScanCommand, () => ({ Items: [...this.items.values()] }));
    this.on('DeleteItem', DeleteItemCommand, (input) => {
      this.check(input);
      this.items.delete(this.idOf(input.Key));
      return {};
    });
    this.on('PutItem', PutItemCommand, (input) => {
      this.check({ ...input, Key: input.Item });
      this.items.set(this.idOf(input.Item), input.Item);
      return {};
    });
    this.on('UpdateItem', UpdateItemCommand, (input) => {
      this.check(input);
      const item: Item = { ...this.items.get(this.idOf(input.Key)), ...input.Key };
      apply(item, input.UpdateExpression, input.ExpressionAttributeValues ?? {});
      this.items.set(this.idOf(input.Key), item);
      return { Attributes: item };
    });
  }

  public get mock(): AwsStub<any, any, any> {
    return this.played.mock;
  }

  public get client(): DynamoDBClient {
    return this.played.client;
  }

  private idOf(key: Item): string {
    return key[this.key].S!;
  }

  private check({ Key, ConditionExpression, ExpressionAttributeValues = {} }: any): void {
    const item = this.items.get(this.idOf(Key)) ?? {};
    if (ConditionExpression && !holds(ConditionExpression, item, ExpressionAttributeValues)) {
      throw awsError('ConditionalCheckFailedException', 'The conditional request failed');
    }
  }

  private on(operation: string, command: any, answer: (input: any) => unknown): void {
    this.played.on(command, (input) => {
      this.fault(operation, 'before');
      const output = structuredClone(answer(input));
      this.fault(operation, 'after');
      return output;
    });
  }
}

/** `SET a = :a, b = :b ADD c :one, d :texts REMOVE e`. */
function apply(item: Item, expression: string, values: Item): void {
  for (const clause of expression.split(/(?=\b(?:SET|ADD|REMOVE) )/)) {
    const [verb, rest] = [clause.slice(0, clause.indexOf(' ')), clause.slice(clause.indexOf(' '))];
    for (const part of rest.split(',').map((each) => each.trim())) {
      const [name, value] = part.split(/\s*=\s*|\s+/);
      if (verb === 'SET') {
        item[name] = values[value];
      } else if (verb === 'ADD') {
        const { SS } = values[value];
        item[name] = SS ? { SS: [...new Set([...item[name]?.SS ?? [], ...SS])] } : { N: String(Number(item[name]?.N ?? 0) + Number(values[value].N)) };
      } else {
        delete item[name];
      }
    }
  }
}

/** `a = :a AND (attribute_not_exists(b) OR c < :c) AND (NOT contains(d, :e) OR f = :f)`. */
function holds(expression: string, item: Item, values: Item): boolean {
  const valueOf = (name: string): unknown => Object.values((name.startsWith(':') ? values : item)[name] ?? {})[0];
  const compare = (left: string, sign: string, right: string): boolean => {
    const [a, b] = [valueOf(left), valueOf(right)];
    return a !== undefined && (sign === '=' ? a === b : Number(a) < Number(b));
  };
  const logic = expression
    .replace(/attribute_(not_)?exists\((\w+)\)/g, (_, not, name) => String((name in item) !== (not !== undefined)))
    .replace(/NOT contains\((\w+), (:\w+)\)/g, (_, name, value) => String(!item[name]?.SS?.includes(values[value].S!)))
    .replace(/(:?\w+) (=|<) (:?\w+)/g, (_, left, sign, right) => String(compare(left, sign, right)));
  return isTrue(logic, expression);
}

/** Works out `true AND (false OR true)`. */
function isTrue(logic: string, expression: string): boolean {
  const [whole, inner] = /\(([^()]*)\)/.exec(logic) ?? [];
  if (whole !== undefined) {
    return isTrue(logic.replace(whole, String(isTrue(inner, expression))), expression);
  }
  return logic.split(' OR ').some((alternative) => alternative.split(' AND ').every((term) => {
    if (!['true', 'false'].includes(term.trim())) {
      throw new Error(`this fake does not understand: ${expression}`);
    }
    return term.trim() === 'true';
  }));
}
