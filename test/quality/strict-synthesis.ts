/**
 * A program that `synthesise` starts: runs apps one after the other as the CDK CLI does, with the AwsSolutions rules of cdk-nag, so that no app has to
 * bring them along. The CloudFormation schemas take seconds to load, which is why one process runs all of them; their validation is off in the suite's own.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { App, Stage, Validations } from 'aws-cdk-lib/core';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks } from 'cdk-nag';

/** An app to run. */
export interface Order {
  readonly entry: string;
  readonly folder: string;
  readonly outdir: string;
  readonly context: Record<string, unknown>;
}

/** How it ended. */
export interface Outcome {
  readonly succeeded: boolean;
  /** Standard output and error. */
  readonly output: string;
}

const load = createRequire(__filename);
const [, , ordersFile, outcomesFile] = process.argv;
const orders = JSON.parse(readFileSync(ordersFile, 'utf8')) as Order[];
const outcomes: Outcome[] = [];
let output = '';
let failed = false;

const checked = new WeakSet<Stage>();
const prototype: { synth: (this: Stage, ...args: Parameters<Stage['synth']>) => CloudAssembly } = Stage.prototype;
const { synth } = prototype;
prototype.synth = function (...args) {
  if (App.isApp(this) && !checked.has(this)) {
    checked.add(this);
    Validations.of(this).addPlugins(new AwsSolutionsChecks(this));
  }
  return synth.apply(this, args);
};

function fail(error: unknown): void {
  failed = true;
  output += `${error instanceof Error ? error.stack : String(error)}\n`;
}

/** An app is over when it has nothing more to do; one that does not synthesise by itself does so at that moment. */
function run(index: number): void {
  output = '';
  failed = false;
  process.exitCode = undefined;
  process.removeAllListeners('beforeExit');
  if (index === orders.length) {
    writeFileSync(outcomesFile, JSON.stringify(outcomes));
    return;
  }
  process.once('beforeExit', () => setImmediate(() => {
    outcomes.push({ succeeded: !failed && !process.exitCode, output });
    run(index + 1);
  }));

  const { entry, folder, outdir, context } = orders[index];
  process.chdir(folder);
  process.env.CDK_OUTDIR = outdir;
  process.env.CDK_CONTEXT_JSON = JSON.stringify(context);
  try {
    load(entry);
  } catch (error) {
    fail(error);
  }
}

for (const stream of [process.stdout, process.stderr]) {
  stream.write = (text: string | Uint8Array) => {
    output += typeof text === 'string' ? text : Buffer.from(text).toString();
    return true;
  };
}
process.exit = (code) => {
  throw new Error(`the app ended itself with ${code}`);
};
process.on('uncaughtException', fail);
run(0);
