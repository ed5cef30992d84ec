import { wholeValuePattern } from '../../../rehearsal/sagemaker/model/java-pattern';
import { ServiceModel } from '../../../rehearsal/sagemaker/model/service-model';
import { botocoreData } from './model-folder';

const sagemaker = ServiceModel.load(botocoreData(), 'sagemaker');
const features = ServiceModel.load(botocoreData(), 'sagemaker-featurestore-runtime');

const processingJob = (): Record<string, any> => ({
  ProcessingJobName: 'prepare-1',
  RoleArn: 'arn:aws:iam::000000000000:role/ml/prepare',
  AppSpecification: { ImageUri: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3' },
  ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 10 } },
});

test('takes a request that the API takes', () => {
  expect(sagemaker.validateInput('CreateProcessingJob', processingJob())).toEqual([]);
});

test('names every problem of a request at once, in the service\'s words', () => {
  const request = processingJob();
  delete request.RoleArn;
  request.ProcessingJobName = 'under_score';
  request.ProcessingResources.ClusterConfig.InstanceType = 'ml.huge';
  request.ProcessingResources.ClusterConfig.InstanceCount = 101;
  request.Colour = 'red';
  const problems = sagemaker.validateInput('CreateProcessingJob', request);
  expect(problems).toHaveLength(5);
  expect(problems).toContain("Value null at 'roleArn' failed to satisfy constraint: Member must not be null");
  expect(problems).toContain(
    "Value 'under_score' at 'processingJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
  );
  expect(problems.join('\n')).toMatch(/'ml\.huge' at 'processingResources\.clusterConfig\.instanceType'.*enum value set: \[.*ml\.m5\.large/);
  expect(problems.join('\n')).toMatch(/'101' at 'processingResources\.clusterConfig\.instanceCount'.*less than or equal to 100/);
  expect(problems.join('\n')).toMatch(/'red' at 'colour'.*one that the API knows/);
});

test.each([
  ['fails a list that is too long', { ProcessingInputs: Array.from({ length: 11 }, (_, n) => ({ InputName: `i${n}` })) }, /at 'processingInputs'.*length less than or equal to 10/],
  ['fails a member of a list', { ProcessingInputs: [{}] }, /Value null at 'processingInputs\.1\.member\.inputName'/],
  ['fails a map key', { Environment: { '1BAD': 'x' } }, /at 'environment'.*Map keys must satisfy constraint: \[Member must satisfy regular expression pattern/],
  ['fails a map value', { Environment: { GOOD: 'x'.repeat(5000) } }, /at 'environment\.GOOD\.member'.*length less than or equal to/],
  ['fails a string where a number is wanted', { StoppingCondition: { MaxRuntimeInSeconds: '60' } }, /a integer was expected but a string was found at 'stoppingCondition\.maxRuntimeInSeconds'/],
  ['fails a fraction where a whole number is wanted', { StoppingCondition: { MaxRuntimeInSeconds: 1.5 } }, /a whole number was expected/],
  ['fails a number below its range', { StoppingCondition: { MaxRuntimeInSeconds: 0 } }, /value greater than or equal to 1/],
])('%s', (_, change, expected) => {
  expect(sagemaker.validateInput('CreateProcessingJob', { ...processingJob(), ...change }).join('\n')).toMatch(expected);
});

test('refuses with the code that AWS uses', () => {
  expect(() => sagemaker.assertInput('CreateProcessingJob', {})).toThrow(expect.objectContaining({ code: 'ValidationException' }));
  expect(() => sagemaker.assertInput('CreateProcessingJob', {})).toThrow(/^4 validation errors detected: Value null at 'processingJobName'/);
  expect(() => sagemaker.assertInput('DescribeModel', {})).toThrow(/^1 validation error detected: /);
  expect(() => sagemaker.assertInput('DescribeModel', { ModelName: 4 })).toThrow(expect.objectContaining({ code: 'SerializationException' }));
  expect(() => sagemaker.assertInput('PaintModel', {})).toThrow(expect.objectContaining({ code: 'UnknownOperationException' }));
});

test('lets a caller excuse names and references, as a pipeline step needs it', () => {
  const { ProcessingJobName: _, ...step } = processingJob();
  step.RoleArn = { Get: 'Parameters.Role' };
  const isReference = (value: unknown) => typeof value === 'object' && value !== null && 'Get' in value;
  expect(sagemaker.validateInput('CreateProcessingJob', step, { absent: ['ProcessingJobName'], isReference })).toEqual([]);
  expect(sagemaker.validateInput('CreateProcessingJob', step)).toHaveLength(2);
});

test('checks answers and single shapes too', () => {
  expect(sagemaker.validateOutput('CreateModel', {})).toEqual([expect.stringContaining("Value null at 'modelArn'")]);
  expect(sagemaker.validateShape('Tag', { Key: 'team', Value: 'Größe 1' })).toEqual([]);
  expect(sagemaker.validateShape('Tag', { Key: 'no!', Value: '' })).toHaveLength(1);
});

test('understands every pattern of both models', () => {
  const patterns = [sagemaker, features].flatMap((model) => Object.values(model.description.shapes)).flatMap((shape) => shape.pattern ?? []);
  expect(patterns.length).toBeGreaterThan(400);
  const failures = patterns.flatMap((pattern) => {
    try {
      wholeValuePattern(pattern);
      return [];
    } catch (error) {
      return [`${pattern}: ${String(error)}`];
    }
  });
  expect(failures).toEqual([]);
});

test.each([
  ['[a-z]++-\\d', 'abc-1', true],
  ['[\\p{Alnum}\\-]+', 'a-Z9', true],
  ['[\\p{Alnum}\\-]+', 'ä', false],
  ['\\p{Alnum}+', 'aZ9', true],
  ['([\\p{L}\\p{N}_.:\\/=+\\-@]*)${1,128}', 'größe/1@x', true],
  ['([\\p{L}\\p{N}_.:\\/=+\\-@]*)${1,128}', 'a!', false],
  ['a|b', 'ab', false],
  ['\\d+', '12\n', false],
  ['[ -\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF]*', 'smile \u{1F600}', true],
])('the Java pattern %s on %j', (pattern, value, matches) => {
  expect(wholeValuePattern(pattern).test(value)).toBe(matches);
});

test('a long definition that does not match is refused quickly', () => {
  const pattern = '.*(?:[ \\r\\n\\t].*)*';
  expect(wholeValuePattern(pattern).test(`{ "a": 1,\n "b": 2 }`)).toBe(true);
  const start = Date.now();
  expect(wholeValuePattern(pattern).test(`${'a b '.repeat(20_000)}\u2028`)).toBe(false);
  expect(Date.now() - start).toBeLessThan(1_000);
});

test('fails on a folder without the model, saying what to do', () => {
  expect(() => ServiceModel.load('/nowhere', 'sagemaker')).toThrow(/holds no API model of 'sagemaker': install botocore/);
});
