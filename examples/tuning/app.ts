/**
 * A search for the best hyperparameters of a built-in algorithm, and a batch that the best model answers. Run it from the project's root:
 *
 *     npx cdk deploy --app 'npx tsx examples/tuning/app.ts'
 *
 * The first deployment starts the first run. Runs after it take over what did not change: the data and the search.
 */
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { ProcessingInput, Processor } from '../../lib/data';
import {
  Cache, Condition, ConditionStep, FailStep, LambdaStep, ModelContainer, ModelStep, OutputType, Pipeline, ProcessingStep, RegisterModelStep, RetryOn,
  RetryPolicy, TransformSplit, TransformStep, TuningStep,
} from '../../lib/pipeline';
import { ModelPackageGroup } from '../../lib/registry';
import { BuiltInAlgorithm, HyperparameterRange, HyperparameterScaling, HyperparameterTuner, Trainer, TuningObjective } from '../../lib/training';

const stack = new Stack(new App(), 'Tuning');
const script = (name: string) => `examples/tuning/scripts/${name}.py`;
const cache = Cache.expiringAfter(Duration.days(30));
const retry = [RetryPolicy.attempts(3, { on: [RetryOn.CAPACITY_ERROR, RetryOn.RESOURCE_LIMIT], interval: Duration.minutes(1) })];

const pipeline = new Pipeline(stack, 'Pipeline', { description: 'Searches the best model of income' });
const leastAuc = pipeline.addFloatParameter('LeastAuc', { defaultValue: 0.85 });

const prepare = new ProcessingStep('Prepare', {
  processor: Processor.sklearn({ entryPoint: script('prepare') }),
  inputs: [ProcessingInput.fromFile('examples/income/data/income.csv', { name: 'data' })],
  outputs: ['train', 'validation', 'batch', 'truth'],
  cache, retry,
});
const trainer = Trainer.builtIn(BuiltInAlgorithm.XGBOOST, { hyperparameters: { objective: 'binary:logistic', num_round: 50 } });
const search = new TuningStep('Search', {
  tuner: HyperparameterTuner.bayesian({
    trainer,
    objective: TuningObjective.maximize('validation:auc'),
    ranges: {
      max_depth: HyperparameterRange.integer(1, 8),
      eta: HyperparameterRange.continuous(0.02, 0.6, HyperparameterScaling.LOGARITHMIC),
      subsample: HyperparameterRange.continuous(0.5, 1),
    },
    maxJobs: 6, maxParallelJobs: 2, randomSeed: 7,
  }),
  channels: { train: prepare.output('train'), validation: prepare.output('validation') },
  cache, retry,
});
const model = new ModelStep('Model', { containers: [ModelContainer.fromArtifact(trainer.image.serving, search.model)] });
const score = new TransformStep('Score', {
  modelName: model.modelName.valueAsString,
  input: prepare.output('batch'),
  // The model gets all but the identifier; the output has the identifier and the score.
  transform: {
    contentType: 'text/csv', accept: 'text/csv', split: TransformSplit.LINE, assembleLines: true, inputFilter: '$[1:]', joinInput: true, outputFilter: '$[0,-1]',
  },
});
const measure = new ProcessingStep('Measure', {
  processor: Processor.sklearn({ entryPoint: script('measure') }),
  inputs: [ProcessingInput.fromSource(score.output, { name: 'scores' }), ProcessingInput.fromSource(prepare.output('truth'), { name: 'truth' })],
  outputs: [],
  metrics: 'report.json',
});
const log = new logs.LogGroup(stack, 'DescribeLog', { retention: logs.RetentionDays.ONE_MONTH });
const role = new iam.Role(stack, 'DescribeRole', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
log.grantWrite(role);
const describe = new LambdaStep('Describe', {
  function: new lambda.Function(stack, 'Describe', {
    code: lambda.Code.fromAsset('examples/tuning/describe'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X, role, logGroup: log,
  }),
  inputs: {
    job: search.bestTrainingJobName, auc: search.bestObjectiveValue, depth: search.bestHyperparameter('max_depth'),
    eta: search.bestHyperparameter('eta'), subsample: search.bestHyperparameter('subsample'),
  },
  outputs: { text: OutputType.STRING },
  cache,
});
const register = new RegisterModelStep('Register', {
  group: new ModelPackageGroup(stack, 'Models'),
  model: search.model, image: trainer.image.serving, contentTypes: ['text/csv'], responseTypes: ['text/csv'],
  metrics: measure, modelDescription: describe.output('text').valueAsString,
});
const auc = measure.metric('auc');

pipeline.addSteps(prepare, search, model, score, measure, new ConditionStep('GoodEnough', {
  conditions: [Condition.greaterThanOrEqualTo(auc, leastAuc.valueAsNumber)],
  ifTrue: [describe, register],
  otherwise: [new FailStep('TooWeak', { message: `AUC of the best model is ${auc}, less than ${leastAuc}.` })],
}));
pipeline.startOnDeployment();
