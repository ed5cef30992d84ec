import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { invalid } from '../../core/internal/errors';

/** The absolute path of a file that is read before there is a construct to blame. */
export function existingPath(property: string, path: string): string {
  const absolute = resolve(path);
  if (!existsSync(absolute) || !statSync(absolute).isFile()) {
    throw invalid(undefined, {
      code: 'FileMissing', property, problem: 'no such file', value: path,
      fix: `Create ${basename(path)}, or correct the path; it is relative to the folder the app runs in (${process.cwd()}).`,
    });
  }
  return absolute;
}
