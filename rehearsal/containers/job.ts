import { appendFile, chmod, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type GroupOptions, type GroupResult, runGroup } from './child-group';
import { JobFailure } from './failure';
import type { ImageFamily } from './images';
import { type Isolation, ML } from './isolation';
import type { JobFolder } from './job-folder';
import type { ObjectStore } from './object-store';

/** What all jobs of one runner share. */
export interface JobSite {
  readonly store: ObjectStore;
  /** The Python interpreter that stands in for those of the images. */
  readonly python: string;
  readonly region: string;
  /** What every job finds in its environment beside the machine's own: how to reach AWS. */
  readonly environment: Record<string, string>;
  readonly isolation: Isolation;
  readonly graceMs: number;
}

/** What the machine lends to a job: never its AWS settings. */
const LENT = /^(HOME|USER|LANG|LC_.*|TMPDIR|TZ|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|PIP_.*|(https?|no|all)_proxy)$/i;

/** One job on this machine, between the preparation of its files and the collection of its outputs. */
export class Job {
  constructor(readonly name: string, readonly folder: JobFolder, readonly site: JobSite, readonly signal: AbortSignal) {}

  /** Adds a line of the rehearsal's own to the log. */
  async note(text: string): Promise<void> {
    await appendFile(this.folder.logFile, `[rehearsal] ${text}\n`);
  }

  /** Fails unless the Python environment holds what scripts for the image may import. */
  async requireModules(image: string, family: ImageFamily, ...more: string[]): Promise<void> {
    const wanted = [...family.modules, ...more];
    const probe = 'import importlib.util, sys; print(*[name for name in sys.argv[1:] if importlib.util.find_spec(name) is None])';
    const { stdout } = await promisify(execFile)(this.site.python, ['-c', probe, ...wanted]);
    const missing = stdout.trim();
    if (missing) {
      throw JobFailure.client(`image '${image}' cannot be run locally: ${this.site.python} lacks the Python modules: ${missing.replace(/ /g, ', ')}`);
    }
  }

  /** Runs the job's command to its end, within the time it is allowed. */
  async run(
    command: readonly string[], environment: Record<string, string>, maxSeconds: number, options: Pick<GroupOptions, 'tether'> = {},
  ): Promise<GroupResult> {
    const { folder, site } = this;
    await this.providePython();
    await this.note(`${command.map((word) => (/[\s"]/.test(word) ? JSON.stringify(word) : word)).join(' ')}`);
    await this.note(site.isolation.description);
    return runGroup(site.isolation.wrap(command, folder), {
      cwd: folder.work,
      env: this.environment(environment),
      logFile: folder.logFile,
      timeoutMs: maxSeconds * 1000,
      graceMs: site.graceMs,
      signal: this.signal,
      ...options,
    });
  }

  /** Gives the sources below a folder of the job their own /opt/ml back, before they leave the machine. */
  async restorePaths(folder: string): Promise<void> {
    if (this.site.isolation.translates) {
      await promisify(execFile)(this.site.python, [OWN_PATHS, folder, this.folder.ml, ML]);
    }
  }

  /** `python` and `python3` of the job: the rehearsal's interpreter, whatever the image has. */
  private async providePython(): Promise<void> {
    const { python, isolation } = this.site;
    const translate = isolation.translates ? `${quote(python)} ${quote(OWN_PATHS)} ${quote(this.folder.ml)} ${ML} ${quote(this.folder.ml)} || exit 1\n` : '';
    for (const name of ['python', 'python3']) {
      const path = join(this.folder.bin, name);
      await writeFile(path, `#!/bin/sh\n${translate}exec ${quote(python)} "$@"\n`);
      await chmod(path, 0o755);
    }
  }

  private environment(own: Record<string, string>): Record<string, string> {
    const { folder, site } = this;
    const lent = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && LENT.test(entry[0]));
    const wished = Object.entries(own).map(([name, value]) => [name, site.isolation.translate(value, folder)]);
    return {
      ...Object.fromEntries(lent),
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_REGION: site.region,
      AWS_DEFAULT_REGION: site.region,
      ...site.environment,
      // Jobs share this machine: threads that wait for each other in a loop would starve those of the other jobs.
      OMP_NUM_THREADS: '1',
      PYTHONUNBUFFERED: '1',
      PYTHONDONTWRITEBYTECODE: '1',
      PIP_TARGET: folder.packages,
      PIP_DISABLE_PIP_VERSION_CHECK: '1',
      ...Object.fromEntries(wished),
      PATH: [folder.bin, dirname(site.python), process.env.PATH].join(delimiter),
      PYTHONPATH: [folder.packages, own.PYTHONPATH].filter(Boolean).join(delimiter),
    };
  }
}

const OWN_PATHS = join(__dirname, 'own_paths.py');

/** A word of a shell script. */
function quote(word: string): string {
  return `'${word.replace(/'/g, `'\\''`)}'`;
}
