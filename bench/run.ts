/** One measured case, in a process of its own: `node run.js <module> <models> <outdir>` prints what loading, constructing and synthesising took. */
import { resolve } from 'node:path';
import type { App } from 'aws-cdk-lib/core';

export interface Run {
  readonly loadMs: number;
  readonly constructMs: number;
  readonly synthMs: number;
  readonly peakMb: number;
}

const [module, models, outdir] = process.argv.slice(2);
const started = performance.now();
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { build } = require(resolve(module)) as { build: (models: number, outdir: string) => App };
const loaded = performance.now();
const app = build(Number(models), outdir);
const constructed = performance.now();
app.synth();
const synthesised = performance.now();
const run: Run = {
  loadMs: loaded - started,
  constructMs: constructed - loaded,
  synthMs: synthesised - constructed,
  peakMb: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(JSON.stringify(run));
