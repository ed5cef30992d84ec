import { join } from 'node:path';
import { bootstrap, cdk } from '../host/cdk';
import { projectRoot, workFolder } from '../host/project';
import { expectSuccess } from './app';
import type { Stage } from './stage';

/** An app of `examples/`, as the CDK CLI deploys it. */
export class ExampleApp {
  private readonly assembly: string;

  /** @param context what the app is told, as `--context` would */
  constructor(private readonly stage: Stage, private readonly name: string, private readonly context: Readonly<Record<string, string>> = {}) {
    this.assembly = join(workFolder, `cdk.${name}.out`);
  }

  async bootstrap(): Promise<void> {
    expectSuccess('cdk bootstrap', await bootstrap({ endpoint: this.stage.emulator.endpoint }));
  }

  /** The strict check of its template is the tests' work. */
  async deploy(): Promise<void> {
    const program = `${join('node_modules', '.bin', 'tsx')} ${join('examples', this.name, 'app.ts')}`;
    const context = Object.entries(this.context).flatMap(([name, value]) => ['--context', `${name}=${value}`]);
    await this.run(['deploy', '--all', '--require-approval', 'never', '--app', program, '--output', this.assembly, ...context]);
  }

  async destroy(): Promise<void> {
    await this.run(['destroy', '--all', '--force', '--app', this.assembly]);
  }

  private async run(args: string[]): Promise<void> {
    expectSuccess(`cdk ${args[0]}`, await cdk({ args, appDir: projectRoot, endpoint: this.stage.emulator.endpoint, env: { CDK_VALIDATION: 'false' } }));
  }
}
