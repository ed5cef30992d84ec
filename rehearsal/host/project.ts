import { join } from 'node:path';

/** The repository's own folder. */
export const projectRoot = join(__dirname, '..', '..');

/** Where the rehearsal keeps what it makes: the Python environment, logs, reports. */
export const workFolder = join(projectRoot, '.rehearsal');
