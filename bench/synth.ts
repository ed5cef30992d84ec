/** What `cdk synth` runs: `node synth.js <module> <models>`. */
import { resolve } from 'node:path';
import type { App } from 'aws-cdk-lib/core';

const [module, models] = process.argv.slice(2);
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { build } = require(resolve(module)) as { build: (models: number, outdir?: string) => App };
build(Number(models), process.env.CDK_OUTDIR).synth();
