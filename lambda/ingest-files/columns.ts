import type { Group } from '../shared/features/group';
import { UnreadableFile } from './landed-object';

/** A file has columns that the group did not have when it was asked. */
export class UnknownColumns extends UnreadableFile {}

/** @throws UnreadableFile when the columns are not those of records of the group */
export function checkColumns(names: readonly string[], { name: group, kinds, recordIdentifier, eventTime }: Group): void {
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].sort();
  if (repeated.length > 0) {
    throw new UnreadableFile(`it has the column ${repeated.join(', ')} more than once: rename or drop one`);
  }
  const unknown = names.filter((name) => !kinds.has(name));
  if (unknown.length > 0) {
    throw new UnknownColumns(`it has columns that are no features of '${group}' (${unknown.join(', ')}): add them to the group or drop them`);
  }
  const missing = [recordIdentifier, eventTime].filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new UnreadableFile(`it lacks the column ${missing.join(' and ')}, without which no record can be stored: add it`);
  }
}
