import type { IConstruct } from 'constructs';
import { invalid } from '../../core/internal/errors';

/** The error for a file that features cannot be read from. */
export function refusedSample(scope: IConstruct, path: string, code: string, problem: string, fix: string): Error {
  return invalid(scope, { code, property: 'features', problem: `the sample ${problem}`, value: path, fix });
}
