import { Mistakes } from '../../core/internal/errors';
import { PipelineValue } from '../value';

/** Refuses what the definition language cannot hold where it wants a single value. */
export function checkLiterals(property: string, values: readonly unknown[]): void {
  const mistakes = new Mistakes();
  for (const value of values) {
    mistakes.when(!isLiteral(value), {
      code: 'PipelineLiteralInvalid',
      property,
      problem: 'must be text, a finite number, true, false or a value of the pipeline',
      value: value ?? 'nothing',
      fix: "Give a single value, for example a step's metric, a parameter or a number.",
    });
  }
  mistakes.throwIfAny();
}

function isLiteral(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value) || value instanceof PipelineValue;
}
