import { existsSync, readdirSync, statSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap, cdk, type CdkResult } from '../host/cdk';
import { HostProblem } from '../host/problem';
import { projectRoot } from '../host/project';
import { Failure } from '../scenes/failure';
import type { Stage } from './stage';
import type { Workspace } from './workspace';

const SOURCES = ['lib', 'lambda', 'bin'];
const BUILT = join(projectRoot, 'dist', 'bin', 'app.js');

/** Whether synthesis also checks the templates against CloudFormation's rules. */
export type Validation = 'strict' | 'off';

/** The app of this project, as the CDK CLI deploys it. */
export class App {
  constructor(private readonly stage: Stage, private readonly workspace: Workspace, private settings: Record<string, string>) {}

  /** Changes settings of the app, for the next synthesis. */
  change(settings: Record<string, string>): void {
    this.settings = { ...this.settings, ...settings };
  }

  async bootstrap(): Promise<void> {
    expectSuccess('cdk bootstrap', await bootstrap({ endpoint: this.stage.emulator.endpoint }));
  }

  /** Writes the templates from the user's files as they are now. The strict check of templates takes seconds: once is enough. */
  async synthesise(validation: Validation): Promise<void> {
    const settings = {
      data: this.workspace.data, code: this.workspace.code, removalPolicy: 'destroy', ...this.settings,
    };
    const context = Object.entries(settings).flatMap(([name, value]) => ['-c', `lifecycle:${name}=${value}`]);
    await this.run(['synth', '--quiet', '--output', this.workspace.assembly, ...context], { CDK_VALIDATION: String(validation === 'strict') });
  }

  deploy(...stacks: string[]): Promise<CdkResult> {
    return this.run(['deploy', ...stacks, '--require-approval', 'never', '--app', this.workspace.assembly]);
  }

  destroy(): Promise<CdkResult> {
    return this.run(['destroy', '--all', '--force', '--app', this.workspace.assembly]);
  }

  private async run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<CdkResult> {
    const result = await cdk({ args, env, appDir: projectRoot, endpoint: this.stage.emulator.endpoint });
    expectSuccess(`cdk ${args[0]}`, result);
    return result;
  }
}

/** Builds the app when a source is newer than what was built. */
export function buildIfNeeded(progress: (line: string) => void): void {
  if (existsSync(BUILT) && newest(SOURCES.map((folder) => join(projectRoot, folder))) <= statSync(BUILT).mtimeMs) {
    return;
  }
  progress('building the library, the handlers and the app');
  const built = spawnSync(process.execPath, [join(projectRoot, 'scripts', 'build.mjs')], { encoding: 'utf8' });
  if (built.status !== 0) {
    throw new HostProblem(`the build failed:\n${built.stdout}${built.stderr}`);
  }
}

function newest(folders: readonly string[]): number {
  const times = folders.flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
  return Math.max(...times);
}

/** What the CLI said is wrong, without what it says around it. */
export function expectSuccess(command: string, result: CdkResult): void {
  if (result.timedOut) {
    throw new Failure(`${command} took too long; it last printed:\n${lastLines(result.output)}`);
  }
  if (result.exitCode !== 0) {
    throw new Failure(`${command} failed:\n${lastLines(result.output)}`);
  }
}

function lastLines(output: string): string {
  const lines = output.split('\n').map((line) => line.trimEnd()).filter((line) => line !== '' && !line.includes('Subprocess exited with error'));
  return lines.slice(-12).join('\n');
}
