import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { StudioCleaner } from '../../lambda/clean-studio/cleaner';
import { StudioContents } from '../../lambda/clean-studio/contents-resource';
import { Studio } from '../../lambda/clean-studio/studio';
import { customResourceHandler } from '../../lambda/shared/custom-resource';
import type { StudioLookAnswer } from '../../lib/core/contract';
import { AnswerBox } from './support/answer-box';
import { expectRequestsTheApiTakes } from './support/api-model';
import { FakeStudio } from './support/fake-studio';
import { FakeTime } from './support/fake-time';
import { awsError, invocation, keptLog } from './support/invocation';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:cleaner';
const DOMAIN = 'd-abcd1234efgh';
const VPC = 'vpc-0123456789abcdef0';

let box: AnswerBox;
let time: FakeTime;
beforeAll(async () => {
  box = await AnswerBox.open();
});
afterAll(() => box.close());
beforeEach(() => {
  box.received.length = 0;
  time = new FakeTime();
});

describe('the custom resource', () => {
  const sfn = mockClient(SFNClient);
  beforeEach(() => {
    sfn.reset();
    sfn.on(StartExecutionCommand).resolves({});
  });

  const event = (RequestType: string, properties: object = {}, extra: object = {}) => ({
    RequestType, ResponseURL: box.url, StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/team/5d0e6a10', RequestId: '11111111-1111-4111-8111-111111111111',
    LogicalResourceId: 'Contents', ResourceType: 'Custom::SageMakerStudioContents',
    ...(RequestType !== 'Create' && { PhysicalResourceId: DOMAIN }),
    ResourceProperties: { ServiceToken: 'arn', StateMachineArn: MACHINE, DomainId: DOMAIN, ...properties },
    ...extra,
  });
  async function answerTo(request: object) {
    await customResourceHandler(new StudioContents(new SFNClient({}), time), keptLog().makeLog, time)(request, invocation());
    return box.answers.at(-1);
  }
  const started = () => sfn.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => ({ name: input.name, input: JSON.parse(input.input!) }));

  test.each([
    ['a domain', {}, DOMAIN],
    ['a domain with a home file system', { HomeVpcId: VPC }, `${DOMAIN}/homes`],
    ['a profile', { UserProfileName: 'Ana' }, `${DOMAIN}/user-profile/Ana`],
    ['a space', { SpaceName: 'lab' }, `${DOMAIN}/space/lab`],
  ])('of %s is known by it, and does nothing while it lives', async (_, properties, identity) => {
    expect(await answerTo(event('Create', properties))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: identity });
    expect(await answerTo(event('Update', properties))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: identity });
    expect(started()).toEqual([]);
  });

  test.each([
    ['a domain with a home file system', { HomeVpcId: VPC }, `${DOMAIN}/homes`, { domainId: DOMAIN, homeVpcId: VPC }],
    ['what is in the domain of its identity', { HomeVpcId: VPC }, DOMAIN, { domainId: DOMAIN }],
    ['the profile of its identity', { UserProfileName: 'ben' }, `${DOMAIN}/user-profile/ana`, { domainId: DOMAIN, userProfileName: 'ana' }],
    ['a space', { SpaceName: 'lab' }, `${DOMAIN}/space/lab`, { domainId: DOMAIN, spaceName: 'lab' }],
  ])('starts the machine for %s when it is deleted, and leaves the answer to it', async (_, properties, PhysicalResourceId, target) => {
    expect(await answerTo(event('Delete', properties, { PhysicalResourceId }))).toBeUndefined();
    expect(started()).toEqual([{ name: expect.stringMatching(/^clean-[0-9a-f]{40}$/), input: { request: expect.objectContaining({ ResponseURL: box.url, PhysicalResourceId }), target } }]);
  });

  test('starts it once for one request, and anew for the next', async () => {
    sfn.on(StartExecutionCommand).rejects(awsError('ExecutionAlreadyExists'));
    await answerTo(event('Delete'));
    await answerTo(event('Delete'));
    await answerTo(event('Delete', {}, { RequestId: '22222222-2222-4222-8222-222222222222' }));
    const [first, again, other] = started().map(({ name }) => name);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test('has nothing to do for a resource that never named anything', async () => {
    const { PhysicalResourceId } = await answerTo(event('Create', { DomainId: 'studio' }));
    expect(await answerTo(event('Delete', { DomainId: 'studio' }, { PhysicalResourceId }))).toMatchObject({ Status: 'SUCCESS' });
    expect(started()).toEqual([]);
  });

  test.each([
    ['a name for an id', { DomainId: 'studio' }, 'DomainId must match'],
    ['no machine', { StateMachineArn: '' }, 'StateMachineArn must match'],
    ['a wrong network', { HomeVpcId: 'subnet-1' }, 'HomeVpcId must match'],
    ['a profile and a space', { UserProfileName: 'ana', SpaceName: 'lab' }, 'not both'],
  ])('fails for %s', async (_, properties, reason) => {
    expect(await answerTo(event('Create', properties))).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(reason) });
  });
});

describe('the machine\'s looks', () => {
  let studio: FakeStudio;
  beforeEach(() => {
    studio = new FakeStudio(DOMAIN);
    ['ana', 'ben'].forEach((name) => studio.profile(name));
    studio.space('anas', 'ana');
    studio.space('bens', 'ben');
    studio.space('lab');
    ['anas', 'bens', 'lab'].forEach((SpaceName) => studio.app({ SpaceName }));
    studio.app({ UserProfileName: 'ana' }, 'InService', 'default', 'Canvas');
  });
  afterEach(() => {
    expectRequestsTheApiTakes(studio.mock, 'sagemaker');
    studio.mock.restore();
  });

  const START = new Date(1_700_000_000_000).toISOString();
  const look = (target: object, before?: object, more: object = {}): Promise<StudioLookAnswer> => new StudioCleaner(new Studio(studio.client), time).advance({
    cleanUp: {
      request: { ResponseURL: box.url, StackId: 's', RequestId: 'r', LogicalResourceId: 'Contents', PhysicalResourceId: DOMAIN }, target: { domainId: DOMAIN, ...target },
    },
    startTime: START, before, ...more,
  }, 'stream', keptLog().log);
  async function untilDone(target: object, groups: readonly number[] = []): Promise<StudioLookAnswer[]> {
    const answers: StudioLookAnswer[] = [];
    const left = [...groups];
    for (let before: object | undefined; answers.at(-1)?.next !== 'DONE';) {
      const answer = await look(target, before);
      answers.push(answer);
      before = { ...answer, ...(answer.next === 'GROUPS' && { groups: { found: Array(left.shift() ?? 0).fill({ GroupName: 'security-group-for-inbound-nfs' }) } }) };
      time.pass(answer.waitSeconds * 1_000);
    }
    return answers;
  }
  const deletions = () => studio.mock.calls().map((call) => call.args[0]).filter((command) => command.constructor.name.startsWith('Delete'))
    .map((command) => command.constructor.name.replace(/^Delete|Command$/g, ''));

  test('empty a domain: apps first, then spaces, then profiles, and leave the domain to CloudFormation', async () => {
    await untilDone({});
    expect(studio.contents).toEqual([`domain ${DOMAIN}`]);
    expect(deletions()).toEqual([...Array(4).fill('App'), ...Array(3).fill('Space'), ...Array(2).fill('UserProfile')]);
    expect(box.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: DOMAIN })]);
  });

  test('take a domain with a home file system along, and wait until its security groups are gone', async () => {
    const answers = await untilDone({ homeVpcId: VPC }, [2, 1, 0]);
    expect(studio.contents).toEqual([]);
    expect(studio.homes).toBe('Delete');
    expect(answers.map(({ next }) => next).slice(-4)).toEqual(['GROUPS', 'GROUPS', 'GROUPS', 'DONE']);
    expect(box.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS' })]);
  });

  test('empty a person\'s own things alone', async () => {
    await untilDone({ userProfileName: 'ana' });
    expect(studio.contents).toEqual(['app bens/JupyterLab/default', 'app lab/JupyterLab/default', `domain ${DOMAIN}`, 'space bens', 'space lab', 'user-profile ana', 'user-profile ben']);
  });

  test('stop the apps of a space alone', async () => {
    await untilDone({ spaceName: 'lab' });
    expect(studio.contents).not.toContain('app lab/JupyterLab/default');
    expect(studio.contents).toHaveLength(9);
  });

  test('read every page, and ask for nothing twice that is on its way', async () => {
    studio.pageSize = 1;
    studio.looksUntilGone = 4;
    await untilDone({});
    expect(studio.contents).toEqual([`domain ${DOMAIN}`]);
    expect(deletions()).toHaveLength(9);
  });

  test('find what somebody starts meanwhile', async () => {
    await look({});
    studio.app({ SpaceName: 'bens' }, 'Pending', 'again');
    await untilDone({});
    expect(studio.contents).toEqual([`domain ${DOMAIN}`]);
  });

  test('do not wait for an app that failed, which the service deletes itself', async () => {
    studio.app({ SpaceName: 'bens' }, 'Failed', 'broken');
    await untilDone({});
    expect(studio.requests('DeleteApp').map(({ AppName }) => AppName)).not.toContain('broken');
  });

  test('go on with the rest when one cannot be deleted', async () => {
    let refused = 0;
    studio.fault = (operation, moment) => {
      if (operation === 'DeleteApp' && moment === 'before' && refused++ === 0) {
        throw awsError('ResourceLimitExceeded', 'not now');
      }
    };
    await look({});
    expect(deletions()).toHaveLength(4);
    await untilDone({});
    expect(box.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS' })]);
  });

  test('are done at once where the domain is gone', async () => {
    studio.mock.restore();
    studio = new FakeStudio(DOMAIN);
    studio.fault = () => {
      throw awsError('ResourceNotFound', 'no such domain');
    };
    expect(await untilDone({ homeVpcId: VPC })).toMatchObject([{ next: 'GROUPS' }, { next: 'DONE' }]);
  });

  test('come less often as time goes by', async () => {
    studio.looksUntilGone = Infinity;
    const waits = [0, 59, 60, 599, 600, 3_599, 3_600].map((seconds) => [seconds, new Date(1_700_000_000_000 - seconds * 1_000).toISOString()]);
    const answers: number[] = [];
    for (const [, startTime] of waits) {
      answers.push((await look({}, { told: true }, { startTime })).waitSeconds);
    }
    expect(answers).toEqual([5, 5, 15, 15, 30, 30, 300]);
  });

  test('tell CloudFormation what is left before it gives up, once, and go on', async () => {
    studio.looksUntilGone = Infinity;
    const after = (minutes: number) => ({ startTime: new Date(1_700_000_000_000 - minutes * 60_000).toISOString() });
    expect(await look({}, undefined, after(54.9))).toMatchObject({ next: 'WAIT', told: false });
    expect(box.answers).toEqual([]);
    const answer = await look({}, undefined, after(55));
    expect(answer).toMatchObject({ next: 'WAIT', told: true });
    expect(box.answers).toEqual([expect.objectContaining({ Status: 'FAILED', Reason: expect.stringMatching(/still there: app anas\/JupyterLab\/default \(Deleting\), .*delete again/) })]);
    studio.looksUntilGone = 0;
    await look({}, answer, after(120));
    expect(box.answers).toHaveLength(1);
  });

  test('name a few of the many that are left', async () => {
    Array.from({ length: 20 }, (_, n) => studio.app({ UserProfileName: 'ben' }, 'Deleting', `app${n}`));
    await look({}, undefined, { startTime: new Date(1_700_000_000_000 - 4_000_000).toISOString() });
    expect(box.answers[0].Reason).toContain('and 16 more');
  });

  test('tell CloudFormation when nothing could be looked at', async () => {
    const refusal = { Error: 'AccessDeniedException', Cause: 'no permission' };
    expect(await look({}, {}, { refusal })).toMatchObject({ next: 'DONE' });
    expect(box.answers).toEqual([expect.objectContaining({ Status: 'FAILED', Reason: expect.stringContaining('AccessDeniedException: no permission') })]);
    await look({}, { told: true }, { refusal });
    expect(box.answers).toHaveLength(1);
  });

  test('fail for a request that cannot be answered, without telling its URL', async () => {
    const { log, lines } = keptLog();
    const cleanUp = { request: { ResponseURL: box.url }, target: {} };
    await expect(new StudioCleaner(new Studio(studio.client), time).advance({ cleanUp, startTime: 'now' }, 'stream', log))
      .rejects.toThrow('no proper StackId, RequestId, LogicalResourceId, PhysicalResourceId, domainId, startTime');
    expect(JSON.stringify(lines)).not.toContain('signature');
  });
});
