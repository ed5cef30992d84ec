// Reads Parquet files given as paths and prints their rows as JSON. A process of its own, because the reader is an ES module only.
import { readFileSync } from 'node:fs';
import { parquetReadObjects } from 'hyparquet';

const rows = [];
for (const file of process.argv.slice(2)) {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  rows.push(...await parquetReadObjects({ file: buffer.slice(byteOffset, byteOffset + byteLength) }));
}
process.stdout.write(JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? { bigint: String(value) } : value)));
