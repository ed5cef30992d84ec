import {
  AddTagsCommand, CreateModelPackageCommand, CreateModelPackageGroupCommand, DeleteModelPackageCommand, DeleteModelPackageGroupCommand,
  DeleteTagsCommand, DescribeModelPackageCommand, DescribeModelPackageGroupCommand, GetModelPackageGroupPolicyCommand, ListModelPackageGroupsCommand,
  ListModelPackagesCommand, ListTagsCommand, PutModelPackageGroupPolicyCommand, UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { Stage, eventually } from './stage';

let stage: Stage;
beforeEach(async () => { stage = await Stage.open(); });
afterEach(() => stage.close());

const changed = 'SageMaker Model Package State Change';
const version = {
  ModelPackageGroupName: 'Income',
  InferenceSpecification: {
    Containers: [{ Image: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3', ModelDataUrl: 's3://ml/model.tar.gz' }],
    SupportedContentTypes: ['text/csv'], SupportedResponseMIMETypes: ['text/csv'],
  },
};
const createGroup = () => stage.sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'Income', Tags: [{ Key: 'a', Value: '1' }] }));

test('versions are numbered, found by group, approved with an event, and gone when deleted', async () => {
  await createGroup();
  const first = await stage.sagemaker.send(new CreateModelPackageCommand(version));
  const second = await stage.sagemaker.send(new CreateModelPackageCommand({ ...version, ModelApprovalStatus: 'Approved' }));
  expect(first.ModelPackageArn).toBe('arn:aws:sagemaker:us-east-1:000000000000:model-package/income/1');
  expect(second.ModelPackageArn).toMatch(/\/income\/2$/);
  expect(await stage.sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: first.ModelPackageArn }))).toMatchObject({
    ModelPackageVersion: 1, ModelPackageStatus: 'Completed', ModelApprovalStatus: 'PendingManualApproval', ModelPackageGroupName: 'Income',
  });
  const approved = async () => (await stage.sagemaker.send(new ListModelPackagesCommand({ ModelPackageGroupName: 'Income', ModelApprovalStatus: 'Approved' })))
    .ModelPackageSummaryList?.map((summary) => summary.ModelPackageVersion);
  expect(await approved()).toEqual([2]);
  await stage.sagemaker.send(new UpdateModelPackageCommand({ ModelPackageArn: first.ModelPackageArn, ModelApprovalStatus: 'Approved', ApprovalDescription: 'good' }));
  expect(await approved()).toEqual([1, 2]);
  const newestFirst = await stage.sagemaker.send(new ListModelPackagesCommand({ ModelPackageGroupName: 'Income', SortBy: 'CreationTime', SortOrder: 'Descending', MaxResults: 1 }));
  expect(newestFirst.ModelPackageSummaryList).toMatchObject([{ ModelPackageVersion: 2, ModelPackageStatus: 'Completed' }]);
  const events = await eventually(() => stage.aws.details(changed), (details) => details.length === 3);
  expect(events[2]).toMatchObject({
    ModelPackageArn: first.ModelPackageArn, ModelPackageGroupName: 'Income', ModelPackageVersion: 1, ModelApprovalStatus: 'Approved',
    UpdatedModelPackageFields: ['ModelApprovalStatus', 'ApprovalDescription'],
  });
  expect(stage.aws.events[0]).toMatchObject({ source: 'aws.sagemaker', resources: [first.ModelPackageArn] });

  await expect(stage.sagemaker.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName: 'Income' }))).rejects.toMatchObject({ name: 'ConflictException' });
  await stage.sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: first.ModelPackageArn }));
  await stage.sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: second.ModelPackageArn }));
  await stage.sagemaker.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName: 'Income' }));
  expect(stage.standIn.state().resources).toEqual([]);
});

test('a version number is never given twice', async () => {
  await createGroup();
  const first = await stage.sagemaker.send(new CreateModelPackageCommand(version));
  await stage.sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: first.ModelPackageArn }));
  expect((await stage.sagemaker.send(new CreateModelPackageCommand(version))).ModelPackageArn).toMatch(/\/2$/);
});

test('the same client token registers once', async () => {
  await createGroup();
  const request = { ...version, ClientToken: 'a'.repeat(32) };
  const first = await stage.sagemaker.send(new CreateModelPackageCommand(request));
  expect((await stage.sagemaker.send(new CreateModelPackageCommand(request))).ModelPackageArn).toBe(first.ModelPackageArn);
});

test('a group has a policy and tags, and is described by name and by ARN', async () => {
  const { ModelPackageGroupArn: ResourceArn } = await createGroup();
  await expect(stage.sagemaker.send(new GetModelPackageGroupPolicyCommand({ ModelPackageGroupName: 'Income' }))).rejects.toMatchObject({ name: 'ResourceNotFound' });
  await stage.sagemaker.send(new PutModelPackageGroupPolicyCommand({ ModelPackageGroupName: 'Income', ResourcePolicy: '{"Version":"2012-10-17"}' }));
  expect((await stage.sagemaker.send(new GetModelPackageGroupPolicyCommand({ ModelPackageGroupName: 'Income' }))).ResourcePolicy).toContain('2012');
  await stage.sagemaker.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'b', Value: '2' }, { Key: 'a', Value: '3' }] }));
  await stage.sagemaker.send(new DeleteTagsCommand({ ResourceArn, TagKeys: ['b'] }));
  expect((await stage.sagemaker.send(new ListTagsCommand({ ResourceArn }))).Tags).toEqual([{ Key: 'a', Value: '3' }]);
  expect((await stage.sagemaker.send(new DescribeModelPackageGroupCommand({ ModelPackageGroupName: ResourceArn }))).ModelPackageGroupName).toBe('Income');
  expect((await stage.sagemaker.send(new ListModelPackageGroupsCommand({ NameContains: 'come' }))).ModelPackageGroupSummaryList).toHaveLength(1);
});

test.each([
  ['an unknown group', () => new DescribeModelPackageGroupCommand({ ModelPackageGroupName: 'none' }), 'ValidationException', /ModelPackageGroup arn:.*\/none does not exist/],
  ['a version of an unknown group', () => new CreateModelPackageCommand(version), 'ValidationException', /does not exist/],
  ['a name the API does not take', () => new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'in_come' }), 'ValidationException', /1 validation error detected: Value 'in_come' at 'modelPackageGroupName'/],
  ['an unknown approval', () => new UpdateModelPackageCommand({ ModelPackageArn: 'x', ModelApprovalStatus: 'Maybe' as any }), 'ValidationException', /^2 validation errors detected/],
])('fails on %s', async (_, command, name, message) => {
  await expect(stage.sagemaker.send(command() as any)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
});

describe('the model card of a version', () => {
  const card = (content: unknown) => ({ ModelCard: { ModelCardContent: typeof content === 'string' ? content : JSON.stringify(content), ModelCardStatus: 'Draft' as const } });
  const evaluation = (more: object) => ({ evaluation_details: [{ name: 'Held-out rows', ...more }] });
  const metric = (more: object) => evaluation({ metric_groups: [{ name: 'metrics', metric_data: [{ name: 'auc', ...more }] }] });

  test('is kept, shown, and changed until it is archived', async () => {
    await createGroup();
    const { ModelPackageArn } = await stage.sagemaker.send(new CreateModelPackageCommand({ ...version, ...card({ intended_uses: { risk_rating: 'High' } }) }));
    const shown = async () => (await stage.sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: ModelPackageArn }))).ModelCard;
    expect(await shown()).toEqual({ ModelCardContent: '{"intended_uses":{"risk_rating":"High"}}', ModelCardStatus: 'Draft' });
    await stage.sagemaker.send(new UpdateModelPackageCommand({ ModelPackageArn, ModelCard: { ModelCardContent: '{}', ModelCardStatus: 'Archived' } }));
    expect(await shown()).toEqual({ ModelCardContent: '{}', ModelCardStatus: 'Archived' });
    await expect(stage.sagemaker.send(new UpdateModelPackageCommand({ ModelPackageArn, ...card({}) }))).rejects.toMatchObject({ message: 'Model Card is in Archived state' });
  });

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['text', metric({ type: 'string', value: 'good' })],
    ['a graph', metric({ type: 'linear_graph', value: [[0, 1], [1, 2]], x_axis_name: 'x' })],
    ['bars', metric({ type: 'bar_chart', value: [1, 2], x_axis_name: ['a', 'b'] })],
    ['a matrix', metric({ type: 'matrix', value: [[1, 2], [3, 4]], y_axis_name: ['a', 'b'] })],
  ])('may hold %s', async (_, content) => {
    await createGroup();
    await expect(stage.sagemaker.send(new CreateModelPackageCommand({ ...version, ...card(content) }))).resolves.toBeDefined();
  });

  test.each<[string, unknown, string]>([
    ['is no JSON', '{', 'the card is no JSON'],
    ['is a list', [], 'the card must be an object'],
    ['has members of other cards', { model_package_details: {} }, "the card must not have 'model_package_details'"],
    ['names a model', { model_overview: { model_name: 'income' } }, "the card.model_overview must not have 'model_name'"],
    ['rates risks in other words', { intended_uses: { risk_rating: 'Huge' } }, 'the card.intended_uses.risk_rating must be one of High, Medium, Low, Unknown'],
    ['is too long', { intended_uses: { purpose_of_model: 'x'.repeat(2049) } }, 'the card.intended_uses.purpose_of_model must be a text of 0 to 2048 characters'],
    ['has 16 artifacts', { model_overview: { model_artifact: Array(16).fill('s3://a') } }, 'the card.model_overview.model_artifact must be a list of 0 to 15 entries'],
    ['has an evaluation without a name', { evaluation_details: [{}] }, "the card.evaluation_details[0] must have 'name'"],
    ['has a metric without a value', metric({ type: 'number' }), "metric_data[0] must have 'value'"],
    ['has a metric of an unknown type', metric({ type: 'pie', value: 1 }), 'type must be one of number, string, boolean'],
    ['has a matrix of texts', metric({ type: 'matrix', value: [['a']] }), 'type must be one of number'],
    ['has a hyperparameter that is a number', { training_details: { training_job_details: { hyper_parameters: [{ name: 'rounds', value: 1 }] } } }, 'hyper_parameters[0].value must be a text'],
    ['has details that are no texts', { additional_information: { custom_details: { a: 1 } } }, 'custom_details.a must be a text'],
  ])('is refused when it %s', async (_, content, message) => {
    await createGroup();
    await expect(stage.sagemaker.send(new CreateModelPackageCommand({ ...version, ...card(content) }))).rejects
      .toMatchObject({ name: 'ValidationException', message: expect.stringContaining(message) });
    expect((await stage.sagemaker.send(new ListModelPackagesCommand({ ModelPackageGroupName: 'Income' }))).ModelPackageSummaryList).toEqual([]);
  });
});

test('lists page by page', async () => {
  for (const name of ['a', 'b', 'c']) {
    await stage.sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: name }));
  }
  const page = await stage.sagemaker.send(new ListModelPackageGroupsCommand({ MaxResults: 2, SortBy: 'Name', SortOrder: 'Descending' }));
  expect(page.ModelPackageGroupSummaryList?.map((group) => group.ModelPackageGroupName)).toEqual(['c', 'b']);
  const rest = await stage.sagemaker.send(new ListModelPackageGroupsCommand({ NextToken: page.NextToken, MaxResults: 2, SortBy: 'Name', SortOrder: 'Descending' }));
  expect(rest.ModelPackageGroupSummaryList?.map((group) => group.ModelPackageGroupName)).toEqual(['a']);
  expect(rest.NextToken).toBeUndefined();
});
