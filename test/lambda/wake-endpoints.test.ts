import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import type { EndpointSettings } from '../../lib/core/contract';
import { EndpointSettingsResource } from '../../lambda/configure-endpoint/endpoint-settings';
import { customResourceHandler } from '../../lambda/shared/custom-resource';
import { recordOf } from '../../lambda/shared/endpoints/record';
import { EndpointRecords } from '../../lambda/shared/endpoints/records';
import { Waker } from '../../lambda/shared/endpoints/wake';
import { EndpointWaker } from '../../lambda/wake-endpoints/wake-endpoints';
import { AnswerBox } from './support/answer-box';
import { expectRequestsTheApiTakes } from './support/api-model';
import { FakeTable } from './support/fake-table';
import { FakeTime } from './support/fake-time';
import { awsError, invocation, keptLog } from './support/invocation';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:endpoints';
const settingsOf = (endpointName: string, group = endpointName): EndpointSettings => ({
  endpointName, modelPackageGroupName: group, executionRoleArn: 'arn:aws:iam::123456789012:role/serving', variantName: 'AllTraffic',
  instanceType: 'ml.m5.large', instanceCount: 1, sources: { images: ['i'], artifacts: ['s3://a/'] },
});

let table: FakeTable;
let records: EndpointRecords;
const sfn = mockClient(SFNClient);
const time = new FakeTime();
beforeEach(() => {
  table = new FakeTable('endpointName');
  records = new EndpointRecords(table.client, 'endpoints');
  sfn.reset();
  sfn.on(StartExecutionCommand).resolves({ executionArn: `${MACHINE}:1`, startDate: new Date() });
});
afterEach(() => {
  expectRequestsTheApiTakes(table.mock, 'dynamodb');
  expectRequestsTheApiTakes(sfn, 'stepfunctions');
  table.mock.restore();
});

const waker = () => new Waker(new SFNClient({}), MACHINE);
const wake = (event: unknown) => new EndpointWaker(records, waker(), time).handle(event, keptLog().log);
const started = () => sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input.name);
const event = (detailType: string, detail: object) => ({ id: '1', source: 'aws.sagemaker', 'detail-type': detailType, detail });
const approval = (group: string) => event('SageMaker Model Package State Change', {
  ModelPackageArn: `arn:aws:sagemaker:us-east-1:123456789012:model-package/${group}/3`, ModelPackageGroupName: group,
});

describe('waking', () => {
  beforeEach(async () => {
    await records.wish('income', { settings: settingsOf('income') });
    await records.wish('income-eu', { settings: settingsOf('income-eu', 'income') });
    await records.wish('churn', { settings: settingsOf('churn') });
  });

  test('by an approval reaches the endpoints that follow its group, and no others', async () => {
    await wake(approval('income'));
    expect(started()).toEqual(['income-2', 'income-eu-2']);
  });

  test('by an approval whose event names no group reads it from the ARN', async () => {
    await wake(event('SageMaker Model Package State Change', { ModelPackageArn: 'arn:aws:sagemaker:us-east-1:123456789012:model-package/churn/1' }));
    expect(started()).toEqual(['churn-2']);
  });

  test('by a change of an endpoint reaches that endpoint', async () => {
    await wake(event('SageMaker Endpoint State Change', { EndpointName: 'churn', EndpointStatus: 'FAILED' }));
    expect(started()).toEqual(['churn-2']);
  });

  test('by the timer reaches all of them', async () => {
    await wake({ order: 'reconcile' });
    expect(started()).toEqual(['income-2', 'income-eu-2', 'churn-2']);
  });

  test.each([
    ['stop', { stopped: true }], ['start', { stopped: false }], ['pause', { paused: true }], ['resume', { paused: false }],
  ] as const)('by the order %s notes it first', async (order, expected) => {
    await wake({ order, endpointName: 'churn' });
    expect(await records.get('churn')).toMatchObject(expected);
    expect(started()).toEqual(['churn-2']);
  });

  test('starts nothing while somebody is at work, who sees that the record changed', async () => {
    const held = await records.lock('churn', 'execution', time.now(), time.now() + 60_000);
    await wake(approval('churn'));
    expect(started()).toEqual([]);
    expect(await records.release(held!)).toBe(false);
  });

  test('starts an execution when the one that held the lock has died', async () => {
    await records.lock('churn', 'execution', time.now(), time.now() - 1);
    await wake(approval('churn'));
    expect(started()).toEqual(['churn-2']);
  });

  test('takes a start that is there already as done', async () => {
    sfn.on(StartExecutionCommand).rejects(awsError('ExecutionAlreadyExists'));
    await expect(wake(approval('churn'))).resolves.toBeUndefined();
  });

  test.each([['is no JSON', '{'], ['is nothing', 'null']])('by an approval reaches an endpoint whose settings cannot be read too: the text %s', async (_, text) => {
    table.items.set('income-eu', { ...table.items.get('income-eu'), settings: { S: text } });
    await wake(approval('churn'));
    expect(started()).toEqual(['income-eu-2', 'churn-2']);
  });

  test('for a group that nobody follows does nothing', async () => {
    await wake(approval('others'));
    expect(started()).toEqual([]);
  });

  test.each([
    ['nothing', undefined], ['an order that is none', { order: 'destroy', endpointName: 'churn' }], ['an order for nobody', { order: 'stop' }],
    ['an event of something else', event('SageMaker Training Job State Change', {})],
    ['an approval of nothing', event('SageMaker Model Package State Change', {})],
  ])('fails for %s, so that it is kept', async (_, malformed) => {
    await expect(wake(malformed)).rejects.toThrow(/MalformedEvent|order|endpoint/);
    expect(started()).toEqual([]);
  });
});

describe('the settings of an endpoint', () => {
  let box: AnswerBox;
  beforeAll(async () => {
    box = await AnswerBox.open();
  });
  afterAll(() => box.close());
  beforeEach(() => {
    box.received.length = 0;
  });

  let asked = 0;
  const request = (RequestType: string, Settings: unknown, extra: object = {}) => ({
    RequestType, ResponseURL: box.url, StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/s/1', RequestId: `request-${++asked}`, LogicalResourceId: 'Endpoint',
    ResourceType: 'Custom::SageMakerEndpointSettings', ResourceProperties: { ServiceToken: 'arn', Settings }, ...extra,
  });
  const handle = (input: object) => customResourceHandler(new EndpointSettingsResource(records, waker(), time), keptLog().makeLog, time)(input, invocation());

  test('are noted, wake the reconciler and are answered at once', async () => {
    await handle(request('Create', JSON.stringify(settingsOf('income'))));
    expect(box.answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'income' }]);
    expect(recordOf((await records.get('income'))!)).toMatchObject({ settings: settingsOf('income'), generation: 1 });
    expect(started()).toEqual(['income-1']);
  });

  test('have the same hash however they are written, and another when they differ', async () => {
    const { endpointName, ...others } = settingsOf('income');
    await handle(request('Create', JSON.stringify(settingsOf('income'))));
    const first = (await records.get('income'))!.settingsHash;
    await handle(request('Update', JSON.stringify({ ...others, endpointName }), { PhysicalResourceId: 'income' }));
    expect((await records.get('income'))!.settingsHash).toBe(first);
    await handle(request('Update', JSON.stringify({ ...settingsOf('income'), instanceCount: 2 }), { PhysicalResourceId: 'income' }));
    expect((await records.get('income'))!.settingsHash).not.toBe(first);
  });

  test('that the reconciler does not know are refused, and leave the record as it was', async () => {
    await handle(request('Create', JSON.stringify(settingsOf('income'))));
    const before = await records.get('income');
    await handle(request('Update', JSON.stringify({ ...settingsOf('income'), colour: 'blue' }), { PhysicalResourceId: 'income' }));
    expect(box.answers[1]).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('colour is not known') });
    expect(await records.get('income')).toEqual(before);
  });

  const withInstances = (instanceCount: number) => JSON.stringify({ ...settingsOf('income'), instanceCount });
  const present = async () => {
    const { settings, deletion, generation } = recordOf((await records.get('income'))!);
    return { instanceCount: settings.instanceCount, deleted: deletion !== undefined, generation };
  };

  test('are noted once more when their request comes again, so that somebody is woken even if its first try died', async () => {
    const create = request('Create', withInstances(1));
    await handle(create);
    await handle(create);
    expect(await present()).toEqual({ instanceCount: 1, deleted: false, generation: 2 });
    expect(started()).toEqual(['income-1', 'income-2']);
  });

  test('stay as they are when a request comes again after later ones, which is answered all the same', async () => {
    const [create, update, again] = [['Create', 1], ['Update', 2], ['Update', 3]]
      .map(([type, count]) => request(type as string, withInstances(count as number), { PhysicalResourceId: 'income' }));
    for (const each of [create, update, again, create, update]) {
      await handle(each);
    }
    expect(await present()).toEqual({ instanceCount: 3, deleted: false, generation: 3 });
    expect(started()).toEqual(['income-1', 'income-2', 'income-3']);
    expect(box.answers.map(({ Status }) => Status)).toEqual(Array(5).fill('SUCCESS'));
    await handle(again);
    expect((await present()).generation).toBe(4);
  });

  test('of an endpoint that is being deleted are not wanted again by a request from before', async () => {
    const create = request('Create', withInstances(1));
    await handle(create);
    await handle(request('Delete', '{}', { PhysicalResourceId: 'income' }));
    await handle(create);
    expect(await present()).toEqual({ instanceCount: 1, deleted: true, generation: 2 });
  });

  test('that are deployed again are not deleted by a deletion from before', async () => {
    const deletion = request('Delete', '{}', { PhysicalResourceId: 'income' });
    await handle(request('Create', withInstances(1)));
    await handle(deletion);
    await handle(request('Create', withInstances(2)));
    await handle(deletion);
    expect(await present()).toEqual({ instanceCount: 2, deleted: false, generation: 3 });
    expect(box.answers.at(-1)).toMatchObject({ Status: 'SUCCESS' });
  });

  /** What the reconciler does once nothing of the endpoint is left. */
  const removed = async () => records.remove((await records.lock('income', 'execution', time.now(), time.now() + 60_000))!, time.now());

  test('of an endpoint that is gone are not wanted again by a request from before, which is answered all the same', async () => {
    const create = request('Create', withInstances(1));
    const deletion = request('Delete', '{}', { PhysicalResourceId: 'income' });
    await handle(create);
    await handle(deletion);
    expect(await removed()).toBe(true);
    await handle(create);
    await handle(deletion);
    expect(await records.get('income')).toBeUndefined();
    expect(started()).toEqual(['income-1', 'income-2']);
    expect(box.answers.map(({ Status }) => Status)).toEqual(Array(3).fill('SUCCESS'));
  });

  test('of an endpoint that is gone are wanted again by a new deployment, which starts an execution of another name than those there were', async () => {
    await handle(request('Create', withInstances(1)));
    await handle(request('Delete', '{}', { PhysicalResourceId: 'income' }));
    await removed();
    await handle(request('Create', withInstances(2)));
    expect(await present()).toEqual({ instanceCount: 2, deleted: false, generation: 3 });
    expect(started()).toEqual(['income-1', 'income-2', 'income-3']);
    expect(table.items.get('income')).not.toHaveProperty('expiresAt');
  });

  test('of an endpoint that was wanted again in the meantime are not forgotten', async () => {
    await handle(request('Create', withInstances(1)));
    await handle(request('Delete', '{}', { PhysicalResourceId: 'income' }));
    const seen = await records.lock('income', 'execution', time.now(), time.now() + 60_000);
    await handle(request('Create', withInstances(2)));
    expect(await records.remove(seen!, time.now())).toBe(false);
    expect(await present()).toEqual({ instanceCount: 2, deleted: false, generation: 3 });
  });

  test('of a record from before requests were noted are taken over', async () => {
    await records.wish('income', { settings: settingsOf('income') });
    await handle(request('Update', withInstances(2), { PhysicalResourceId: 'income' }));
    expect(await present()).toEqual({ instanceCount: 2, deleted: false, generation: 2 });
  });

  test('when deleted leave the answer to the reconciler', async () => {
    await handle(request('Create', JSON.stringify(settingsOf('income'))));
    box.received.length = 0;
    await handle(request('Delete', JSON.stringify(settingsOf('income')), { PhysicalResourceId: 'income' }));
    expect(box.answers).toEqual([]);
    expect((await records.get('income'))!.deletion).toMatchObject({ ResponseURL: box.url, PhysicalResourceId: 'income' });
  });

  test('of an endpoint that is unknown are deleted at once', async () => {
    await handle(request('Delete', '{}', { PhysicalResourceId: 'income' }));
    expect(box.answers).toMatchObject([{ Status: 'SUCCESS' }]);
  });

  test('that are deployed again before the deletion is done are wanted again', async () => {
    await handle(request('Create', JSON.stringify(settingsOf('income'))));
    await handle(request('Delete', '{}', { PhysicalResourceId: 'income' }));
    await handle(request('Create', JSON.stringify(settingsOf('income'))));
    expect((await records.get('income'))!.deletion).toBeUndefined();
  });

  test.each([
    ['no JSON', 'instanceType: ml.m5.large', /must be JSON/],
    ['nothing in them', '{}', /endpointName must be a text/],
    ['no instances', JSON.stringify({ ...settingsOf('income'), instanceCount: 0 }), /instanceCount must be a whole number from 1 on/],
    ['no sources', JSON.stringify({ ...settingsOf('income'), sources: {} }), /sources must list/],
  ])('with %s fail the deployment, and their roll-back deletes nothing', async (_, settings, reason) => {
    await handle(request('Create', settings));
    expect(box.answers).toMatchObject([{ Status: 'FAILED', Reason: expect.stringMatching(reason) }]);
    await handle(request('Delete', settings, { PhysicalResourceId: box.answers[0].PhysicalResourceId }));
    expect(box.answers.at(-1)).toMatchObject({ Status: 'SUCCESS' });
    expect(table.items.size).toBe(0);
  });
});
