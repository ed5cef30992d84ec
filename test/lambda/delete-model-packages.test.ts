import { GroupVersions } from '../../lambda/delete-model-packages/group-versions';
import { customResourceHandler } from '../../lambda/shared/custom-resource';
import { AnswerBox } from './support/answer-box';
import { expectRequestsTheApiTakes } from './support/api-model';
import { FakeRegistry } from './support/fake-registry';
import { Killed } from './support/fake-sagemaker';
import { FakeTime } from './support/fake-time';
import { awsError, invocation, keptLog } from './support/invocation';

let box: AnswerBox;
let registry: FakeRegistry;
let time: FakeTime;

beforeAll(async () => {
  box = await AnswerBox.open();
});
afterAll(() => box.close());
beforeEach(() => {
  box.received.length = 0;
  registry = new FakeRegistry();
  time = new FakeTime();
});
afterEach(() => {
  expectRequestsTheApiTakes(registry.mock, 'sagemaker');
  registry.mock.restore();
});

function request(RequestType: 'Create' | 'Update' | 'Delete', properties: object = {}, extra: object = {}) {
  return {
    RequestType,
    ResponseURL: box.url,
    StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/income/5d0e6a10',
    RequestId: '11111111-1111-4111-8111-111111111111',
    LogicalResourceId: 'Versions',
    ResourceType: 'Custom::SageMakerModelPackages',
    ...(RequestType !== 'Create' && { PhysicalResourceId: 'ml-income' }),
    ...(RequestType === 'Update' && { OldResourceProperties: { ModelPackageGroupName: 'ml-income' } }),
    ResourceProperties: { ServiceToken: 'arn', ModelPackageGroupName: 'ml-income', ...properties },
    ...extra,
  };
}

/** Lets the handler do one request and returns what CloudFormation was told. */
async function answerTo(event: object, remainingMs?: number) {
  const handler = customResourceHandler(new GroupVersions(registry.client, time), keptLog().makeLog, time);
  registry.restart();
  await handler(event, invocation(remainingMs));
  return box.answers.at(-1);
}

const deleted = () => registry.requests('DeleteModelPackage').map(({ ModelPackageName }) => ModelPackageName);

describe('while the group lives', () => {
  test.each(['Create', 'Update'] as const)('%s takes the name of the group for its identity and asks AWS for nothing', async (type) => {
    expect(await answerTo(request(type))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'ml-income' });
    expect(registry.mock.calls()).toHaveLength(0);
  });

  test('another group is another identity, so that CloudFormation empties the old one', async () => {
    expect(await answerTo(request('Update', { ModelPackageGroupName: 'ml-renamed' }))).toMatchObject({ PhysicalResourceId: 'ml-renamed' });
  });

  test.each([
    ['63 characters', 'a'.repeat(63)],
    ['hyphens in a row', 'a--b'],
  ])('a name with %s is taken', async (_, ModelPackageGroupName) => {
    expect(await answerTo(request('Create', { ModelPackageGroupName }))).toMatchObject({ Status: 'SUCCESS' });
  });

  test.each([
    ['no name', undefined],
    ['an empty name', ''],
    ['a name of 64 characters', 'a'.repeat(64)],
    ['a name with a hyphen at its end', 'income-'],
    ['an ARN', 'arn:aws:sagemaker:us-east-1:123456789012:model-package-group/income'],
    ['a number', 7],
    ['a list', ['income']],
  ])('fails for %s without calling AWS', async (_, ModelPackageGroupName) => {
    const answer = await answerTo(request('Create', { ModelPackageGroupName }));
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('ModelPackageGroupName must be the name of a model package group') });
    expect(registry.mock.calls()).toHaveLength(0);
  });

  test('keeps the identity when an update fails', async () => {
    expect(await answerTo(request('Update', { ModelPackageGroupName: 'not a name!' }))).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'ml-income' });
  });
});

describe('when the group is deleted', () => {
  test('deletes every version on every page', async () => {
    const versions = registry.group('ml-income', 5);
    registry.pageSize = 2;
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'ml-income' });
    expect(deleted()).toEqual(versions);
    expect(registry.groups.get('ml-income')).toEqual([]);
    const calls = registry.mock.calls().map((call) => call.args[0].constructor.name.slice(0, 4));
    expect(calls).toEqual([...Array(3).fill('List'), ...Array(5).fill('Dele'), 'List']);
  });

  test('leaves the versions of other groups alone', async () => {
    registry.group('ml-income', 1);
    const others = registry.group('ml-income-eu', 2);
    await answerTo(request('Delete'));
    expect(registry.groups.get('ml-income-eu')).toEqual(others);
  });

  test('empties the group of its identity, not the one of its properties', async () => {
    registry.group('ml-income', 2);
    const renamed = registry.group('ml-renamed', 2);
    await answerTo(request('Delete', { ModelPackageGroupName: 'ml-renamed' }));
    expect(registry.groups.get('ml-income')).toEqual([]);
    expect(registry.groups.get('ml-renamed')).toEqual(renamed);
  });

  test('deletes nothing of an empty group', async () => {
    registry.group('ml-income', 0);
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'SUCCESS' });
    expect(registry.requests('ListModelPackages')).toEqual([{ ModelPackageGroupName: 'ml-income', MaxResults: 100 }]);
    expect(deleted()).toEqual([]);
  });

  test('looks once more and finds the version that a run registers meanwhile', async () => {
    const [old] = registry.group('ml-income', 1);
    let late: string | undefined;
    registry.fault = (operation, moment) => {
      if (operation === 'DeleteModelPackage' && moment === 'after' && !late) {
        late = registry.register('ml-income');
      }
    };
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'SUCCESS' });
    expect(deleted()).toEqual([old, late]);
  });

  test('waits until the list shows the versions no more', async () => {
    registry.group('ml-income', 2);
    registry.looksUntilGone = 3;
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'SUCCESS' });
    expect(registry.groups.get('ml-income')).toEqual([]);
    expect(time.sleeps.length).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ['somebody else deletes a version first', awsError('ResourceNotFound')],
    ['a version is on its way already', awsError('ConflictException')],
  ])('goes on when %s', async (_, error) => {
    const [first] = registry.group('ml-income', 2);
    let thrown = false;
    registry.fault = (operation, moment) => {
      if (operation === 'DeleteModelPackage' && moment === 'before' && !thrown) {
        thrown = true;
        registry.groups.set('ml-income', registry.groups.get('ml-income')!.filter((arn) => arn !== first));
        throw error;
      }
    };
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'SUCCESS' });
    expect(registry.groups.get('ml-income')).toEqual([]);
  });

  test('has nothing to do when the group is gone', async () => {
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'SUCCESS' });
  });

  test('has nothing to do for a resource that never named a group', async () => {
    const { PhysicalResourceId } = await answerTo(request('Create', { ModelPackageGroupName: 7 }));
    expect(await answerTo(request('Delete', { ModelPackageGroupName: 7 }, { PhysicalResourceId }))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId });
    expect(registry.mock.calls()).toHaveLength(0);
  });

  test('fails with the way out when the versions do not go in time', async () => {
    registry.group('ml-income', 2);
    registry.looksUntilGone = Infinity;
    const answer = await answerTo(request('Delete'), 300_000);
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining("'ml-income' is not empty yet (2 left)") });
    expect(answer.Reason).toContain('delete the stack again');
    expect(time.slept).toBeLessThanOrEqual(260_000);
    expect(time.sleeps.every((ms) => ms <= 15_000)).toBe(true);
  });

  test.each(['ListModelPackages', 'DeleteModelPackage'])('fails with the reason when %s is refused', async (refused) => {
    const versions = registry.group('ml-income', 2);
    registry.fault = (operation) => {
      if (operation === refused) {
        throw awsError('AccessDeniedException', 'no permission');
      }
    };
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('AccessDeniedException: no permission') });
    expect(registry.groups.get('ml-income')).toEqual(versions);
  });
});

describe('when the request comes again', () => {
  test('a second deletion finds nothing to do', async () => {
    registry.group('ml-income', 2);
    const first = await answerTo(request('Delete'));
    expect(await answerTo(request('Delete'))).toEqual(first);
    expect(deleted()).toHaveLength(2);
  });

  test('a second deletion ends as one undisturbed deletion does, wherever the first one died', async () => {
    let points = 0;
    for (const moment of ['before', 'after'] as const) {
      for (let call = 1, killed = true; killed; call++) {
        registry.mock.restore();
        registry = new FakeRegistry();
        registry.group('ml-income', 3);
        registry.pageSize = 2;
        registry.looksUntilGone = 1;
        killed = false;
        registry.fault = (_operation, at, number) => {
          if (at === moment && number === call && !killed) {
            killed = true;
            throw new Killed(`killed ${moment} call ${call}`);
          }
        };
        await answerTo(request('Delete'));
        registry.fault = () => undefined;
        expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'ml-income' });
        expect(registry.groups.get('ml-income')).toEqual([]);
        points += killed ? 1 : 0;
      }
    }
    expect(points).toBeGreaterThanOrEqual(12);
  });
});
