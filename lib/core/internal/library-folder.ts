import { join } from 'node:path';

/**
 * The folder of the rooms, as they were written or as they were built, where Python files lie beside them.
 *
 * The build puts all other modules into one file, and leaves this one where it is: it is found by its place.
 */
const LIBRARY = join(__dirname, '..', '..');

/** The folder of a room's Python files, which may import each other. */
export function scriptsOf(room: string): string {
  return join(LIBRARY, room, 'scripts');
}

/** One Python file of a room. */
export function scriptOf(room: string, name: string): string {
  return join(scriptsOf(room), name);
}

/** Where bundles of handlers lie: beside the built rooms, or in the build beside the written ones. */
export const HANDLER_FOLDERS = [join(LIBRARY, '..', 'lambda'), join(LIBRARY, '..', 'dist', 'lambda')];
