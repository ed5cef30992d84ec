import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { App, Lazy, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import { Pipeline, RegisterModelStep, RunComparison, TrainingStep } from '../../lib/pipeline';
import { ModelPackageGroup } from '../../lib/registry';
import { Trainer } from '../../lib/training';
import { text } from '../support/reading';
import { newStack, propertiesOf, refusal, script, wholePipeline, work } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };
const SAGEMAKER = 'arn:aws:sagemaker:eu-west-1:123456789012';

/** What the function may do, as lines; without its log. */
function linesOf(stack: Stack): string[] {
  return propertiesOf(stack, 'AWS::IAM::Policy').map(({ PolicyDocument, Roles }: any) => ({ PolicyDocument, role: text(Roles[0]) }))
    .filter(({ role }) => /Runs.*Role/.test(role))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource, Condition }: any) => [Action].flat().flatMap((action: string) => [Resource].flat().map((resource: unknown) => (
      `${action} ${text(resource)}${Condition ? ` ${JSON.stringify(Condition)}` : ''}`
    ))))
    .filter((line: string) => !line.startsWith('logs:'))
    .sort();
}

const dashboardOf = (stack: Stack) => JSON.parse(text(propertiesOf(stack, 'AWS::CloudWatch::Dashboard')[0].DashboardBody)).widgets;

describe('a comparison of runs', () => {
  test('looks at the runs, jobs, metrics and versions of its pipeline, and at nothing else', () => {
    const stack = newStack({ env: ENV });
    const pipeline = wholePipeline(stack, { pipelineName: 'Income', artifacts: s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts') });
    new RunComparison(stack, 'Runs').add(pipeline);
    expect(linesOf(stack)).toEqual([
      's3:GetObject arn:aws:s3:::artifacts/models/Income/*',
      's3:ListBucket arn:aws:s3:::artifacts {"StringLike":{"s3:prefix":["models/Income/*"]}}',
      `sagemaker:DescribeHyperParameterTuningJob ${SAGEMAKER}:hyper-parameter-tuning-job/*`,
      `sagemaker:DescribeModelPackage ${SAGEMAKER}:model-package/income/*`,
      `sagemaker:DescribePipelineDefinitionForExecution ${SAGEMAKER}:pipeline/income/execution/*`,
      `sagemaker:DescribeProcessingJob ${SAGEMAKER}:processing-job/pipelines-*`,
      `sagemaker:DescribeTrainingJob ${SAGEMAKER}:training-job/pipelines-*`,
      `sagemaker:ListPipelineExecutions ${SAGEMAKER}:pipeline/income`,
      `sagemaker:ListPipelineExecutionSteps ${SAGEMAKER}:pipeline/income/execution/*`,
      `sagemaker:ListPipelineParametersForExecution ${SAGEMAKER}:pipeline/income/execution/*`,
    ].sort());
  });

  test('looks at versions of groups that a step registers in later, each once', () => {
    const stack = newStack({ env: ENV });
    const [first, second] = ['first', 'second'].map((name) => new ModelPackageGroup(stack, name, { modelPackageGroupName: name }));
    const pipeline = new Pipeline(stack, 'Training');
    const comparison = new RunComparison(stack, 'Runs');
    const register = (name: string, group: ModelPackageGroup) => {
      const train = new TrainingStep(`Train${name}`, {
        trainer: Trainer.sklearn({ entryPoint: script('train') }), channels: { train: S3Source.fromUri('s3://data/train') },
      });
      pipeline.addSteps(train, new RegisterModelStep(`Register${name}`, { group, model: train.model, image: train.trainer.image.serving }));
    };
    register('A', first);
    comparison.add(pipeline);
    register('B', second);
    register('C', second);
    expect(linesOf(stack).filter((line) => line.includes('ModelPackage'))).toEqual(['first', 'second'].map((name) => `sagemaker:DescribeModelPackage ${SAGEMAKER}:model-package/${name}/*`));
  });

  test('may decrypt metrics with the key of the pipeline', () => {
    const stack = newStack({ env: ENV });
    const pipeline = new Pipeline(stack, 'Training', { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/k') });
    pipeline.addSteps(work('A'));
    new RunComparison(stack, 'Runs').add(pipeline);
    expect(linesOf(stack)).toContain('kms:Decrypt arn:aws:kms:eu-west-1:123456789012:key/k');
  });

  test('of a family has one permission, however many pipelines there are', () => {
    const linesWith = (...names: string[]) => {
      const stack = newStack({ env: ENV });
      const artifacts = s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts');
      const comparison = new RunComparison(stack, 'Runs', { family: { namePrefix: 'ml-', artifacts } });
      names.forEach((pipelineName) => {
        const pipeline = new Pipeline(stack, pipelineName, { pipelineName, artifacts });
        pipeline.addSteps(work('A'));
        comparison.add(pipeline);
      });
      return linesOf(stack);
    };
    const before = linesWith();
    expect(linesWith('ml-a', 'ml-b')).toEqual(before);
    expect(before).toContain(`sagemaker:ListPipelineExecutions ${SAGEMAKER}:pipeline/ml-*`);
    expect(before).toContain('s3:GetObject arn:aws:s3:::artifacts/models/ml-*');
  });

  test('fails for a pipeline that its permission does not cover, and for one that covers all', () => {
    const stack = newStack({ env: ENV });
    const artifacts = s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts');
    const comparison = new RunComparison(stack, 'Runs', { family: { namePrefix: 'ml-', artifacts } });
    const named = (id: string, pipelineName: string) => new Pipeline(stack, id, { pipelineName, artifacts });
    expect(refusal(() => comparison.add(named('Other', 'other')))).toContain('ComparisonPrefixDiffers');
    expect(refusal(() => comparison.add(named('Token', Lazy.string({ produce: () => 'x' }))))).toBe('accepted');
    expect(refusal(() => new RunComparison(stack, 'All', { family: { namePrefix: '', artifacts } }))).toContain('ComparisonPrefixEmpty');
  });

  test('has a function with log and role, and nothing that costs while nobody looks', () => {
    const stack = newStack({ env: ENV });
    new RunComparison(stack, 'Runs', { removalPolicy: RemovalPolicy.RETAIN });
    expect(propertiesOf(stack, 'AWS::Lambda::Function')[0]).toMatchObject({ Timeout: 60, Description: 'Shows runs of SageMaker pipelines side by side; changes nothing' });
    expect([propertiesOf(stack, 'AWS::SQS::Queue'), propertiesOf(stack, 'AWS::CloudWatch::Alarm')]).toEqual([[], []]);
  });

  test('passes cdk-nag, with its wildcards explained', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: ENV });
    const pipeline = wholePipeline(stack);
    new RunComparison(stack, 'Runs').add(pipeline);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
  });
});

describe('its widget', () => {
  test('shows the pipelines that were added, also later, and what is better', () => {
    const stack = newStack({ env: ENV });
    const comparison = new RunComparison(stack, 'Runs');
    const [first, second] = ['First', 'Second'].map((pipelineName) => new Pipeline(stack, pipelineName, { pipelineName }));
    [first, second].forEach((pipeline) => pipeline.addSteps(work('A')));
    const dashboard = new cloudwatch.Dashboard(stack, 'Dashboard');
    comparison.add(first, { higherIsBetter: ['lift'] });
    dashboard.addWidgets(comparison.widget({ title: 'Experiments', runs: 20, width: 12, height: 6 }), comparison.widget());
    comparison.add(second, { lowerIsBetter: ['cost'] });
    comparison.add(second);
    const params = { pipelines: ['First', 'Second'], higherIsBetter: ['lift'], lowerIsBetter: ['cost'] };
    const endpoint = expect.stringMatching(/^<RunsHandlerFunction.+\.Arn>$/);
    expect(dashboardOf(stack)).toMatchObject([
      { type: 'custom', width: 12, height: 6, properties: { title: 'Experiments', endpoint, params: { ...params, runs: 20 } } },
      { type: 'custom', width: 24, height: 8, properties: { title: 'Runs side by side', endpoint, params, updateOn: { refresh: true, resize: false, timeRange: false } } },
    ]);
  });

  test.each([[0, 'ComparedRunsRange'], [1, 'accepted'], [20, 'accepted'], [21, 'ComparedRunsRange'], [1.5, 'ComparedRunsRange']])('with %d runs: %s', (runs, result) => {
    expect(refusal(() => new RunComparison(newStack(), 'Runs').widget({ runs }))).toContain(result);
  });

  test('needs a permission of whoever looks', () => {
    const stack = newStack({ env: ENV });
    const role = new iam.Role(stack, 'People', { assumedBy: new iam.AccountRootPrincipal() });
    new RunComparison(stack, 'Runs').grantInvoke(role);
    const statements = propertiesOf(stack, 'AWS::IAM::Policy').flatMap(({ PolicyDocument }: any) => PolicyDocument.Statement);
    expect(statements).toContainEqual({ Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^RunsHandlerFunction/), 'Arn'] } });
  });
});

test('a program is told the command that asks for JSON', () => {
  const stack = newStack({ env: ENV });
  const pipeline = new Pipeline(stack, 'Training', { pipelineName: 'Income' });
  expect(text(stack.resolve(new RunComparison(stack, 'Runs').commandFor(pipeline)))).toMatch(
    /^aws lambda invoke --region eu-west-1 --function-name <RunsHandlerFunction.+\.Arn> --cli-binary-format raw-in-base64-out --payload '\{"pipelineName":"Income"\}' runs\.json$/,
  );
});
