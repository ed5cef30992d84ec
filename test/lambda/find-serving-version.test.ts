import {
  DescribeEndpointCommand, DescribeEndpointConfigCommand, DescribeModelCommand, DescribeModelPackageCommand, ListModelPackagesCommand, SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { Finder } from '../../lambda/find-serving-version/finder';
import { isBelow } from '../../lambda/find-serving-version/request';
import { Versions } from '../../lambda/find-serving-version/versions';
import { expectRequestsTheApiTakes } from './support/api-model';
import { awsError, keptLog } from './support/invocation';

const sagemaker = mockClient(SageMakerClient);
const ARTIFACTS = 's3://artifacts/models/ml-income/';
const CANDIDATE = `${ARTIFACTS}run-9/Train/model.tar.gz`;
const arnOf = (version: number) => `arn:aws:sagemaker:eu-west-1:123456789012:model-package/ml-income/${version}`;
const modelOf = (version: number) => `${ARTIFACTS}run-${version}/Package/packaged/model.tar.gz`;
const notThere = (what: string) => awsError('ValidationException', `Could not find ${what}.`);

/** Models by version; what a version brings along may be anything. */
let models: Record<number, object>;
/** Versions that are approved, the newest first. */
let approved: number[];
let kept: ReturnType<typeof keptLog>;

beforeEach(() => {
  sagemaker.reset();
  kept = keptLog();
  models = { 1: { ModelDataUrl: modelOf(1) }, 2: { ModelDataUrl: modelOf(2) }, 3: { ModelDataUrl: modelOf(3) } };
  approved = [];
  sagemaker.on(DescribeEndpointCommand).rejects(notThere('endpoint'));
  sagemaker.on(DescribeModelPackageCommand).callsFake(({ ModelPackageName }) => {
    const container = models[Number(ModelPackageName.split('/').pop())];
    if (!container) {
      throw notThere('model package');
    }
    return { ModelPackageArn: ModelPackageName, InferenceSpecification: { Containers: [container] } };
  });
  sagemaker.on(ListModelPackagesCommand).callsFake(({ NextToken, MaxResults, ModelApprovalStatus, SortBy, SortOrder, ModelPackageGroupName }) => {
    expect([ModelPackageGroupName, ModelApprovalStatus, SortBy, SortOrder]).toEqual(['ml-income', 'Approved', 'CreationTime', 'Descending']);
    const from = Number(NextToken ?? 0);
    return {
      ModelPackageSummaryList: approved.slice(from, from + MaxResults).map((version) => ({ ModelPackageArn: arnOf(version) })),
      NextToken: from + MaxResults < approved.length ? String(from + MaxResults) : undefined,
    };
  });
});
afterEach(() => expectRequestsTheApiTakes(sagemaker, 'sagemaker'));
afterAll(() => sagemaker.restore());

/** An endpoint that serves a version, or several by their weights. */
function serves(weights: Record<number, number | undefined>, EndpointStatus = 'InService'): void {
  const versions = Object.entries(weights);
  sagemaker.on(DescribeEndpointCommand, { EndpointName: 'ml-income' }).resolves({ EndpointStatus: EndpointStatus as never, EndpointConfigName: 'ml-income-c' });
  sagemaker.on(DescribeEndpointConfigCommand, { EndpointConfigName: 'ml-income-c' }).resolves({
    ProductionVariants: versions.map(([version, weight]) => ({ VariantName: `v${version}`, ModelName: `ml-income-m${version}`, InitialVariantWeight: weight })),
  });
  versions.forEach(([version]) => sagemaker.on(DescribeModelCommand, { ModelName: `ml-income-m${version}` }).resolves({
    PrimaryContainer: { ModelPackageName: arnOf(Number(version)) },
  }));
}

const request = (more: object = {}) => ({ endpointName: 'ml-income', modelPackageGroupName: 'ml-income', candidate: CANDIDATE, artifacts: ARTIFACTS, ...more });
const find = (more: object = {}) => new Finder(new Versions(new SageMakerClient({}))).find(request(more), kept.log);
const version = (number: number) => ({ modelDataUrl: modelOf(number), modelPackageArn: arnOf(number) });
const NOTHING = { modelDataUrl: CANDIDATE, modelPackageArn: 'none' };

describe('a new model is compared with', () => {
  test('the version that the endpoint serves, not with the newest approved one', async () => {
    serves({ 2: 1 });
    approved = [3, 2];
    expect(await find()).toEqual(version(2));
    expect(sagemaker.commandCalls(ListModelPackagesCommand)).toEqual([]);
    expect(kept.lines.at(-1)).toMatchObject({ level: 'INFO', message: 'found what a new model is compared with', modelPackageArn: arnOf(2), candidate: CANDIDATE });
  });

  test('the version that answers most requests, where several do', async () => {
    serves({ 1: 0.2, 2: 0.7, 3: 0.1 });
    expect(await find()).toEqual(version(2));
    serves({ 1: 0, 3: undefined });
    expect(await find()).toEqual(version(3));
  });

  test.each(['Updating', 'SystemUpdating', 'RollingBack', 'UpdateRollbackFailed'])('what is served while the endpoint is %s', async (status) => {
    serves({ 1: 1 }, status);
    approved = [2];
    expect(await find()).toEqual(version(1));
  });

  test.each(['Creating', 'Failed', 'Deleting', 'OutOfService'])('the newest approved version while the endpoint is %s', async (status) => {
    serves({ 1: 1 }, status);
    approved = [2, 1];
    expect(await find()).toEqual(version(2));
  });

  test('the newest approved version without an endpoint, and without the name of one', async () => {
    approved = [3, 1];
    expect(await find()).toEqual(version(3));
    expect(await find({ endpointName: undefined })).toEqual(version(3));
    expect(sagemaker.commandCalls(DescribeEndpointCommand)).toHaveLength(1);
  });

  test('the newest approved version where the served model is no version, its version is gone, or its parts are gone', async () => {
    approved = [3];
    serves({ 2: 1 });
    sagemaker.on(DescribeModelCommand).resolves({ PrimaryContainer: { ModelDataUrl: 's3://elsewhere/model.tar.gz' } });
    expect(await find()).toEqual(version(3));
    serves({ 2: 1 });
    delete models[2];
    expect(await find()).toEqual(version(3));
    sagemaker.on(DescribeModelCommand).rejects(notThere('model'));
    expect(await find()).toEqual(version(3));
    sagemaker.on(DescribeEndpointConfigCommand).rejects(notThere('endpoint configuration'));
    expect(await find()).toEqual(version(3));
  });

  test('itself where no version is approved, or there is no group', async () => {
    expect(await find()).toEqual(NOTHING);
    sagemaker.on(ListModelPackagesCommand).rejects(awsError('ValidationException', 'ModelPackageGroup ml-income does not exist.'));
    expect(await find()).toEqual(NOTHING);
  });

  test('a version of a later page where those before are gone', async () => {
    approved = [...Array.from({ length: 12 }, (_, n) => 30 - n), 3];
    expect(await find()).toEqual(version(3));
    expect(sagemaker.commandCalls(ListModelPackagesCommand)).toHaveLength(2);
  });

  test('a model whose place is told in the other way, and in a later container', async () => {
    serves({ 2: 1 });
    models[2] = { ModelDataSource: { S3DataSource: { S3Uri: modelOf(2), S3DataType: 'S3Object', CompressionType: 'Gzip' } } };
    expect(await find()).toEqual(version(2));
    sagemaker.on(DescribeModelPackageCommand).resolves({ InferenceSpecification: { Containers: [{ Image: 'i' }, { Image: 'i', ModelDataUrl: modelOf(2) }] } });
    sagemaker.on(DescribeModelCommand).resolves({ Containers: [{ Image: 'i' }, { ModelPackageName: arnOf(2) }] });
    expect(await find()).toEqual(version(2));
  });

  test('the same however often it is asked', async () => {
    serves({ 2: 1 });
    expect(await find()).toEqual(await find());
  });
});

describe('a model that does not lie below the declared place', () => {
  test.each([
    ['lies in another bucket', { ModelDataUrl: 's3://theirs/models/ml-income/model.tar.gz' }, 's3://theirs/models/ml-income/model.tar.gz'],
    ['is that of another model', { ModelDataUrl: 's3://artifacts/models/ml-income-2/model.tar.gz' }, 's3://artifacts/models/ml-income-2/model.tar.gz'],
    ['is a folder of loose files', { ModelDataSource: { S3DataSource: { S3Uri: modelOf(2), S3DataType: 'S3Prefix', CompressionType: 'None' } } }, '(none)'],
    ['is in the image', { Image: 'i' }, '(none)'],
  ])('fails when it is served and %s', async (_, container, told) => {
    serves({ 2: 1 });
    approved = [3];
    models[2] = container;
    await expect(find()).rejects.toThrow(`endpoint 'ml-income' serves ${arnOf(2)}, whose model ${told} is not below ${ARTIFACTS}`);
  });

  test('is passed over when it is approved, and the log says so', async () => {
    approved = [3, 2];
    models[3] = { ModelDataUrl: 's3://theirs/model.tar.gz' };
    expect(await find()).toEqual(version(2));
    expect(kept.lines).toContainEqual(expect.objectContaining({ level: 'WARN', modelPackageArn: arnOf(3), modelDataUrl: 's3://theirs/model.tar.gz' }));
    approved = [3];
    expect(await find()).toEqual(NOTHING);
  });

  test.each([
    ['s3://a/models', 's3://a/models/x', true], ['s3://a/models/', 's3://a/models/x', true], ['s3://a', 's3://a/x', true],
    ['s3://a/models', 's3://a/models-2/x', false], ['s3://a/models', 's3://a/models', false], ['s3://a', 's3://ab/x', false],
  ])('below %s is %s: %p', (folder, uri, expected) => expect(isBelow(uri, folder)).toBe(expected));
});

describe('what is to answer a batch', () => {
  const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/sklearn';
  const container = { image: `${IMAGE}:2`, environment: { SAGEMAKER_PROGRAM: 'new.py', LOG: '20' } };
  const asked = (environment: object = {}) => find({ container: { ...container, environment: { ...container.environment, ...environment } } });
  const servedBy = (more: object, number = 2) => {
    models[number] = { ModelDataUrl: modelOf(number), Image: `${IMAGE}:1`, ...more };
  };

  test('has the image and the environment of the version; what that does not set, the new model does', async () => {
    serves({ 2: 1 });
    servedBy({ Environment: { SAGEMAKER_PROGRAM: 'old.py' } });
    expect(await asked({ WORDS: 'a b' })).toEqual({
      ...version(2), image: `${IMAGE}:1`, environment_SAGEMAKER_PROGRAM: 'old.py', environment_LOG: '20', environment_WORDS: 'a b',
    });
    servedBy({ Image: `${IMAGE}@sha256:0123` });
    expect(await find({ container: { ...container, environment: {} } })).toEqual({ ...version(2), image: `${IMAGE}@sha256:0123` });
  });

  test('is the new model as it is served, where there is no version', async () => {
    expect(await asked()).toEqual({ ...NOTHING, image: `${IMAGE}:2`, environment_SAGEMAKER_PROGRAM: 'new.py', environment_LOG: '20' });
  });

  test('is not told where nobody asks', async () => {
    serves({ 2: 1 });
    servedBy({ Environment: { ANY: 'x' } });
    expect(await find()).toEqual(version(2));
  });

  test.each<[string, object, string]>([
    ['has an image of another repository', { Image: `${IMAGE}-2:1` }, `whose image ${IMAGE}-2:1 is not of the repository ${IMAGE}, from which the jobs may pull`],
    ['has an image of another registry', { Image: 'localhost:5000/sklearn' }, 'whose image localhost:5000/sklearn is not of'],
    ['has no image', { Image: undefined }, 'whose image (none) is not of'],
    ['sets variables that the pipeline does not know', { Environment: { LOG: '1', OLD: 'x', OLDER: 'y' } }, 'which sets OLD, OLDER, and the pipeline knows no such'],
  ])('fails when the version that serves %s', async (_, more, told) => {
    serves({ 2: 1 });
    servedBy(more);
    await expect(asked()).rejects.toMatchObject({ name: 'ForeignModelError', message: expect.stringContaining(`endpoint 'ml-income' serves ${arnOf(2)}, ${told}`) });
  });

  test('fails when several containers serve the version', async () => {
    serves({ 2: 1 });
    sagemaker.on(DescribeModelPackageCommand).resolves({ InferenceSpecification: { Containers: [{ Image: `${IMAGE}:1`, ModelDataUrl: modelOf(2) }, { Image: `${IMAGE}:1` }] } });
    await expect(asked()).rejects.toThrow(`serves ${arnOf(2)}, which 2 containers serve`);
  });

  test('is an approved version that can, before a newer one that cannot, and the log says why', async () => {
    approved = [3, 2];
    servedBy({ Environment: { OLD: 'x' } }, 3);
    servedBy({});
    expect(await asked()).toMatchObject({ modelPackageArn: arnOf(2), image: `${IMAGE}:1` });
    expect(kept.lines).toContainEqual(expect.objectContaining({ level: 'WARN', modelPackageArn: arnOf(3), why: expect.stringContaining('sets OLD') }));
  });
});

describe('a request fails', () => {
  test.each<[string, object, string]>([
    ['with no endpoint in its name', { endpointName: '' }, 'endpointName: ""'],
    ['with a name of no endpoint', { endpointName: 'a/b' }, 'endpointName'],
    ['without a group', { modelPackageGroupName: undefined }, 'modelPackageGroupName'],
    ['without a candidate', { candidate: undefined }, `candidate below ${ARTIFACTS}`],
    ['with a candidate from elsewhere', { candidate: 's3://theirs/model.tar.gz' }, 'candidate'],
    ...[null, 'x', {}, { image: 'i' }, { image: 'i', environment: [] }, { image: 'i', environment: { A: 1 } }, { image: 'i j', environment: {} }, { image: '', environment: {} }]
      .map((container): [string, object, string] => [`with the container ${JSON.stringify(container)}`, { container }, 'container with an image and an environment']),
    ['without a place', { artifacts: 'artifacts/' }, 'artifacts'],
  ])('%s', async (_, more, member) => {
    await expect(find(more)).rejects.toMatchObject({ name: 'MalformedEventError', message: expect.stringContaining(member) });
    expect(kept.lines).toEqual([expect.objectContaining({ level: 'ERROR', message: 'refused a malformed request', event: request(more) })]);
    expect(sagemaker.calls()).toEqual([]);
  });

  test.each([undefined, null, 'text', []])('as %j', async (event) => {
    await expect(new Finder(new Versions(new SageMakerClient({}))).find(event, kept.log)).rejects.toThrow('the request must be an object');
  });

  test.each([
    ['endpoint', DescribeEndpointCommand], ['configuration', DescribeEndpointConfigCommand], ['model', DescribeModelCommand], ['version', DescribeModelPackageCommand],
  ])('when SageMaker does not tell of the %s', async (_, command) => {
    serves({ 2: 1 });
    sagemaker.on(command as typeof DescribeEndpointCommand).rejects(awsError('AccessDeniedException', 'not authorized'));
    sagemaker.on(command as typeof DescribeEndpointCommand, {}).rejects(awsError('AccessDeniedException', 'not authorized'));
    await expect(find()).rejects.toThrow('not authorized');
  });

  test('when SageMaker does not list versions', async () => {
    sagemaker.on(ListModelPackagesCommand).rejects(awsError('ThrottlingException', 'Rate exceeded'));
    await expect(find()).rejects.toThrow('Rate exceeded');
  });
});
