import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bootstrap, cdk, type CdkResult } from '../host/cdk';
import { projectRoot, workFolder } from '../host/project';
import { expectSuccess } from './app';
import type { Stage } from './stage';

/** An app of `examples/`, as the CDK CLI deploys it. */
export class ExampleApp {
  private readonly assembly: string;
  private program: string;

  /** @param context what the app is told, as `--context` would */
  constructor(private readonly stage: Stage, private readonly name: string, private readonly context: Readonly<Record<string, string>> = {}) {
    this.assembly = join(workFolder, `cdk.${name}.out`);
    this.program = join(projectRoot, 'examples', name, 'app.ts');
  }

  /** Goes on with a copy of the program, which a person may change and which may write files beside itself: the project's own stays as it is. */
  copy(): void {
    const folder = join(workFolder, this.name);
    rmSync(folder, { recursive: true, force: true });
    // As deep in the project as the original, so that its imports mean the same.
    mkdirSync(folder, { recursive: true });
    const code = readFileSync(this.program, 'utf8');
    this.program = join(folder, 'app.ts');
    writeFileSync(this.program, code);
  }

  /** Changes the copy. */
  edit(change: (code: string) => string): void {
    writeFileSync(this.program, change(readFileSync(this.program, 'utf8')));
  }

  async bootstrap(): Promise<void> {
    expectSuccess('cdk bootstrap', await bootstrap({ endpoint: this.stage.emulator.endpoint }));
  }

  /** Writes the templates of the program as it is now; the strict check of them is the tests' work. */
  async synthesise(context: Readonly<Record<string, string>> = {}): Promise<void> {
    expectSuccess('cdk synth', await this.run(['synth', '--quiet', ...this.fromProgram(this.assembly, context)]));
  }

  /** What the CLI says of the program as it is now, which it may refuse; the templates that were written last stay as they are. */
  attempt(): Promise<CdkResult> {
    return this.run(['synth', '--quiet', ...this.fromProgram(`${this.assembly}.attempt`)]);
  }

  /** Deploys all stacks of the program as it is now. */
  async deploy(): Promise<void> {
    expectSuccess('cdk deploy', await this.run(['deploy', '--all', '--require-approval', 'never', ...this.fromProgram(this.assembly)]));
  }

  /** Deploys one stack of the templates that were written last, and no other. */
  async deployStack(stack: string): Promise<void> {
    expectSuccess('cdk deploy', await this.run(['deploy', stack, '--exclusively', '--require-approval', 'never', '--app', this.assembly]));
  }

  /** Removes one stack of the templates that were written last, and no other. */
  async destroyStack(stack: string): Promise<void> {
    expectSuccess('cdk destroy', await this.run(['destroy', stack, '--exclusively', '--force', '--app', this.assembly]));
  }

  async destroy(): Promise<void> {
    expectSuccess('cdk destroy', await this.run(['destroy', '--all', '--force', '--app', this.assembly]));
  }

  private fromProgram(output: string, more: Readonly<Record<string, string>> = {}): string[] {
    const context = Object.entries({ ...this.context, ...more }).flatMap(([name, value]) => ['--context', `${name}=${value}`]);
    return ['--app', `${join('node_modules', '.bin', 'tsx')} ${relative(projectRoot, this.program)}`, '--output', output, ...context];
  }

  private run(args: string[]): Promise<CdkResult> {
    return cdk({ args, appDir: projectRoot, endpoint: this.stage.emulator.endpoint, env: { CDK_VALIDATION: 'false' } });
  }
}
