import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { GroupManager } from '../../lambda/manage-feature-group/group-manager';
import { FeatureGroupResource } from '../../lambda/manage-feature-group/group-resource';
import { GroupService } from '../../lambda/manage-feature-group/group-service';
import { customResourceHandler } from '../../lambda/shared/custom-resource';
import type { FeatureGroupLookAnswer } from '../../lib/core/contract';
import { AnswerBox } from './support/answer-box';
import { expectRequestsTheApiTakes } from './support/api-model';
import { FakeFeatureGroups } from './support/fake-feature-groups';
import { Killed } from './support/fake-sagemaker';
import { FakeTime } from './support/fake-time';
import { awsError, invocation, keptLog } from './support/invocation';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:groups';
const OWNER = 'cdk-sagemaker-lifecycle:owner';
const feature = (FeatureName: string, FeatureType = 'String', more: object = {}) => ({ FeatureName, FeatureType, ...more });
const tags = feature('tags', 'String', { CollectionType: 'Set' });
/** As CloudFormation hands it on: numbers and truth values are text. */
const vector = (Dimension: string) => feature('taste', 'Fractional', { CollectionType: 'Vector', CollectionConfig: { VectorConfig: { Dimension } } });
const FEATURES = [feature('id'), feature('at'), tags, vector('3')];
const said = (more: object = {}) => ({
  StateMachineArn: MACHINE, FeatureGroupName: 'Taste', RecordIdentifierFeatureName: 'id', EventTimeFeatureName: 'at', FeatureDefinitions: FEATURES,
  OnlineStoreConfig: { EnableOnlineStore: 'true', StorageType: 'InMemory', TtlDuration: { Unit: 'Days', Value: '30' } }, Tags: [{ Key: 'team', Value: 'growth' }], ...more,
});
const withFeatures = (...FeatureDefinitions: object[]) => said({ FeatureDefinitions });
const extra = (count: number) => Array.from({ length: count }, (_, n) => feature(`f${n}`, 'Fractional'));

let box: AnswerBox;
let time: FakeTime;
let log: ReturnType<typeof keptLog>;
let groups: FakeFeatureGroups;
let requests: number;
const sfn = mockClient(SFNClient);

beforeAll(async () => {
  box = await AnswerBox.open();
});
afterAll(() => box.close());
beforeEach(() => {
  box.received.length = 0;
  time = new FakeTime();
  log = keptLog();
  groups = new FakeFeatureGroups();
  requests = 0;
  sfn.reset();
  sfn.on(StartExecutionCommand).resolves({});
});
afterEach(() => {
  expectRequestsTheApiTakes(groups.mock, 'sagemaker');
  groups.mock.restore();
});

interface Asked { RequestType: 'Create' | 'Update' | 'Delete'; properties?: object; before?: object; PhysicalResourceId?: string; RequestId?: string }
const event = ({ RequestType, properties = said(), before, PhysicalResourceId = 'Taste', RequestId = `request-${requests++}` }: Asked) => ({
  RequestType, ResponseURL: box.url, StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/shop/5d0e6a10', RequestId, LogicalResourceId: 'Group',
  ResourceType: 'Custom::SageMakerFeatureGroup', ...(RequestType !== 'Create' && { PhysicalResourceId }),
  ...(before && { OldResourceProperties: { ServiceToken: 'arn', ...before } }), ResourceProperties: { ServiceToken: 'arn', ...properties },
});

/** Lets the custom resource start the machine, and returns what it was given. */
async function started(asked: Asked): Promise<object | undefined> {
  const calls = sfn.commandCalls(StartExecutionCommand).length;
  await customResourceHandler(new FeatureGroupResource(new SFNClient({}), time), log.makeLog, time)(event(asked), invocation());
  const call = sfn.commandCalls(StartExecutionCommand).at(calls);
  return call && JSON.parse(call.args[0].input.input!);
}

const look = (work: object, startTime: string, before?: object, more: object = {}): Promise<FeatureGroupLookAnswer> => {
  groups.restart();
  return new GroupManager(new GroupService(groups.client), time).advance({ work, startTime, before, ...more }, 'stream', log.log);
};

/** The state machine: looks, waits and looks again; one that dies looks again as it did. */
async function run(work: object): Promise<FeatureGroupLookAnswer[]> {
  const startTime = new Date(time.now()).toISOString();
  const answers: FeatureGroupLookAnswer[] = [];
  while (answers.at(-1)?.next !== 'DONE') {
    try {
      answers.push(await look(work, startTime, answers.at(-1) ?? { asked: [] }));
    } catch (error) {
      if (!(error instanceof Killed)) {
        throw error;
      }
    }
    time.pass(1_000 * (answers.at(-1)?.waitSeconds ?? 5));
  }
  return answers;
}

/** One request of CloudFormation to its end, and what it was told. */
async function answerTo(asked: Asked) {
  const work = await started(asked);
  await (work ? run(work) : undefined);
  return box.answers.at(-1);
}

const create = (properties: object = said()) => answerTo({ RequestType: 'Create', properties });
const update = (properties: object, before: object = said(), PhysicalResourceId = 'Taste') => answerTo({ RequestType: 'Update', properties, before, PhysicalResourceId });
const remove = (PhysicalResourceId = 'Taste', properties: object = said()) => answerTo({ RequestType: 'Delete', properties, PhysicalResourceId });
const names = () => groups.of('Taste').features.map(({ FeatureName }) => FeatureName);

describe('a group', () => {
  test('is made in words of the API, with its tag, and waited for', async () => {
    expect(await create()).toMatchObject({
      Status: 'SUCCESS', PhysicalResourceId: 'Taste', Data: { FeatureGroupArn: 'arn:aws:sagemaker:us-east-1:123456789012:feature-group/taste' },
    });
    expect(groups.requests('CreateFeatureGroup')).toEqual([{
      FeatureGroupName: 'Taste', RecordIdentifierFeatureName: 'id', EventTimeFeatureName: 'at',
      FeatureDefinitions: [feature('id'), feature('at'), tags, { ...vector('3'), CollectionConfig: { VectorConfig: { Dimension: 3 } } }],
      OnlineStoreConfig: { EnableOnlineStore: true, StorageType: 'InMemory', TtlDuration: { Unit: 'Days', Value: 30 } },
      Tags: [{ Key: 'team', Value: 'growth' }, { Key: OWNER, Value: expect.stringMatching(/^[0-9a-f]{32}\/[0-9a-f]{32}$/) }],
    }]);
  });

  test('that is there already is left alone, though an earlier deployment of the same resource made it', async () => {
    await create();
    const before = groups.groups;
    expect(await create()).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'no group (Group)', Reason: expect.stringContaining("another 'featureGroupName'") });
    expect(await remove('no group (Group)')).toMatchObject({ Status: 'SUCCESS' });
    expect(groups.groups).toEqual(before);
  });

  test('that could not be made goes, and tells why', async () => {
    groups.failure = 'no capacity';
    expect(await create()).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'Taste', Reason: expect.stringContaining('could not be made: no capacity') });
    expect(groups.requests('DeleteFeatureGroup')).toHaveLength(1);
    groups.failure = undefined;
    expect(await remove()).toMatchObject({ Status: 'SUCCESS' });
    expect(groups.groups).toEqual([]);
    expect(await create()).toMatchObject({ Status: 'SUCCESS' });
  });

  test('goes when the resource does', async () => {
    await create();
    expect(await remove()).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Taste' });
    expect(groups.groups).toEqual([]);
    expect(await remove()).toMatchObject({ Status: 'SUCCESS' });
  });

  test.each<[string, () => void]>([
    ['of somebody else', () => groups.of('Taste').tags.delete(OWNER)],
    ['of another resource', () => groups.of('Taste').tags.set(OWNER, 'other/request')],
  ])('%s is neither changed nor deleted', async (_, give) => {
    await create();
    give();
    expect(await update(withFeatures(...FEATURES, feature('more')))).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('did not make it') });
    expect(await remove()).toMatchObject({ Status: 'SUCCESS' });
    expect(names()).toEqual(['id', 'at', 'tags', 'taste']);
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'WARN', message: expect.stringContaining('is not of this stack') }));
  });

  test('that does not go tells why, after it was asked once more', async () => {
    await create();
    groups.failure = 'in use';
    expect(await remove()).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'Taste', Reason: expect.stringContaining('could not be deleted: in use') });
    groups.failure = undefined;
    expect(await remove()).toMatchObject({ Status: 'SUCCESS' });
    expect(groups.requests('DeleteFeatureGroup')).toHaveLength(2);
  });

  test('that is still coming is deleted when it is there', async () => {
    const work = (await started({ RequestType: 'Create' }))!;
    await look(work, new Date(time.now()).toISOString());
    groups.of('Taste').looks = 4;
    expect(await remove()).toMatchObject({ Status: 'SUCCESS' });
    expect(groups.groups).toEqual([]);
  });
});

describe('a change', () => {
  beforeEach(() => create());

  test('that is none asks for nothing', async () => {
    await update(said());
    expect(groups.requests('UpdateFeatureGroup')).toEqual([]);
    expect(box.answers.at(-1)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Taste' });
  });

  test('adds features, a hundred at a time, each when the one before is over', async () => {
    groups.looksUntilDone = 3;
    const all = [...FEATURES, ...extra(201)];
    expect(await update(withFeatures(...all))).toMatchObject({ Status: 'SUCCESS' });
    expect(groups.requests('UpdateFeatureGroup').map(({ FeatureAdditions }) => FeatureAdditions.length)).toEqual([100, 100, 1]);
    expect(names()).toEqual(all.map(({ FeatureName }) => FeatureName));
  });

  test('of features and time to live is two requests', async () => {
    const online = (TtlDuration?: object) => ({ OnlineStoreConfig: { EnableOnlineStore: 'true', StorageType: 'InMemory', TtlDuration } });
    await update(said({ FeatureDefinitions: [...FEATURES, feature('more')], ...online({ Unit: 'Hours', Value: '12' }) }));
    expect(groups.requests('UpdateFeatureGroup')).toEqual([
      { FeatureGroupName: 'Taste', FeatureAdditions: [feature('more')] },
      { FeatureGroupName: 'Taste', OnlineStoreConfig: { TtlDuration: { Unit: 'Hours', Value: 12 } } },
    ]);
    await update(said({ FeatureDefinitions: [...FEATURES, feature('more')], ...online() }));
    expect(groups.requests('UpdateFeatureGroup').at(-1)).toEqual({ FeatureGroupName: 'Taste', OnlineStoreConfig: { TtlDuration: {} } });
    expect(groups.of('Taste').settings.OnlineStoreConfig.TtlDuration).toBeUndefined();
  });

  test('of the unit alone is none', async () => {
    await update(said({ OnlineStoreConfig: { EnableOnlineStore: 'true', StorageType: 'InMemory', TtlDuration: { Unit: 'Hours', Value: '720' } } }));
    expect(groups.requests('UpdateFeatureGroup')).toEqual([]);
  });

  test('of tags adds, alters and takes away what the template said, and leaves others', async () => {
    groups.of('Taste').tags.set('theirs', 'x');
    const owner = groups.of('Taste').tags.get(OWNER);
    await update(said({ Tags: [{ Key: 'stage', Value: 'test' }, { Key: 'team', Value: 'sales' }] }));
    expect(Object.fromEntries(groups.of('Taste').tags)).toEqual({ team: 'sales', theirs: 'x', stage: 'test', [OWNER]: owner });
    await update(said({ Tags: [] }), said({ Tags: [{ Key: 'stage', Value: 'test' }, { Key: 'team', Value: 'sales' }] }));
    expect(Object.fromEntries(groups.of('Taste').tags)).toEqual({ theirs: 'x', [OWNER]: owner });
  });

  test.each<[string, object, RegExp]>([
    ['takes a feature away', withFeatures(...FEATURES.slice(0, 3)), /feature 'taste' cannot be taken away or renamed; put it back/],
    ['renames one', withFeatures(feature('id'), feature('at'), { ...tags, FeatureName: 'words' }, vector('3')), /feature 'tags' cannot be taken away or renamed/],
    ['makes other values of one', withFeatures(feature('id'), feature('at'), { ...tags, FeatureType: 'Integral' }, vector('3')), /'tags' is Set of String and cannot become Set of Integral; add one of another name/],
    ['makes another collection of one', withFeatures(feature('id'), feature('at'), { ...tags, CollectionType: 'List' }, vector('3')), /'tags' is Set of String and cannot become List of String/],
    ['makes a vector longer', withFeatures(feature('id'), feature('at'), tags, vector('4')), /'taste' is Vector of Fractional \(3\) and cannot become Vector of Fractional \(4\)/],
    ['tells records apart otherwise', said({ RecordIdentifierFeatureName: 'at' }), /RecordIdentifierFeatureName is 'id' and cannot become 'at'; give the new group another 'featureGroupName'/],
    ['takes another event time', said({ EventTimeFeatureName: 'id' }), /EventTimeFeatureName is 'at'/],
    ['describes it otherwise', said({ Description: 'Who likes what' }), /Description is none and cannot become 'Who likes what'/],
    ['takes another store', said({ OnlineStoreConfig: { EnableOnlineStore: 'true', StorageType: 'Standard' } }), /StorageType is 'InMemory'/],
    ['takes a key', said({ OnlineStoreConfig: { EnableOnlineStore: 'true', StorageType: 'InMemory', SecurityConfig: { KmsKeyId: 'arn:key' } } }), /KmsKeyId is none and cannot become 'arn:key'/],
  ])('that %s is refused, and the way back is open', async (_, properties, reason) => {
    const before = groups.groups;
    expect(await update(properties)).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'Taste', Reason: expect.stringMatching(reason) });
    expect(groups.groups).toEqual(before);
    expect(await update(said(), properties)).toMatchObject({ Status: 'SUCCESS' });
  });

  test('may go back to the features of before, as CloudFormation does when something else failed, and no further', async () => {
    const [first, second, third] = [said(), withFeatures(...FEATURES, feature('b')), withFeatures(...FEATURES, feature('b'), feature('c'))];
    await update(second, first);
    expect(await update(first, second)).toMatchObject({ Status: 'SUCCESS' });
    expect(names()).toEqual(['id', 'at', 'tags', 'taste', 'b']);
    await update(second, first);
    await update(third, second);
    expect(await update(first, third)).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining("'b' cannot be taken away") });
    expect(await update(second, third)).toMatchObject({ Status: 'SUCCESS' });
  });

  test('leaves features that the template never named, and takes them over when it names them', async () => {
    groups.of('Taste').features.push(feature('theirs', 'Integral'));
    expect(await update(withFeatures(...FEATURES, feature('b')))).toMatchObject({ Status: 'SUCCESS' });
    expect(await update(withFeatures(...FEATURES, feature('b'), feature('theirs', 'Integral')), withFeatures(...FEATURES, feature('b')))).toMatchObject({ Status: 'SUCCESS' });
    expect(groups.requests('UpdateFeatureGroup')).toHaveLength(1);
  });

  test('of a key that the service shows by another name is none while the template names it as before', async () => {
    const keyed = (KmsKeyId: string) => said({ OnlineStoreConfig: { EnableOnlineStore: 'true', StorageType: 'InMemory', SecurityConfig: { KmsKeyId }, TtlDuration: { Unit: 'Days', Value: '30' } } });
    groups.of('Taste').settings.OnlineStoreConfig.SecurityConfig = { KmsKeyId: 'arn:key/1' };
    expect(await update(keyed('arn:alias/a'), keyed('arn:alias/a'))).toMatchObject({ Status: 'SUCCESS' });
    expect(await update(keyed('arn:alias/b'), keyed('arn:alias/a'))).toMatchObject({ Status: 'FAILED' });
  });

  test('that the service does not take tells why, and one that failed before does not count', async () => {
    groups.failure = 'no capacity';
    expect(await update(withFeatures(...FEATURES, feature('b')))).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('could not be changed: no capacity') });
    groups.failure = undefined;
    expect(await update(withFeatures(...FEATURES, feature('b')))).toMatchObject({ Status: 'SUCCESS' });
  });

  test('of a group that somebody deleted is refused', async () => {
    groups.of('Taste').tags.clear();
    (groups as any).kept.delete('Taste');
    expect(await update(said())).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('is not there any more') });
  });

  test('of the name makes another group, and the old one goes when CloudFormation asks', async () => {
    const renamed = said({ FeatureGroupName: 'Flavour', Description: 'Who likes what' });
    expect(await update(renamed)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Flavour' });
    expect(groups.groups).toHaveLength(2);
    expect(await update(said(), renamed, 'Flavour')).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Taste' });
    expect(await remove('Flavour')).toMatchObject({ Status: 'SUCCESS' });
    expect(groups.groups).toEqual([expect.objectContaining({ name: 'Taste' })]);
  });

  test('of the name to one that cannot be made keeps the old group', async () => {
    groups.failure = 'no capacity';
    expect(await update(said({ FeatureGroupName: 'Flavour' }))).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'Taste' });
    expect(groups.requests('DeleteFeatureGroup')).toEqual([{ FeatureGroupName: 'Flavour' }]);
  });
});

describe('looks', () => {
  test.each([['AccessDeniedException', 'not authorized'], ['ThrottlingException', 'slow down'], ['ConflictException', 'somebody else'], ['ValidationException', 'it may be done']])(
    'go on after %s', async (name, message) => {
      let left = 1;
      groups.fault = (operation, moment) => {
        if (operation === 'CreateFeatureGroup' && moment === 'before' && left-- > 0) {
          throw awsError(name, message);
        }
      };
      expect(await create()).toMatchObject({ Status: 'SUCCESS' });
    },
  );

  test('end with what is refused twice', async () => {
    groups.fault = (operation) => {
      if (operation === 'CreateFeatureGroup') {
        throw awsError('ResourceLimitExceeded', '100 groups are there');
      }
    };
    expect(await create()).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'no group (Group)', Reason: expect.stringContaining('100 groups are there') });
    expect(groups.requests('CreateFeatureGroup')).toHaveLength(2);
  });

  test('leave what nobody knows to the machine, which looks again', async () => {
    groups.fault = () => {
      throw awsError('InternalServerError', 'oops');
    };
    const work = (await started({ RequestType: 'Create' }))!;
    await expect(look(work, new Date(time.now()).toISOString())).rejects.toThrow('oops');
    expect(box.answers).toEqual([]);
    await look(work, new Date(time.now()).toISOString(), undefined, { refusal: { Error: 'InternalServerError', Cause: 'oops' } });
    expect(box.answers).toEqual([expect.objectContaining({ Status: 'FAILED', PhysicalResourceId: 'no group (Group)', Reason: expect.stringContaining('InternalServerError: oops') })]);
  });

  test('come less often as time goes by, and tell CloudFormation before it gives up', async () => {
    groups.looksUntilDone = Infinity;
    const work = (await started({ RequestType: 'Create' }))!;
    const after = (seconds: number) => new Date(time.now() - seconds * 1_000).toISOString();
    const waits = [];
    for (const seconds of [0, 19, 20, 119, 120, 3_299]) {
      waits.push((await look(work, after(seconds))).waitSeconds);
    }
    expect(waits).toEqual([2, 2, 5, 5, 15, 15]);
    expect(box.answers).toEqual([]);
    expect(await look(work, after(3_300))).toMatchObject({ next: 'DONE' });
    expect(box.answers).toEqual([expect.objectContaining({ Status: 'FAILED', PhysicalResourceId: 'Taste', Reason: expect.stringContaining('is not ready yet (it is being made); deploy again') })]);
  });

  test('that die between any two requests are continued', async () => {
    const all = withFeatures(...FEATURES, ...extra(120));
    for (let killed = 1; killed <= 8; killed++) {
      groups.mock.restore();
      groups = new FakeFeatureGroups();
      let dead = 0;
      groups.fault = (_, moment, call) => {
        if (moment === 'after' && call === killed && dead++ < 3) {
          throw new Killed();
        }
      };
      expect(await create()).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Taste' });
      dead = 0;
      expect(await update(all)).toMatchObject({ Status: 'SUCCESS' });
      expect(names()).toEqual((all.FeatureDefinitions as any[]).map(({ FeatureName }) => FeatureName));
      dead = 0;
      expect(await remove()).toMatchObject({ Status: 'SUCCESS' });
      expect(groups.groups).toEqual([]);
    }
  });

  test('for a request that cannot be answered fail, without telling its URL', async () => {
    await expect(look({ request: { ResponseURL: box.url }, task: 'MAKE' }, 'now'))
      .rejects.toThrow('no proper StackId, RequestId, LogicalResourceId, PhysicalResourceId, task, featureGroupName, startTime');
    expect(JSON.stringify(log.lines)).not.toContain('signature');
  });
});

describe('the custom resource', () => {
  test('starts one machine for a request, and tells it what matters of the template before', async () => {
    sfn.on(StartExecutionCommand).rejects(awsError('ExecutionAlreadyExists'));
    const asked: Asked = { RequestType: 'Update', properties: said(), before: said(), RequestId: 'same' };
    const work = await started(asked);
    await started(asked);
    const [first, again] = sfn.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => input.name);
    expect(again).toBe(first);
    expect(work).toMatchObject({ task: 'CHANGE', featureGroupName: 'Taste', before: { features: ['id', 'at', 'tags', 'taste'], featuresHash: expect.stringMatching(/^[0-9a-f]{64}$/), tags: ['team'] } });
    expect(box.answers).toEqual([]);
  });

  test('deletes under its identity, whatever the template says', async () => {
    expect(await started({ RequestType: 'Delete', PhysicalResourceId: 'Old' })).toMatchObject({ task: 'DELETE', featureGroupName: 'Old' });
  });

  test('keeps nothing of a template before that made no sense, or spoke of another group', async () => {
    for (const before of [{ FeatureGroupName: 'Taste' }, said({ FeatureGroupName: 'Other' })]) {
      expect(await started({ RequestType: 'Update', before })).not.toHaveProperty('before');
    }
  });

  test.each<[string, object, RegExp]>([
    ['no machine', { StateMachineArn: '' }, /StateMachineArn must match/],
    ['a name that is none', { FeatureGroupName: 'a/b' }, /FeatureGroupName must match/],
    ['no features', { FeatureDefinitions: undefined }, /FeatureDefinitions must be a list, got nothing/],
    ['a type that is none', { FeatureDefinitions: [feature('id', 'Text')] }, /FeatureType must match/],
    ['a collection that is none', { FeatureDefinitions: [feature('id', 'String', { CollectionType: 'Bag' })] }, /CollectionType must match/],
    ['a dimension that is none', { FeatureDefinitions: [vector('2.5')] }, /Dimension must be a whole number from 1 on, got "2.5"/],
    ['no online store', { OnlineStoreConfig: { EnableOnlineStore: 'false' } }, /EnableOnlineStore must be true/],
    ['a tag without a value', { Tags: [{ Key: 'team' }] }, /Tags must have a Key and a Value/],
  ])('with %s is refused', async (_, more, reason) => {
    expect(await create(said(more))).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'no group (Group)', Reason: expect.stringMatching(reason) });
    expect(groups.mock.calls()).toHaveLength(0);
  });
});
