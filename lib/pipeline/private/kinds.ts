import { Token, Tokenization } from 'aws-cdk-lib/core';
import { Mistakes } from '../../core/internal/errors';
import { PipelineValue, type _ValueKind, _PipelineToken } from '../value';

/** Refuses to compare a value with others of another type, where both are known. */
export function checkAlike(property: string, value: unknown, others: readonly unknown[]): void {
  const kind = kindOf(value);
  const mistakes = new Mistakes();
  for (const other of others) {
    const otherKind = kindOf(other);
    mistakes.when(kind !== undefined && otherKind !== undefined && kind !== otherKind, {
      code: 'ConditionTypes', property, problem: `compares a ${kind} with a ${otherKind}`, value: shown(other),
      fix: 'Compare values of one type; a parameter has the type it was added with.',
    });
  }
  mistakes.throwIfAny();
}

/** Refuses to put values in order that are known to be no numbers. */
export function checkIsNumber(property: string, values: readonly unknown[]): void {
  const mistakes = new Mistakes();
  for (const value of values) {
    const kind = kindOf(value);
    mistakes.when(kind !== undefined && kind !== 'number', {
      code: 'ConditionNotNumber', property, problem: `puts a ${kind} in order`, value: shown(value), fix: 'Only numbers have an order: use equalTo or isIn, or a number parameter.',
    });
  }
  mistakes.throwIfAny();
}

function kindOf(value: unknown): _ValueKind | undefined {
  if (value instanceof PipelineValue) {
    return value._kind();
  }
  switch (typeof value) {
    case 'string': return Token.isUnresolved(value) ? undefined : 'text';
    case 'boolean': return 'truth value';
    default: return kindOfNumber(value as number);
  }
}

/** A number may be a token; one of a pipeline's value knows its type. */
function kindOfNumber(value: number): _ValueKind | undefined {
  const token = Tokenization.reverseNumber(value);
  return token === undefined ? 'number' : token instanceof _PipelineToken ? token.value._kind() : undefined;
}

function shown(value: unknown): unknown {
  if (value instanceof PipelineValue) {
    return value._describe();
  }
  const token = typeof value === 'number' ? Tokenization.reverseNumber(value) : undefined;
  return token instanceof _PipelineToken ? token.value._describe() : value;
}
