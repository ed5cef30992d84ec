import { isDeepStrictEqual } from 'node:util';
import { isRecord } from './readings';

/** A place in which two definitions differ; a side that says nothing is undefined. */
export interface Difference {
  /** Type of step and members, without names: `Training.Arguments.HyperParameters.alpha`. */
  readonly at: string;
  readonly step: string;
  readonly sdk: unknown;
  readonly ours: unknown;
}

/** Lists of steps, whatever they are in. */
const STEPS = ['Steps', 'IfSteps', 'ElseSteps'];

/** Where two definitions that are read already differ. */
export function compare(sdk: unknown, ours: unknown): Difference[] {
  return [...differences(sdk, ours, [], '')];
}

function* differences(sdk: unknown, ours: unknown, at: readonly string[], step: string): Generator<Difference> {
  if (isRecord(sdk) && isRecord(ours)) {
    for (const name of new Set([...Object.keys(sdk), ...Object.keys(ours)])) {
      const [left, right] = [sdk[name], ours[name]];
      const type = [left, right].map((each) => (isRecord(each) && typeof each.Type === 'string' ? each.Type : '')).find((each) => each !== '');
      yield* STEPS.includes(at.at(-1) ?? '') && type
        ? differences(left, right, [type], name)
        : differences(left, right, [...at, name], step);
    }
  } else if (Array.isArray(sdk) && Array.isArray(ours) && sdk.length === ours.length) {
    for (const [index, each] of sdk.entries()) {
      yield* differences(each, ours[index], [...at, String(index)], step);
    }
  } else if (!isDeepStrictEqual(sdk, ours)) {
    yield { at: at.join('.'), step, sdk, ours };
  }
}
