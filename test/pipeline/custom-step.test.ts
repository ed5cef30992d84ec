import * as iam from 'aws-cdk-lib/aws-iam';
import { Cache, Condition, ConditionStep, CustomStep, type CustomStepProps, Pipeline, RetryOn, RetryPolicy } from '../../lib/pipeline';
import { added } from './role-lines';
import { mistakesOf, newStack, pipelineOf, refusal, stepOf } from './support';

const custom = (props: Partial<CustomStepProps> = {}) => new CustomStep('Run', { type: 'Quantum', ...props });

describe('a step by hand', () => {
  test('says what it is given, with values of the pipeline in it', () => {
    const pipeline = new Pipeline(newStack(), 'Training');
    const depth = pipeline.addIntegerParameter('Depth', { defaultValue: 3 });
    pipeline.addSteps(custom({
      arguments: { Depth: depth, Name: `run-${depth}`, List: [1, depth.valueAsNumber] },
      members: { PropertyFiles: [{ PropertyFileName: 'report', OutputName: 'report', FilePath: 'report.json' }] },
      cache: Cache.unlimited(), retry: [RetryPolicy.attempts(1, { on: [RetryOn.CAPACITY_ERROR] })], displayName: 'Run it', description: 'By hand',
    }));
    expect(stepOf(pipeline, 'Run')).toMatchSnapshot();
    expect(mistakesOf(pipeline)).toEqual([]);
  });

  test('needs only a type', () => {
    expect(stepOf(pipelineOf(newStack(), custom()), 'Run')).toEqual({ Name: 'Run', Type: 'Quantum', Arguments: {} });
  });

  test('offers the outputs it names', () => {
    const step = custom({ outputs: { url: 'Result.Url', score: 'Result.Score' } });
    const pipeline = pipelineOf(newStack(), step, new ConditionStep('Good', { conditions: [Condition.greaterThan(step.numberOutput('score'), 1)] }));
    expect(stepOf(pipeline, 'Good').Arguments.Conditions[0].LeftValue).toEqual({ Get: 'Steps.Run.Result.Score' });
    expect(step.output('url')._render()).toEqual({ Get: 'Steps.Run.Result.Url' });
    expect(mistakesOf(pipeline)).toEqual([]);
    expect(refusal(() => step.output('other'))).toMatch(/StepOutputUnknown[^]*it has url, score, got 'other'/);
    expect(refusal(() => custom().numberOutput('other'))).toContain('it has none');
  });

  test('gives the roles what it is given', () => {
    const statement = (action: string) => new iam.PolicyStatement({ actions: [action], resources: ['arn:aws:s3:::a/b'] });
    expect(added(() => [custom()])).toEqual({ pipeline: [], jobs: [] });
    expect(added(() => [custom({ permissions: [statement('s3:PutObject')], jobPermissions: [statement('s3:GetObject')] })])).toEqual({
      pipeline: ['s3:PutObject on arn:aws:s3:::a/b'], jobs: ['s3:GetObject on arn:aws:s3:::a/b'],
    });
  });

  test.each([['', 'CustomStepType'], ['A b', 'CustomStepType'], ['Training', 'accepted']])("judges the type '%s'", (type, expected) => {
    expect(refusal(() => custom({ type }))).toContain(expected);
  });

  test.each(['Name', 'Type', 'Arguments', 'DependsOn', 'DisplayName', 'Description', 'CacheConfig', 'RetryPolicies'])('fails for %s among its members', (member) => {
    expect(refusal(() => custom({ members: { [member]: 'x' } }))).toContain('CustomStepMember');
  });

  test('of a known type fails for what that type does not take', () => {
    expect(refusal(() => pipelineOf(newStack(), custom({ type: 'Model', cache: Cache.unlimited() })))).toContain('StepCacheUnsupported');
  });
});
