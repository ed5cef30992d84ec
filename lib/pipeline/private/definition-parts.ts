import { Lazy, Token, Tokenization } from 'aws-cdk-lib/core';
import type { DefinitionGap, DefinitionParts } from '../../core/contract';

/** Marks a function of CloudFormation that stands for a number; resolved, it looks like any other. */
const NUMBER = '$number';

/** A definition that is cut where CloudFormation fills something in. */
export interface CutDefinition {
  readonly parts: DefinitionParts;
  /** Functions of CloudFormation, each once. */
  readonly values: readonly unknown[];
}

/** The document with its number tokens marked, so that they are numbers once they are resolved. */
export function withMarkedNumbers(value: unknown): unknown {
  if (typeof value === 'number') {
    const token = Tokenization.reverseNumber(value);
    return token ? Lazy.uncachedAny({ produce: (context) => marked(context.resolve(token)) }) : value;
  }
  if (typeof value !== 'object' || value === null || Tokenization.isResolvable(value) || Token.isUnresolved(value)) {
    return value;
  }
  return Array.isArray(value)
    ? value.map(withMarkedNumbers)
    : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withMarkedNumbers(member)]));
}

function marked(resolved: unknown): unknown {
  return typeof resolved === 'number' ? resolved : { [NUMBER]: resolved };
}

/** Cuts a resolved document. */
export function cut(resolved: unknown): CutDefinition {
  const cutter = new Cutter();
  cutter.add(resolved);
  return { parts: cutter.parts, values: [...cutter.values.values()].map(({ value }) => value) };
}

class Cutter {
  public readonly parts: (string | DefinitionGap)[] = [];
  /** By their JSON. */
  public readonly values = new Map<string, { readonly index: number; readonly value: unknown }>();

  public add(value: unknown): void {
    if (Array.isArray(value)) {
      this.list('[', value, (each) => this.add(each), ']');
    } else if (typeof value !== 'object' || value === null) {
      this.literal(JSON.stringify(value));
    } else {
      this.addObject(value as Record<string, unknown>);
    }
  }

  private addObject(value: Record<string, unknown>): void {
    const names = Object.keys(value);
    const [only] = names;
    if (names.length === 1 && only === NUMBER) {
      this.gap(value[only], 'number');
    } else if (!isFunction(value)) {
      this.list('{', Object.entries(value), ([name, member]) => {
        this.literal(`${JSON.stringify(name)}:`);
        this.add(member);
      }, '}');
    } else if (partsOfText(value)) {
      this.literal('"');
      partsOfText(value)!.forEach((part) => (typeof part === 'string' ? this.literal(JSON.stringify(part).slice(1, -1)) : this.gap(part, 'text')));
      this.literal('"');
    } else {
      this.gap(value, 'json');
    }
  }

  private list<T>(open: string, values: readonly T[], add: (value: T) => void, close: string): void {
    this.literal(open);
    values.forEach((value, index) => {
      this.literal(index > 0 ? ',' : '');
      add(value);
    });
    this.literal(close);
  }

  private literal(text: string): void {
    const last = this.parts.length - 1;
    if (typeof this.parts[last] === 'string') {
      this.parts[last] += text;
    } else {
      this.parts.push(text);
    }
  }

  private gap(value: unknown, as: DefinitionGap['as']): void {
    const key = JSON.stringify(value);
    const known = this.values.get(key) ?? { index: this.values.size, value };
    this.values.set(key, known);
    this.parts.push({ value: known.index, as });
  }
}

function isFunction(value: Record<string, unknown>): boolean {
  const names = Object.keys(value);
  return names.length === 1 && (names[0] === 'Ref' || names[0].startsWith('Fn::'));
}

/** What a text is put together from, where CloudFormation does nothing else to it. */
function partsOfText(value: Record<string, unknown>): unknown[] | undefined {
  const join = value['Fn::Join'] as [unknown, unknown] | undefined;
  return join?.[0] === '' && Array.isArray(join[1]) ? join[1] : undefined;
}
