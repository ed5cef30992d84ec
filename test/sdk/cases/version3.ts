import { Duration } from 'aws-cdk-lib/core';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  Cache, CallbackStep, CleanupStep, Condition, ConditionStep, CurrentItem, EmrServerlessStep, ExecutionVariable, FailStep, ForEachSelector, ForEachStep,
  IterableItems, JobCategory, JobStep, OutputType, ProcessingStep, RetryOn, RetryPolicy, S3CleanupSource, StepDependency, TriggerCondition,
} from '../../../lib/pipeline';
import { Processor } from '../../../lib/data';
import { ACCOUNT, type Case, HOUR, IMAGE, REGION, type Site } from './site';

/** What version 3 of the SDK alone has words for, and some of what both have. */
export const VERSION_3_CASES: Case[] = [
  { name: 'emr-serverless', build: emrServerless },
  { name: 'functions-v3', build: functions },
  { name: 'clean-up', build: cleanUp },
  { name: 'job', build: job },
  { name: 'dependencies', build: dependencies },
  { name: 'for-each', build: forEach },
  { name: 'for-each-of-these', build: forEachOfThese },
];

function emrServerless(site: Site): void {
  const pipeline = site.pipeline();
  const day = pipeline.addStringParameter('Day', { defaultValue: '2026-01-01' });
  const sum = new EmrServerlessStep('Sum', {
    releaseLabel: 'emr-7.5.0', entryPoint: 's3://programs/sum.py', arguments: ['--day', day.valueAsString], executionRole: site.role('emr'),
    sparkSubmitParameters: '--conf spark.executor.cores=2', maxRuntime: Duration.hours(1),
    overrides: { configurationOverrides: { monitoringConfiguration: { s3MonitoringConfiguration: { logUri: 's3://logs/emr/' } } }, tags: { team: 'risk' } },
    displayName: 'Sum rows', description: 'On an application of its own', cache: Cache.unlimited(), retry: [RetryPolicy.attempts(2, { on: [RetryOn.THROTTLING] })],
  });
  const count = new EmrServerlessStep('Count', {
    applicationId: '00f5abc', entryPoint: 's3://programs/count.py', executionRole: site.role('emr'), displayName: 'Count rows',
    description: 'On an application that exists',
  });
  pipeline.addSteps(sum, count);
}

function functions(site: Site): void {
  const pipeline = site.pipeline();
  const stage = pipeline.addStringParameter('Stage', { defaultValue: 'test', allowedValues: ['test', 'live'] });
  const rounds = pipeline.addIntegerParameter('Rounds', { defaultValue: 3 });
  const bar = pipeline.addFloatParameter('Bar', { defaultValue: 0.5 });
  const on = pipeline.addBooleanParameter('On', { defaultValue: true });
  const ask = site.call('Ask', { run: ExecutionVariable.PIPELINE_EXECUTION_ID }, { outputs: { rate: OutputType.FLOAT } });
  const wait = new CallbackStep('Wait', {
    queue: sqs.Queue.fromQueueAttributes(site.stack, 'Requests', {
      queueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:requests`, queueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/requests`,
    }),
    inputs: { rate: ask.output('rate') },
    outputs: { verdict: OutputType.STRING },
  });
  pipeline.addSteps(ask, wait, new ConditionStep('Fork', {
    conditions: [
      Condition.greaterThan(ask.output('rate'), bar.valueAsNumber),
      Condition.isNotIn(stage, ['live']),
      Condition.or(Condition.equalTo(on, true), Condition.equalTo(rounds, 3)),
    ],
    ifTrue: [site.call('Yes')],
    otherwise: [new FailStep('No', { message: `stage ${stage}` })],
  }));
}

function cleanUp(site: Site): void {
  const prepare = new ProcessingStep('Prepare', { processor: Processor.container(IMAGE, { instanceType: 'ml.m5.large', maxRuntime: HOUR }), outputs: ['rows'] });
  const parts = ['part-0.csv', 'part-1.csv'].map((name) => prepare.outputFile('rows', name));
  const use = site.call('Use', { rows: site.uri(prepare.output('rows')) });
  site.pipeline().addSteps(
    prepare,
    use,
    new CleanupStep('Clean', {
      sources: [S3CleanupSource.ofObjects(prepare, ...parts)], dependsOn: [use], displayName: 'Clean up', description: 'Rows are of no more use',
    }),
    new CleanupStep('Always', { sources: [S3CleanupSource.ofObjects(prepare, parts[0])], dependsOn: [StepDependency.of(prepare, TriggerCondition.ANY)] }),
  );
}

function job(site: Site): void {
  const pipeline = site.pipeline();
  const model = pipeline.addStringParameter('Model', { defaultValue: 'nova-lite' });
  const customize = new JobStep('Customize', {
    category: JobCategory.AGENT_RFT,
    schemaVersion: '1.0.0',
    document: {
      BaseModel: model, Dataset: { Uri: 's3://raw/prompts/' }, Rounds: 3,
      OutputDataConfig: { S3OutputPath: `s3://results/customized/${ExecutionVariable.PIPELINE_EXECUTION_ID}/` },
    },
    role: site.role('jobs'), tags: { team: 'risk' }, displayName: 'Customize a model', description: 'By reinforcement',
    cache: Cache.expiringAfter(Duration.days(7)), retry: [RetryPolicy.attempts(2, { on: [RetryOn.RESOURCE_LIMIT] })],
  });
  pipeline.addSteps(customize, site.call('Show', { job: customize.jobArn, model: customize.output('OutputModelPackageArn') }));
}

function dependencies(site: Site): void {
  const [first, second] = [site.call('First'), site.call('Second')];
  site.pipeline().addSteps(
    first,
    second,
    site.call('Tell', {}, { dependsOn: [StepDependency.of(first, TriggerCondition.FAILED)] }),
    site.call('Tidy', {}, { dependsOn: [StepDependency.of(first, TriggerCondition.ANY), StepDependency.of(second, TriggerCondition.STOPPED)] }),
    site.call('Go', {}, { dependsOn: [StepDependency.of(first, TriggerCondition.COMPLETED), second] }),
  );
}

function forEach(site: Site): void {
  const pipeline = site.pipeline();
  const items = pipeline.addStringParameter('Items', { defaultValue: '["a", "b"]' });
  const body = site.call('Try', { item: CurrentItem.WHOLE, part: CurrentItem.member("range['from']"), key: CurrentItem.member("['max depth']") }, {
    outputs: { rate: OutputType.FLOAT, model: OutputType.STRING },
  });
  const each = new ForEachStep('Each', {
    items: IterableItems.fromJson(items), body: [body, site.call('Note', { rate: body.output('rate') })], maxConcurrency: 2,
    selector: ForEachSelector.maxBy(body.output('rate')), displayName: 'Try all', description: 'Keep the best',
  });
  pipeline.addSteps(each, site.call('Show', {
    status: each.status, items: each.inputItemCount, all: each.totalStepCount, good: each.succeededStepCount, bad: each.failedStepCount,
    stopped: each.stoppedStepCount, best: each.selected(body.output('model')), first: each.iterationOutput(0, body.output('rate')),
  }));
}

function forEachOfThese(site: Site): void {
  const pipeline = site.pipeline();
  const stage = pipeline.addStringParameter('Stage', { defaultValue: 'test' });
  const [first, body] = [site.call('First'), site.call('Ask', { item: CurrentItem.WHOLE }, { outputs: { rate: OutputType.INTEGER } })];
  pipeline.addSteps(first, new ForEachStep('Some', {
    items: IterableItems.of('a', 1, 0.5, true, stage), body: [body], maxConcurrency: 50, selector: ForEachSelector.minBy(body.output('rate')), dependsOn: [first],
  }));
}
