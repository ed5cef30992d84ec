import * as fs from 'node:fs';
import * as path from 'node:path';

/** botocore's data folder: `BOTOCORE_DATA`, or the one in the rehearsal's own Python environment. */
export function botocoreData(): string {
  const named = process.env.BOTOCORE_DATA;
  if (named) {
    return named;
  }
  const library = path.join(__dirname, '..', '..', '..', '.rehearsal', 'venv', 'lib');
  const versions = fs.existsSync(library) ? fs.readdirSync(library) : [];
  const found = versions.map((version) => path.join(library, version, 'site-packages', 'botocore', 'data')).find((folder) => fs.existsSync(folder));
  if (!found) {
    throw new Error("no botocore data folder: set BOTOCORE_DATA, or let the rehearsal set up its Python environment in '.rehearsal/venv'");
  }
  return found;
}
