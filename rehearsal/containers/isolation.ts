import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { JobFolder } from './job-folder';

/** The folder that every SageMaker container has. */
export const ML = '/opt/ml';

/** How a job on this machine gets an /opt/ml that no other job sees. */
export interface Isolation {
  /** What a reader of the log should know of it. */
  readonly description: string;
  /** Whether the job sees its own folder instead of /opt/ml, so that paths in its sources, arguments and settings are changed. */
  readonly translates: boolean;
  /** The command that runs another one inside. */
  wrap(command: readonly string[], folder: JobFolder): string[];
  /** A text that names /opt/ml as the job should see it. */
  translate(text: string, folder: JobFolder): string;
}

/** Linux: a mount of the job's own folder on /opt/ml, which only the job's processes see. No source is changed. */
export class PrivateMount implements Isolation {
  readonly description = '/opt/ml is a private mount of the job';
  readonly translates = false;

  /** @param unshare the command that starts a program in a mount namespace of its own */
  constructor(private readonly unshare: readonly string[]) {}

  wrap(command: readonly string[], folder: JobFolder): string[] {
    return this.around(command, folder.ml, folder.stage);
  }

  translate(text: string): string {
    return text;
  }

  /** Whether this machine allows it: containers and some distributions do not. */
  async works(): Promise<boolean> {
    const scratch = await mkdtemp(join(tmpdir(), 'mount-'));
    const [ml, stage] = [join(scratch, 'ml'), join(scratch, 'stage')];
    try {
      await mkdir(join(ml, 'shown'), { recursive: true });
      await mkdir(stage);
      const [program, ...args] = this.around(['/bin/sh', '-c', `test -d ${ML}/shown`], ml, stage);
      await promisify(execFile)(program, args, { timeout: 10_000 });
      return true;
    } catch {
      return false;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  private around(command: readonly string[], ml: string, stage: string): string[] {
    return [...this.unshare, '/bin/sh', join(__dirname, 'mount_ml.sh'), ml, stage, ...command];
  }
}

/** Anywhere else: the job sees its own folder under its real name, and its private copies of scripts are changed to say so. */
export class TranslatedPaths implements Isolation {
  readonly description = `this machine allows no private mounts: ${ML} in scripts, arguments and settings is replaced by the job's own folder`;
  readonly translates = true;

  wrap(command: readonly string[], folder: JobFolder): string[] {
    // A shell in front answers a missing program as a container does: a line in the log and exit code 127.
    return ['/bin/sh', '-c', 'exec "$@"', 'sh', ...command.map((word) => this.translate(word, folder))];
  }

  translate(text: string, folder: JobFolder): string {
    return text.replace(/(?<![\w.-])\/opt\/ml(?![\w-])/g, () => folder.ml);
  }
}

/** The closest to a container that this machine allows. */
export async function bestIsolation(): Promise<Isolation> {
  if (process.platform === 'linux') {
    const asRoot = process.getuid?.() === 0 ? [['unshare', '--mount']] : [];
    for (const unshare of [...asRoot, ['unshare', '--map-root-user', '--mount']]) {
      const mount = new PrivateMount(unshare);
      if (await mount.works()) {
        return mount;
      }
    }
  }
  return new TranslatedPaths();
}
