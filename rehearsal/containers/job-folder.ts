import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { JobFailure } from './failure';
import { ML } from './isolation';

/** Everything one job has on disk: its /opt/ml, its log, and what stands around it. */
export class JobFolder {
  /** Shown to the job as /opt/ml. */
  readonly ml: string;
  /** The job's working directory. */
  readonly work: string;
  /** First on the job's PATH: its `python3`. */
  readonly bin: string;
  /** Where `pip install` of the job puts packages, so that the shared environment stays as it is. */
  readonly packages: string;
  /** Used while /opt/ml is mounted. */
  readonly stage: string;
  readonly logFile: string;

  constructor(readonly root: string) {
    this.ml = join(root, 'ml');
    this.work = join(root, 'work');
    this.bin = join(root, 'bin');
    this.packages = join(root, 'packages');
    this.stage = join(root, 'stage');
    this.logFile = join(root, 'log.txt');
  }

  async create(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
    await Promise.all([this.ml, this.work, this.bin, this.packages, this.stage].map((folder) => mkdir(folder, { recursive: true })));
    await writeFile(this.logFile, '');
  }

  /** Leaves the log alone. */
  async discardFiles(): Promise<void> {
    await Promise.all([this.ml, this.work, this.bin, this.packages, this.stage].map((folder) => rm(folder, { recursive: true, force: true })));
  }

  /** Where a path of the container really lies; a job has nothing outside /opt/ml. */
  real(containerPath: string): string {
    const path = posix.normalize(containerPath);
    if (path !== ML && !path.startsWith(`${ML}/`)) {
      throw JobFailure.client(`path '${containerPath}' must lie below ${ML}`);
    }
    return join(this.ml, path.slice(ML.length));
  }

  async make(containerPath: string): Promise<string> {
    const folder = this.real(containerPath);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  async writeJson(containerPath: string, value: unknown): Promise<void> {
    const path = this.real(containerPath);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, JSON.stringify(value, undefined, 2));
  }

  async readText(containerPath: string): Promise<string | undefined> {
    return readFile(this.real(containerPath), 'utf8').catch(() => undefined);
  }

  async log(): Promise<string> {
    return readFile(this.logFile, 'utf8');
  }
}
