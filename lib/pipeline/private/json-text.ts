import { Tokenization } from 'aws-cdk-lib/core';

/**
 * JSON with values of the pipeline in it, as one text that the definition turns into a join.
 *
 * Tokens in texts stay where they are; a number that is a token stands as it is, so that it arrives as a number. Absent members vanish.
 */
export function jsonText(value: unknown): string {
  if (typeof value === 'number') {
    return Tokenization.reverseNumber(value)?.toString() ?? JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(jsonText).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members.map(([name, member]) => `${jsonText(name)}:${jsonText(member)}`).join(',')}}`;
  }
  return onOneLine(JSON.stringify(value));
}

/** Line breaks that JSON may hold and the service's patterns do not take. */
function onOneLine(json: string): string {
  return json.replace(/[\u0085\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
