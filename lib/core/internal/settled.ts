import { Lazy, Reference, Stack, Tokenization, type IResolvable, type IResolveContext } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { JsonWithTokens, Resolver } from './resolved';
import { isListToken, splitByTokens, TOKEN_MARK, tokenOfNumber } from './tokens-in-text';

/** How a value is made. */
export interface Making {
  readonly value: () => unknown;
  /** Something cheaper that holds the same tokens. */
  readonly withTokens?: () => unknown;
  /** What is still to be done when the tokens are replaced. */
  readonly finish?: (resolved: unknown) => unknown;
}

/**
 * A large value of a template that is made once.
 *
 * CDK resolves every property several times: to find references between stacks, for the template, for the tree of constructs, for each
 * validation. While it looks for references it needs the tokens alone. They change until that is done; from then on the value stays.
 */
export class Settled {
  private settled: unknown;

  constructor(private readonly scope: IConstruct, private readonly made: Making) {}

  /** The value as a property of a construct. */
  public asAny(): IResolvable {
    return Lazy.uncachedAny({ produce: (context) => this.in(context) });
  }

  /** The resolved value, which must not be asked for before references between stacks are settled. */
  public value(): unknown {
    const { value, finish = (resolved: unknown) => resolved } = this.made;
    this.settled ??= finish(this.resolved(value()));
    return this.settled;
  }

  private resolved(made: unknown): unknown {
    const resolver = resolverOf(Stack.of(this.scope));
    return made instanceof JsonWithTokens ? resolver.json(made) : resolver.resolve(made);
  }

  /** Makes the value anew where it is next needed. */
  public forget(): void {
    this.settled = undefined;
  }

  private in(context: IResolveContext): unknown {
    if (context.preparing) {
      this.forget();
      resolvers.delete(Stack.of(this.scope));
      return newsIn((this.made.withTokens ?? this.made.value)(), Stack.of(this.scope));
    }
    const value = this.value();
    if (this.made.finish) {
      return value;
    }
    // CDK would look for tokens in each piece once more; only what was finished may have some.
    context.registerPostProcessor({ postProcess: () => value });
    return undefined;
  }
}

/** What the tokens of a stack stand for; made anew after references between stacks were settled. */
const resolvers = new WeakMap<Stack, Resolver>();

function resolverOf(stack: Stack): Resolver {
  const resolver = resolvers.get(stack) ?? new Resolver(stack);
  resolvers.set(stack, resolver);
  return resolver;
}

/** References out of a stack that CDK was told of; it settles each of them once for all that a stack has. */
const told = new WeakMap<Stack, Set<IResolvable>>();

/** The tokens of a value that CDK has to look at while it looks for references between stacks, each once. */
export function newsIn(value: unknown, stack: Stack): IResolvable[] {
  const known = told.get(stack) ?? new Set<IResolvable>();
  told.set(stack, known);
  const found = new Set<IResolvable>();
  visitTokens(value, (token) => {
    if (!Reference.isReference(token)) {
      found.add(token);
    } else if (!known.has(token) && Stack.of(token.target) !== stack) {
      known.add(token);
      found.add(token);
    }
  });
  return [...found];
}

/** Calls back for every token, once for those in texts, and says whether it stands in a text. */
export function visitTokens(value: unknown, see: (token: IResolvable, inText: boolean) => void): void {
  const seen = new Set<string>();
  const visitText = (text: string): void => {
    splitByTokens(text).forEach((mark, index) => {
      if (index % 2 === 1 && !seen.has(mark)) {
        seen.add(mark);
        Tokenization.reverseString(mark).tokens.forEach((token) => see(token, true));
      }
    });
  };
  const visit = (part: unknown): void => {
    if (typeof part === 'string') {
      if (part.includes(TOKEN_MARK)) {
        visitText(part);
      }
    } else if (typeof part === 'number') {
      const token = tokenOfNumber(part);
      if (token) {
        see(token, false);
      }
    } else if (typeof part === 'object' && part !== null) {
      if (Tokenization.isResolvable(part)) {
        see(part, false);
      } else if (Array.isArray(part)) {
        visitList(part);
      } else {
        for (const name of Object.keys(part)) {
          visit((part as Record<string, unknown>)[name]);
        }
      }
    }
  };
  const visitList = (list: readonly unknown[]): void => {
    if (isListToken(list)) {
      see(Tokenization.reverseList([...list])!, false);
    } else {
      list.forEach(visit);
    }
  };
  visit(value);
}
