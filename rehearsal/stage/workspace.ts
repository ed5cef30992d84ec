import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot, workFolder } from '../host/project';

/** The user's files as a rehearsal changes them: copies, so that the project's own stay as they are. */
export class Workspace {
  static create(): Workspace {
    const folder = join(workFolder, 'work');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync(join(projectRoot, 'examples', 'income', 'model'), join(folder, 'model'), { recursive: true });
    cpSync(join(projectRoot, 'examples', 'income', 'data', 'income.csv'), join(folder, 'income.csv'));
    return new Workspace(folder);
  }

  private constructor(private readonly folder: string) {}

  /** The folder of scripts, as the app's setting names it. */
  get code(): string {
    return relative(projectRoot, join(this.folder, 'model'));
  }

  /** The data file, as the app's setting names it. */
  get data(): string {
    return relative(projectRoot, join(this.folder, 'income.csv'));
  }

  /** Where the CDK writes the assembly. */
  get assembly(): string {
    return join(workFolder, 'cdk.out');
  }

  edit(script: string, change: (source: string) => string): void {
    const file = join(this.folder, 'model', script);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }

  /** Takes the data away. */
  removeData(): void {
    rmSync(join(this.folder, 'income.csv'));
  }
}
