import { FeatureDescriptions } from '../../lambda/describe-features/feature-descriptions';
import { customResourceHandler } from '../../lambda/shared/custom-resource';
import { AnswerBox } from './support/answer-box';
import { expectRequestsTheApiTakes } from './support/api-model';
import { FakeFeatureTexts } from './support/fake-feature-texts';
import { Killed } from './support/fake-sagemaker';
import { FakeTime } from './support/fake-time';
import { awsError, invocation, keptLog } from './support/invocation';

let box: AnswerBox;
let texts: FakeFeatureTexts;
let time: FakeTime;

const open = () => new FakeFeatureTexts(['customers'], ['id', 'at', 'age']);

beforeAll(async () => {
  box = await AnswerBox.open();
});
afterAll(() => box.close());
beforeEach(() => {
  box.received.length = 0;
  texts = open();
  time = new FakeTime();
});
afterEach(() => {
  expectRequestsTheApiTakes(texts.mock, 'sagemaker');
  texts.mock.restore();
});

const said = (FeatureName: string, Description?: string, parameters: Record<string, string> = {}) =>
  ({ FeatureName, Description, Parameters: Object.entries(parameters).map(([Key, Value]) => ({ Key, Value })) });
const numbered = (count: number, prefix = 'p') => Object.fromEntries(Array.from({ length: count }, (_, n) => [`${prefix}${n}`, 'x']));
const saying = (...Features: object[]) => ({ FeatureGroupName: 'customers', Features });

function request(RequestType: 'Create' | 'Update' | 'Delete', properties: object, oldProperties?: object) {
  return {
    RequestType,
    ResponseURL: box.url,
    StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/shop/5d0e6a10',
    RequestId: '11111111-1111-4111-8111-111111111111',
    LogicalResourceId: 'Descriptions',
    ResourceType: 'Custom::SageMakerFeatureDescriptions',
    ...(RequestType !== 'Create' && { PhysicalResourceId: 'customers' }),
    ...(oldProperties && { OldResourceProperties: { ServiceToken: 'arn', ...oldProperties } }),
    ResourceProperties: { ServiceToken: 'arn', ...properties },
  };
}

/** Lets the handler do one request and returns what CloudFormation was told. */
async function answerTo(event: object, remainingMs?: number) {
  const handler = customResourceHandler(new FeatureDescriptions(texts.client, time), keptLog().makeLog, time);
  texts.restart();
  await handler(event, invocation(remainingMs));
  return box.answers.at(-1);
}

const create = (...features: object[]) => answerTo(request('Create', saying(...features)));
const update = (before: object[], after: object[]) => answerTo(request('Update', saying(...after), saying(...before)));
const ofCustomers = () => texts.groups.get('customers')!;
const written = () => texts.requests('UpdateFeatureMetadata');

describe('what the template says', () => {
  test('is written, one feature after the other, and the group is the identity', async () => {
    const answer = await create(said('age', 'Years since birth', { owner: 'growth' }), said('id', 'Who'));
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'customers' });
    expect(written()).toEqual([
      { FeatureGroupName: 'customers', FeatureName: 'age', Description: 'Years since birth', ParameterAdditions: [{ Key: 'owner', Value: 'growth' }] },
      { FeatureGroupName: 'customers', FeatureName: 'id', Description: 'Who' },
    ]);
  });

  test('is not written again when it is there', async () => {
    const features = [said('age', 'Years since birth', { owner: 'growth' })];
    await create(...features);
    await update(features, features);
    expect(written()).toHaveLength(1);
  });

  test('is written where somebody changed it, in just the members that differ', async () => {
    ofCustomers().set('age', { description: 'Years', parameters: { owner: 'nobody', unit: 'year' } });
    const features = [said('age', 'Years', { owner: 'growth', unit: 'year' })];
    await update(features, features);
    expect(written()).toEqual([{ FeatureGroupName: 'customers', FeatureName: 'age', ParameterAdditions: [{ Key: 'owner', Value: 'growth' }] }]);
  });

  test('leaves what others said of the same feature, and of other features', async () => {
    ofCustomers().set('age', { description: 'By hand', parameters: { note: 'theirs' } });
    ofCustomers().set('id', { description: 'By hand', parameters: {} });
    await create(said('age', undefined, { owner: 'growth' }));
    expect(ofCustomers().get('age')).toEqual({ description: 'By hand', parameters: { note: 'theirs', owner: 'growth' } });
    expect(texts.requests('DescribeFeatureMetadata').map(({ FeatureName }) => FeatureName)).toEqual(['age']);
  });

  test('takes a description away with an empty one', async () => {
    ofCustomers().set('age', { description: 'By hand', parameters: {} });
    await create(said('age', ''), said('id', ''));
    expect(written()).toEqual([{ FeatureGroupName: 'customers', FeatureName: 'age', Description: '' }]);
  });
});

describe('what the template says no longer', () => {
  test('goes, and what others added stays', async () => {
    const before = [said('age', 'Years', { owner: 'growth', unit: 'year' })];
    await create(...before);
    ofCustomers().set('age', { description: 'Years', parameters: { ...ofCustomers().get('age')!.parameters, note: 'theirs' } });
    expect(await update(before, [said('age', undefined, { unit: 'year' })])).toMatchObject({ Status: 'SUCCESS' });
    expect(ofCustomers().get('age')).toEqual({ description: '', parameters: { unit: 'year', note: 'theirs' } });
  });

  test('goes from a feature that is not described any more', async () => {
    const before = [said('age', 'Years', { owner: 'growth' }), said('id', 'Who')];
    await create(...before);
    await update(before, [said('id', 'Who')]);
    expect(ofCustomers().get('age')).toEqual({ description: '', parameters: {} });
  });

  test('needs no feature: one that is not there is passed over', async () => {
    expect(await update([said('gone', 'Years'), said('id', 'Who')], [said('id', 'Who')])).toMatchObject({ Status: 'SUCCESS' });
    expect(time.sleeps).toEqual([]);
  });

  test('goes before what comes, so that all of 25 parameters can be replaced', async () => {
    const before = [said('age', 'Years', numbered(25))];
    await create(...before);
    expect(await update(before, [said('age', 'Years', numbered(25, 'q'))])).toMatchObject({ Status: 'SUCCESS' });
    expect(ofCustomers().get('age')!.parameters).toEqual(numbered(25, 'q'));
    expect(written().map((input) => Object.keys(input).at(-1))).toEqual(['ParameterAdditions', 'ParameterRemovals', 'ParameterAdditions']);
  });

  test('is kept apart from what was said of another group', async () => {
    ofCustomers().set('age', { parameters: { owner: 'theirs' } });
    const before = { ...saying(said('age', 'Years', { owner: 'growth' })), FeatureGroupName: 'old' };
    expect(await answerTo(request('Update', saying(said('id', 'Who')), before))).toMatchObject({ PhysicalResourceId: 'customers' });
    expect(ofCustomers().get('age')).toEqual({ parameters: { owner: 'theirs' } });
  });

  test('counts for nothing when it never made sense', async () => {
    expect(await answerTo(request('Update', saying(said('id', 'Who')), { FeatureGroupName: 'customers', Features: 'all' }))).toMatchObject({ Status: 'SUCCESS' });
  });
});

describe('when the resource is deleted', () => {
  test('nothing is asked: the texts go with the group, or stay with it', async () => {
    expect(await answerTo(request('Delete', saying(said('age', 'Years'))))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'customers' });
    expect(texts.mock.calls()).toHaveLength(0);
  });
});

describe('what does not follow the contract', () => {
  test.each<[string, object, string]>([
    ['no group', { Features: [] }, 'FeatureGroupName must be the name of a feature group, got nothing'],
    ['a name of 65 characters', { FeatureGroupName: 'a'.repeat(65), Features: [] }, 'FeatureGroupName must be'],
    ['an ARN', { FeatureGroupName: 'arn:aws:sagemaker:us-east-1:123456789012:feature-group/customers', Features: [] }, 'FeatureGroupName must be'],
    ['no list', { FeatureGroupName: 'customers', Features: 'age' }, 'Features must be a list'],
    ['a feature without name', saying({ Description: 'Years' }), 'FeatureName must be the name of a feature'],
    ['a description that is a list', saying({ FeatureName: 'age', Description: ['Years'] }), "Description of 'age' must be a text"],
    ['parameters that are a map', saying({ FeatureName: 'age', Parameters: { owner: 'growth' } }), "Parameters of 'age' must be a list"],
    ['a parameter without value', saying({ FeatureName: 'age', Parameters: [{ Key: 'owner' }] }), "Parameters of 'age' must have a Key and a Value"],
  ])('fails for %s without calling AWS', async (_, properties, reason) => {
    expect(await answerTo(request('Create', properties))).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(reason) });
    expect(texts.mock.calls()).toHaveLength(0);
  });

  test('a name of 64 characters with hyphens and underscores is taken', async () => {
    const answer = await answerTo(request('Create', { FeatureGroupName: `a-_${'b'.repeat(61)}`, Features: [] }));
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
  });

  test('keeps the identity when an update fails', async () => {
    expect(await answerTo(request('Update', { FeatureGroupName: 7 }, saying()))).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'customers' });
  });
});

describe('when AWS is not ready', () => {
  test('waits for a feature that was just added', async () => {
    texts.looksUntilThere = 4;
    expect(await create(said('age', 'Years'))).toMatchObject({ Status: 'SUCCESS' });
    expect(ofCustomers().get('age')).toMatchObject({ description: 'Years' });
    expect(time.sleeps).toHaveLength(4);
  });

  test('fails after two minutes for a feature that does not come', async () => {
    expect(await create(said('height', 'Inches'))).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining("ResourceNotFound: No feature 'height'") });
    expect(time.slept).toBeGreaterThanOrEqual(120_000);
    expect(time.slept).toBeLessThanOrEqual(130_000);
  });

  test.each(['ThrottlingException', 'ConflictException', 'AccessDeniedException'])('tries again after %s, with growing and random waits', async (name) => {
    let left = 5;
    texts.fault = (operation, moment) => {
      if (operation === 'UpdateFeatureMetadata' && moment === 'before' && left-- > 0) {
        throw awsError(name);
      }
    };
    expect(await create(said('age', 'Years'))).toMatchObject({ Status: 'SUCCESS' });
    expect(time.sleeps).toHaveLength(5);
    expect(time.sleeps.every((ms) => ms <= 10_000)).toBe(true);
  });

  test.each(['DescribeFeatureMetadata', 'UpdateFeatureMetadata'])('fails with the reason when %s is refused for good', async (refused) => {
    texts.fault = (operation) => {
      if (operation === refused) {
        throw awsError('AccessDeniedException', 'no permission');
      }
    };
    expect(await create(said('age', 'Years'))).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('AccessDeniedException: no permission') });
  });

  test('says how many features are left when the time is over, and goes on when asked again', async () => {
    const features = [said('id', 'Who'), said('at', 'When'), said('age', 'Years')];
    texts.fault = (operation, moment) => {
      if (operation === 'UpdateFeatureMetadata' && moment === 'after') {
        void time.sleep(150_000);
      }
    };
    const answer = await answerTo(request('Create', saying(...features)), 300_000);
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining("1 of 3 features of 'customers' are not described yet; deploy again") });
    texts.fault = () => undefined;
    expect(await create(...features)).toMatchObject({ Status: 'SUCCESS' });
    expect(written().map(({ FeatureName }) => FeatureName)).toEqual(['id', 'at', 'age']);
  });
});

test('a second update ends as one undisturbed update does, wherever the first one died', async () => {
  const before = [said('id', 'Who', numbered(25)), said('age', 'Years', { unit: 'year' })];
  const after = [said('id', 'Who it is', numbered(25, 'q')), said('at', 'When')];
  let points = 0;
  for (const moment of ['before', 'after'] as const) {
    for (let call = 1, killed = true; killed; call++) {
      texts.mock.restore();
      texts = open();
      await create(...before);
      killed = false;
      texts.fault = (_operation, at, number) => {
        if (at === moment && number === call && !killed) {
          killed = true;
          throw new Killed(`killed ${moment} call ${call}`);
        }
      };
      await update(before, after);
      texts.fault = () => undefined;
      expect(await update(before, after)).toMatchObject({ Status: 'SUCCESS' });
      expect([...ofCustomers()]).toEqual([
        ['id', { description: 'Who it is', parameters: numbered(25, 'q') }],
        ['at', { description: 'When', parameters: {} }],
        ['age', { description: '', parameters: {} }],
      ]);
      points += killed ? 1 : 0;
    }
  }
  expect(points).toBe(14);
});
