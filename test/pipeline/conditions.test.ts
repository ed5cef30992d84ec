import { CfnParameter, Stack, Token } from 'aws-cdk-lib/core';
import { CallbackStep, Condition, ConditionStep, ExecutionVariable, Join, OutputType, Pipeline, StepProperty } from '../../lib/pipeline';
import { renderValues } from '../../lib/pipeline/private/render';
import { holds } from '../../rehearsal/pipelines/conditions';
import type { Values } from '../../rehearsal/pipelines/values';
import { validateDefinition } from '../../rehearsal/pipelines/validate-definition';
import { definitionOf, newStack, refusal, stepOf, work } from './support';

const stack = newStack();
const pipeline = new Pipeline(stack, 'Training');
const text = pipeline.addStringParameter('Text', { defaultValue: 'a' });
const whole = pipeline.addIntegerParameter('Whole', { defaultValue: 1 });
const share = pipeline.addFloatParameter('Share', { defaultValue: 0.5 });
const flag = pipeline.addBooleanParameter('Flag', { defaultValue: true });
const unknown = StepProperty.of('Train', 'FinalMetricDataList[0].Value');
const answer = new CallbackStep('Ask', { outputs: { word: OutputType.STRING, count: OutputType.INTEGER, share: OutputType.FLOAT, good: OutputType.BOOLEAN } });
const render = (condition: Condition) => Stack.of(pipeline).resolve(renderValues(condition._render(), pipeline));
const later = new CfnParameter(stack, 'Later', { type: 'Number' });

describe('conditions with several parts', () => {
  const [a, b] = [Condition.lessThan(whole, 1), Condition.equalTo(text, 'a')];

  test('are written without an operator that pipelines do not have', () => {
    expect(render(Condition.and(a, b))).toEqual({
      Type: 'Not', Condition: { Type: 'Or', Conditions: [{ Type: 'Not', Condition: render(a) }, { Type: 'Not', Condition: render(b) }] },
    });
    expect(render(Condition.and(a))).toEqual(render(a));
    expect(render(Condition.notEqualTo(text, 'a'))).toEqual({ Type: 'Not', Condition: { Type: 'Equals', LeftValue: { Get: 'Parameters.Text' }, RightValue: 'a' } });
    expect(render(Condition.isNotIn(whole, [1]))).toEqual({ Type: 'Not', Condition: { Type: 'In', QueryValue: { Get: 'Parameters.Whole' }, Values: [1] } });
  });

  test.each([[true, true], [true, false], [false, true], [false, false]])('hold as their words say, for %s and %s', async (left, right) => {
    const given: Record<string, unknown> = { Text: left ? 'a' : 'b', Whole: right ? 0 : 5 };
    const values = { resolve: (value: any) => Promise.resolve(value?.Get ? given[value.Get.slice('Parameters.'.length)] : value) } as unknown as Values;
    expect(await holds(render(Condition.and(b, a)), values)).toBe(left && right);
    expect(await holds(render(Condition.or(b, a)), values)).toBe(left || right);
    expect(await holds(render(Condition.notEqualTo(text, 'a')), values)).toBe(!left);
    expect(await holds(render(Condition.isNotIn(text, ['a', 'c'])), values)).toBe(!left);
    expect(await holds(render(Condition.or(Condition.and(a, b), Condition.not(b))), values)).toBe((left && right) || !left);
  });

  test('fail without parts', () => {
    expect(refusal(() => Condition.and())).toContain('ConditionListEmpty');
  });
});

describe('types of what is compared', () => {
  test.each<[string, () => Condition]>([
    ['text with text', () => Condition.equalTo(text, 'a')],
    ['text with a join', () => Condition.equalTo(text, Join.of('-', 'a', whole))],
    ['text with what the run is called', () => Condition.equalTo(ExecutionVariable.PIPELINE_NAME, text)],
    ['a whole number with a number', () => Condition.equalTo(whole, 1.5)],
    ['a number with a number of another step', () => Condition.greaterThan(share, answer.output('count').valueAsNumber)],
    ['a truth value with a truth value', () => Condition.equalTo(flag, true)],
    ['an output of text with text', () => Condition.isIn(answer.output('word'), ['a', 'b'])],
    ['an output of truth with a truth parameter', () => Condition.equalTo(answer.output('good'), flag)],
    ['anything with a property of a job', () => Condition.equalTo(text, unknown)],
    ['a property of a job with anything', () => Condition.isIn(unknown, ['a', 1, true])],
    ['a number with what CloudFormation knows', () => Condition.greaterThan(whole, later.valueAsNumber)],
    ['text with what CloudFormation knows', () => Condition.equalTo(text, Token.asString({ Ref: 'Later' }))],
  ])('may be %s', (_, make) => {
    expect(refusal(make)).toBe('accepted');
  });

  test.each<[string, () => Condition, RegExp]>([
    ['text with a number', () => Condition.equalTo(text, 1), /ConditionTypes[^]*compares a text with a number, got 1/],
    ['a number with text', () => Condition.equalTo(whole, '1'), /ConditionTypes[^]*compares a number with a text, got '1'/],
    ['a truth value with text', () => Condition.equalTo(flag, 'true'), /ConditionTypes/],
    ['text with a number parameter', () => Condition.equalTo(text, share), /ConditionTypes[^]*got 'parameter 'Share''/],
    ['text with the number of a parameter', () => Condition.equalTo(text, share.valueAsNumber), /ConditionTypes[^]*got 'parameter 'Share''/],
    ['an output with a list of another type', () => Condition.isIn(answer.output('count'), [1, 'b']), /ConditionTypes[^]*got 'b'/],
    ['the same, turned around', () => Condition.isNotIn(answer.output('share'), ['b']), /ConditionTypes/],
  ])('fail as %s', (_, make, message) => {
    expect(refusal(make)).toMatch(message);
  });

  test.each<[string, () => Condition]>([
    ['text', () => Condition.greaterThan(text, 1)],
    ['a truth value', () => Condition.greaterThanOrEqualTo(flag, 1)],
    ['an output of text', () => Condition.lessThan(answer.output('word'), 1)],
    ['the name of the pipeline', () => Condition.lessThanOrEqualTo(ExecutionVariable.PIPELINE_NAME, 1)],
    ['a number against text', () => Condition.greaterThan(whole, text.valueAsNumber)],
  ])('fail to put %s in order', (_, make) => {
    expect(refusal(make)).toContain('ConditionNotNumber');
  });
});

test('forks may stand in both sides of forks, and keep their order', () => {
  const own = new Pipeline(newStack(), 'Training');
  const level = own.addIntegerParameter('Level', { defaultValue: 1 });
  const fork = (name: string, ifTrue: ConstructorParameters<typeof ConditionStep>[1]['ifTrue'], otherwise: typeof ifTrue = []) =>
    new ConditionStep(name, { conditions: [Condition.and(Condition.greaterThan(level, 0), Condition.notEqualTo(level, 3))], ifTrue, otherwise });
  own.addSteps(fork('Outer', [fork('Left', [work('A'), work('B')])], [work('C'), fork('Right', [], [work('D')])]));
  expect(validateDefinition(definitionOf(own))).toEqual([]);
  const outer = stepOf(own, 'Outer').Arguments;
  expect([outer.IfSteps, outer.ElseSteps].map((steps) => steps.map(({ Name }: any) => Name))).toEqual([['Left'], ['C', 'Right']]);
  expect(stepOf(own, 'Left').Arguments.IfSteps.map(({ Name }: any) => Name)).toEqual(['A', 'B']);
  expect(stepOf(own, 'Right').Arguments.ElseSteps.map(({ Name }: any) => Name)).toEqual(['D']);
});
