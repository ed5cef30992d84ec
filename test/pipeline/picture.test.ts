import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import { Condition, ConditionStep, ExecutionVariable, FailStep, LambdaStep, type Pipeline, QualityCheck, QualityCheckStep, StepProperty } from '../../lib/pipeline';
import { deployedSteps } from '../../lib/pipeline/private/deployed-steps';
import { mermaidOf } from '../../lib/pipeline/private/mermaid';
import type { _StepJson } from '../../lib/pipeline/step';
import { ModelPackageGroup } from '../../lib/registry';
import { newStack, pipelineOf, refusal, wholePipeline, work } from './support';

const asks = [Condition.equalTo(ExecutionVariable.PIPELINE_NAME, 'x')];

test('a picture shows steps in their order, what waits for what, and both branches', () => {
  expect(wholePipeline(newStack()).toMermaid().split('\n')).toEqual([
    'flowchart TD',
    '  s1["Prepare<br/>Processing"]',
    '  s2["Train<br/>Training"]',
    '  s3["Evaluate<br/>Processing"]',
    '  s4{"GoodEnough<br/>Condition"}',
    '  s5["Package<br/>Processing"]',
    '  s6["Register<br/>RegisterModel"]',
    '  s7(["TooWeak<br/>Fail"])',
    '  s1 --> s2',
    '  s2 --> s3',
    '  s1 --> s3',
    '  s3 --> s4',
    '  s2 --> s5',
    '  s5 --> s6',
    '  s3 --> s6',
    '  s4 -- yes --> s5',
    '  s3 --> s7',
    '  s4 -- no --> s7',
  ]);
});

test('a branch without steps leads to nothing', () => {
  expect(pipelineOf(newStack(), new ConditionStep('Fork', { conditions: asks, otherwise: [new FailStep('end', { message: 'over' })] })).toMermaid()).toBe([
    'flowchart TD', '  s1{"Fork<br/>Condition"}', '  s1yes(["nothing"])', '  s2(["end<br/>Fail"])', '  s1 -- yes --> s1yes', '  s1 -- no --> s2',
  ].join('\n'));
});

test('forks in forks, and steps that are waited for without a value', () => {
  const first = work('First');
  const inner = new ConditionStep('Inner', { conditions: asks, ifTrue: [work('A'), work('B')], dependsOn: [first] });
  expect(pipelineOf(newStack(), first, new ConditionStep('Outer', { conditions: asks, ifTrue: [inner] })).toMermaid()).toMatchSnapshot();
});

test('what was deployed looks as its code does', () => {
  const rounds = (pipeline: Pipeline) => pipeline.addIntegerParameter('Rounds', { defaultValue: 3 });
  const forked = newStack();
  const first = work('First');
  const fork = new ConditionStep('Fork', { conditions: asks, ifTrue: [work('A', { dependsOn: [first] })], otherwise: [new FailStep('Sorry', { message: 'over' })] });
  const pipeline = pipelineOf(forked, first, fork);
  pipeline.addSteps(new LambdaStep('Call', {
    function: lambda.Function.fromFunctionName(forked, 'Function', 'call'), inputs: { rounds: rounds(pipeline).valueAsNumber, exit: StepProperty.of('First', 'ExitMessage') },
  }));
  for (const each of [wholePipeline(newStack()), pipeline]) {
    const { Steps } = Stack.of(each).resolve(each._definition()) as { Steps: _StepJson[] };
    expect(mermaidOf(deployedSteps(Steps))).toBe(each.toMermaid());
  }
});

test('values beside the arguments of a step are shown too', () => {
  const stack = newStack();
  const first = work('First', { outputs: ['baseline'] });
  const check = new QualityCheckStep('Check', {
    group: ModelPackageGroup.fromModelPackageGroupName(stack, 'Group', 'income'), check: QualityCheck.data({ dataset: S3Source.fromUri('s3://rows/train') }),
    suppliedConstraints: first.outputFile('baseline', 'constraints.json'),
  });
  expect(pipelineOf(stack, first, check).toMermaid()).toContain('s1 --> s2');
});

test('names that people read cannot break it', () => {
  const title = 'a "quoted" <b>name</b> & more #1;\n`x`\\';
  const [, node] = pipelineOf(newStack(), work('A', { displayName: title })).toMermaid().split('\n');
  expect(node).toBe('  s1["a #34;quoted#34; #60;b#62;name#60;/b#62; #38; more #35;1;#10;#96;x#96;#92;<br/>Processing"]');
});

test('a name that only CloudFormation, or a run, knows gives way to the name of the step', () => {
  const stack = newStack();
  expect(pipelineOf(stack, work('A', { displayName: stack.region })).toMermaid()).toContain('"A<br/>');
});

test('fails for steps that wait for themselves', () => {
  const [a, b] = ['B', 'A'].map((other, index) => new LambdaStep('AB'[index], {
    function: lambda.Function.fromFunctionArn(newStack(), 'F', 'arn:aws:lambda:eu-west-1:123456789012:function:f'),
    inputs: { other: StepProperty.of(other, 'OutputParameters').valueAsString },
  }));
  expect(refusal(() => pipelineOf(newStack(), a, b).toMermaid())).toContain('StepCycle');
});
