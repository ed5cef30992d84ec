import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { S3Source } from '../../../lib/core';
import {
  Cache, CallbackStep, Condition, ConditionStep, ExecutionVariable, FailStep, Join, OutputType, PipelineExperiment, StepProperty,
} from '../../../lib/pipeline';
import { ACCOUNT, type Case, REGION, type Site } from './site';

/** Parameters, variables, functions, conditions and what goes around steps. */
export const FUNCTION_CASES: Case[] = [
  { name: 'parameters', build: parameters },
  { name: 'variables', build: variables },
  { name: 'functions', build: functions },
  { name: 'json-in-s3', build: jsonInS3 },
  { name: 'lambda-and-callback', build: lambdaAndCallback },
  { name: 'experiment', build: experiment },
  { name: 'least-code', build: (site) => site.pipeline().addSteps(site.call('Show')) },
  { name: 'order', build: order },
  { name: 'conditions', build: conditions },
  { name: 'branches', build: branches },
];

function parameters(site: Site): void {
  const pipeline = site.pipeline();
  const every = [
    pipeline.addStringParameter('Text'),
    pipeline.addStringParameter('TextWithDefault', { defaultValue: 'a' }),
    pipeline.addStringParameter('EmptyText', { defaultValue: '' }),
    pipeline.addStringParameter('Choice', { defaultValue: 'test', allowedValues: ['test', 'live'] }),
    pipeline.addStringParameter('ChoiceWithoutDefault', { allowedValues: ['a', 'b'] }),
    pipeline.addIntegerParameter('Count'),
    pipeline.addIntegerParameter('CountWithDefault', { defaultValue: 0 }),
    pipeline.addFloatParameter('Rate'),
    pipeline.addFloatParameter('RateWithDefault', { defaultValue: 0.25 }),
    pipeline.addBooleanParameter('Switch'),
    pipeline.addBooleanParameter('On', { defaultValue: true }),
    pipeline.addBooleanParameter('Off', { defaultValue: false }),
  ];
  pipeline.addSteps(site.call('Show', Object.fromEntries(every.map((parameter) => [parameter.parameterName, parameter]))));
}

function variables(site: Site): void {
  site.pipeline().addSteps(site.call('Show', {
    start: ExecutionVariable.START_DATETIME,
    now: ExecutionVariable.CURRENT_DATETIME,
    name: ExecutionVariable.PIPELINE_NAME,
    arn: ExecutionVariable.PIPELINE_ARN,
    run: ExecutionVariable.PIPELINE_EXECUTION_ID,
    runArn: ExecutionVariable.PIPELINE_EXECUTION_ARN,
    training: ExecutionVariable.TRAINING_JOB_NAME,
    processing: ExecutionVariable.PROCESSING_JOB_NAME,
  }));
}

function functions(site: Site): void {
  const pipeline = site.pipeline();
  const stage = pipeline.addStringParameter('Stage', { defaultValue: 'test' });
  const rounds = pipeline.addIntegerParameter('Rounds', { defaultValue: 3 });
  const evaluate = site.evaluate();
  pipeline.addSteps(evaluate, site.call('Show', {
    joined: `s3://results/${stage}/${rounds}/${ExecutionVariable.PIPELINE_EXECUTION_ID}`,
    nested: Join.of('-', 'a', Join.of('', stage, 'b'), true, 2, 0.5),
    plain: 'nothing known later',
    number: rounds.valueAsString,
    metric: evaluate.metric('auc'),
    deep: evaluate.metric('classes[0].recall'),
    text: `auc was ${evaluate.metric('auc')}`,
    list: [stage, { deep: rounds }],
    fixed: 1,
  }));
}

function jsonInS3(site: Site): void {
  const pipeline = site.pipeline();
  const facts = S3Source.fromUri(`s3://results/${ExecutionVariable.PIPELINE_EXECUTION_ID}/facts.json`);
  pipeline.addSteps(site.call('Show', { fact: pipeline.readJson(facts, 'rows.count') }));
}

const OUTPUTS = { text: OutputType.STRING, count: OutputType.INTEGER, switch: OutputType.BOOLEAN, rate: OutputType.FLOAT };

function lambdaAndCallback(site: Site): void {
  const ask = site.call('Ask', { fixed: 'a' }, {
    outputs: OUTPUTS, cache: Cache.expiringAfter(Duration.days(7)), displayName: 'Ask a function', description: 'What it knows',
  });
  const queue = sqs.Queue.fromQueueAttributes(site.stack, 'Requests', {
    queueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:requests`, queueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/requests`,
  });
  const wait = new CallbackStep('Wait', {
    queue, inputs: Object.fromEntries(Object.keys(OUTPUTS).map((name) => [name, ask.output(name)])), outputs: OUTPUTS,
    cache: Cache.unlimited(), dependsOn: [ask], displayName: 'Wait for somebody', description: 'Who answers',
  });
  site.pipeline().addSteps(ask, wait, site.call('Show', Object.fromEntries(Object.keys(OUTPUTS).map((name) => [name, wait.output(name)]))));
}

function experiment(site: Site): void {
  site.pipeline({ experiment: PipelineExperiment.named('income') }).addSteps(site.call('Show', {
    experiment: ExecutionVariable.EXPERIMENT_NAME, trial: ExecutionVariable.TRIAL_NAME,
  }));
}

function order(site: Site): void {
  const first = site.call('First');
  const second = site.call('Second', {}, { dependsOn: [first] });
  site.pipeline().addSteps(site.call('Third', {}, { dependsOn: [second, first] }), first, second);
}

function conditions(site: Site): void {
  const pipeline = site.pipeline();
  const stage = pipeline.addStringParameter('Stage', { defaultValue: 'test' });
  const rounds = pipeline.addIntegerParameter('Rounds', { defaultValue: 3 });
  const bar = pipeline.addFloatParameter('Bar', { defaultValue: 0.5 });
  const on = pipeline.addBooleanParameter('On', { defaultValue: true });
  const evaluate = site.evaluate();
  const auc = evaluate.metric('auc');
  pipeline.addSteps(evaluate, new ConditionStep('Fork', {
    conditions: [
      Condition.equalTo(stage, 'test'),
      Condition.equalTo(on, true),
      Condition.equalTo(rounds, 3),
      Condition.greaterThan(auc, bar.valueAsNumber),
      Condition.greaterThanOrEqualTo(auc, 0.5),
      Condition.lessThan(rounds, 10),
      Condition.lessThanOrEqualTo(rounds, 10),
      Condition.isIn(stage, ['test', 'live', stage]),
      Condition.isNotIn(rounds, [1, 2]),
      Condition.notEqualTo(stage, 'live'),
      Condition.or(Condition.equalTo(stage, 'a'), Condition.not(Condition.or(Condition.lessThan(auc, 0.1)))),
    ],
    ifTrue: [site.call('Yes')],
    otherwise: [site.call('No')],
    displayName: 'Which way',
    description: 'By what was measured',
    dependsOn: [evaluate],
  }));
}

function branches(site: Site): void {
  const evaluate = site.evaluate();
  const auc = evaluate.metric('auc');
  const inner = new ConditionStep('Inner', {
    conditions: [Condition.greaterThan(auc, 0.9)], ifTrue: [site.call('Best')], otherwise: [new FailStep('TooWeak', { message: `auc was ${auc}` })],
  });
  const outer = new ConditionStep('Outer', { conditions: [Condition.greaterThan(auc, 0.5)], ifTrue: [inner] });
  const stop = new ConditionStep('Stop', {
    conditions: [Condition.lessThan(auc, 0.1)],
    ifTrue: [new FailStep('Useless', { message: 'useless', displayName: 'No use', description: 'Learned nothing' })],
  });
  site.pipeline().addSteps(evaluate, outer, stop, site.call('Told', { went: StepProperty.of('Outer', 'Outcome') }));
}
