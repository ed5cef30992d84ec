import { LARGEST_DEFINITION, type DefinitionGap, type DefinitionParts, type DefinitionSource } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';

type Values = NonNullable<DefinitionSource['Values']>;

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The definition with all gaps filled. Whatever a value holds, it stays the text, number or list that it is. */
export function compose(parts: DefinitionParts, values: Values): string {
  const text = parts.map((part) => (typeof part === 'string' ? part : filled(part, values[part.value]))).join('').replace(LINE_BREAKS, escaped);
  if (text.length > LARGEST_DEFINITION) {
    throw new MalformedEventError(`the definition has ${text.length} characters, and ${LARGEST_DEFINITION} are allowed; split the pipeline`);
  }
  JSON.parse(text);
  return text;
}

function filled({ value, as }: DefinitionGap, found: Values[number] | undefined): string {
  if (found === undefined) {
    throw new MalformedEventError(`the definition needs a value with the number ${value}, and there is none`);
  }
  if (as === 'json') {
    return JSON.stringify(found);
  }
  if (typeof found !== 'string') {
    throw new MalformedEventError(`the value with the number ${value} stands in a ${as} and must be a text, got ${JSON.stringify(found)}`);
  }
  if (as === 'number' && !JSON_NUMBER.test(found)) {
    throw new MalformedEventError(`the value with the number ${value} must be a number, got ${JSON.stringify(found)}`);
  }
  return as === 'number' ? found : JSON.stringify(found).slice(1, -1);
}

/** Line breaks that JSON may hold and the service's pattern for definitions does not take. */
const LINE_BREAKS = /[\u0085\u2028\u2029]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
