import type { Group } from '../shared/features/group';
import { jsonRecord } from '../shared/features/json-texts';
import type { FileRow } from './file-row';
import type { LandedObject } from './landed-object';
import { decoded, textRecords } from './text-records';

/** Rows of a file with a JSON object on each line. */
export async function* jsonRows(object: LandedObject, _: Group, at: number, line: number): AsyncGenerator<FileRow> {
  let lines = line;
  for await (const record of textRecords(object.parts(at), at, false)) {
    lines += record.lines;
    const text = decoded(record);
    if (text.trim() === '') {
      continue;
    }
    const place = { from: record.from, line: lines };
    const read = jsonRecord(text);
    yield { ...place, ...('reason' in read ? { reason: read.reason } : { texts: read.texts }), raw: () => read.raw };
  }
}
