import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Order, Outcome } from './strict-synthesis';

const ROOT = resolve(__dirname, '../..');

/** What running an app left behind. */
export interface Synthesis extends Outcome {
  /** Paths of the templates. */
  readonly templates: string[];
}

/** The apps of this project, as paths from its root: the one `cdk deploy` runs, and every example. */
export function apps(): string[] {
  const main = /\bbin\/[\w-]+(?=\.[jt]s\b)/.exec(settingsIn(ROOT).app ?? '')?.map((path) => `${path}.ts`) ?? [];
  const examples = readdirSync(join(ROOT, 'examples')).map((name) => `examples/${name}/app.ts`);
  return [...new Set([...main, ...examples])].filter((path) => existsSync(join(ROOT, path)));
}

/** Apps of the tests that use what a room offers, with the least code and with every option. */
export function fixtures(): string[] {
  return readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.app.ts') && !name.startsWith('quality')).map((name) => `test/${name.replaceAll('\\', '/')}`).sort();
}

/**
 * Runs apps as the CDK CLI does, with the strictest checks there are: aws-cdk-lib's own validation against the CloudFormation schemas
 * with every default rule, and the AwsSolutions rules. Each leaves its assembly in a folder of `outdir`.
 */
export function synthesise(paths: readonly string[], outdir: string): Map<string, Synthesis> {
  const orders = paths.map((path) => ({ ...surroundings(resolve(ROOT, path)), outdir: join(outdir, path.replace(/\W/g, '-')) }));
  const [ordersFile, outcomesFile] = ['orders.json', 'outcomes.json'].map((name) => join(outdir, name));
  writeFileSync(ordersFile, JSON.stringify(orders));
  const { CDK_VALIDATION: _off, ...env } = process.env;
  const { status, stderr } = spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), join(__dirname, 'strict-synthesis.ts'), ordersFile, outcomesFile], {
    env: { ...env, CDK_DEFAULT_ACCOUNT: '123456789012', CDK_DEFAULT_REGION: 'us-east-1' },
    encoding: 'utf8',
    timeout: 240_000,
    killSignal: 'SIGKILL',
  });
  if (status !== 0 || !existsSync(outcomesFile)) {
    throw new Error(`the apps were not synthesised, the process ended with ${status}: ${stderr}`);
  }
  const outcomes = JSON.parse(readFileSync(outcomesFile, 'utf8')) as Outcome[];
  return new Map(paths.map((path, index) => [path, { ...outcomes[index], templates: templatesIn(orders[index].outdir) }]));
}

/** Where an app runs, and with what context. */
function surroundings(entry: string): Omit<Order, 'outdir'> {
  const folder = existsSync(join(dirname(entry), 'cdk.json')) || relative(ROOT, entry).startsWith('test') ? dirname(entry) : ROOT;
  return { entry, folder, context: { ...settingsIn(folder).context, '@aws-cdk/core:validateAgainstDefaultRules': true } };
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
