import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Lazy } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import { ProcessingInput } from '../../lib/data';
import {
  Condition, ConditionStep, CurrentItem, CustomStep, FailStep, ForEachSelector, ForEachStep, type ForEachStepProps, IterableItems, Join, LambdaStep,
  type LambdaStepProps, OutputType, Pipeline, PropertyFileValue, type Step, StepProperty, TrainingStep, TransformStep,
} from '../../lib/pipeline';
import { Checkpoints, Trainer } from '../../lib/training';
import { refused } from './api-judge';
import { ENV } from './step-proof';
import { added } from './role-lines';
import { definitionOf, mistakesOf, newStack, pipelineOf, refusal, script, stepOf, work } from './support';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:try';
const functions = newStack();
const call = (name: string, props: Partial<LambdaStepProps> = {}) =>
  new LambdaStep(name, { function: lambda.Function.fromFunctionArn(functions, `${name}${functions.node.children.length}`, ARN), ...props });
const attempt = (props: Partial<LambdaStepProps> = {}) => call('Try', { outputs: { rate: OutputType.FLOAT, model: OutputType.STRING, on: OutputType.BOOLEAN }, ...props });
const items = (...list: unknown[]) => IterableItems.of(...(list.length > 0 ? list : ['a', 'b']));
const each = (props: Partial<ForEachStepProps> = {}) => new ForEachStep('Each', { items: items(), body: [attempt()], ...props });
const mistakes = (...steps: Step[]) => mistakesOf(pipelineOf(newStack(), ...steps)).join('\n');

describe('steps for each item', () => {
  test('need the items and the steps', () => {
    const pipeline = pipelineOf(newStack(), each({ body: [call('Try')] }));
    expect(stepOf(pipeline, 'Each')).toEqual({
      Name: 'Each', Type: 'ForEach',
      Arguments: { IterableItems: ['a', 'b'], MaxConcurrency: 5, ForEachBody: [{ Name: 'Try', Type: 'Lambda', Arguments: {}, FunctionArn: ARN, OutputParameters: [] }] },
    });
    expect(mistakesOf(pipeline)).toEqual([]);
  });

  test('with every option', () => {
    const pipeline = new Pipeline(newStack(), 'Training');
    const list = pipeline.addStringParameter('Items', { defaultValue: '[{"depth": 3}]' });
    const [before, tried] = [work('Before'), attempt({ inputs: { item: CurrentItem.WHOLE, depth: CurrentItem.member('depth'), text: `at ${CurrentItem.member("['max depth']")}` } })];
    const step = each({
      items: IterableItems.fromJson(list), body: [tried, call('Note', { inputs: { rate: tried.output('rate') } })], maxConcurrency: 50,
      selector: ForEachSelector.minBy(tried.output('rate')), dependsOn: [before], displayName: 'Try all', description: 'One by one',
    });
    pipeline.addSteps(before, step, call('Show', {
      inputs: {
        best: step.selected(tried.output('model')), first: step.iterationOutput(0, tried.output('rate')), status: step.status, items: step.inputItemCount,
        all: step.totalStepCount, good: step.succeededStepCount, bad: step.failedStepCount, stopped: step.stoppedStepCount,
      },
    }));
    expect(definitionOf(pipeline).Steps.slice(1)).toMatchSnapshot();
    expect(mistakesOf(pipeline)).toEqual([]);
  });

  test('may lie in a branch, and use what is around them', () => {
    const before = work('Before', { outputs: ['out'] });
    const step = each({ body: [work('Do', { inputs: [ProcessingInput.fromSource(before.output('out'))] })] });
    expect(mistakes(before, new ConditionStep('Fork', { conditions: [Condition.equalTo(StepProperty.of('Before', 'ExitMessage'), 'x')], ifTrue: [step] }))).toBe('');
  });

  test('give the roles what they need', () => {
    expect(added(() => [each()])).toEqual(added(() => [attempt()]));
    expect(added(() => [each({ body: [work('Do', { outputs: ['out'] })] })])).toEqual(added(() => [work('Do', { outputs: ['out'] })]));
  });

  test('are drawn with the steps inside', () => {
    const step = each({ body: [attempt(), call('Note', { inputs: { rate: StepProperty.of('Try', "OutputParameters['rate']") } })] });
    expect(pipelineOf(newStack(), step, call('Show', { inputs: { n: step.inputItemCount } })).toMermaid().split('\n')).toEqual([
      'flowchart TD',
      '  s1[["Each<br/>ForEach"]]',
      '  s2["Try<br/>Lambda"]',
      '  s3["Note<br/>Lambda"]',
      '  s4["Show<br/>Lambda"]',
      '  s2 --> s3',
      '  s1 -- each item --> s2',
      '  s1 --> s4',
    ]);
  });
});

describe('what jobs write for one item lies beside what they write for another', () => {
  const train = (name = 'Train') => new TrainingStep(name, {
    trainer: Trainer.xgboost({
      entryPoint: script('train'), hyperparameters: { depth: CurrentItem.WHOLE.valueAsString }, checkpoints: Checkpoints.inRun(),
      metrics: [{ name: 'auc', regex: 'auc=([0-9.]+)' }],
    }),
    channels: { train: S3Source.fromUri('s3://rows/train') },
  });

  test('below the name of each job', () => {
    const evaluate = work('Evaluate', { outputs: ['report'], metrics: 'evaluation.json' });
    const pipeline = pipelineOf(newStack({ env: ENV }), each({ body: [train(), evaluate] }));
    expect([...mistakesOf(pipeline), ...refused(pipeline)]).toEqual([]);
    const outputs = stepOf(pipeline, 'Evaluate').Arguments.ProcessingOutputConfig.Outputs.map(({ S3Output }: any) => JSON.stringify(S3Output.S3Uri));
    expect(outputs).toHaveLength(2);
    outputs.forEach((uri: string) => expect(uri).toContain('"/Evaluate/",{"Get":"Execution.ProcessingJobName"},"/'));
    const { OutputDataConfig, CheckpointConfig } = stepOf(pipeline, 'Train').Arguments;
    expect(JSON.stringify(OutputDataConfig)).toContain('"/Train/",{"Get":"Execution.TrainingJobName"},"/model"');
    expect(JSON.stringify(CheckpointConfig)).toContain('"/Train/",{"Get":"Execution.TrainingJobName"},"/checkpoints"');
  });

  test('and can be used outside, as places in S3 and as values', () => {
    const trained = train();
    const bin = work('Evaluate', { outputs: ['report'] });
    const step = each({ body: [trained, bin], selector: ForEachSelector.maxBy(trained.finalMetric('auc')) });
    const pipeline = pipelineOf(newStack(), step, work('Use', {
      inputs: [
        ProcessingInput.fromSource(step.selectedSource(trained.model), { name: 'best' }),
        ProcessingInput.fromSource(step.iterationSource(1, bin.outputFile('report', 'a.json')), { name: 'report' }),
      ],
    }));
    expect(mistakesOf(pipeline)).toEqual([]);
    expect(stepOf(pipeline, 'Each').Arguments.Selector).toEqual({ Pick: 'MaxBy', Field: { Get: "IterationOutput.Train.FinalMetricDataList['auc'].Value" } });
    const uris = stepOf(pipeline, 'Use').Arguments.ProcessingInputs.map(({ S3Input }: any) => S3Input.S3Uri);
    expect(uris).toEqual(expect.arrayContaining([
      { Get: 'Steps.Each.Selected.ModelArtifacts.S3ModelArtifacts' },
      { 'Std:Join': { On: '', Values: [{ Get: "Steps.Each.IterationOutputs[1].Evaluate.ProcessingOutputConfig.Outputs['report'].S3Output.S3Uri" }, '/a.json'] } },
    ]));
  });

  test('a place that is the same for all items is refused', () => {
    const step = each();
    expect(refusal(() => pipelineOf(newStack(), step, work('Use', { inputs: [ProcessingInput.fromSource(step.iterationSource(0, S3Source.fromUri('s3://rows/a')))] }))))
      .toContain('IterationSourceFixed');
  });

  test('batches to transform have to say where', () => {
    const batch = (overrides?: Record<string, unknown>) => each({ body: [new TransformStep('Ask', { modelName: 'm', input: S3Source.fromUri('s3://rows/a'), transform: { overrides } })] });
    expect(mistakes(batch())).toMatch(/ForEachOverwrites[^]*step 'Ask'/);
    expect(mistakes(batch({ TransformOutput: { S3OutputPath: `s3://answers/${CurrentItem.member('name')}/` } }))).toBe('');
    expect(mistakes(batch({ TransformOutput: { S3OutputPath: 's3://answers/' } }))).toContain('ForEachOverwrites');
  });
});

describe('items', () => {
  test.each<[unknown[], unknown[]]>([
    [[1, 'a', true, 0.5], [1, 'a', true, 0.5]],
    [[{ depth: 3, names: ['a', 'b'] }], ['{"depth":3,"names":["a","b"]}']],
    [[StepProperty.of('Before', 'ExitMessage')], [{ Get: 'Steps.Before.ExitMessage' }]],
    [[{ why: StepProperty.of('Before', 'ExitMessage') }], [{ 'Std:Join': { On: '', Values: ['{"why":"', { Get: 'Steps.Before.ExitMessage' }, '"}'] } }]],
  ])('may be %j', (list, expected) => {
    const pipeline = pipelineOf(newStack(), work('Before'), each({ items: items(...list) }));
    expect(stepOf(pipeline, 'Each').Arguments.IterableItems).toEqual(expected);
  });

  test('hold numbers of the pipeline as numbers', () => {
    const pipeline = new Pipeline(newStack(), 'Training');
    const depth = pipeline.addIntegerParameter('Depth', { defaultValue: 3 });
    pipeline.addSteps(each({ items: items({ depth, deeper: [depth.valueAsNumber] }) }));
    expect(stepOf(pipeline, 'Each').Arguments.IterableItems).toEqual([
      { 'Std:Join': { On: '', Values: ['{"depth":', { Get: 'Parameters.Depth' }, ',"deeper":[', { Get: 'Parameters.Depth' }, ']}'] } },
    ]);
  });

  test.each([[1, 'accepted'], [100, 'accepted'], [0, 'IterableItemsCount'], [101, 'IterableItemsCount']])('are counted: %i', (count, expected) => {
    expect(refusal(() => IterableItems.of(...Array.from({ length: count }, () => 'a')))).toContain(expected);
  });

  test.each([[['a', 'b']], [undefined], [Number.NaN]])('cannot be %p', (item) => {
    expect(refusal(() => IterableItems.of(item))).toContain('PipelineLiteralInvalid');
  });

  test.each([['["a"]', 'accepted'], [undefined, 'accepted'], [Lazy.string({ produce: () => '' }), 'accepted'], ['[]', 'IterableItemsDefault'], ['a, b', 'IterableItemsDefault'], ['{"a": 1}', 'IterableItemsDefault']])(
    'of a parameter with the default %j', (defaultValue, expected) => {
      expect(refusal(() => IterableItems.fromJson(new Pipeline(newStack(), 'Training').addStringParameter('Items', { defaultValue })))).toContain(expected);
    });

  test('that are known in a run are a text', () => {
    expect(refusal(() => IterableItems.fromJson(attempt().output('rate')))).toMatch(/IterableItemsKind[^]*is a number/);
    expect(refusal(() => IterableItems.fromJson(attempt().output('model')))).toContain('accepted');
    expect(refusal(() => IterableItems.fromJson(StepProperty.of('A', 'B')))).toContain('accepted');
  });
});

describe('what could never run is refused', () => {
  test.each([[1, 'accepted'], [50, 'accepted'], [0, 'ForEachMaxConcurrencyRange'], [51, 'ForEachMaxConcurrencyRange'], [1.5, 'ForEachConcurrencyNotWhole'], [Lazy.number({ produce: () => 0 }), 'accepted']])(
    'or not, %p at once', (maxConcurrency, expected) => {
      expect(refusal(() => each({ maxConcurrency }))).toContain(expected);
    });

  test('no body', () => {
    expect(refusal(() => each({ body: [] }))).toContain('ForEachBodyCount');
  });

  test.each<[string, () => Step]>([
    ['Condition', () => new ConditionStep('In', { conditions: [Condition.equalTo(CurrentItem.WHOLE, 'a')] })],
    ['Fail', () => new FailStep('In', { message: 'over' })],
    ['ForEach', () => new ForEachStep('In', { items: items(), body: [call('Deep')] })],
    ['Condition', () => new CustomStep('In', { type: 'Condition' })],
  ])('a step of type %s inside', (type, make) => {
    expect(refusal(() => pipelineOf(newStack(), each({ body: [make()] })))).toMatch(new RegExp(`ForEachBodyStep[^]*no step of type ${type}, got 'In'`));
  });

  test('the current item outside', () => {
    expect(mistakes(call('A', { inputs: { item: CurrentItem.WHOLE } }))).toMatch(/CurrentItemOutside[^]*step 'A'/);
    expect(mistakes(each({ items: items(CurrentItem.member('x')) }))).toMatch(/CurrentItemOutside[^]*step 'Each'/);
  });

  test.each(['', '.a', 'a b', '[0]', '$.a'])("a member at '%s'", (path) => {
    expect(refusal(() => CurrentItem.member(path))).toContain('CurrentItemPath');
  });

  test('a step outside that uses or waits for one inside', () => {
    const tried = attempt();
    expect(mistakes(each({ body: [tried] }), call('After', { inputs: { rate: tried.output('rate') } })))
      .toMatch(/StepInForEach[^]*step 'After': uses 'Try', which runs for each item of 'Each', got 'Each\/ForEachBody'[^]*selected/);
    const other = attempt();
    expect(mistakes(each({ body: [other] }), call('After', { dependsOn: [other] }))).toContain('StepInForEach');
  });

  test('steps that wait for each other through a body', () => {
    const step = each({ body: [attempt({ inputs: { after: StepProperty.of('After', "OutputParameters['x']") } })] });
    expect(mistakes(step, call('After', { outputs: { x: OutputType.STRING }, dependsOn: [step] }))).toContain('waits for itself: Each -> After -> Each');
  });

  test('a name that an iteration gets', () => {
    expect(mistakes(each(), call('Try-0'))).toMatch(/StepNameOfIteration[^]*step 'Try-0'[^]*step 'Try'/);
    expect(mistakes(each(), call('Try-a'), call('Try-1-a'), call('Retry-0'))).toBe('');
    expect(mistakes(each({ body: [attempt(), call('Try-0')] }))).toBe('');
  });

  test('a selector by what has no order, and by a step elsewhere', () => {
    expect(refusal(() => ForEachSelector.maxBy(attempt().output('model')))).toContain('ConditionNotNumber');
    expect(refusal(() => ForEachSelector.maxBy(PropertyFileValue.of('A', 'm', 'auc')))).toContain('IterationValueKind');
    expect(refusal(() => each({ selector: ForEachSelector.maxBy(call('Other', { outputs: { n: OutputType.INTEGER } }).output('n')) })))
      .toMatch(/ForEachSelectorStep[^]*which has Try, got 'Other'/);
    expect(mistakes(each({ selector: ForEachSelector.maxBy(StepProperty.of('Try', 'Rate')) }))).toMatch(/StepPropertyUnknown[^]*uses 'Rate' of step 'Try'/);
  });

  test('selected outputs without a selector, and of other steps', () => {
    const tried = attempt();
    expect(refusal(() => each({ body: [tried] }).selected(tried.output('model')))).toMatch(/ForEachNotSelected[^]*has no 'selector'/);
    const other = call('Other', { outputs: { x: OutputType.STRING } });
    const step = each({ body: [tried, other], selector: ForEachSelector.maxBy(tried.output('rate')) });
    expect(refusal(() => step.selected(other.output('x')))).toMatch(/ForEachNotSelected[^]*compares, 'Try', got 'Other'/);
    expect(refusal(() => step.selected(Join.of('', 'a')))).toContain('IterationValueKind');
  });

  test.each([[0, 'accepted'], [1, 'accepted'], [2, 'ForEachIndexRange'], [-1, 'ForEachIndexRange'], [0.5, 'ForEachIndexRange']])('or not, position %p of two', (index, expected) => {
    const tried = attempt();
    expect(refusal(() => each({ body: [tried] }).iterationOutput(index, tried.output('rate')))).toContain(expected);
    expect(refusal(() => each().iterationOutput(index, call('Other', { outputs: { x: OutputType.STRING } }).output('x')))).toContain('ForEachNotInside');
  });

  test('any position may be asked for where the items are known in a run', () => {
    const tried = attempt();
    expect(each({ items: IterableItems.fromJson(StepProperty.of('A', 'B')), body: [tried] }).iterationOutput(99, tried.output('rate'))._render())
      .toEqual({ Get: "Steps.Each.IterationOutputs[99].Try.OutputParameters['rate']" });
  });

  test.each([
    ['Status', ''],
    ["IterationOutputs[0].Try.OutputParameters['rate']", ''],
    ["IterationOutputs[0].Try.OutputParameters['other']", "got 'other'"],
    ['IterationOutputs[0].Other.A', 'Use one of Status, InputItemCount, TotalStepCount, SucceededStepCount, FailedStepCount, StoppedStepCount, IterationOutputs[0].Try.'],
    ["IterationOutputs.Try.OutputParameters['rate']", 'StepPropertyUnknown'],
    ["Selected.OutputParameters['rate']", 'StepPropertyUnknown'],
    ['Outcome', 'StepPropertyUnknown'],
  ])('or not, by hand, the property %s', (path, expected) => {
    const found = mistakes(each(), call('After', { inputs: { x: StepProperty.of('Each', path) } }));
    expect(expected === '' ? found : found.includes(expected)).toBe(expected === '' ? '' : true);
  });

  test('a selector that is written by hand', () => {
    const byHand = (Get: string) => new CustomStep('Each', {
      type: 'ForEach', arguments: { IterableItems: ['a'], MaxConcurrency: 1, Selector: { Pick: 'MaxBy', Field: { Get } }, ForEachBody: [{ Name: 'Try', Type: 'Quantum', Arguments: {} }] },
    });
    expect(mistakes(byHand('IterationOutput.Try.Rate'))).toBe('');
    expect(mistakes(byHand('IterationOutput.Other.Rate'))).toContain('ForEachSelectorStep');
    expect(mistakes(byHand('Parameters.Rate'))).toContain('ParameterUnknown');
  });
});
