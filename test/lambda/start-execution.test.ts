import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { customResourceHandler } from '../../lambda/shared/custom-resource';
import { StartedExecution } from '../../lambda/start-execution/execution';
import { AnswerBox } from './support/answer-box';
import { expectRequestsTheApiTakes } from './support/api-model';
import { FakeTime } from './support/fake-time';
import { awsError, invocation, keptLog } from './support/invocation';
import { Played } from './support/played';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:searches';

let box: AnswerBox;
let time: FakeTime;
let sfn: Played;
let start: jest.Mock;

beforeAll(async () => {
  box = await AnswerBox.open();
});
afterAll(() => box.close());
beforeEach(() => {
  box.received.length = 0;
  time = new FakeTime();
  start = jest.fn(() => ({}));
  sfn = new Played(SFNClient).on(StartExecutionCommand, (input) => start(input));
});
afterEach(() => {
  expectRequestsTheApiTakes(sfn.mock, 'stepfunctions');
  sfn.restore();
});

const names = () => start.mock.calls.map(([{ name }]) => name as string);

/** Lets the handler do one request and returns what CloudFormation was told. */
async function answerTo(RequestType: 'Create' | 'Update' | 'Delete', properties: object = {}, extra: object = {}) {
  const handler = customResourceHandler(new StartedExecution(sfn.client, time), keptLog().makeLog, time);
  await handler({
    RequestType,
    ResponseURL: box.url,
    StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/income/5d0e6a10',
    RequestId: '11111111-1111-4111-8111-111111111111',
    LogicalResourceId: 'Run',
    ResourceType: 'Custom::SageMakerExecution',
    ...(RequestType !== 'Create' && { PhysicalResourceId: MACHINE }),
    ResourceProperties: { ServiceToken: 'arn', StateMachineArn: MACHINE, RunHash: 'one', ...properties },
    ...extra,
  }, invocation());
  return box.answers.at(-1);
}

test('a creation starts one execution and says which', async () => {
  const answer = await answerTo('Create');
  expect(start.mock.calls).toEqual([[{ stateMachineArn: MACHINE, name: expect.stringMatching(/^deploy-[0-9a-f]{40}$/), input: '{}' }]]);
  expect(answer).toMatchObject({
    Status: 'SUCCESS', PhysicalResourceId: MACHINE, Data: { ExecutionArn: `arn:aws:states:us-east-1:123456789012:execution:searches:${names()[0]}` },
  });
});

test('the same request names the same execution, another hash, resource, machine or stack another one', async () => {
  await answerTo('Create');
  await answerTo('Create');
  await answerTo('Update', { RunHash: 'two' });
  await answerTo('Update', { StateMachineArn: `${MACHINE}-2` });
  await answerTo('Create', {}, { LogicalResourceId: 'Other' });
  await answerTo('Create', {}, { StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/income/other' });
  expect(new Set(names()).size).toBe(5);
  expect(names()[0]).toBe(names()[1]);
});

test('an execution that was started before, and may have ended, is not started again', async () => {
  start.mockImplementation(() => {
    throw awsError('ExecutionAlreadyExists');
  });
  expect(await answerTo('Update')).toMatchObject({ Status: 'SUCCESS', Data: { ExecutionArn: expect.stringContaining(':execution:searches:deploy-') } });
});

test('a permission that IAM does not know everywhere yet is waited for, for a minute', async () => {
  start.mockImplementationOnce(() => {
    throw awsError('AccessDeniedException');
  });
  expect(await answerTo('Create')).toMatchObject({ Status: 'SUCCESS' });
  start.mockImplementation(() => {
    throw awsError('AccessDeniedException', 'no permission');
  });
  expect(await answerTo('Create')).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('no permission') });
  expect(time.slept).toBeLessThanOrEqual(70_000);
});

test('what is awaited is started with the request, for every request anew, and answered by the state machine', async () => {
  const AwaitedInput = { tag: 'one' };
  expect(await answerTo('Create', { AwaitedInput })).toBeUndefined();
  await answerTo('Create', { AwaitedInput });
  await answerTo('Create', { AwaitedInput }, { RequestId: '22222222-2222-4222-8222-222222222222' });
  expect(names()[0]).toBe(names()[1]);
  expect(names()[2]).not.toBe(names()[0]);
  expect(JSON.parse(start.mock.calls[0][0].input)).toEqual({
    tag: 'one',
    request: {
      ResponseURL: box.url, StackId: expect.stringContaining(':stack/income/'), RequestId: '11111111-1111-4111-8111-111111111111', LogicalResourceId: 'Run',
      PhysicalResourceId: MACHINE,
    },
  });
});

test('a deletion asks AWS for nothing', async () => {
  expect(await answerTo('Delete')).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: MACHINE });
  expect(start).not.toHaveBeenCalled();
});

test.each([
  ['no machine', { StateMachineArn: undefined }, 'StateMachineArn must be'],
  ['the ARN of an execution', { StateMachineArn: MACHINE.replace('stateMachine', 'execution') }, 'StateMachineArn must be'],
  ['no hash', { RunHash: undefined }, 'RunHash must be'],
  ['an empty hash', { RunHash: '' }, 'RunHash must be'],
  ['an input that is a text', { AwaitedInput: 'x' }, 'AwaitedInput must be'],
])('fails for %s without calling AWS, and can be deleted then', async (_, properties, reason) => {
  const answer = await answerTo('Create', properties);
  expect(answer).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'no state machine (Run)', Reason: expect.stringContaining(reason) });
  expect(start).not.toHaveBeenCalled();
  expect(await answerTo('Delete', properties, { PhysicalResourceId: answer.PhysicalResourceId })).toMatchObject({ Status: 'SUCCESS' });
});

test('keeps the identity when an update fails', async () => {
  expect(await answerTo('Update', { RunHash: '' })).toMatchObject({ Status: 'FAILED', PhysicalResourceId: MACHINE });
});
