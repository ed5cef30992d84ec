import type { IConstruct } from 'constructs';

/** A symbol that all copies of this module agree on: each phase of the package brings its own. */
const KEY = Symbol.for('cdk-sagemaker-lifecycle.offers');

interface Offering {
  [KEY]?: Map<string, unknown>;
}

/** Offers something to all that is made below a construct. */
export function offerBelow<T extends object>(scope: IConstruct, what: string, offer: T): void {
  const offering = scope as Offering;
  offering[KEY] = new Map([...offering[KEY] ?? [], [what, offer]]);
}

/** What the nearest of the constructs above offers. */
export function offeredTo<T extends object>(scope: IConstruct, what: string): T | undefined {
  for (let at: IConstruct | undefined = scope; at; at = at.node.scope) {
    const offer = (at as Offering)[KEY]?.get(what);
    if (offer !== undefined) {
      return offer as T;
    }
  }
  return undefined;
}
