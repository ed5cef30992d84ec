import * as iam from 'aws-cdk-lib/aws-iam';
import { Lazy } from 'aws-cdk-lib/core';
import { JobCategory, JobStep, type JobStepProps, Pipeline, RetryOn, RetryPolicy } from '../../lib/pipeline';
import { refused } from './api-judge';
import { added } from './role-lines';
import { ENV } from './step-proof';
import { definitionOf, mistakesOf, newStack, pipelineOf, refusal, stepOf, work } from './support';

const job = (props: Partial<JobStepProps> = {}) => new JobStep('Customize', { category: JobCategory.AGENT_RFT, schemaVersion: '1.0.0', document: { Rounds: 3 }, ...props });

describe('a job', () => {
  test('says what it is given', () => {
    expect(stepOf(pipelineOf(newStack(), job()), 'Customize')).toEqual({
      Name: 'Customize', Type: 'Job',
      Arguments: {
        JobCategory: 'AgentRFT', JobConfigSchemaVersion: '1.0.0', JobConfigDocument: '{"Rounds":3}', RoleArn: { 'Fn::GetAtt': [expect.stringContaining('JobRole'), 'Arn'] },
      },
    });
  });

  test('with every option is one that the API takes', () => {
    const stack = newStack({ env: ENV });
    const pipeline = new Pipeline(stack, 'Training');
    const model = pipeline.addStringParameter('Model', { defaultValue: 'nova-lite' });
    const rounds = pipeline.addIntegerParameter('Rounds', { defaultValue: 3 });
    const step = job({
      document: { BaseModel: model, Rounds: rounds, Names: ['a', `${model}-b`], OutputDataConfig: { KmsKeyId: 'key' } }, tags: { team: 'risk' },
      role: iam.Role.fromRoleArn(stack, 'JobsRole', 'arn:aws:iam::123456789012:role/jobs'), retry: [RetryPolicy.attempts(1, { on: [RetryOn.RESOURCE_LIMIT] })],
    });
    pipeline.addSteps(step, work('Use', { dependsOn: [step] }));
    expect([...mistakesOf(pipeline), ...refused(pipeline)]).toEqual([]);
    const { JobConfigDocument, Tags } = stepOf(pipeline, 'Customize').Arguments;
    expect(Tags).toEqual([{ Key: 'team', Value: 'risk' }]);
    const parts = JobConfigDocument['Std:Join'].Values as unknown[];
    expect(parts.slice(0, 6)).toEqual([
      '{"BaseModel":"', { Get: 'Parameters.Model' }, '","Rounds":', { Get: 'Parameters.Rounds' }, ',"Names":["a","', { Get: 'Parameters.Model' },
    ]);
    expect(JSON.stringify(parts.slice(6))).toMatch(/S3OutputPath[^]*\/models\/[^]*Execution.PipelineExecutionId[^]*\/Customize\/job\/[^]*KmsKeyId/);
    expect(definitionOf(pipeline).Steps).toHaveLength(2);
  });

  test('tells of what it made', () => {
    expect([job().jobArn, job().output('OutputModelPackageArn')].map((value) => value._render())).toEqual([
      { Get: 'Steps.Customize.JobArn' }, { Get: 'Steps.Customize.JobConfigDocument.OutputModelPackageArn' },
    ]);
  });

  test('keeps the place that it is given', () => {
    const place = { OutputDataConfig: { S3OutputPath: 's3://elsewhere/x/' } };
    expect(stepOf(pipelineOf(newStack(), job({ document: place })), 'Customize').Arguments.JobConfigDocument).toBe(JSON.stringify(place));
  });

  test('gives the roles what they need', () => {
    const jobs = 'arn:aws:sagemaker:eu-west-1:123456789012:job/AgentRFT/*';
    const calls = ['AddTags', 'CreateJob', 'DescribeJob', 'ListTags', 'StopJob'].map((name) => `sagemaker:${name} on ${jobs}`);
    expect(added(() => [job()])).toEqual({ pipeline: calls, jobs: [] });
    const reading = new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::prompts/*'] });
    expect(added(() => [job({ jobPermissions: [reading] })])).toEqual({ pipeline: calls, jobs: ['s3:GetObject on arn:aws:s3:::prompts/*'] });
    const arn = 'arn:aws:iam::123456789012:role/own';
    expect(added((stack) => [job({ role: iam.Role.fromRoleArn(stack, 'Own', arn) })]).pipeline)
      .toEqual([`iam:PassRole on ${arn} if iam:PassedToService StringEquals sagemaker.amazonaws.com`, ...calls]);
  });

  test.each([
    ['1.0.0', 'accepted'], ['10.20.30', 'accepted'], [Lazy.string({ produce: () => '' }), 'accepted'], ['1.0', 'JobSchemaVersion'], ['v1.0.0', 'JobSchemaVersion'],
    ['1.0.12345678901', 'accepted'], ['1.0.1234567890123', 'JobSchemaVersion'],
  ])("judges the version '%s'", (schemaVersion, expected) => {
    expect(refusal(() => job({ schemaVersion }))).toContain(expected);
  });

  test.each([[262_144, 'accepted'], [262_145, 'JobConfigDocumentLength']])('judges a document of %i characters', (length, expected) => {
    expect(refusal(() => pipelineOf(newStack(), job({ document: { a: 'x'.repeat(length - '{"a":""}'.length) } })))).toContain(expected);
  });

  test.each([[50, 'accepted'], [51, 'JobTagsCount']])('judges %i tags', (count, expected) => {
    expect(refusal(() => job({ tags: Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, 'x'])) }))).toContain(expected);
  });
});
