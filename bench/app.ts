import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib/core';
import { Dataset, Processor } from '../lib/data';
import { Serving } from '../lib/hosting';
import { MlPlatform, ModelLifecycle } from '../lib/lifecycle';
import { Metric } from '../lib/pipeline';
import { Trainer } from '../lib/training';

/** Models that share a stack; more than a team would put into one, and far below the 500 resources a stack may hold. */
const MODELS_IN_A_STACK = 10;

/** As the app of this project has it: a stack for one account and region. */
const ENV = { account: '111122223333', region: 'us-east-1' };

/** What the CDK would gather of each L2 construct for its reports, which are switched off on both sides. */
const NO_TELEMETRY = { '@aws-cdk/core:enableAdditionalMetadataCollection': false };

/** The app that is measured: a platform, and some models on it. */
export function build(models: number, outdir?: string): App {
  const root = process.cwd();
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  const app = new App({ outdir, context: { ...context, ...NO_TELEMETRY }, analyticsReporting: false, autoSynth: false });
  const platform = new MlPlatform(new Stack(app, 'Platform', { env: ENV }), 'Platform', { notify: ['ml-team@example.com'] });
  const example = (path: string) => resolve(root, 'examples/income', path);
  for (let stack: Stack | undefined, index = 0; index < models; index++) {
    stack = index % MODELS_IN_A_STACK === 0 ? new Stack(app, `Models${index / MODELS_IN_A_STACK}`, { env: ENV }) : stack!;
    new ModelLifecycle(stack, `Model${index}`, {
      platform,
      data: Dataset.fromFile(example('data/income.csv')),
      prepare: Processor.sklearn({ entryPoint: example('model/prepare.py') }),
      train: Trainer.sklearn({ entryPoint: example('model/train.py') }),
      evaluate: Processor.sklearn({ entryPoint: example('model/evaluate.py') }),
      accept: [Metric.of('auc').atLeast(0.85)],
      serve: Serving.realTime({ entryPoint: example('model/inference.py') }),
    });
  }
  return app;
}
