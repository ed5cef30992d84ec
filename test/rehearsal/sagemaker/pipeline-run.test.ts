import {
  CreateModelPackageGroupCommand, CreatePipelineCommand, DescribePipelineExecutionCommand, ListModelPackagesCommand, ListPipelineExecutionStepsCommand,
  ListProcessingJobsCommand, StartPipelineExecutionCommand, StopPipelineExecutionCommand,
} from '@aws-sdk/client-sagemaker';
import { PipelineRunner } from '../../../rehearsal/pipelines/runner';
import { Stage, eventually } from './stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
  stage.work.pipelineExecutor = (api, s3) => new PipelineRunner(api, s3, { pollMs: 10 });
});
afterEach(() => stage.close());

const RoleArn = 'arn:aws:iam::000000000000:role/ml/pipeline';
const ResourceConfig = { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 10 };
const definition = {
  Version: '2020-12-01',
  Steps: [
    {
      Name: 'Prepare', Type: 'Processing',
      Arguments: { RoleArn, AppSpecification: { ImageUri: 'repository/image:1' }, ProcessingResources: { ClusterConfig: ResourceConfig } },
    },
    {
      Name: 'Train', Type: 'Training', DependsOn: ['Prepare'],
      Arguments: {
        RoleArn, ResourceConfig, AlgorithmSpecification: { TrainingImage: 'repository/image:1', TrainingInputMode: 'File' },
        OutputDataConfig: { S3OutputPath: 's3://ml/models' }, StoppingCondition: { MaxRuntimeInSeconds: 60 },
      },
    },
    {
      Name: 'Register', Type: 'RegisterModel',
      Arguments: {
        ModelPackageGroupName: 'income',
        InferenceSpecification: {
          Containers: [{ Image: 'repository/image:1', ModelDataUrl: { Get: 'Steps.Train.ModelArtifacts.S3ModelArtifacts' } }],
          SupportedContentTypes: ['text/csv'], SupportedResponseMIMETypes: ['text/csv'],
        },
      },
    },
  ],
};

async function start(Steps: object[] = definition.Steps): Promise<string> {
  await stage.sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'income' }));
  await stage.sagemaker.send(new CreatePipelineCommand({ PipelineName: 'income', RoleArn, PipelineDefinition: JSON.stringify({ ...definition, Steps }) }));
  const { PipelineExecutionArn } = await stage.sagemaker.send(new StartPipelineExecutionCommand({ PipelineName: 'income' }));
  return String(PipelineExecutionArn);
}
const ended = (PipelineExecutionArn: string, status: string) =>
  eventually(() => stage.sagemaker.send(new DescribePipelineExecutionCommand({ PipelineExecutionArn })), (run) => run.PipelineExecutionStatus === status);
const stepsOf = async (PipelineExecutionArn: string) =>
  (await stage.sagemaker.send(new ListPipelineExecutionStepsCommand({ PipelineExecutionArn, SortOrder: 'Ascending' }))).PipelineExecutionSteps;

test('the runner prepares, trains and registers through the same API', async () => {
  const run = await start();
  await ended(run, 'Succeeded');
  expect((await stepsOf(run))?.map((step) => [step.StepName, step.StepStatus])).toEqual([['Prepare', 'Succeeded'], ['Train', 'Succeeded'], ['Register', 'Succeeded']]);
  expect([stage.work.processing.length, stage.work.training.length]).toEqual([1, 1]);
  const { ModelPackageSummaryList: versions } = await stage.sagemaker.send(new ListModelPackagesCommand({ ModelPackageGroupName: 'income' }));
  expect(versions).toMatchObject([{ ModelPackageVersion: 1, ModelApprovalStatus: 'PendingManualApproval' }]);
  const registered = await stage.standIn.call('DescribeModelPackage', { ModelPackageName: versions?.[0].ModelPackageArn });
  expect(registered.InferenceSpecification.Containers[0].ModelDataUrl).toBe('s3://ml/models/made/model.tar.gz');
  expect(stage.standIn.requests().refused).toEqual([]);
});

test('a failing job fails its step and the run, and nothing after it starts', async () => {
  stage.work.failure = 'AlgorithmError: KeyError: income';
  const run = await start();
  await ended(run, 'Failed');
  expect(await stepsOf(run)).toMatchObject([{ StepName: 'Prepare', StepStatus: 'Failed', FailureReason: expect.stringContaining('KeyError') }]);
  expect(stage.work.training).toEqual([]);
});

test('a step whose job finds no free instance is tried again, and says how often it was tried', async () => {
  stage.work.pipelineExecutor = (api, s3) => new PipelineRunner(api, s3, { pollMs: 10, secondMs: 1 });
  const { runProcessing } = stage.work.jobRunner;
  let refusals = 2;
  stage.work.jobRunner.runProcessing = async (request: any, signal: AbortSignal) =>
    (refusals-- > 0 ? { status: 'Failed', failureReason: 'CapacityError: Unable to provision requested ML compute capacity', logFile: '', seconds: 0 } : runProcessing(request, signal));
  const policies = [{ ExceptionType: ['SageMaker.CAPACITY_ERROR'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 }];
  const run = await start([{ ...definition.Steps[0], RetryPolicies: policies }, ...definition.Steps.slice(1)]);
  await ended(run, 'Succeeded');
  expect((await stepsOf(run))?.map((step) => [step.StepName, step.AttemptCount])).toEqual([['Prepare', 3], ['Train', 1], ['Register', 1]]);
  expect((await stage.sagemaker.send(new ListProcessingJobsCommand({}))).ProcessingJobSummaries?.map((job) => job.ProcessingJobStatus).sort()).toEqual(['Completed', 'Failed', 'Failed']);
});

test('stopping a run stops its job', async () => {
  stage.work.jobMs = 60_000;
  const PipelineExecutionArn = await start();
  await eventually(() => stage.work.processing.length, (count) => count === 1);
  await stage.sagemaker.send(new StopPipelineExecutionCommand({ PipelineExecutionArn }));
  await ended(PipelineExecutionArn, 'Stopped');
  expect((await stage.sagemaker.send(new ListProcessingJobsCommand({}))).ProcessingJobSummaries).toMatchObject([{ ProcessingJobStatus: 'Stopped' }]);
});
