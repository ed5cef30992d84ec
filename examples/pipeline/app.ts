/**
 * A pipeline by itself: no platform, one stack, four small scripts. Run it from the project's root:
 *
 *     npx cdk deploy --app 'npx tsx examples/pipeline/app.ts'
 *
 * The first deployment starts the first run. It draws numbers, fits a line through them and registers the line if it fits well.
 */
import * as events from 'aws-cdk-lib/aws-events';
import { App, Stack } from 'aws-cdk-lib/core';
import { SourceCode } from '../../lib/core';
import { ProcessingInput, Processor } from '../../lib/data';
import { Condition, ConditionStep, FailStep, PackageModelStep, Pipeline, ProcessingStep, RegisterModelStep, TrainingStep } from '../../lib/pipeline';
import { ModelPackageGroup } from '../../lib/registry';
import { Trainer } from '../../lib/training';

const stack = new Stack(new App(), 'Line');
const script = (name: string) => `examples/pipeline/scripts/${name}.py`;

const line = new Pipeline(stack, 'Pipeline', { description: 'Fits a line' });
const rows = line.addIntegerParameter('Rows', { defaultValue: 1000 });

const draw = new ProcessingStep('Draw', {
  processor: Processor.sklearn({ entryPoint: script('draw'), arguments: ['--rows', rows.valueAsString] }),
  outputs: ['train', 'test'],
});
const fit = new TrainingStep('Fit', {
  trainer: Trainer.sklearn({ entryPoint: script('fit') }),
  channels: { train: draw.output('train') },
});
const measure = new ProcessingStep('Measure', {
  processor: Processor.sklearn({ entryPoint: script('measure') }),
  inputs: [ProcessingInput.fromSource(fit.model, { name: 'model' }), ProcessingInput.fromSource(draw.output('test'), { name: 'test' })],
  metrics: 'measured.json',
});
const complete = new PackageModelStep('Complete', { model: fit.model, inferenceCode: SourceCode.fromScript(script('inference')) });
const register = new RegisterModelStep('Register', {
  group: new ModelPackageGroup(stack, 'Lines'),
  model: complete.model,
  image: fit.trainer.image.serving,
  environment: { SAGEMAKER_PROGRAM: 'inference.py', SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' },
  metrics: measure,
});
const error = measure.metric('mean_absolute_error');

line.addSteps(draw, fit, measure, new ConditionStep('Fits', {
  conditions: [Condition.lessThanOrEqualTo(error, 0.2)],
  ifTrue: [complete, register],
  otherwise: [new FailStep('TooFarOff', { message: `The line is off by ${error} on average; 0.2 is allowed.` })],
}));
line.startOnDeployment();
line.startOn(events.Schedule.cron({ weekDay: 'MON', hour: '6', minute: '0' }));
