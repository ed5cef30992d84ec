import * as iam from 'aws-cdk-lib/aws-iam';
import { Duration } from 'aws-cdk-lib/core';
import { S3Source } from '../../../lib/core';
import { ProcessingInput, Processor } from '../../../lib/data';
import {
  AutoMlStep, Cache, Condition, ConditionStep, EmrCluster, EmrStep, EndpointConfigStep, ExecutionVariable, FailStep, ModelContainer, ModelStep, NotebookJobStep,
  ProcessingStep, RegisterModelStep, RetryOn, RetryPolicy, TrainingStep, TransformStep, TuningStep,
} from '../../../lib/pipeline';
import { AutoMlJob, Trainer } from '../../../lib/training';
import { version } from './models';
import { type Case, HOUR, IMAGE, ROWS, script, type Site } from './site';
import { searched, smallSearch } from './training';

/** Work on EMR and in notebooks, attempts, and a pipeline as a team would write it. */
export const OTHER_CASES: Case[] = [
  { name: 'emr', build: emr },
  { name: 'notebook', build: notebook },
  { name: 'retries', build: retries },
  { name: 'whole', build: whole },
];

function emr(site: Site): void {
  const pipeline = site.pipeline();
  const day = pipeline.addStringParameter('Day', { defaultValue: '2026-01-01' });
  const count = new EmrStep('Count', {
    cluster: EmrCluster.fromClusterId('j-1ABCDEFGHIJKL'), jar: 'command-runner.jar', arguments: ['spark-submit', 's3://programs/count.py', day.valueAsString],
    mainClass: 'com.example.Count', properties: { mode: 'fast' }, executionRole: site.role('emr'), cache: Cache.unlimited(), displayName: 'Count rows',
    description: 'On a cluster that exists',
  });
  const machines = iam.InstanceProfile.fromInstanceProfileAttributes(site.stack, 'Machines', {
    instanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/emr-machines', role: site.role('emr-machines'),
  });
  const sum = new EmrStep('Sum', {
    cluster: EmrCluster.transient({
      releaseLabel: 'emr-7.5.0', serviceRole: site.role('emr-service'), instanceProfile: machines, coreNodes: 2, subnet: site.subnet('subnet-1'), logs: site.bucket('logs'),
    }),
    jar: 's3://programs/sum.jar', displayName: 'Sum rows', description: 'On a cluster of its own',
  });
  pipeline.addSteps(count, sum, site.call('Show', { cluster: count.clusterId, step: count.stepId }));
}

function notebook(site: Site): void {
  const pipeline = site.pipeline({ encryptionKey: site.key });
  const month = pipeline.addStringParameter('Month', { defaultValue: 'May' });
  pipeline.addSteps(new NotebookJobStep('Report', {
    notebook: script('report.ipynb'), image: IMAGE, parameters: { month: month.valueAsString }, environment: { STAGE: 'test' }, initializationScript: script('init.sh'),
    additionalFiles: [script('prepare.py')], displayName: 'Write the report', description: 'Monthly',
  }));
}

function retries(site: Site): void {
  const calls = [RetryPolicy.attempts(2, { on: [RetryOn.SERVICE_FAULT] })];
  const all = [
    RetryPolicy.attempts(10, { on: [RetryOn.SERVICE_FAULT, RetryOn.THROTTLING], interval: Duration.seconds(5) }),
    RetryPolicy.expiringAfter(Duration.hours(4), { on: [RetryOn.RESOURCE_LIMIT], interval: Duration.minutes(1), backoffRate: 1.5 }),
    RetryPolicy.attempts(3, { on: [RetryOn.JOB_INTERNAL_ERROR, RetryOn.CAPACITY_ERROR] }),
  ];
  site.pipeline().addSteps(
    new ProcessingStep('Work', { processor: Processor.container(IMAGE), retry: all }),
    new TrainingStep('Train', { trainer: searched(), channels: { train: ROWS }, retry: all }),
    new TuningStep('Tune', { tuner: smallSearch(), channels: { train: ROWS }, retry: all.slice(0, 2) }),
    new ModelStep('Make-CreateModel', {
      containers: [ModelContainer.fromArtifact(IMAGE, S3Source.fromUri('s3://models/income/model.tar.gz'))], retry: calls,
    }),
    version(site, 'Register-RegisterModel', { retry: calls }),
    new TransformStep('Ask', { modelName: 'income', input: ROWS, retry: all }),
    new AutoMlStep('Find', { job: new AutoMlJob({ target: 'income' }), training: ROWS, retry: all.slice(0, 2) }),
    new EmrStep('Count', {
      cluster: EmrCluster.fromClusterId('j-1ABCDEFGHIJKL'), jar: 's3://programs/count.jar', displayName: 'Count', description: 'On EMR', retry: calls,
    }),
    new EndpointConfigStep('Config', {
      endpointConfigName: `income-${ExecutionVariable.PIPELINE_EXECUTION_ID}`, variants: [{ modelName: 'income' }], retry: calls,
    }),
  );
}

function whole(site: Site): void {
  const pipeline = site.pipeline();
  const rounds = pipeline.addIntegerParameter('Rounds', { defaultValue: 100 });
  const processor = Processor.sklearn({ entryPoint: script('prepare.py'), version: '1.2-1' });
  const prepare = new ProcessingStep('Prepare', { processor, inputs: [ProcessingInput.fromS3(site.bucket('raw'))], outputs: ['train', 'validation', 'test'] });
  const train = new TrainingStep('Train', {
    trainer: Trainer.xgboost({ entryPoint: script('train.py'), version: '1.7-1', hyperparameters: { num_round: rounds.valueAsString }, maxRuntime: HOUR }),
    channels: { train: prepare.output('train'), validation: prepare.output('validation') },
    cache: Cache.expiringAfter(Duration.days(7)),
  });
  const evaluate = new ProcessingStep('Evaluate', {
    processor,
    inputs: [ProcessingInput.fromSource(train.model, { name: 'model' }), ProcessingInput.fromSource(prepare.output('test'), { name: 'test' })],
    metrics: 'evaluation.json',
  });
  const register = new RegisterModelStep('Register-RegisterModel', { group: site.group, model: train.model, image: IMAGE, metrics: evaluate });
  pipeline.addSteps(prepare, train, evaluate, new ConditionStep('GoodEnough', {
    conditions: [Condition.greaterThanOrEqualTo(evaluate.metric('auc'), 0.85)],
    ifTrue: [register],
    otherwise: [new FailStep('TooWeak', { message: `auc was ${evaluate.metric('auc')}` })],
  }));
}
