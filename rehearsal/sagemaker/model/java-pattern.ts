/**
 * The service model writes its patterns for Java and means the whole value. This turns one into a JavaScript expression
 * with the same meaning.
 */

/** Patterns whose literal translation backtracks without end on a value that does not match, with an equal that does not. */
const EQUIVALENTS: Readonly<Record<string, string>> = {
  '.*(?:[ \\r\\n\\t].*)*': '[^\\u0085\\u2028\\u2029]*',
};

/** Escapes that mean something in JavaScript's unicode mode; every other escaped character is just that character. */
const MEANINGFUL_ESCAPE = /[\^$\\.*+?()[\]{}|/dDsSwWbBtnrfv0-9]/;

/** Java's POSIX classes as members of a JavaScript character class. */
const POSIX_CLASSES: Readonly<Record<string, string>> = {
  Alnum: 'a-zA-Z0-9',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Lower: 'a-z',
  Upper: 'A-Z',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Space: '\\s',
  Print: ' -~',
  ASCII: '\\x00-\\x7F',
};

const compiled = new Map<string, RegExp>();

/** The expression for a Java pattern, matching whole values only. Throws when the pattern cannot be understood. */
export function wholeValuePattern(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = new RegExp(`^(?:${EQUIVALENTS[pattern] ?? translate(pattern)})$`, 'u');
    compiled.set(pattern, expression);
  }
  return expression;
}

function translate(pattern: string): string {
  let result = '';
  let inClass = false;
  let afterQuantifier = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') {
      const [text, length] = escape(pattern.slice(at), inClass);
      result += text;
      at += length - 1;
      afterQuantifier = false;
      continue;
    }
    if (character === '[' && !inClass) {
      inClass = true;
    } else if (character === ']' && inClass) {
      inClass = false;
    } else if (!inClass && character === '+' && afterQuantifier) {
      afterQuantifier = false;
      continue; // a possessive quantifier: the greedy one accepts whatever it accepts
    } else if (!inClass && character === '$' && /^\{\d+,\d*\}/.test(pattern.slice(at + 1))) {
      at = pattern.indexOf('}', at); // Java lets an anchor be repeated, to no effect
    }
    afterQuantifier = !inClass && /[*+?}]/.test(character);
    result += character;
  }
  return result;
}

/** The translation of the escape that `rest` starts with, and how many characters of the pattern it takes. */
function escape(rest: string, inClass: boolean): [text: string, length: number] {
  const property = /^\\([pP])\{(\w+)\}/.exec(rest);
  if (property) {
    const posix = POSIX_CLASSES[property[2]];
    return [posix ? (inClass ? posix : `[${property[1] === 'P' ? '^' : ''}${posix}]`) : property[0], property[0].length];
  }
  const boundary = /^\\([Az])/.exec(rest);
  if (boundary && !inClass) {
    return [boundary[1] === 'A' ? '^' : '$', 2];
  }
  const hex = /^\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})/.exec(rest);
  if (hex) {
    return [hex[0], hex[0].length];
  }
  const character = rest[1];
  const keep = MEANINGFUL_ESCAPE.test(character) || (inClass && character === '-');
  return [keep ? rest.slice(0, 2) : character, 2];
}
