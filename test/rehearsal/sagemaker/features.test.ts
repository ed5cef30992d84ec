import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import {
  CreateFeatureGroupCommand, DeleteFeatureGroupCommand, DescribeFeatureGroupCommand, DescribeFeatureMetadataCommand, ListFeatureGroupsCommand,
  UpdateFeatureGroupCommand, UpdateFeatureMetadataCommand, type CreateFeatureGroupCommandInput,
} from '@aws-sdk/client-sagemaker';
import {
  BatchGetRecordCommand, BatchWriteRecordCommand, DeleteRecordCommand, GetRecordCommand, ListRecordsCommand, PutRecordCommand, UpdateRecordCommand,
} from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { FeatureDescriptions } from '../../../lambda/describe-features/feature-descriptions';
import { GroupManager } from '../../../lambda/manage-feature-group/group-manager';
import { GroupService } from '../../../lambda/manage-feature-group/group-service';
import type { DescribedFeature, FeatureGroupTask } from '../../../lib/core/contract';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import { Stage, eventually } from './stage';

let stage: Stage;
beforeEach(async () => { stage = await Stage.open(); });
afterEach(() => stage.close());

const FeatureGroupName = 'People-v1';
const request = (): CreateFeatureGroupCommandInput => ({
  FeatureGroupName, RecordIdentifierFeatureName: 'id', EventTimeFeatureName: 'at',
  FeatureDefinitions: [
    { FeatureName: 'id', FeatureType: 'String' }, { FeatureName: 'at', FeatureType: 'String' },
    { FeatureName: 'age', FeatureType: 'Integral' }, { FeatureName: 'wage', FeatureType: 'Fractional' },
  ],
  OnlineStoreConfig: { EnableOnlineStore: true },
  OfflineStoreConfig: { S3StorageConfig: { S3Uri: 's3://ml/features/' } },
  RoleArn: 'arn:aws:iam::000000000000:role/ml/features',
});
const describe_ = () => stage.sagemaker.send(new DescribeFeatureGroupCommand({ FeatureGroupName }));
async function readyGroup(change: Partial<CreateFeatureGroupCommandInput> = {}): Promise<void> {
  await stage.quickly(async () => {
    await stage.sagemaker.send(new CreateFeatureGroupCommand({ ...request(), ...change }));
    await eventually(describe_, (group) => group.FeatureGroupStatus === 'Created');
  });
}
const record = (values: Record<string, string>) => Object.entries(values).map(([FeatureName, ValueAsString]) => ({ FeatureName, ValueAsString }));
const put = (values: Record<string, string>, more: object = {}) =>
  stage.features.send(new PutRecordCommand({ FeatureGroupName, Record: record(values), ...more }));
/** The same request as the SDK sends, for where its own work would be most of what is measured. */
const putPlainly = async (values: Record<string, string>) => {
  const answer = await fetch(`${stage.url}/FeatureGroup/${FeatureGroupName}`, { method: 'PUT', body: JSON.stringify({ Record: record(values) }) });
  expect([answer.status, await answer.text()]).toEqual([200, '{}']);
};
const get = async (id: string, more: object = {}) =>
  (await stage.features.send(new GetRecordCommand({ FeatureGroupName, RecordIdentifierValueAsString: id, ...more }))).Record;
const person = (id: string, at: string, age = '40') => ({ id, at, age, wage: '12.5' });

/** The rows of all Parquet files that the stand-in put into S3. */
function storedRows(): any[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'offline-'));
  try {
    const files = [...stage.aws.objects.values()].map((content, index) => {
      const file = path.join(folder, `${index}.parquet`);
      fs.writeFileSync(file, content);
      return file;
    });
    return JSON.parse(execFileSync(process.execPath, [path.join(__dirname, 'parquet-rows.mjs'), ...files], { encoding: 'utf8' }));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

test('a table of the catalogue describes the offline store, also after features were added', async () => {
  await readyGroup();
  const { OfflineStoreConfig } = await describe_();
  const name = `sagemaker_featurestore.${OfflineStoreConfig!.DataCatalogConfig!.TableName}`;
  const columns = () => stage.aws.catalogue.get(name)?.StorageDescriptor.Columns.map(({ Name, Type }: any) => `${Name} ${Type}`);
  await eventually(() => Promise.resolve(columns()), (found) => found?.length === 7);
  expect(columns()).toEqual(['id string', 'at string', 'age bigint', 'wage double', 'write_time timestamp', 'api_invocation_time timestamp', 'is_deleted boolean']);
  expect(stage.aws.catalogue.get(name).StorageDescriptor.Location).toBe(OfflineStoreConfig!.S3StorageConfig!.ResolvedOutputS3Uri);
  await stage.sagemaker.send(new UpdateFeatureGroupCommand({ FeatureGroupName, FeatureAdditions: [{ FeatureName: 'City', FeatureType: 'String' }] }));
  await eventually(() => Promise.resolve(columns()), (found) => found?.includes('city string'));
});

test('a group is created with its place in S3 and in the catalogue', async () => {
  await readyGroup();
  const group = await describe_();
  const epoch = Math.floor(Number(group.CreationTime) / 1000);
  expect(group.FeatureGroupArn).toBe('arn:aws:sagemaker:us-east-1:000000000000:feature-group/people-v1');
  expect(group.OfflineStoreConfig).toEqual({
    S3StorageConfig: { S3Uri: 's3://ml/features/', ResolvedOutputS3Uri: `s3://ml/features/000000000000/sagemaker/us-east-1/offline-store/People-v1-${epoch}/data` },
    DisableGlueTableCreation: false, TableFormat: 'Glue',
    DataCatalogConfig: { TableName: `people_v1_${epoch}`, Catalog: 'AwsDataCatalog', Database: 'sagemaker_featurestore' },
  });
  expect(group.OfflineStoreStatus).toEqual({ Status: 'Active' });
  const statuses = (await eventually(() => stage.aws.details('SageMaker Feature Group State Change'), (details) => details.length === 2));
  expect(statuses.map((detail) => detail.FeatureGroupStatus)).toEqual(['Creating', 'Created']);
  expect((await stage.sagemaker.send(new ListFeatureGroupsCommand({ NameContains: 'People' }))).FeatureGroupSummaries).toHaveLength(1);
  await stage.sagemaker.send(new DeleteFeatureGroupCommand({ FeatureGroupName }));
  await eventually(() => describe_().catch((error) => error.name), (outcome) => outcome === 'ResourceNotFound');
});

test.each([
  ['no store at all', { OnlineStoreConfig: undefined, OfflineStoreConfig: undefined }, /needs an online store, an offline store or both/],
  ['an event time that is not defined', { EventTimeFeatureName: 'when' }, /EventTimeFeatureName when is not defined/],
  ['an event time of the wrong type', { EventTimeFeatureName: 'age' }, /must be of type String or Fractional, but is Integral/],
  ['a reserved name', { FeatureDefinitions: [...(request().FeatureDefinitions ?? []), { FeatureName: 'write_time', FeatureType: 'String' as const }] }, /write_time is a reserved/],
  ['one name twice', { FeatureDefinitions: [...(request().FeatureDefinitions ?? []), { FeatureName: 'AGE', FeatureType: 'String' as const }] }, /AGE more than once/],
])('fails on a group with %s', async (_, change, message) => {
  await expect(stage.sagemaker.send(new CreateFeatureGroupCommand({ ...request(), ...change }))).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) });
});

test('the online store keeps the newest record by event time', async () => {
  await readyGroup();
  await put(person('1', '2026-01-02T00:00:00Z', '41'));
  await put(person('1', '2026-01-01T00:00:00Z', '40'));
  expect(await get('1')).toEqual(record(person('1', '2026-01-02T00:00:00Z', '41')));
  expect(await get('1', { FeatureNames: ['age'] })).toEqual(record({ age: '41' }));
  expect(await get('2')).toBeUndefined();
  expect((await stage.features.send(new ListRecordsCommand({ FeatureGroupName }))).RecordIdentifiers).toEqual(['1']);
});

test('every record reaches the offline store as Parquet, by the hour of its event', async () => {
  await readyGroup();
  await put(person('1', '2026-01-02T10:15:00Z', '41'));
  await put(person('1', '2026-01-02T10:05:00.250Z', '40'));
  await put({ id: '2', at: '2026-01-02T11:00:00Z' });
  const keys = await eventually(() => [...stage.aws.objects.keys()], (found) => found.length === 2);
  const root = (await describe_()).OfflineStoreConfig?.S3StorageConfig?.ResolvedOutputS3Uri?.replace('s3://', '');
  expect(keys.sort().map((key) => key.replace(`${root}/`, ''))).toEqual([
    expect.stringMatching(/^year=2026\/month=01\/day=02\/hour=10\/20260102T101500Z_[0-9a-f]{16}\.parquet$/),
    expect.stringMatching(/^year=2026\/month=01\/day=02\/hour=11\/20260102T110000Z_/),
  ]);
  const rows = storedRows();
  expect(rows).toHaveLength(3);
  expect(rows.find((row) => row.age?.bigint === '41')).toMatchObject({
    id: '1', at: '2026-01-02T10:15:00Z', wage: 12.5, is_deleted: false, write_time: expect.stringMatching(/^20/), api_invocation_time: expect.stringMatching(/^20/),
  });
  expect(rows.find((row) => row.id === '2')).toMatchObject({ age: null, wage: null });
});

test('5,000 records are taken in seconds and end in one file', async () => {
  await readyGroup();
  await fetch(`${stage.url}/_rehearsal/settings`, { method: 'POST', body: '{"offlineFlushMs":60000}' });
  // Time of the processor: how long a busy machine takes says nothing of the stand-in.
  const start = process.cpuUsage();
  const ids = Array.from({ length: 5_000 }, (_, index) => String(index));
  const sendNext = async (): Promise<void> => {
    for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
      await putPlainly(person(id, '2026-01-02T10:15:00Z'));
    }
  };
  await Promise.all(Array.from({ length: 16 }, sendNext));
  await fetch(`${stage.url}/_rehearsal/flush`, { method: 'POST' });
  const { user, system } = process.cpuUsage(start);
  expect(user + system).toBeLessThan(40_000_000);
  expect(stage.aws.objects.size).toBe(1);
  expect(storedRows()).toHaveLength(5_000);
});

test.each([
  ['an unknown feature', { ...person('1', '2026-01-02T00:00:00Z'), colour: 'red' }, /'colour' is not defined/],
  ['text where a whole number is wanted', person('1', '2026-01-02T00:00:00Z', 'old'), /'old' of feature 'age' is not Integral/],
  ['a fraction where a whole number is wanted', person('1', '2026-01-02T00:00:00Z', '4.5'), /'4\.5' of feature 'age' is not Integral/],
  ['a whole number beyond 64 bits', person('1', '2026-01-02T00:00:00Z', '9223372036854775808'), /is not Integral/],
  ['no identifier', { at: '2026-01-02T00:00:00Z' }, /record identifier feature 'id' has no value/],
  ['no event time', { id: '1' }, /event time feature 'at' has no value/],
  ['an event time without a zone', person('1', '2026-01-02T00:00:00'), /must be ISO-8601/],
  ['an event time in seconds where text is wanted', person('1', '1767312000'), /must be ISO-8601/],
])('fails on a record with %s', async (_, values, message) => {
  await readyGroup();
  await expect(put(values)).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringMatching(message), $metadata: { httpStatusCode: 400 } });
  expect(await get('1')).toBeUndefined();
});

test('fails on a group that is not there, not ready, or has no such store', async () => {
  await expect(get('1')).rejects.toMatchObject({ name: 'ResourceNotFound', $metadata: { httpStatusCode: 404 } });
  await fetch(`${stage.url}/_rehearsal/settings`, { method: 'POST', body: '{"stepMs":2000}' });
  await stage.sagemaker.send(new CreateFeatureGroupCommand({ ...request(), OnlineStoreConfig: undefined }));
  await expect(put(person('1', '2026-01-02T00:00:00Z'))).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringContaining('is Creating') });
  await eventually(describe_, (group) => group.FeatureGroupStatus === 'Created');
  await expect(get('1')).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringContaining('has no online store') });
});

test('a soft deletion hides a record, is kept offline, and an older record does not come back', async () => {
  await readyGroup();
  await put(person('1', '2026-01-02T10:00:00Z'));
  await stage.features.send(new DeleteRecordCommand({ FeatureGroupName, RecordIdentifierValueAsString: '1', EventTime: '2026-01-02T10:30:00Z' }));
  await put(person('1', '2026-01-02T10:10:00Z'));
  expect(await get('1')).toBeUndefined();
  await stage.standIn.flush();
  const marks = storedRows().filter((row) => row.is_deleted);
  expect(marks).toMatchObject([{ id: '1', at: '2026-01-02T10:30:00Z', age: null }]);
});

test('a hard deletion that is too old is refused', async () => {
  await readyGroup();
  await put(person('1', '2026-01-02T10:00:00Z'));
  const remove = (EventTime: string) => stage.features.send(new DeleteRecordCommand({ FeatureGroupName, RecordIdentifierValueAsString: '1', EventTime, DeletionMode: 'HardDelete' }));
  await expect(remove('2026-01-01T00:00:00Z')).rejects.toMatchObject({ name: 'ValidationError' });
  await remove('2026-01-03T00:00:00Z');
  expect(await get('1')).toBeUndefined();
});

test('records are read and written in batches, and each refusal stands alone', async () => {
  await readyGroup();
  const written = await stage.features.send(new BatchWriteRecordCommand({
    Entries: [
      { FeatureGroupName, Record: record(person('1', '2026-01-02T10:00:00Z')) },
      { FeatureGroupName, Record: record(person('2', 'yesterday')) },
    ],
  }));
  expect(written.Errors).toMatchObject([{ ErrorCode: 'ValidationError', ErrorMessage: expect.stringContaining("'yesterday'") }]);
  const read = await stage.features.send(new BatchGetRecordCommand({
    Identifiers: [
      { FeatureGroupName, RecordIdentifiersValueAsString: ['1', '2'], FeatureNames: ['age'] },
      { FeatureGroupName: 'none', RecordIdentifiersValueAsString: ['1'] },
    ],
  }));
  expect(read.Records).toMatchObject([{ RecordIdentifierValueAsString: '1', Record: record({ age: '40' }) }]);
  expect(read.Errors).toMatchObject([{ FeatureGroupName: 'none', ErrorCode: 'ResourceNotFound' }]);
});

test('a record expires, and may be updated in part', async () => {
  await readyGroup({ OnlineStoreConfig: { EnableOnlineStore: true, StorageType: 'InMemory' } });
  await put(person('1', '2026-01-02T10:00:00Z'));
  await stage.features.send(new UpdateRecordCommand({ FeatureGroupName, RecordIdentifierValueAsString: '1', Features: record({ age: '50' }) }));
  expect(await get('1', { FeatureNames: ['age', 'wage'] })).toEqual(record({ age: '50', wage: '12.5' }));
  expect(await get('1')).toHaveLength(4);
  await put(person('2', new Date(Date.now() - 60_000).toISOString()), { TtlDuration: { Unit: 'Seconds', Value: 30 } });
  expect(await get('2')).toBeUndefined();
});

test('fails to update a record in part where the online store cannot', async () => {
  await readyGroup();
  await put(person('1', '2026-01-02T10:00:00Z'));
  await expect(stage.features.send(new UpdateRecordCommand({ FeatureGroupName, RecordIdentifierValueAsString: '1', Features: record({ age: '50' }) })))
    .rejects.toMatchObject({ name: 'ValidationError', message: expect.stringContaining('only in Standard_V2 and InMemory') });
});

test('a group grows by features, and features are described', async () => {
  await readyGroup();
  await stage.sagemaker.send(new UpdateFeatureGroupCommand({ FeatureGroupName, FeatureAdditions: [{ FeatureName: 'town', FeatureType: 'String' }] }));
  await put({ ...person('1', '2026-01-02T10:00:00Z'), town: 'Oslo' });
  expect(await get('1', { FeatureNames: ['town'] })).toEqual(record({ town: 'Oslo' }));
  await stage.sagemaker.send(new UpdateFeatureMetadataCommand({ FeatureGroupName, FeatureName: 'town', Description: 'where', ParameterAdditions: [{ Key: 'unit', Value: 'none' }] }));
  expect(await stage.sagemaker.send(new DescribeFeatureMetadataCommand({ FeatureGroupName, FeatureName: 'town' }))).toMatchObject({
    FeatureType: 'String', Description: 'where', Parameters: [{ Key: 'unit', Value: 'none' }],
  });
});

test('what a template says of features is there, and goes when it says so no longer', async () => {
  await readyGroup();
  const descriptions = new FeatureDescriptions(stage.sagemaker);
  const ask = (Features: DescribedFeature[], before?: DescribedFeature[]) => {
    const [ResourceProperties, OldResourceProperties] = [Features, before].map((each) => ({ ServiceToken: 'arn', FeatureGroupName, Features: each }));
    const request = { event: { ResourceProperties, OldResourceProperties } as any, deadline: Date.now() + 30_000, log: noLog() };
    return before ? descriptions.update(request) : descriptions.create(request);
  };
  const noted = async () => {
    const { Description, Parameters } = await stage.sagemaker.send(new DescribeFeatureMetadataCommand({ FeatureGroupName, FeatureName: 'age' }));
    return { Description, Parameters };
  };
  const first = [{ FeatureName: 'age', Description: 'years', Parameters: [{ Key: 'unit', Value: 'year' }, { Key: 'owner', Value: 'growth' }] }];
  expect(await ask(first)).toEqual({ physicalId: FeatureGroupName });
  expect(await noted()).toEqual({ Description: 'years', Parameters: first[0].Parameters });
  await ask([{ FeatureName: 'age', Parameters: [{ Key: 'owner', Value: 'sales' }] }], first);
  expect(await noted()).toEqual({ Description: '', Parameters: [{ Key: 'owner', Value: 'sales' }] });
});

/** A group in memory with a set and a vector. */
const IN_MEMORY: Partial<CreateFeatureGroupCommandInput> = {
  OnlineStoreConfig: { EnableOnlineStore: true, StorageType: 'InMemory', TtlDuration: { Unit: 'Days', Value: 36_500 } }, OfflineStoreConfig: undefined, RoleArn: undefined,
  FeatureDefinitions: [
    ...request().FeatureDefinitions!, { FeatureName: 'tags', FeatureType: 'String', CollectionType: 'Set' },
    { FeatureName: 'taste', FeatureType: 'Fractional', CollectionType: 'Vector', CollectionConfig: { VectorConfig: { Dimension: 2 } } },
  ],
};
const several = (values: Record<string, string[]>) => Object.entries(values).map(([FeatureName, ValueAsStringList]) => ({ FeatureName, ValueAsStringList }));

test('a group in memory holds sets, each value once, and vectors of their length', async () => {
  await readyGroup(IN_MEMORY);
  const ana = record(person('1', '2026-01-02T10:00:00Z'));
  const putAna = (values: Record<string, string[]>) => stage.features.send(new PutRecordCommand({ FeatureGroupName, Record: [...ana, ...several(values)] }));
  await putAna({ tags: ['a', 'b', 'a'], taste: ['0.5', '1.0'] });
  expect(await get('1', { FeatureNames: ['tags', 'taste'] })).toEqual([
    { FeatureName: 'tags', ValueAsStringList: ['b', 'a'] }, { FeatureName: 'taste', ValueAsStringList: ['0.5', '1.0'] },
  ]);
  await expect(putAna({ taste: ['0.5'] })).rejects.toMatchObject({ message: expect.stringContaining('a vector of 2 values, and 1 are given') });
  await expect(stage.sagemaker.send(new UpdateFeatureGroupCommand({ FeatureGroupName, OnlineStoreConfig: { TtlDuration: { Unit: 'Days', Value: 1 } }, FeatureAdditions: [{ FeatureName: 'b', FeatureType: 'String' }] })))
    .rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('at a time') });
});

test.each<[string, Partial<CreateFeatureGroupCommandInput>, string]>([
  ['a list outside of memory', { OnlineStoreConfig: { EnableOnlineStore: true } }, 'only feature groups with an InMemory online store'],
  ['a set as record identifier', { RecordIdentifierFeatureName: 'tags' }, 'can be neither record identifier nor event time'],
  ['a vector of text', { FeatureDefinitions: [...request().FeatureDefinitions!, { ...IN_MEMORY.FeatureDefinitions![5], FeatureType: 'String' }] }, 'must be Fractional'],
  ['a vector without a dimension', { FeatureDefinitions: [...request().FeatureDefinitions!, { ...IN_MEMORY.FeatureDefinitions![5], CollectionConfig: undefined }] }, 'exactly when it is a Vector'],
  ['two vectors', { FeatureDefinitions: [...IN_MEMORY.FeatureDefinitions!, { ...IN_MEMORY.FeatureDefinitions![5], FeatureName: 'more' }] }, 'can have one Vector, and taste, more are 2'],
])('refuses %s', async (_, change, reason) => {
  await expect(stage.sagemaker.send(new CreateFeatureGroupCommand({ ...request(), ...IN_MEMORY, ...change }))).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(reason) });
});

test('a group with a vector is made, changed and deleted by the function that does it at deployment', async () => {
  const time = new FakeTime();
  const manager = new GroupManager(new GroupService(stage.sagemaker), time);
  const answers: any[] = [];
  const cloudFormation = jest.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
    answers.push(JSON.parse(new TextDecoder().decode(init!.body as Uint8Array)));
    return new Response(null, { status: 200 });
  });
  const { FeatureDefinitions, OnlineStoreConfig } = IN_MEMORY as any;
  const wanted = { FeatureGroupName, RecordIdentifierFeatureName: 'id', EventTimeFeatureName: 'at', FeatureDefinitions, OnlineStoreConfig, Tags: [{ Key: 'team', Value: 'growth' }] };
  let requests = 0;
  const ask = async (task: FeatureGroupTask, more: object = {}) => {
    const request = { ResponseURL: 'https://cloudformation.example/', StackId: 'stack', RequestId: `${requests++}`, LogicalResourceId: 'Group', PhysicalResourceId: FeatureGroupName };
    const startTime = new Date(time.now()).toISOString();
    for (let before: object | undefined; (before as any)?.next !== 'DONE';) {
      before = await manager.advance({ work: { request, task, featureGroupName: FeatureGroupName, ...more }, startTime, before }, 'log', noLog());
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return answers.at(-1);
  };
  expect(await ask('MAKE', { wanted })).toMatchObject({ Status: 'SUCCESS', Data: { FeatureGroupArn: expect.stringMatching(/feature-group\/people-v1$/) } });
  expect((await describe_()).FeatureDefinitions).toEqual(FeatureDefinitions);
  const features = [...FeatureDefinitions, { FeatureName: 'seen', FeatureType: 'Integral', CollectionType: 'List' }];
  const changed = { ...wanted, FeatureDefinitions: features, OnlineStoreConfig: { ...OnlineStoreConfig, TtlDuration: undefined }, Tags: [] };
  expect(await ask('CHANGE', { wanted: changed, before: { features: [], featuresHash: 'x', tags: ['team'] } })).toMatchObject({ Status: 'SUCCESS' });
  const { FeatureDefinitions: found, OnlineStoreConfig: online } = await describe_();
  expect([found, online]).toEqual([features, { EnableOnlineStore: true, StorageType: 'InMemory' }]);
  expect(await ask('DELETE')).toMatchObject({ Status: 'SUCCESS' });
  await expect(describe_()).rejects.toMatchObject({ name: 'ResourceNotFound' });
  cloudFormation.mockRestore();
});

test('an offline store that cannot be written to is shown as blocked', async () => {
  const complaints = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  await readyGroup();
  stage.aws.broken = true;
  await put(person('1', '2026-01-02T10:00:00Z'));
  const group = await eventually(describe_, (found) => found.OfflineStoreStatus?.Status === 'Blocked');
  expect(group.OfflineStoreStatus?.BlockedReason).toMatch(/1 records could not be written/);
  complaints.mockRestore();
});
