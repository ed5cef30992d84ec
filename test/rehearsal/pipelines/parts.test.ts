import { conditionProblems, holds } from '../../../rehearsal/pipelines/conditions';
import { jobName } from '../../../rehearsal/pipelines/job-names';
import { follow, parsePath } from '../../../rehearsal/pipelines/references';
import { type Known, Values } from '../../../rehearsal/pipelines/values';
import { get, join, pipeline } from './definitions';

describe('paths', () => {
  test.each([
    ['a.b', ['a', 'b']],
    ['a[0].b', ['a', 0, 'b']],
    ["Outputs['my.train'].S3Uri", ['Outputs', 'my.train', 'S3Uri']],
    ['["x y"][2]', ['x y', 2]],
    ['a[0][1]', ['a', 0, 1]],
    ['a-b_c', ['a-b_c']],
  ])('%s', (text, expected) => expect(parsePath(text)).toEqual(expected));

  test.each(['', 'a[', 'a[x]', 'a..b', '.a', 'a.'])("'%s' cannot be read", (text) => expect(parsePath(text)).toBeUndefined());

  test('find members of lists by their name', () => {
    expect(follow({ Outputs: [{ OutputName: 'a', V: 1 }, { OutputName: 'b', V: 2 }] }, ['Outputs', 'b', 'V'])).toBe(2);
    expect(follow({ a: null }, ['a', 'b'])).toBeUndefined();
  });
});

function values(more: Partial<Known> = {}, objects: Record<string, string> = {}): Values {
  const known: Known = {
    definition: pipeline([], {
      Parameters: [
        { Name: 'Text', Type: 'String' }, { Name: 'Count', Type: 'Integer' }, { Name: 'Rate', Type: 'Float' }, { Name: 'On', Type: 'Boolean' },
        { Name: 'Default', Type: 'Integer', DefaultValue: 3 },
      ],
      PipelineExperimentConfig: { ExperimentName: get('Execution.PipelineName') },
    }),
    parameters: { Text: '07', Count: '12', Rate: '0.5', On: 'true' },
    execution: { PipelineName: 'Income' },
    steps: new Map(),
    properties: new Map([['Train', { Names: ['a', 'b'] }]]),
    ...more,
  };
  return new Values(known, { read: (uri) => (uri in objects ? Promise.resolve(Buffer.from(objects[uri])) : Promise.reject(new Error('NoSuchKey'))) });
}

describe('values', () => {
  test.each([
    ['a text', get('Parameters.Text'), '07'],
    ['a whole number', get('Parameters.Count'), 12],
    ['a number', get('Parameters.Rate'), 0.5],
    ['a truth', get('Parameters.On'), true],
    ['a default', get('Parameters.Default'), 3],
    ['an execution variable', get('Execution.PipelineName'), 'Income'],
    ['an experiment setting', get('PipelineExperimentConfig.ExperimentName'), 'Income'],
    ['a step property', get('Steps.Train.Names[1]'), 'b'],
    ['a join of joins', join('/', 's3:/', join('-', get('Parameters.Count'), 'x'), get('Parameters.On')), 's3://12-x/true'],
    ['JSON in S3', { 'Std:JsonGet': { S3Uri: join('/', 's3:/', 'b', 'k'), Path: "scores['a b'][0]" } }, 0.25],
    ['everything below', { a: [{ b: get('Parameters.Text') }], c: null, d: 1 }, { a: [{ b: '07' }], c: null, d: 1 }],
  ])('%s', async (_, value, expected) => {
    expect(await values({}, { 's3://b/k': '{"scores": {"a b": [0.25]}}' }).resolve(value)).toEqual(expected);
  });

  test.each([
    [get('Parameters.Missing'), "Unable to resolve 'Parameters.Missing'"],
    [get('Steps.Train.Nothing'), "Unable to resolve 'Steps.Train.Nothing'"],
    [{ 'Std:JsonGet': { S3Uri: 's3://b/none', Path: 'a' } }, 's3://b/none cannot be read: NoSuchKey'],
    [{ 'Std:JsonGet': { S3Uri: 's3://b/text', Path: 'a' } }, 's3://b/text does not hold JSON'],
    [{ 'Std:JsonGet': { S3Uri: 's3://b/k', Path: 'a' } }, "has no plain value at 'a'"],
  ])('fails for %j', async (value, message) => {
    await expect(values({}, { 's3://b/text': 'no', 's3://b/k': '{"a": {}}' }).resolve(value)).rejects.toThrow(message);
  });
});

describe('conditions', () => {
  const compare = (Type: string, LeftValue: unknown, RightValue: unknown) => ({ Type, LeftValue, RightValue });
  test.each([
    [compare('Equals', 'a', 'a'), true],
    [compare('Equals', 1, '1.0'), true],
    [compare('Equals', '1', '1.0'), false],
    [compare('Equals', '', 0), false],
    [compare('GreaterThan', 2, 2), false],
    [compare('GreaterThanOrEqualTo', 2, 2), true],
    [compare('LessThan', 10, '9'), false],
    [compare('LessThanOrEqualTo', get('Parameters.Rate'), 0.5), true],
    [{ Type: 'In', QueryValue: get('Parameters.Text'), Values: ['06', get('Parameters.Text')] }, true],
    [{ Type: 'In', QueryValue: 3, Values: [1, 2] }, false],
    [{ Type: 'Not', Condition: compare('Equals', 1, 2) }, true],
    [{ Type: 'Or', Conditions: [compare('Equals', 1, 2), { Type: 'Not', Condition: compare('Equals', 1, 2) }] }, true],
    [{ Type: 'Or', Conditions: [compare('Equals', 1, 2)] }, false],
  ])('%j is %s', async (condition, expected) => {
    expect(conditionProblems(condition, 'here')).toEqual([]);
    expect(await holds(condition, values())).toBe(expected);
  });

  test('fails to order what is no number', async () => {
    await expect(holds(compare('LessThan', 'high', 1), values())).rejects.toThrow('cannot compare "high" with 1: both must be numbers');
  });

  test.each([
    [{ Type: 'Near', LeftValue: 1, RightValue: 1 }, "here has the unknown condition type 'Near'"],
    [{ Type: 'Equals', LeftValue: 1 }, 'here lacks RightValue'],
    [{ Type: 'Not' }, 'here lacks Condition'],
    [{ Type: 'Or' }, 'here lacks Conditions'],
    [{ Type: 'In', Values: [] }, 'here lacks QueryValue'],
    [{ Type: 'Not', Condition: { Type: 'In', QueryValue: 1 } }, 'here lacks Values'],
  ])('fails for %j', (condition, problem) => expect(conditionProblems(condition, 'here')).toEqual([problem]));
});

describe('job names', () => {
  test('say their execution and step', () => expect(jobName('abcdef123456', 'My_Step')).toMatch(/^pipelines-abcdef123456-My-Step-[A-Za-z0-9]{10}$/));
  test('fit the service however long the step name is', () => {
    const name = jobName('abcdef123456', 'x'.repeat(64));
    expect(name).toHaveLength(63);
    expect(name).toMatch(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/);
  });
});
