import { invalid } from '../../core/internal/errors';

const MEMBER = String.raw`[^.[\]'"$\s]+`;
const KEY = String.raw`\['[^']+'\]`;
const REST = String.raw`(\.${MEMBER}|\[\d+\]|${KEY})*$`;
const PATH = new RegExp(`^${MEMBER}${REST}`);
const PATH_OR_KEY = new RegExp(`^(${MEMBER}|${KEY})${REST}`);

/** Whose path it is, for messages. */
interface PathOf {
  readonly code: string;
  readonly property: string;
  /** For example `a metric`. */
  readonly of: string;
  /** Whether it may begin with a key in brackets. */
  readonly mayBeginWithKey?: boolean;
}

/** Refuses what is no way to a value in JSON. */
export function checkJsonPath(path: string, { code, property, of, mayBeginWithKey }: PathOf): void {
  if (!(mayBeginWithKey ? PATH_OR_KEY : PATH).test(path)) {
    throw invalid(undefined, {
      code,
      property,
      problem: `the path of ${of} names members with dots, positions in lists and keys in brackets`,
      value: path,
      fix: "Write it as 'auc', 'classes[0].recall' or \"classes['over 50'].recall\".",
    });
  }
}
