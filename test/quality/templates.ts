import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** What running an app left behind. */
export interface Synthesis {
  readonly succeeded: boolean;
  /** Standard output and error. */
  readonly output: string;
  /** Paths of the templates. */
  readonly templates: string[];
}

/** The apps of this project, as paths from its root: the one `cdk deploy` runs, and every example. */
export function apps(): string[] {
  const main = /\bbin\/[\w-]+(?=\.[jt]s\b)/.exec(settingsIn(ROOT).app ?? '')?.map((path) => `${path}.ts`) ?? [];
  const examples = readdirSync(join(ROOT, 'examples')).map((name) => `examples/${name}/app.ts`);
  return [...new Set([...main, ...examples])].filter((path) => existsSync(join(ROOT, path)));
}

/**
 * Runs an app as the CDK CLI does, with the strictest checks there are: aws-cdk-lib's own validation against the CloudFormation schemas
 * with every default rule, and the AwsSolutions rules. A process of its own, because validation is switched off for the suite.
 */
export function synthesise(app: string, outdir: string): Synthesis {
  const entry = resolve(ROOT, app);
  const folder = existsSync(join(dirname(entry), 'cdk.json')) || relative(ROOT, entry).startsWith('test') ? dirname(entry) : ROOT;
  const context = { ...settingsIn(folder).context, '@aws-cdk/core:validateAgainstDefaultRules': true };
  const { CDK_VALIDATION: _off, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [
    '--require', require.resolve('tsx/cjs'), '--require', join(__dirname, 'strict-preload.ts'), entry,
  ], {
    cwd: folder,
    env: { ...env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_DEFAULT_ACCOUNT: '123456789012', CDK_DEFAULT_REGION: 'us-east-1' },
    encoding: 'utf8',
    timeout: 120_000,
    killSignal: 'SIGKILL',
  });
  return { succeeded: status === 0, output: stdout + stderr, templates: templatesIn(outdir) };
}

/** Templates of an assembly and of the assemblies nested in it. */
function templatesIn(outdir: string): string[] {
  return existsSync(outdir)
    ? readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.template.json')).map((name) => join(outdir, name)).sort()
    : [];
}

function settingsIn(folder: string): { app?: string; context?: Record<string, unknown> } {
  const path = join(folder, 'cdk.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { app?: string; context?: Record<string, unknown> }) : {};
}
