import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { extract } from 'tar';

export const ROOT = resolve(__dirname, '../..');
const PACKAGE = 'cdk-sagemaker-lifecycle';

export interface Template {
  readonly Description: string;
  readonly Resources: Record<string, { readonly Type: string }>;
}

/** A project outside of this repository that has installed the packed package, as a user would; made without network. */
export class Consumer {
  public readonly folder = mkdtempSync(join(tmpdir(), 'consumer-'));
  public readonly installed = join(this.folder, 'node_modules', PACKAGE);

  constructor() {
    const [{ filename }] = JSON.parse(this.inRoot('npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', this.folder)) as { filename: string }[];
    mkdirSync(this.installed, { recursive: true });
    extract({ file: join(this.folder, filename), cwd: this.installed, strip: 1, sync: true });
    // Peers come from this repository; npm would put them in the same place.
    for (const peer of ['aws-cdk-lib', 'constructs']) {
      symlinkSync(dirname(require.resolve(`${peer}/package.json`)), join(this.folder, 'node_modules', peer));
    }
    cpSync(join(__dirname, 'fixtures'), this.folder, { recursive: true });
  }

  /** Paths of the package's files, with forward slashes. */
  public files(): string[] {
    return readdirSync(this.installed, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.installed.length + 1).replaceAll('\\', '/'));
  }

  /** Runs the TypeScript compiler over the project; throws with its errors. */
  public compile(): void {
    this.run(require.resolve('typescript/bin/tsc'), '--project', this.folder);
  }

  /** Runs a program of the project and gives what it printed; throws with all of it when it fails. */
  public run(...args: string[]): string {
    return this.runWith({}, ...args);
  }

  /** Runs an app of the project and gives its one template. */
  public synthesise(app: string): Template {
    const outdir = join(this.folder, 'cdk.out', app.replace(/\W/g, '-'));
    this.runWith({ CDK_OUTDIR: outdir }, app);
    return JSON.parse(readFileSync(join(outdir, 'Consumer.template.json'), 'utf8')) as Template;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private runWith(env: Record<string, string>, ...args: string[]): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: this.folder, env: { ...process.env, ...env }, encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(`${args.join(' ')} failed\n${stdout}${stderr}`);
    }
    return stdout;
  }

  private inRoot(...[command, ...args]: [string, ...string[]]): string {
    return execFileSync(command, args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  }
}
