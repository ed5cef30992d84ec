import {
  CreateProcessingJobCommand, CreateTrainingJobCommand, DeleteTrainingJobCommand, DescribeProcessingJobCommand, DescribeTrainingJobCommand,
  ListProcessingJobsCommand, ListTrainingJobsCommand, StopProcessingJobCommand, StopTrainingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { Stage, eventually } from './stage';

let stage: Stage;
beforeEach(async () => { stage = await Stage.open(); });
afterEach(() => stage.close());

const RoleArn = 'arn:aws:iam::000000000000:role/ml/job';
const processing = {
  ProcessingJobName: 'Prepare-1', RoleArn,
  AppSpecification: { ImageUri: 'repository/image:1' },
  ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large' as const, VolumeSizeInGB: 10 } },
};
const training = {
  TrainingJobName: 'Train-1', RoleArn,
  AlgorithmSpecification: { TrainingInputMode: 'File' as const, TrainingImage: 'repository/image:1' },
  OutputDataConfig: { S3OutputPath: 's3://ml/models/' },
  ResourceConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large' as const, VolumeSizeInGB: 10 },
  StoppingCondition: { MaxRuntimeInSeconds: 600 },
};
const describeProcessing = () => stage.sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName: 'Prepare-1' }));
const describeTraining = () => stage.sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: 'Train-1' }));

test('a processing job runs in the background and tells of its start and end', async () => {
  const { ProcessingJobArn } = await stage.sagemaker.send(new CreateProcessingJobCommand(processing));
  expect(ProcessingJobArn).toBe('arn:aws:sagemaker:us-east-1:000000000000:processing-job/Prepare-1');
  expect((await describeProcessing()).ProcessingJobStatus).toBe('InProgress');
  const ended = await eventually(describeProcessing, (job) => job.ProcessingJobStatus === 'Completed');
  expect(Number(ended.ProcessingEndTime)).toBeGreaterThan(Number(ended.ProcessingStartTime));
  expect(stage.work.processing).toEqual([processing]);
  const events = await eventually(() => stage.aws.details('SageMaker Processing Job State Change'), (details) => details.length === 2);
  expect(events.map((event) => event.ProcessingJobStatus)).toEqual(['InProgress', 'Completed']);
  expect(events[1]).toMatchObject({ ProcessingJobName: 'Prepare-1', AppSpecification: { ImageUri: 'repository/image:1' }, RoleArn });
  expect(events[1].ProcessingEndTime).toBeGreaterThan(1e12);
});

test('a training job ends with its artifact, its metrics and the phases it went through', async () => {
  await stage.sagemaker.send(new CreateTrainingJobCommand({ ...training, Tags: [{ Key: 'model', Value: 'income' }] }));
  expect((await describeTraining()).ModelArtifacts).toEqual({ S3ModelArtifacts: 's3://ml/models/Train-1/output/model.tar.gz' });
  const ended = await eventually(describeTraining, (job) => job.TrainingJobStatus === 'Completed');
  expect(ended.ModelArtifacts).toEqual({ S3ModelArtifacts: 's3://ml/models/made/model.tar.gz' });
  expect(ended.FinalMetricDataList).toMatchObject([{ MetricName: 'validation:auc', Value: 0.91 }]);
  expect(ended.SecondaryStatusTransitions?.map((transition) => transition.Status)).toEqual(['Starting', 'Training', 'Completed']);
  const events = await eventually(() => stage.aws.details('SageMaker Training Job State Change'), (details) => details.length === 2);
  expect(events[1]).toMatchObject({ TrainingJobStatus: 'Completed', SecondaryStatus: 'Completed', Tags: [{ Key: 'model', Value: 'income' }] });
  expect(stage.standIn.state().resources).toMatchObject([{ kind: 'TrainingJob', name: 'Train-1', status: 'Completed', history: true }]);
});

test('a failing job carries the reason', async () => {
  stage.work.failure = 'AlgorithmError: KeyError: income';
  await stage.sagemaker.send(new CreateTrainingJobCommand(training));
  const ended = await eventually(describeTraining, (job) => job.TrainingJobStatus === 'Failed');
  expect(ended.FailureReason).toBe('AlgorithmError: KeyError: income');
  expect((await stage.sagemaker.send(new ListTrainingJobsCommand({ StatusEquals: 'Failed' }))).TrainingJobSummaries).toHaveLength(1);
  expect((await stage.sagemaker.send(new ListTrainingJobsCommand({ StatusEquals: 'Completed' }))).TrainingJobSummaries).toHaveLength(0);
});

test('a job that ran too long is stopped, and says so', async () => {
  stage.work.jobRunner.runTraining = () =>
    Promise.resolve({ status: 'Stopped', failureReason: 'MaxRuntimeExceeded: 1 s', logFile: '/dev/null', seconds: 1 });
  await stage.sagemaker.send(new CreateTrainingJobCommand(training));
  expect((await eventually(describeTraining, (job) => job.TrainingJobStatus === 'Stopped')).SecondaryStatus).toBe('MaxRuntimeExceeded');
});

test('a stopped job ends at once, and its process is told', async () => {
  stage.work.jobMs = 60_000;
  await stage.sagemaker.send(new CreateProcessingJobCommand(processing));
  await stage.sagemaker.send(new CreateTrainingJobCommand(training));
  expect(stage.standIn.state().resources.every((resource) => !resource.history)).toBe(true);
  await expect(stage.sagemaker.send(new DeleteTrainingJobCommand({ TrainingJobName: 'Train-1' }))).rejects.toMatchObject({ name: 'ResourceInUse' });
  await stage.sagemaker.send(new StopProcessingJobCommand({ ProcessingJobName: 'Prepare-1' }));
  await stage.sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: 'Train-1' }));
  await eventually(describeProcessing, (job) => job.ProcessingJobStatus === 'Stopped');
  await eventually(describeTraining, (job) => job.TrainingJobStatus === 'Stopped');
  expect(stage.work.stopped).toBe(2);
});

test('closing the stand-in stops what runs and waits for its end', async () => {
  stage.work.jobMs = 60_000;
  await stage.sagemaker.send(new CreateProcessingJobCommand(processing));
  await stage.standIn.close();
  expect(stage.work.stopped).toBe(1);
});

test('a lost event changes nothing but the log', async () => {
  const complaints = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  stage.aws.broken = true;
  await stage.sagemaker.send(new CreateProcessingJobCommand(processing));
  await eventually(describeProcessing, (job) => job.ProcessingJobStatus === 'Completed');
  await eventually(() => complaints.mock.calls.length, (count) => count === 2);
  expect(complaints.mock.calls[0][0]).toMatch(/the event 'SageMaker Processing Job State Change' of arn:.* was lost/);
  complaints.mockRestore();
});

test.each([
  ['an unknown processing job', () => new DescribeProcessingJobCommand({ ProcessingJobName: 'none' }), 'ValidationException', /Could not find requested job with name: none/],
  ['an unknown training job', () => new DescribeTrainingJobCommand({ TrainingJobName: 'none' }), 'ValidationException', /Requested resource not found/],
  ['an instance type that does not exist', () => new CreateProcessingJobCommand({
    ...processing, ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.huge' as any, VolumeSizeInGB: 10 } },
  }), 'ValidationException', /'ml\.huge' at 'processingResources\.clusterConfig\.instanceType'/],
])('fails on %s', async (_, command, name, message) => {
  await expect(stage.sagemaker.send(command() as any)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
});

test('fails on a job name that was used before', async () => {
  await stage.sagemaker.send(new CreateProcessingJobCommand(processing));
  await expect(stage.sagemaker.send(new CreateProcessingJobCommand(processing))).rejects.toMatchObject({ name: 'ResourceInUse' });
  expect((await stage.sagemaker.send(new ListProcessingJobsCommand({ NameContains: 'Prepare' }))).ProcessingJobSummaries).toHaveLength(1);
});
