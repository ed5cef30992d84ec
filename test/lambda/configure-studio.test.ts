import { customResourceHandler } from '../../lambda/shared/custom-resource';
import { StudioSettingsResource } from '../../lambda/configure-studio/settings-resource';
import { AnswerBox } from './support/answer-box';
import { expectRequestsTheApiTakes } from './support/api-model';
import { Killed } from './support/fake-sagemaker';
import { FakeStudioSettings, type Taking } from './support/fake-studio-settings';
import { FakeTime } from './support/fake-time';
import { awsError, invocation, keptLog } from './support/invocation';

const DOMAIN = 'd-abcd1234efgh';
const CANVAS = { DirectDeploySettings: { Status: 'ENABLED' }, WorkspaceSettings: { S3ArtifactPath: 's3://work' } };
const EMR = { AssumableRoleArns: ['arn:aws:iam::210987654321:role/find-clusters'], ExecutionRoleArns: [] as string[] };
const Q = { Status: 'ENABLED' };
const APP = { DefaultResourceSpec: { InstanceType: 'ml.t3.medium' }, CodeRepositories: [{ RepositoryUrl: 'https://github.com/team/project' }] };

const all = {
  UserSettings: { CanvasAppSettings: CANVAS, JupyterLabAppSettings: { EmrSettings: EMR } },
  SpaceSettings: { JupyterLabAppSettings: { EmrSettings: EMR } },
  DomainSettings: { AmazonQSettings: Q },
};

let box: AnswerBox;
let studio: FakeStudioSettings;
let time: FakeTime;
let log: ReturnType<typeof keptLog>;

beforeAll(async () => {
  box = await AnswerBox.open();
});
afterAll(() => box.close());
beforeEach(() => {
  box.received.length = 0;
  studio = new FakeStudioSettings();
  studio.keep(DOMAIN, { DefaultUserSettings: { ExecutionRole: 'arn:role', JupyterLabAppSettings: APP }, DefaultSpaceSettings: { JupyterLabAppSettings: APP } });
  time = new FakeTime();
  log = keptLog();
});
afterEach(() => {
  expectRequestsTheApiTakes(studio.mock, 'sagemaker');
  studio.mock.restore();
});

const said = (Settings: object, more: object = {}) => ({ DomainId: DOMAIN, Settings, ...more });

function request(RequestType: 'Create' | 'Update' | 'Delete', properties: object, oldProperties?: object, PhysicalResourceId = DOMAIN) {
  return {
    RequestType,
    ResponseURL: box.url,
    StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/team/5d0e6a10',
    RequestId: '11111111-1111-4111-8111-111111111111',
    LogicalResourceId: 'Settings',
    ResourceType: 'Custom::SageMakerStudioSettings',
    ...(RequestType !== 'Create' && { PhysicalResourceId }),
    ...(oldProperties && { OldResourceProperties: { ServiceToken: 'arn', ...oldProperties } }),
    ResourceProperties: { ServiceToken: 'arn', WrittenAfter: { DomainName: 'team' }, ...properties },
  };
}

/** Lets the handler do one request and returns what CloudFormation was told. */
async function answerTo(event: object, remainingMs?: number) {
  const handler = customResourceHandler(new StudioSettingsResource(studio.client, time), log.makeLog, time);
  studio.restart();
  await handler(event, invocation(remainingMs));
  return box.answers.at(-1);
}

const create = (settings: object, more?: object) => answerTo(request('Create', said(settings, more)));
const update = (before: object, after: object) => answerTo(request('Update', said(after), said(before)));
const remove = (settings: object) => answerTo(request('Delete', said(settings)));
const written = () => studio.requests('UpdateDomain');

describe('what the template says', () => {
  test('is written in one request, each setting with the members that it has already', async () => {
    expect(await create(all)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: DOMAIN });
    expect(written()).toEqual([{
      DomainId: DOMAIN,
      DefaultUserSettings: { CanvasAppSettings: CANVAS, JupyterLabAppSettings: { ...APP, EmrSettings: EMR } },
      DefaultSpaceSettings: { JupyterLabAppSettings: { ...APP, EmrSettings: EMR } },
      DomainSettingsForUpdate: { AmazonQSettings: Q },
    }]);
    expect(studio.of(DOMAIN).DefaultUserSettings.ExecutionRole).toBe('arn:role');
  });

  test('is not written again when it is there, and what is missing is written alone', async () => {
    await create(all);
    await update(all, all);
    expect(written()).toHaveLength(1);
    delete studio.of(DOMAIN).DefaultUserSettings.JupyterLabAppSettings.EmrSettings;
    await update(all, all);
    expect(written()).toHaveLength(2);
    expect(written()[1]).toEqual({ DomainId: DOMAIN, DefaultUserSettings: { JupyterLabAppSettings: { ...APP, EmrSettings: EMR } } });
  });

  test('leaves members that somebody else set', async () => {
    studio.of(DOMAIN).DefaultUserSettings.CanvasAppSettings = { KendraSettings: { Status: 'ENABLED' } };
    await create({ UserSettings: { CanvasAppSettings: CANVAS } });
    expect(studio.of(DOMAIN).DefaultUserSettings.CanvasAppSettings).toEqual({ KendraSettings: { Status: 'ENABLED' }, ...CANVAS });
  });

  test('of one person is written to the profile', async () => {
    studio.keep(`${DOMAIN}/ana`, { UserSettings: { ExecutionRole: 'arn:own' } });
    const answer = await create({ UserSettings: { CanvasAppSettings: CANVAS } }, { UserProfileName: 'ana' });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: `${DOMAIN}/user-profile/ana` });
    expect(studio.of(`${DOMAIN}/ana`)).toEqual({ UserSettings: { ExecutionRole: 'arn:own', CanvasAppSettings: CANVAS } });
    expect(written()).toEqual([]);
  });
});

describe.each<Taking>(['as a whole', 'member by member'])('what the template says no longer, where the service takes settings %s,', (taking) => {
  beforeEach(() => {
    studio.taking = taking;
  });

  test('is switched off where it can be, and the rest stays as it was', async () => {
    await create(all);
    expect(await update(all, { UserSettings: { CanvasAppSettings: { WorkspaceSettings: CANVAS.WorkspaceSettings } } })).toMatchObject({ Status: 'SUCCESS' });
    const none = { AssumableRoleArns: [], ExecutionRoleArns: [] };
    expect(studio.of(DOMAIN)).toEqual({
      DefaultUserSettings: {
        ExecutionRole: 'arn:role', JupyterLabAppSettings: { ...APP, EmrSettings: none },
        CanvasAppSettings: { WorkspaceSettings: CANVAS.WorkspaceSettings, DirectDeploySettings: { Status: 'DISABLED' } },
      },
      DefaultSpaceSettings: { JupyterLabAppSettings: { ...APP, EmrSettings: none } },
      DomainSettings: { AmazonQSettings: { Status: 'DISABLED' } },
    });
  });

  test('is switched off, all of it, when empty roles of EMR take its place', async () => {
    await create(all);
    const none = { AssumableRoleArns: [], ExecutionRoleArns: [] };
    expect(await update(all, { UserSettings: { JupyterLabAppSettings: { EmrSettings: none } } })).toMatchObject({ Status: 'SUCCESS' });
    expect(studio.of(DOMAIN)).toEqual({
      DefaultUserSettings: {
        ExecutionRole: 'arn:role', JupyterLabAppSettings: { ...APP, EmrSettings: none },
        CanvasAppSettings: expect.objectContaining({ DirectDeploySettings: { Status: 'DISABLED' } }),
      },
      DefaultSpaceSettings: { JupyterLabAppSettings: { ...APP, EmrSettings: none } },
      DomainSettings: { AmazonQSettings: { Status: 'DISABLED' } },
    });
  });

  test('is left out where the API has no word for it', async () => {
    const tuning = { CanvasAppSettings: { GenerativeAiSettings: { AmazonBedrockRoleArn: 'arn:aws:iam::123456789012:role/tune' }, IdentityProviderOAuthSettings: [{ Status: 'ENABLED' }] } };
    await create({ UserSettings: tuning });
    await update({ UserSettings: tuning }, { UserSettings: { CanvasAppSettings: {} } });
    expect(written().at(-1)).toEqual({ DomainId: DOMAIN, DefaultUserSettings: { CanvasAppSettings: { IdentityProviderOAuthSettings: [] } } });
  });

  test('goes when the resource does and the domain stays', async () => {
    await create(all);
    expect(await remove(all)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: DOMAIN });
    expect(studio.of(DOMAIN).DefaultUserSettings.CanvasAppSettings.DirectDeploySettings).toEqual({ Status: 'DISABLED' });
    expect(studio.of(DOMAIN).DomainSettings.AmazonQSettings).toEqual({ Status: 'DISABLED' });
  });
});

describe('when the resource is deleted', () => {
  test.each(['Deleting', 'Delete_Failed', 'Failed'])('a domain that is %s is left alone', async (status) => {
    studio.become(DOMAIN, status);
    expect(await remove(all)).toMatchObject({ Status: 'SUCCESS' });
    expect(written()).toEqual([]);
  });

  test('a domain that is gone needs nothing, also when it goes meanwhile', async () => {
    studio.fault = (operation, moment) => {
      if (operation === 'UpdateDomain' && moment === 'before') {
        studio.forget(DOMAIN);
      }
    };
    studio.of(DOMAIN).DefaultUserSettings.CanvasAppSettings = CANVAS;
    expect(await remove(all)).toMatchObject({ Status: 'SUCCESS' });
    expect(await remove(all)).toMatchObject({ Status: 'SUCCESS' });
  });

  test('one whose creation failed asks nothing of the service', async () => {
    expect(await answerTo(request('Delete', said(all), undefined, 'no settings (Settings)'))).toMatchObject({ Status: 'SUCCESS' });
    expect(studio.mock.calls()).toHaveLength(0);
  });

  test('a refusal is told while the domain is there', async () => {
    studio.of(DOMAIN).DefaultUserSettings.CanvasAppSettings = CANVAS;
    studio.fault = (operation) => {
      if (operation === 'UpdateDomain') {
        throw awsError('ValidationException', 'no such setting');
      }
    };
    expect(await remove(all)).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('no such setting') });
  });
});

describe('a domain that is busy', () => {
  test('is waited for, before and after', async () => {
    studio.become(DOMAIN, 'Updating', 3);
    studio.looksUntilDone = 4;
    expect(await create(all)).toMatchObject({ Status: 'SUCCESS' });
    expect(time.sleeps.length).toBeGreaterThanOrEqual(6);
  });

  test('is looked at anew when somebody else was faster', async () => {
    let others = 1;
    studio.fault = (operation, moment) => {
      if (operation === 'UpdateDomain' && moment === 'before' && others-- > 0) {
        studio.of(DOMAIN).DefaultUserSettings.JupyterLabAppSettings = { ...APP, CodeRepositories: [] };
        throw awsError('ResourceInUse', 'is being updated');
      }
    };
    await create(all);
    expect(studio.of(DOMAIN).DefaultUserSettings.JupyterLabAppSettings).toEqual({ ...APP, CodeRepositories: [], EmrSettings: EMR });
  });

  test('for too long is told before the time is over', async () => {
    studio.become(DOMAIN, 'Updating');
    expect(await create(all)).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/still being changed; deploy again to go on/) });
  });

  test('that does not take the settings tells why', async () => {
    studio.ending = 'Update_Failed';
    expect(await create(all)).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/did not take the settings: a role cannot be assumed/) });
    studio.ending = 'InService';
    expect(await create(all)).toMatchObject({ Status: 'SUCCESS' });
  });

  test('and failed for good takes none', async () => {
    studio.become(DOMAIN, 'Failed');
    expect(await create(all)).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/takes no settings: it is 'Failed'/) });
  });

  test('that shows settings otherwise is warned of after a minute', async () => {
    const original = studio.of(DOMAIN);
    studio.fault = (operation, moment) => {
      if (operation === 'UpdateDomain' && moment === 'after') {
        studio.keep(DOMAIN, original);
      }
    };
    expect(await create(all)).toMatchObject({ Status: 'SUCCESS' });
    expect(log.lines.find(({ level }) => level === 'WARN')).toMatchObject({ settings: expect.arrayContaining(['DomainSettings.AmazonQSettings']) });
  });
});

test.each([['AccessDeniedException', 'not authorized'], ['ThrottlingException', 'slow down'], ['ResourceNotFound', 'no such domain']])(
  '%s that passes is tried again', async (name, message) => {
    let left = 3;
    studio.fault = (_, moment) => {
      if (moment === 'before' && left-- > 0) {
        throw awsError(name, message);
      }
    };
    expect(await create(all)).toMatchObject({ Status: 'SUCCESS' });
  },
);

test('a function that dies between any two requests is continued by the next', async () => {
  for (let call = 1; call <= 4; call++) {
    studio.keep(DOMAIN, { DefaultUserSettings: { JupyterLabAppSettings: APP } });
    studio.fault = (_, moment, number) => {
      if (moment === 'after' && number === call) {
        throw new Killed();
      }
    };
    await create(all);
    studio.fault = () => undefined;
    expect(await create(all)).toMatchObject({ Status: 'SUCCESS' });
    expect(studio.of(DOMAIN).DefaultUserSettings.JupyterLabAppSettings).toEqual({ ...APP, EmrSettings: EMR });
  }
});

test.each<[string, object, RegExp]>([
  ['no id of a domain', { DomainId: 'team', Settings: {} }, /DomainId must match/],
  ['a name that is none', { DomainId: DOMAIN, UserProfileName: 'a/b', Settings: {} }, /UserProfileName must match/],
  ['no settings', { DomainId: DOMAIN }, /Settings must be settings by their place and name, got nothing/],
  ['settings that are none', { DomainId: DOMAIN, Settings: { UserSettings: { CanvasAppSettings: 'on' } } }, /Settings must be/],
  ['settings of a place that is none', { DomainId: DOMAIN, Settings: { AppSettings: {} } }, /may hold UserSettings, SpaceSettings, DomainSettings, got AppSettings/],
  ["a person's settings of the domain", { DomainId: DOMAIN, UserProfileName: 'ana', Settings: { DomainSettings: {} } }, /may hold UserSettings, got DomainSettings/],
])('a request with %s is refused', async (_, properties, reason) => {
  expect(await answerTo(request('Create', properties))).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(reason) });
  expect(studio.mock.calls()).toHaveLength(0);
});

test('what an earlier template said of another domain, or what made no sense, counts for nothing', async () => {
  studio.of(DOMAIN).DefaultUserSettings.CanvasAppSettings = CANVAS;
  await answerTo(request('Update', said({}), { DomainId: 'd-other', Settings: all }));
  await answerTo(request('Update', said({}), { DomainId: DOMAIN, Settings: 'all' }));
  expect(written()).toEqual([]);
});
