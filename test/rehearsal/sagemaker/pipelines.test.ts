import {
  CreatePipelineCommand, DeletePipelineCommand, DescribePipelineCommand, DescribePipelineDefinitionForExecutionCommand, DescribePipelineExecutionCommand,
  ListPipelineExecutionsCommand, ListPipelineExecutionStepsCommand, ListPipelineParametersForExecutionCommand, ListPipelinesCommand,
  RetryPipelineExecutionCommand, StartPipelineExecutionCommand, StopPipelineExecutionCommand, UpdatePipelineCommand, UpdatePipelineExecutionCommand,
} from '@aws-sdk/client-sagemaker';
import { Stage, eventually } from './stage';

let stage: Stage;
beforeEach(async () => { stage = await Stage.open(); });
afterEach(() => stage.close());

const RoleArn = 'arn:aws:iam::000000000000:role/ml/pipeline';
const document = (): any => ({
  Version: '2020-12-01',
  Parameters: [{ Name: 'Rounds', Type: 'Integer', DefaultValue: 10 }, { Name: 'Source', Type: 'String' }, { Name: 'Mode', Type: 'String', DefaultValue: 'fast', EnumValues: ['fast', 'full'] }],
  Steps: [{ Name: 'Prepare', Type: 'Processing', Arguments: { Environment: { ROUNDS: { Get: 'Parameters.Rounds' } } } }],
});
const create = (definition = document()) =>
  stage.sagemaker.send(new CreatePipelineCommand({ PipelineName: 'Training', RoleArn, PipelineDefinition: JSON.stringify(definition) }));
const start = (more: object = {}) =>
  stage.sagemaker.send(new StartPipelineExecutionCommand({ PipelineName: 'Training', PipelineParameters: [{ Name: 'Source', Value: 's3://ml/raw' }], ...more }));
const describe_ = (PipelineExecutionArn?: string) => stage.sagemaker.send(new DescribePipelineExecutionCommand({ PipelineExecutionArn }));

test('a run executes the definition it was started with, and its steps and events tell of it', async () => {
  const { PipelineArn } = await create();
  expect(PipelineArn).toBe('arn:aws:sagemaker:us-east-1:000000000000:pipeline/training');
  const { PipelineExecutionArn } = await start();
  expect(PipelineExecutionArn).toMatch(/:pipeline\/training\/execution\/[a-z0-9]{12}$/);
  expect((await describe_(PipelineExecutionArn)).PipelineExecutionStatus).toBe('Executing');
  await eventually(() => describe_(PipelineExecutionArn), (run) => run.PipelineExecutionStatus === 'Succeeded');
  expect(stage.work.runs[0]).toMatchObject({
    definition: document(), parameters: { Rounds: '10', Source: 's3://ml/raw', Mode: 'fast' }, pipelineName: 'Training', pipelineArn: PipelineArn, executionArn: PipelineExecutionArn,
  });
  const { PipelineExecutionSteps } = await stage.sagemaker.send(new ListPipelineExecutionStepsCommand({ PipelineExecutionArn }));
  expect(PipelineExecutionSteps).toMatchObject([{ StepName: 'Prepare', StepStatus: 'Succeeded', Metadata: { ProcessingJob: { Arn: expect.stringContaining('processing-job') } } }]);
  expect((await stage.sagemaker.send(new ListPipelineParametersForExecutionCommand({ PipelineExecutionArn }))).PipelineParameters).toContainEqual({ Name: 'Rounds', Value: '10' });
  const { PipelineDefinition } = await stage.sagemaker.send(new DescribePipelineDefinitionForExecutionCommand({ PipelineExecutionArn }));
  expect(PipelineDefinition).toBe(JSON.stringify(document()));
  expect((await stage.sagemaker.send(new ListPipelineExecutionsCommand({ PipelineName: 'Training' }))).PipelineExecutionSummaries).toHaveLength(1);

  const runs = await eventually(() => stage.aws.details('SageMaker Model Building Pipeline Execution Status Change'), (details) => details.length === 2);
  expect(runs.map((run) => run.currentPipelineExecutionStatus)).toEqual(['Executing', 'Succeeded']);
  expect(runs[1]).toMatchObject({ pipelineArn: PipelineArn, pipelineExecutionArn: PipelineExecutionArn, previousPipelineExecutionStatus: 'Executing', executionEndTime: expect.stringMatching(/Z$/) });
  const steps = stage.aws.details('SageMaker Model Building Pipeline Execution Step Status Change');
  expect(steps).toMatchObject([
    { stepName: 'Prepare', stepType: 'Processing', currentStepStatus: 'Executing' },
    { stepName: 'Prepare', currentStepStatus: 'Succeeded', previousStepStatus: 'Executing', metadata: { processingJob: { arn: expect.stringContaining('processing-job') } } },
  ]);
});

test('the same client token starts one run, and another token another', async () => {
  await create();
  const ClientRequestToken = 't'.repeat(32);
  const first = await start({ ClientRequestToken });
  expect((await start({ ClientRequestToken })).PipelineExecutionArn).toBe(first.PipelineExecutionArn);
  expect((await start({ ClientRequestToken: 'u'.repeat(32) })).PipelineExecutionArn).not.toBe(first.PipelineExecutionArn);
  expect(stage.work.runs).toHaveLength(2);
  await expect(start({ ClientRequestToken, PipelineParameters: [{ Name: 'Source', Value: 's3://other' }] })).rejects.toMatchObject({ name: 'ValidationException' });
});

test.each([
  ['a missing parameter', { PipelineParameters: [] }, /\[Source\] have no default/],
  ['an unknown parameter', { PipelineParameters: [{ Name: 'Sauce', Value: 'x' }] }, /\[Sauce\] are not defined/],
  ['a parameter of the wrong type', { PipelineParameters: [{ Name: 'Source', Value: 'x' }, { Name: 'Rounds', Value: 'many' }] }, /'many' to the parameter 'Rounds' of type Integer/],
  ['a value outside the list', { PipelineParameters: [{ Name: 'Source', Value: 'x' }, { Name: 'Mode', Value: 'slow' }] }, /'slow' of the parameter 'Mode' is not one of \[fast, full\]/],
])('fails to start with %s', async (_, change, message) => {
  await create();
  await expect(start(change)).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) });
  expect(stage.work.runs).toHaveLength(0);
});

test.each([
  ['another version', (d: any) => { d.Version = '2019-01-01'; }, /Version must be '2020-12-01'/],
  ['no steps', (d: any) => { d.Steps = []; }, /at least one/],
  ['two steps of one name', (d: any) => { d.Steps.push(d.Steps[0]); }, /'Prepare' is used more than once/],
  ['a step inside a condition with a used name', (d: any) => { d.Steps.push({ Name: 'If', Type: 'Condition', Arguments: { Conditions: [], IfSteps: [d.Steps[0]], ElseSteps: [] } }); }, /'Prepare' is used more than once/],
  ['a reference to nothing', (d: any) => { d.Steps[0].Arguments.RoleArn = { Get: 'Parameters.Role' }; }, /'Parameters\.Role' refers to a parameter that is not defined/],
  ['a dependency on nothing', (d: any) => { d.Steps[0].DependsOn = ['Load']; }, /'Load'/],
  ['an unknown parameter type', (d: any) => { d.Parameters[0].Type = 'Number'; }, /unknown type 'Number'/],
])('fails on a definition with %s', async (_, spoil, message) => {
  const definition = document();
  spoil(definition);
  await expect(create(definition)).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) });
});

test('a definition may lie in S3', async () => {
  const PipelineDefinitionS3Location = { Bucket: 'assets', ObjectKey: 'pipelines/training.json' };
  const command = new CreatePipelineCommand({ PipelineName: 'Training', RoleArn, PipelineDefinitionS3Location });
  await expect(stage.sagemaker.send(command)).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('s3://assets/pipelines/training.json') });
  stage.aws.objects.set('assets/pipelines/training.json', Buffer.from(JSON.stringify(document())));
  await stage.sagemaker.send(command);
  expect((await stage.sagemaker.send(new DescribePipelineCommand({ PipelineName: 'Training' }))).PipelineDefinition).toBe(JSON.stringify(document()));
});

test('a changed definition is used by the next run, and the pipeline goes with its history when nothing runs', async () => {
  stage.work.jobMs = 60_000;
  await create();
  const { PipelineExecutionArn } = await start();
  const changed = document();
  changed.Parameters[0].DefaultValue = 20;
  await stage.sagemaker.send(new UpdatePipelineCommand({ PipelineName: 'Training', PipelineDefinition: JSON.stringify(changed) }));
  await start();
  expect(stage.work.runs.map((run) => run.parameters.Rounds)).toEqual(['10', '20']);
  await expect(stage.sagemaker.send(new DeletePipelineCommand({ PipelineName: 'Training' }))).rejects.toMatchObject({ name: 'ConflictException' });
  for (const { PipelineExecutionArn: arn } of (await stage.sagemaker.send(new ListPipelineExecutionsCommand({ PipelineName: 'Training' }))).PipelineExecutionSummaries ?? []) {
    await stage.sagemaker.send(new StopPipelineExecutionCommand({ PipelineExecutionArn: arn }));
    await eventually(() => describe_(arn), (run) => run.PipelineExecutionStatus === 'Stopped');
  }
  await stage.sagemaker.send(new DeletePipelineCommand({ PipelineName: 'Training' }));
  expect(stage.standIn.state().resources).toEqual([]);
  await expect(describe_(PipelineExecutionArn)).rejects.toMatchObject({ name: 'ResourceNotFound' });
});

test('a failed run names its reason and can be retried', async () => {
  stage.work.failure = 'Step Prepare failed: KeyError';
  await create();
  const { PipelineExecutionArn } = await start();
  expect((await eventually(() => describe_(PipelineExecutionArn), (run) => run.PipelineExecutionStatus === 'Failed')).FailureReason).toMatch(/KeyError/);
  stage.work.failure = undefined;
  await stage.sagemaker.send(new RetryPipelineExecutionCommand({ PipelineExecutionArn }));
  expect((await eventually(() => describe_(PipelineExecutionArn), (run) => run.PipelineExecutionStatus === 'Succeeded')).FailureReason).toBeUndefined();
  await stage.sagemaker.send(new UpdatePipelineExecutionCommand({ PipelineExecutionArn, PipelineExecutionDisplayName: 'second-try' }));
  expect((await describe_(PipelineExecutionArn)).PipelineExecutionDisplayName).toBe('second-try');
});

test('fails on a pipeline that is not there or is there already', async () => {
  await expect(start()).rejects.toMatchObject({ name: 'ResourceNotFound', message: expect.stringMatching(/Pipeline 'arn:.*:pipeline\/training' does not exist/) });
  await create();
  await expect(create()).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('already exists') });
  expect((await stage.sagemaker.send(new ListPipelinesCommand({ PipelineNamePrefix: 'Train' }))).PipelineSummaries).toHaveLength(1);
});
