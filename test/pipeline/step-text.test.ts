import { App, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { ExecutionVariable, Join, Pipeline, StepProperty } from '../../lib/pipeline';
import { References } from '../../lib/pipeline/private/references';
import { renderValues } from '../../lib/pipeline/private/render';
import { StepText } from '../../lib/pipeline/private/step-text';
import type { _StepJson } from '../../lib/pipeline/step';
import { refusal } from './support';

const stack = new Stack(new App(), 'Shop');
const pipeline = new Pipeline(stack, 'Training');
const text = pipeline.addStringParameter('Text');
const rounds = pipeline.addIntegerParameter('Rounds');
const score = StepProperty.of('Measure', 'Score');
const joined = Join.of('/', 'a"b', text, score);
const cloud = new CfnParameter(stack, 'Cloud').valueAsString;
const count = new CfnParameter(stack, 'Count', { type: 'Number' }).valueAsNumber;
const custom = { creationStack: [], stack, resolve: () => 'later', toString: () => 'custom' };

const step = (args: Record<string, unknown>, more: Partial<_StepJson> = {}): _StepJson => ({ Name: 'S', Type: 'Processing', Arguments: args, ...more });
const write = (json: _StepJson) => new StepText(json).write(pipeline, new References(pipeline));
/** What looking at each member gives. */
const expected = (json: _StepJson): unknown => JSON.parse(JSON.stringify(renderValues(json, pipeline)));

const marks = fc.constantFrom(`${text}`, `${rounds}`, `${score}`, `${joined}`, cloud, ExecutionVariable.PIPELINE_EXECUTION_ID.valueAsString);
const texts = fc.array(fc.oneof(marks, fc.string({ maxLength: 6 }), fc.constantFrom('"', '\\', '\\"', '${Token[', '\u0001IfSteps', '{"Get":"x"}')), { maxLength: 5 })
  .map((parts) => parts.join(''));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, texts, texts.map((each) => JSON.stringify({ each })), fc.integer(), fc.constantFrom(undefined, null, true, rounds, score, joined, rounds.valueAsNumber),
    fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.string({ maxLength: 4 }).filter((name) => name !== '__proto__'), tie('value'), { maxKeys: 3 })),
}));

describe('a step written at once', () => {
  test('says what looking at each of its members gives', () => {
    fc.assert(fc.property(fc.dictionary(fc.constantFrom('A', 'B', 'C'), value), (args) => {
      const json = step(args);
      expect(JSON.parse(`${write(json).text}`)).toEqual(expected(json));
    }), { numRuns: 400 });
  });

  test('holds the steps of its branches in their places, and tells its own uses from theirs', () => {
    const inside = step({ Text: `${text}` }, { Name: 'Inside' });
    const json = step({ Conditions: [{ LeftValue: score, RightValue: rounds }], IfSteps: [inside, inside], ElseSteps: [] }, { Type: 'Condition' });
    const { text: written, uses, branches } = write(json);
    expect(JSON.parse(`${written}`)).toEqual(expected(json));
    expect(uses).toEqual([{ step: 'Measure', path: 'Score' }, { parameter: 'Rounds' }]);
    expect(branches.map(({ name, steps }) => [name, steps.map((each) => each.uses)])).toEqual([['IfSteps', [[{ parameter: 'Text' }], [{ parameter: 'Text' }]]], ['ElseSteps', []]]);
  });

  test('holds the steps of its branches in the order in which they were written', () => {
    const [yes, no] = ['Yes', 'No'].map((Name) => step({ Text: `${text}` }, { Name }));
    const json = step({ ElseSteps: [no], Conditions: [], IfSteps: [yes] }, { Type: 'Condition' });
    expect(`${write(json).text}`).toBe(JSON.stringify(expected(json)));
  });

  test('takes no reference that a text speaks of for one', () => {
    expect(write(step({ Text: JSON.stringify({ Get: 'Steps.Other.Path' }), Own: { Get: 'Steps.Train.Path' } })).uses).toEqual([{ step: 'Train', path: 'Path' }]);
  });

  test.each([
    ['a number', { Count: count }],
    ['a list', { List: Fn.split(',', cloud) }],
    ['a value that is resolved as a whole', { Any: Lazy.any({ produce: () => ({ a: 1 }) }) }],
    ['a token of somebody else, with all it holds', { Custom: custom }],
  ])('is left to CDK where CloudFormation fills in %s, and its uses are known all the same', (_, args) => {
    expect(write(step({ ...args, Uses: text }))).toMatchObject({ text: undefined, uses: [{ parameter: 'Text' }] });
  });

  test('fails for a number that was written out in a text', () => {
    expect(refusal(() => write(step({ Text: `at most ${rounds.valueAsNumber}` })))).toContain('PipelineNumberInText');
  });

  test('takes values that were written as JSON beforehand, as texts in it', () => {
    const json = step({ Text: JSON.stringify({ rounds, name: text }) });
    const written = JSON.parse(`${write(json).text}`) as _StepJson;
    expect(written).toEqual(expected(json));
    expect(written.Arguments.Text).toEqual({
      'Std:Join': { On: '', Values: ['{"rounds":"', { Get: 'Parameters.Rounds' }, '","name":"', { Get: 'Parameters.Text' }, '"}'] },
    });
  });
});
