/**
 * The smallest whole app: a model straight from its CSV file, and the platform it lives on. Run it from the project's root:
 *
 *     npx cdk deploy --app 'npx tsx examples/income/app.ts'
 */
import { App, Stack } from 'aws-cdk-lib/core';
import { Dataset, Processor } from '../../lib/data';
import { Serving } from '../../lib/hosting';
import { MlPlatform, ModelLifecycle } from '../../lib/lifecycle';
import { Metric, RiskRating } from '../../lib/pipeline';
import { Trainer } from '../../lib/training';

const stack = new Stack(new App(), 'Income');

const platform = new MlPlatform(stack, 'Platform', { notify: ['ml-team@example.com'] });

new ModelLifecycle(stack, 'Income', {
  platform,
  data: Dataset.fromFile('examples/income/data/income.csv'),
  prepare: Processor.sklearn({ entryPoint: 'examples/income/model/prepare.py' }),
  train: Trainer.sklearn({ entryPoint: 'examples/income/model/train.py', hyperparameters: { 'max-leaf-nodes': '31' } }),
  evaluate: Processor.sklearn({ entryPoint: 'examples/income/model/evaluate.py' }),
  accept: [Metric.of('auc').atLeast(0.85)],
  serve: Serving.realTime({ entryPoint: 'examples/income/model/inference.py' }),
  modelCard: {
    intendedUses: 'Demonstration and teaching. Not for decisions about people.', riskRating: RiskRating.LOW,
    caveats: 'A census of 1994. It does not learn from sex and race, yet other columns tell much of the same: it favours some groups.',
  },
});
