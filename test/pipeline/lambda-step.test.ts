import * as lambda from 'aws-cdk-lib/aws-lambda';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Cache, ConditionStep, Condition, ExecutionVariable, LambdaStep, type LambdaStepProps, OutputType, Pipeline } from '../../lib/pipeline';
import { validateDefinition } from '../../rehearsal/pipelines/validate-definition';
import { definitionOf, mistakesOf, newStack, pipelineOf, propertiesOf, refusal, stepOf, work } from './support';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:find';
let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

const call = (props: Partial<LambdaStepProps> = {}, name = 'Find') =>
  new LambdaStep(name, { function: lambda.Function.fromFunctionArn(stack, `${name}Function`, ARN), ...props });

/** What the pipeline's role, not that of its jobs, may do with functions. */
const invocations = () => propertiesOf(stack, 'AWS::IAM::Policy').flatMap(({ PolicyDocument, Roles }) => PolicyDocument.Statement
  .filter(({ Action }: any) => JSON.stringify(Action).includes('lambda:'))
  .map(({ Action, Resource }: any) => [Roles[0].Ref.replace(/[0-9A-F]{8}$/, ''), Action, Resource]));

describe('a function in a pipeline', () => {
  test('is called without settings', () => {
    const pipeline = pipelineOf(stack, call());
    expect(stepOf(pipeline, 'Find')).toEqual({ Name: 'Find', Type: 'Lambda', Arguments: {}, FunctionArn: ARN, OutputParameters: [] });
    expect(mistakesOf(pipeline)).toEqual([]);
  });

  test('with every option is written as the SageMaker SDK writes it', () => {
    const pipeline = new Pipeline(stack, 'Training');
    const depth = pipeline.addIntegerParameter('Depth', { defaultValue: 3 });
    const prepare = work('Prepare', { outputs: ['train'] });
    const first = work('First');
    const find = call({
      inputs: {
        run: ExecutionVariable.PIPELINE_EXECUTION_ID.valueAsString, depth: depth.valueAsNumber, value: depth, label: `${depth} levels`, plain: 'text', on: true,
        nested: { list: [1, depth], left: undefined },
      },
      outputs: { url: OutputType.STRING, count: OutputType.INTEGER, share: OutputType.FLOAT, good: OutputType.BOOLEAN },
      cache: Cache.expiringAfter(Duration.hours(1)),
      displayName: 'Find it', description: 'Looks around', dependsOn: [first],
    });
    pipeline.addSteps(prepare, first, find);
    expect(stepOf(pipeline, 'Find')).toMatchSnapshot();
    expect(validateDefinition(definitionOf(pipeline))).toEqual([]);
  });

  test('is one that the pipeline may invoke, and its jobs may not', () => {
    pipelineOf(stack, call());
    expect(invocations()).toEqual([['TrainingRole', 'lambda:InvokeFunction', ARN]]);
  });

  test('may be an alias, which alone is allowed then', () => {
    const alias = lambda.Function.fromFunctionArn(stack, 'Live', `${ARN}:live`);
    pipelineOf(stack, call({ function: alias }));
    expect(invocations()).toEqual([['TrainingRole', 'lambda:InvokeFunction', `${ARN}:live`]]);
  });

  test('may live in another stack', () => {
    const app = new App();
    const env = { account: '123456789012', region: 'eu-west-1' };
    const other = new Stack(app, 'Functions', { env });
    const made = new lambda.Function(other, 'Find', { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('//') });
    stack = new Stack(app, 'Shop', { env });
    const pipeline = pipelineOf(stack, new LambdaStep('Find', { function: made }));
    expect(app.synth().stacks.map(({ stackName }) => stackName)).toEqual(['Functions', 'Shop']);
    expect(mistakesOf(pipeline)).toEqual([]);
    expect(invocations()).toHaveLength(1);
  });
});

describe('its outputs', () => {
  const outputs = { url: OutputType.STRING, count: OutputType.INTEGER };

  test('are texts and numbers for other steps, which wait for them', () => {
    const find = call({ outputs });
    const then = call({ inputs: { url: find.output('url').valueAsString, text: `at ${find.output('url')}`, count: find.output('count').valueAsString } }, 'Then');
    const pipeline = pipelineOf(stack, find, then);
    expect(stepOf(pipeline, 'Then').Arguments).toEqual({
      url: { Get: "Steps.Find.OutputParameters['url']" },
      text: { 'Std:Join': { On: '', Values: ['at ', { Get: "Steps.Find.OutputParameters['url']" }] } },
      count: { 'Std:Join': { On: '', Values: [{ Get: "Steps.Find.OutputParameters['count']" }] } },
    });
    expect(mistakesOf(pipeline)).toEqual([]);
  });

  test('can be asked by a condition', () => {
    const find = call({ outputs });
    const pipeline = pipelineOf(stack, find, new ConditionStep('Enough', { conditions: [Condition.greaterThan(find.output('count'), 3)] }));
    expect(stepOf(pipeline, 'Enough').Arguments.Conditions[0].LeftValue).toEqual({ Get: "Steps.Find.OutputParameters['count']" });
  });

  test('may be fifty', () => {
    const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`o${n}`, OutputType.STRING]));
    expect(stepOf(pipelineOf(stack, call({ outputs: fifty })), 'Find').OutputParameters).toHaveLength(50);
    expect(refusal(() => call({ outputs: { ...fifty, more: OutputType.STRING } }, 'More'))).toMatch(/LambdaOutputsCount[^]*step 'More' outputs: must have from 0 to 50/);
  });

  test.each(["it's", 'a[0]', '', 'x'.repeat(257)])("fail as '%s'", (name) => {
    expect(refusal(() => call({ outputs: { [name]: OutputType.STRING } }))).toMatch(/StepOutputName[^]*step 'Find'/);
  });

  test.each(['Url', 'toString'])("fail when '%s' is none of them", (name) => {
    expect(refusal(() => call({ outputs }).output(name))).toMatch(/StepOutputUnknown[^]*it has url, count, got /);
    expect(refusal(() => call({}, 'Other').output(name))).toContain('it has none');
  });

  test('fail outside of their branch', () => {
    const find = call({ outputs });
    const fork = new ConditionStep('Fork', { conditions: [Condition.equalTo(ExecutionVariable.PIPELINE_NAME, 'x')], ifTrue: [find] });
    const pipeline = pipelineOf(stack, fork, call({ inputs: { url: find.output('url') } }, 'Then'));
    expect(mistakesOf(pipeline).join()).toContain('StepInBranch');
  });
});
