import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { MlflowTracking, S3Source } from '../../lib/core';
import { Processor } from '../../lib/data';
import { Pipeline, type PipelineProps, ProcessingStep, TrainingStep } from '../../lib/pipeline';
import { Trainer, type TrainingJobOptions } from '../../lib/training';
import { text } from '../support/reading';
import { definitionOf, newStack, propertiesOf, refusal, script } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };
const APP = 'arn:aws:sagemaker:eu-west-1:123456789012:mlflow-app/app-ABC';
const RUN_ID = { Get: 'Execution.PipelineExecutionId' };
const contextOf = (id: unknown, step: string) => ({ 'Std:Join': { On: '', Values: ['{"mlflow.runName":"', id, `","sagemaker.step":"${step}"}`] } });

/** A pipeline that prepares and trains; its environments by step, and what its jobs may do. */
function made(props: PipelineProps, options: Partial<TrainingJobOptions> = {}, stack = newStack({ env: ENV })) {
  const pipeline = new Pipeline(stack, 'Training', props);
  pipeline.addSteps(
    new ProcessingStep('Prepare', { processor: Processor.sklearn({ entryPoint: script('prepare') }) }),
    new TrainingStep('Train', { trainer: Trainer.sklearn({ entryPoint: script('train'), ...options }), channels: { train: S3Source.fromUri('s3://data/train') } }),
  );
  const environments = Object.fromEntries(definitionOf(pipeline).Steps.map(({ Name, Arguments }: any) => [Name, Arguments.Environment]));
  const statements = propertiesOf(stack, 'AWS::IAM::Policy').flatMap(({ PolicyDocument }: any) => PolicyDocument.Statement)
    .map(({ Action, Resource, Condition }: any) => ({ actions: [Action].flat() as string[], resources: [Resource].flat().map(text), Condition }));
  return { environments, statements };
}

describe('jobs that are tracked', () => {
  test('know where, in which experiment and under which name: the run of the pipeline, by its id', () => {
    const { environments } = made({ mlflow: MlflowTracking.fromArn(APP) });
    const of = (step: string) => ({ MLFLOW_TRACKING_URI: APP, MLFLOW_EXPERIMENT_NAME: { Get: 'Execution.PipelineName' }, MLFLOW_RUN_CONTEXT: contextOf(RUN_ID, step) });
    expect(environments).toEqual({ Prepare: of('Prepare'), Train: of('Train') });
  });

  test('may have other names, beside their own variables', () => {
    const mlflow = MlflowTracking.fromArn(APP, { experimentName: 'income', runName: 'nightly' });
    const { environments } = made({}, { mlflow, environment: { DEBUG: '1', MLFLOW_TRACKING_URI: 'http://localhost' } });
    expect(environments).toEqual({ Train: {
      MLFLOW_TRACKING_URI: 'http://localhost', MLFLOW_EXPERIMENT_NAME: 'income', MLFLOW_RUN_CONTEXT: '{"mlflow.runName":"nightly","sagemaker.step":"Train"}', DEBUG: '1',
    } });
  });

  test('by a pipeline leave out those without a network, which may not be asked to', () => {
    expect(made({ mlflow: MlflowTracking.fromArn(APP) }, { networkIsolation: true }).environments.Train).toBeUndefined();
    expect(refusal(() => made({}, { networkIsolation: true, mlflow: MlflowTracking.fromArn(APP) }))).toContain('TrackingNeedsNetwork');
    expect(refusal(() => Processor.sklearn({ entryPoint: script('prepare'), mlflow: MlflowTracking.fromArn(APP) }))).toBe('accepted');
  });

  test('may log to that app alone, and to all of its API, which one permission covers', () => {
    const { statements } = made({ mlflow: MlflowTracking.fromArn(APP) });
    const [logging, ...more] = statements.filter(({ actions }) => actions.some((action: string) => /mlflow/i.test(action)));
    expect(more).toEqual([]);
    expect(logging.resources).toEqual([APP]);
    expect(logging.actions).toEqual(expect.arrayContaining(['sagemaker:CallMlflowAppApi', 'sagemaker-mlflow:CreateRun', 'sagemaker-mlflow:LogBatch', 'sagemaker-mlflow:GetExperimentByName']));
  });

  test('may delete nothing on a server, register no models there, and reach no app', () => {
    const stack = newStack({ env: ENV });
    const server = new sagemaker.CfnMlflowTrackingServer(stack, 'Server', { trackingServerName: 'team', artifactStoreUri: 's3://mlflow', roleArn: 'arn:aws:iam::123456789012:role/mlflow' });
    const { environments, statements } = made({ mlflow: MlflowTracking.server(server) }, {}, stack);
    const [logging] = statements.filter(({ actions }) => actions.some((action: string) => /mlflow/i.test(action)));
    expect(logging.actions.filter((action: string) => /Delete|Register|CallMlflowAppApi|AccessUI|\*/.test(action))).toEqual([]);
    expect(logging.resources[0]).toMatch(/^arn:aws:sagemaker:eu-west-1:123456789012:mlflow-tracking-server\/<Server>$/);
    expect(text(environments.Train.MLFLOW_TRACKING_URI)).toContain(':mlflow-tracking-server/');
  });

  test('may keep files in the folder of the app', () => {
    const stack = newStack({ env: ENV });
    const artifacts = { bucket: s3.Bucket.fromBucketName(stack, 'Mlflow', 'mlflow'), prefix: 'files' };
    const { statements } = made({ mlflow: MlflowTracking.fromArn(APP, { artifacts }) }, {}, stack);
    const files = statements.filter(({ resources }) => resources.some((arn: string) => arn.includes(':::mlflow')));
    expect(files.map(({ actions, resources }) => [actions.join(), resources.filter((arn: string) => arn.includes(':::mlflow'))])).toEqual(expect.arrayContaining([
      [expect.stringContaining('s3:GetObject'), ['arn:aws:s3:::mlflow/files/*']],
      [expect.stringContaining('s3:ListBucket'), ['arn:aws:s3:::mlflow']],
    ]));
    expect(files.flatMap(({ actions }) => actions)).toContain('s3:PutObject');
  });
});
