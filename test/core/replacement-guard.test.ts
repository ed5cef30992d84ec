import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnDomain, CfnFeatureGroup, type CfnFeatureGroupProps, CfnModel, CfnUserProfile } from 'aws-cdk-lib/aws-sagemaker';
import { App, CfnParameter, CfnResource, Stack, Stage } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ReplacementGuard } from '../../lib/core';
import facts from '../../lib/core/facts/stateful-resources.json';
import { Feature, FeatureGroup, Features } from '../../lib/features';
import { refusal } from '../support/reading';

let folder: string;
let lockFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guard-'));
  lockFile = join(folder, 'sagemaker.lock.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

type Build = (stack: Stack) => void;

/** An app with one stack, as one run of the CDK synthesises it. */
function run(build: Build, context: Record<string, unknown> = {}): Stack {
  const app = new App({ context });
  ReplacementGuard.apply(app, { lockFile });
  const stack = new Stack(app, 'Shop');
  build(stack);
  app.synth();
  return stack;
}

const record = (build: Build, what = 'all', more: Record<string, string> = {}) => run(build, { 'cdk-sagemaker-lifecycle:record': what, ...more });
const REPLACE = (path: string) => ({ 'cdk-sagemaker-lifecycle:replace': path });
const warnings = (stack: Stack) => Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ id, entry }) => `${id} ${entry.data as string}`);

const definitions = (...names: string[]) => names.map((featureName) => ({ featureName, featureType: 'String' }));
const GROUP: CfnFeatureGroupProps = {
  featureGroupName: 'customers', recordIdentifierFeatureName: 'id', eventTimeFeatureName: 'at', featureDefinitions: definitions('id', 'at', 'age'),
};
const group = (props: Partial<CfnFeatureGroupProps> = {}, id = 'Customers'): Build => (stack) => {
  new CfnFeatureGroup(stack, id, { ...GROUP, ...props });
};

describe('a change of a recorded feature group', () => {
  beforeEach(() => {
    record(group({ onlineStoreConfig: { EnableOnlineStore: true, TtlDuration: { Unit: 'Days', Value: 1 } } }));
  });
  const online = (more: object = {}) => ({ EnableOnlineStore: true, TtlDuration: { Unit: 'Days', Value: 1 }, ...more });

  test.each<[string, Partial<CfnFeatureGroupProps>, string]>([
    ['its event time', { eventTimeFeatureName: 'age' }, "EventTimeFeatureName: was 'at' when deployed, and is now 'age'"],
    ['its name', { featureGroupName: 'buyers' }, "FeatureGroupName: was 'customers' when deployed, and is now 'buyers'"],
    ['a description it did not have', { description: 'Buyers' }, "Description: was not there when deployed, and is now 'Buyers'"],
    ['the tier of its online store', { onlineStoreConfig: online({ StorageType: 'InMemory' }) }, "OnlineStoreConfig/StorageType: was not there when deployed"],
    ['its tags', { tags: [{ key: 'team', value: 'a' }] }, 'Tags: was not there when deployed, and is now [{"Key":"team","Value":"a"}]'],
  ])('fails for %s', (_, props, problem) => {
    const message = refusal(() => run(group({ onlineStoreConfig: online(), ...props })));
    expect(message).toContain(`StatefulReplacement  Shop/Customers\n  ${problem}`);
    expect(message).toContain('that replaces the feature group with one that has none of its records');
    expect(message).toContain('If it shall be replaced: -c cdk-sagemaker-lifecycle:replace=Shop/Customers');
  });

  test.each<[string, Partial<CfnFeatureGroupProps>]>([
    ['nothing at all', {}],
    ['its time to live', { onlineStoreConfig: online({ TtlDuration: { Unit: 'Hours', Value: 1 } }) }],
    ['its throughput', { throughputConfig: { throughputMode: 'OnDemand' } }],
    ['features at its end', { featureDefinitions: definitions('id', 'at', 'age', 'city', 'street') }],
  ])('is taken for %s', (_, props) => {
    expect(refusal(() => run(group({ onlineStoreConfig: online(), ...props })))).toBe('accepted');
  });

  test('names all that changes at once', () => {
    const message = refusal(() => run(group({ onlineStoreConfig: online(), eventTimeFeatureName: 'age', recordIdentifierFeatureName: 'at' })));
    expect(message).toContain('EventTimeFeatureName');
    expect(message).toContain('RecordIdentifierFeatureName');
  });

  test('is taken when that resource may be replaced, and no other', () => {
    const build = group({ onlineStoreConfig: online(), eventTimeFeatureName: 'age' });
    expect(refusal(() => run(build, REPLACE('Shop/Customers')))).toBe('accepted');
    expect(refusal(() => run(build, REPLACE('Shop/Custom')))).toContain('StatefulReplacement');
  });

  test('does not write the file by itself', () => {
    const before = readFileSync(lockFile, 'utf8');
    run(group({ onlineStoreConfig: online(), featureDefinitions: definitions('id', 'at', 'age', 'city') }));
    expect(readFileSync(lockFile, 'utf8')).toBe(before);
  });

  test('does not write a refused change even when told to record', () => {
    const before = readFileSync(lockFile, 'utf8');
    expect(refusal(() => record(group({ eventTimeFeatureName: 'age' })))).toContain('StatefulReplacement');
    expect(readFileSync(lockFile, 'utf8')).toBe(before);
  });

  test('is the new shape once it is recorded', () => {
    const build = group({ eventTimeFeatureName: 'age' });
    record(build, 'Shop/Customers', REPLACE('Shop/Customers'));
    expect(refusal(() => run(build))).toBe('accepted');
    expect(refusal(() => run(group()))).toContain("was 'age' when deployed, and is now 'at'");
  });
});

describe('the features of a recorded group', () => {
  const with_ = (...names: string[]) => group({ featureDefinitions: definitions(...names) });
  const many = (count: number) => ['id', 'at', 'age', ...Array.from({ length: count }, (_, index) => `f${index}`)];
  beforeEach(() => {
    record(with_('id', 'at', 'age'));
  });

  test.each<[string, Build, string]>([
    ['one that is removed', with_('id', 'at'), "entry 3 was 'age String' when deployed, and is now gone"],
    ['one that is renamed', with_('id', 'at', 'years'), "entry 3 was 'age String' when deployed, and is now 'years String'"],
    ['another order', with_('at', 'id', 'age'), "entry 1 was 'id String' when deployed, and is now 'at String'"],
    ['one put between', with_('id', 'city', 'at', 'age'), "entry 2 was 'at String' when deployed"],
    ['another type', group({ featureDefinitions: [...definitions('id', 'at'), { featureName: 'age', featureType: 'Integral' }] }), "is now 'age Integral'"],
    ['101 at once', with_(...many(101)), 'has 101 entries more than what was deployed, and one update may add 100'],
  ])('fail for %s', (_, build, problem) => {
    expect(refusal(() => run(build))).toContain(problem);
  });

  test('may be 100 more', () => {
    expect(refusal(() => run(with_(...many(100))))).toBe('accepted');
  });

  test('may be 200 more, recorded between', () => {
    record(with_(...many(100)));
    expect(refusal(() => run(with_(...many(200))))).toBe('accepted');
  });

  test('that were never deployed can be put right', () => {
    record(with_('id', 'at', 'years'), 'Shop/Customers', REPLACE('Shop/Customers'));
    expect(refusal(() => run(with_('id', 'at', 'years')))).toBe('accepted');
  });
});

describe('a feature group with lists', () => {
  const features = (...names: string[]) => ['id', 'at', ...names].map((FeatureName) => ({ FeatureName, FeatureType: 'String' }));
  const listed = (...more: object[]): Build => (stack) => {
    const properties = {
      FeatureGroupName: 'customers', RecordIdentifierFeatureName: 'id', EventTimeFeatureName: 'at', Tags: [], OnlineStoreConfig: { StorageType: 'InMemory' },
      FeatureDefinitions: [...features('age'), { FeatureName: 'tags', FeatureType: 'String', CollectionType: 'Set' }],
    };
    new CfnResource(stack, 'Customers', { type: 'Custom::SageMakerFeatureGroup', properties: Object.assign(properties, ...more) });
  };

  test('fails where CloudFormation has it until now, which lets nobody else have it', () => {
    record(group());
    const message = refusal(() => run(listed()));
    expect(message).toContain('StatefulTypeChanged  Shop/Customers\n  Type: was AWS::SageMaker::FeatureGroup when deployed, and is now Custom::SageMakerFeatureGroup');
    expect(message).toContain('make a second feature group beside this one, under another id and name, and bring the records over');
    expect(refusal(() => run(listed(), REPLACE('Shop/Customers')))).toBe('accepted');
    record(listed(), 'all', REPLACE('Shop/Customers'));
    expect(refusal(() => run(listed()))).toBe('accepted');
    expect(refusal(() => run(group()))).toContain('StatefulTypeChanged');
  });

  test.each<[string, object, RegExp]>([
    ['a description', { Description: 'Buyers' }, /StatefulReplacement/],
    ['another key', { OnlineStoreConfig: { StorageType: 'InMemory', SecurityConfig: { KmsKeyId: 'arn' } } }, /StatefulReplacement[^]*SecurityConfig/],
    ['a list in place of a set', { FeatureDefinitions: [...features('age'), { FeatureName: 'tags', FeatureType: 'String', CollectionType: 'List' }] }, /DeployedListChanged[^]*'tags String Set'[^]*'tags String List'/],
    ['a feature less', { FeatureDefinitions: features('age') }, /DeployedListChanged[^]*'tags String Set' when deployed, and is now gone/],
  ])('fails for %s', (_, change, message) => {
    record(listed());
    expect(refusal(() => run(listed(change)))).toMatch(message);
  });

  test.each<[string, object]>([
    ['tags', { Tags: [{ Key: 'team', Value: 'a' }] }],
    ['its time to live', { OnlineStoreConfig: { StorageType: 'InMemory', TtlDuration: { Unit: 'Days', Value: 1 } } }],
    ['101 features more, which the function adds in parts', {
      FeatureDefinitions: [...features('age'), { FeatureName: 'tags', FeatureType: 'String', CollectionType: 'Set' }, ...features(...Array.from({ length: 101 }, (_, n) => `f${n}`)).slice(2)],
    }],
  ])('is taken for %s', (_, change) => {
    record(listed());
    expect(refusal(() => run(listed(change)))).toBe('accepted');
  });
});

describe('a resource that moves', () => {
  beforeEach(() => {
    record(group());
  });
  const below: Build = (stack) => {
    new CfnFeatureGroup(new Construct(stack, 'Features'), 'Customers', GROUP);
  };

  test('fails, and names both places', () => {
    const message = refusal(() => run(below));
    expect(message).toContain('StatefulResourceMoved  Shop/Customers\n  Customers: is deployed and no longer in the app');
    expect(message).toContain("'Shop/Features/Customers' (FeaturesCustomers");
    expect(message).toContain("overrideLogicalId('Customers')");
  });

  test('is taken with its old id', () => {
    expect(refusal(() => run((stack) => {
      below(stack);
      (stack.node.findChild('Features').node.findChild('Customers') as CfnResource).overrideLogicalId('Customers');
    }))).toBe('accepted');
  });

  test('fails when it goes to another stack', () => {
    expect(refusal(() => run((stack) => group()(new Stack(stack.node.root, 'Other'))))).toContain("'Other/Customers' (Customers) is new");
  });

  test('is taken when it may go', () => {
    expect(refusal(() => run(below, REPLACE('Shop/Customers')))).toBe('accepted');
  });

  test('is pointed at when it goes and nothing of its kind comes', () => {
    const stack = run(() => undefined);
    expect(JSON.stringify(stack.node.root.node.metadata)).toContain('Shop/Customers: this feature group is deployed and no longer in the app');
    record(() => undefined, 'Shop/Customers');
    expect(JSON.stringify(run(() => undefined).node.root.node.metadata)).not.toContain('no longer in the app');
  });

  test('is not missed when its stack is not in the app', () => {
    const app = new App();
    ReplacementGuard.apply(app, { lockFile });
    group({}, 'Orders')(new Stack(app, 'Elsewhere'));
    expect(refusal(() => app.synth())).toBe('accepted');
  });
});

describe('a resource that is not recorded', () => {
  test('may be anything, with a word about recording it', () => {
    const stack = run(group());
    expect(warnings(stack)).toEqual([expect.stringContaining('/Shop/Customers nobody would notice a change that replaces it. Once it is deployed, run with '
      + '-c cdk-sagemaker-lifecycle:record=Shop/Customers')]);
    expect(existsSync(lockFile)).toBe(false);
  });

  test('is recorded alone when it is named alone', () => {
    record((stack) => {
      group()(stack);
      group({ featureGroupName: 'orders' }, 'Orders')(stack);
    }, 'Shop/Orders');
    expect(Object.keys(JSON.parse(readFileSync(lockFile, 'utf8')).stacks.Shop)).toEqual(['Orders']);
  });
});

describe('values that only CloudFormation knows', () => {
  const roleOf = (id: string): Build => (stack) => {
    const role = new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    group({ roleArn: role.roleArn })(stack);
  };

  test('are the same while they are written the same', () => {
    record(roleOf('Role'));
    expect(refusal(() => run(roleOf('Role')))).toBe('accepted');
  });

  test('differ when they come from elsewhere', () => {
    record(roleOf('Role'));
    expect(refusal(() => run(roleOf('Other')))).toMatch(/RoleArn: was \{"Fn::GetAtt":\["Role[^]*is now \{"Fn::GetAtt":\["Other/);
  });

  test('may come from another stack', () => {
    const twoStacks: Build = (stack) => group({ roleArn: new iam.Role(new Stack(stack.node.root, 'Roles'), 'Role', {
      assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com'),
    }).roleArn })(stack);
    record(twoStacks);
    expect(refusal(() => run(twoStacks))).toBe('accepted');
  });

  test('may be names of features', () => {
    const named: Build = (stack) => group({ featureDefinitions: definitions('id', 'at', new CfnParameter(stack, 'Third').valueAsString) })(stack);
    record(named);
    expect(refusal(() => run(named))).toBe('accepted');
    expect(refusal(() => run(group()))).toContain(`entry 3 was '{"Ref":"Third"} String' when deployed`);
  });
});

describe('a domain', () => {
  const domain = (props: object = {}): Build => (stack) => {
    const made = new CfnDomain(stack, 'Studio', { authMode: 'IAM', domainName: 'team', vpcId: 'vpc-1', subnetIds: ['a'], defaultUserSettings: { executionRole: 'r' }, ...props });
    new CfnUserProfile(stack, 'Ann', { domainId: made.ref, userProfileName: 'ann' });
  };

  test('that is replaced fails', () => {
    record(domain());
    expect(refusal(() => run(domain({ authMode: 'SSO' })))).toContain("AuthMode: was 'IAM' when deployed, and is now 'SSO': that replaces the domain");
  });

  test('that may be replaced is pointed at, since the sources disagree', () => {
    record(domain());
    const stack = run(domain({ subnetIds: ['a', 'b'] }));
    expect(warnings(stack)).toEqual([expect.stringContaining('/Shop/Studio SubnetIds: was ["a"] when deployed, and is now ["a","b"]')]);
  });

  test('that moves takes its people with it, and both are named', () => {
    record(domain());
    const message = refusal(() => run((stack) => domain()(new Construct(stack, 'Deeper') as Stack)));
    expect(message).toContain('StatefulResourceMoved  Shop/Studio');
    expect(message).toContain('StatefulResourceMoved  Shop/Ann');
  });
});

test('the library\'s own group is guarded under the path of its construct', () => {
  const own = (eventTime: string): Build => (stack) => {
    const features = Features.of([Feature.string('id'), Feature.string('at'), Feature.string('since')]);
    new FeatureGroup(stack, 'Customers', { recordIdentifier: 'id', eventTime, features });
  };
  record(own('at'));
  expect(refusal(() => run(own('at')))).toBe('accepted');
  expect(refusal(() => run(own('since')))).toContain('StatefulReplacement  Shop/Customers\n  EventTimeFeatureName');
});

test('resources of other kinds come and go', () => {
  record((stack) => new CfnModel(stack, 'Model', { executionRoleArn: 'a' }));
  expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toEqual({ version: 1, stacks: {} });
  expect(refusal(() => run(() => undefined))).toBe('accepted');
});

test('the stages of an app are guarded apart', () => {
  const stages = (eventTimeFeatureName: string, context: Record<string, unknown> = {}) => {
    const app = new App({ context });
    ReplacementGuard.apply(app, { lockFile });
    group()(new Stack(new Stage(app, 'Test'), 'Shop'));
    group({ eventTimeFeatureName })(new Stack(new Stage(app, 'Prod'), 'Shop'));
    return app.synth();
  };
  stages('at', { 'cdk-sagemaker-lifecycle:record': 'all' });
  expect(refusal(() => stages('at'))).toBe('accepted');
  expect(refusal(() => stages('age'))).toContain('StatefulReplacement  Prod/Shop/Customers');
});

test.each(['', '{"version":2,"stacks":{}}', '<<<<<<< HEAD'])('fails for a file that reads %p', (text) => {
  writeFileSync(lockFile, text);
  expect(refusal(() => run(group()))).toMatch(/LockFileBroken[^]*Restore it from version control/);
});

test('the file is the same whatever the order of constructs, and reads well', () => {
  record((stack) => {
    group()(stack);
    group({ featureGroupName: 'b' }, 'B')(stack);
  });
  const first = readFileSync(lockFile, 'utf8');
  record((stack) => {
    group({ featureGroupName: 'b' }, 'B')(stack);
    group()(stack);
  });
  expect(readFileSync(lockFile, 'utf8')).toBe(first);
  expect(JSON.parse(first).stacks.Shop.Customers).toEqual({
    type: 'AWS::SageMaker::FeatureGroup',
    path: 'Shop/Customers',
    properties: {
      EventTimeFeatureName: 'at', FeatureGroupName: 'customers', RecordIdentifierFeatureName: 'id', FeatureDefinitions: ['id String', 'at String', 'age String'],
    },
  });
});

test.each(Object.entries(facts))('%s is known by properties that replace it, and none of them is doubted', (_, kind: { replaces: string[]; mayReplace?: string[] }) => {
  expect(kind.replaces.length).toBeGreaterThan(0);
  expect(kind.replaces.filter((path) => kind.mayReplace?.includes(path))).toEqual([]);
});
