import { Annotations } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, CfnParameter, Duration, Lazy, RemovalPolicy, Stack, Tags, Token, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  CollectionType, Feature, FeatureDataset, FeatureGroup, type FeatureGroupProps, FeatureGroupManager, Features, FeatureType, OnlineStore, Throughput,
} from '../../lib/features';
import { S3Source } from '../../lib/core';
import { refusal, text } from '../support/reading';
import { CUSTOMER_FEATURES, customers, Match, newStack, Template } from './support';

const MANAGED = 'Custom::SageMakerFeatureGroup';
const COLLECTIONS = [Feature.list('seen', FeatureType.INTEGRAL), Feature.set('tags', FeatureType.STRING), Feature.vector('taste', 3)];

/** A group in memory with a list, a set and a vector. */
function tasteful(scope: Stack, props: Partial<FeatureGroupProps> = {}): FeatureGroup {
  return customers(scope, { features: CUSTOMER_FEATURES.with(...COLLECTIONS), online: OnlineStore.inMemory(), ...props });
}

const managed = (stack: Stack): any => Object.values(Template.fromStack(stack).findResources(MANAGED))[0];
const refused = (props: Partial<FeatureGroupProps>) => refusal(() => tasteful(newStack(), props));

describe('a group with lists, sets or a vector', () => {
  test('is made by a function, with what CloudFormation has no word for', () => {
    const stack = newStack();
    tasteful(stack, { featureGroupName: 'Taste', description: 'Who likes what', tags: { team: 'growth' }, online: OnlineStore.inMemory({ timeToLive: Duration.days(30) }) });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::SageMaker::FeatureGroup', 0);
    template.resourceCountIs('AWS::S3::Bucket', 0);
    expect(managed(stack).Properties).toEqual({
      ServiceToken: { 'Fn::GetAtt': [expect.stringMatching(/^SageMakerFeatureGroupManagerHandler/), 'Arn'] },
      StateMachineArn: { 'Fn::GetAtt': [expect.stringMatching(/^SageMakerFeatureGroupManagerMachine/), 'Arn'] },
      FeatureGroupName: 'Taste',
      RecordIdentifierFeatureName: 'customer_id',
      EventTimeFeatureName: 'updated_at',
      FeatureDefinitions: [
        { FeatureName: 'customer_id', FeatureType: 'String' },
        { FeatureName: 'updated_at', FeatureType: 'String' },
        { FeatureName: 'age', FeatureType: 'Integral' },
        { FeatureName: 'seen', FeatureType: 'Integral', CollectionType: 'List' },
        { FeatureName: 'tags', FeatureType: 'String', CollectionType: 'Set' },
        { FeatureName: 'taste', FeatureType: 'Fractional', CollectionType: 'Vector', CollectionConfig: { VectorConfig: { Dimension: 3 } } },
      ],
      OnlineStoreConfig: { EnableOnlineStore: true, StorageType: 'InMemory', TtlDuration: { Unit: 'Days', Value: 30 } },
      Description: 'Who likes what',
      Tags: [{ Key: 'team', Value: 'growth' }],
    });
  });

  test.each(COLLECTIONS)('is one as soon as there is $collection', (feature) => {
    const stack = newStack();
    tasteful(stack, { features: CUSTOMER_FEATURES.with(feature) });
    Template.fromStack(stack).resourceCountIs(MANAGED, 1);
  });

  test('leaves one without them to CloudFormation, also in memory', () => {
    const stack = newStack();
    customers(stack, { online: OnlineStore.inMemory() });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::SageMaker::FeatureGroup', 1);
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('has the logical id that CloudFormation\'s own would have, so that none changes hands unseen', () => {
    const [plain, stack] = [newStack(), newStack()];
    customers(plain, { online: OnlineStore.inMemory() });
    tasteful(stack);
    expect(Object.keys(Template.fromStack(stack).findResources(MANAGED))).toEqual(Object.keys(Template.fromStack(plain).findResources('AWS::SageMaker::FeatureGroup')));
  });

  test.each([[undefined, 'RetainExceptOnCreate', 'Retain'], [RemovalPolicy.DESTROY, 'Delete', 'Delete']])(
    'is kept or deleted as the removal policy says: %s', (removalPolicy, DeletionPolicy, UpdateReplacePolicy) => {
      const stack = newStack();
      tasteful(stack, { removalPolicy });
      expect(managed(stack)).toMatchObject({ DeletionPolicy, UpdateReplacePolicy });
    },
  );

  test('gets no tags of outer scopes, as other groups', () => {
    const stack = newStack();
    tasteful(stack);
    Tags.of(stack).add('stage', 'test');
    expect(managed(stack).Properties.Tags).toEqual([]);
  });

  test('is clean for cdk-nag, with a key too', () => {
    const app = new App();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const stack = new Stack(app, 'Shop');
    tasteful(stack, { encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }) });
    expect(() => app.synth()).not.toThrow();
  });
});

describe('what makes it', () => {
  /** Statements of the policies whose ids match. */
  const statements = (stack: Stack, id: RegExp) => Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .filter(([name]) => id.test(name)).flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .map(({ Action, Resource }) => ({ actions: [Action].flat(), resources: [Resource].flat().map(text) }));

  test('may make, change, tag and delete this group alone, by its name in lower case', () => {
    const stack = newStack();
    tasteful(stack, { featureGroupName: 'Taste' });
    expect(statements(stack, /^CustomersManagement/)).toEqual([{
      actions: [
        'sagemaker:AddTags', 'sagemaker:CreateFeatureGroup', 'sagemaker:DeleteFeatureGroup', 'sagemaker:DeleteTags', 'sagemaker:DescribeFeatureGroup', 'sagemaker:ListTags',
        'sagemaker:UpdateFeatureGroup',
      ],
      resources: [expect.stringMatching(/:sagemaker:.*:feature-group\/taste$/)],
    }]);
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).not.toContain('iam:PassRole');
  });

  test('may use the key of the online store as AWS asks of whoever makes a group', () => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Key');
    tasteful(stack, { encryptionKey: key });
    expect(managed(stack).Properties.OnlineStoreConfig.SecurityConfig).toEqual({ KmsKeyId: stack.resolve(key.keyArn) });
    const [, onKey, onAll] = statements(stack, /^CustomersManagement/);
    expect(onKey).toEqual({
      actions: ['CreateGrant', 'Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ListGrants', 'ReEncryptFrom', 'ReEncryptTo', 'RetireGrant', 'RevokeGrant'].map((each) => `kms:${each}`),
      resources: [expect.stringContaining('Key')],
    });
    expect(onAll).toEqual({ actions: ['kms:ListAliases'], resources: ['*'] });
  });

  test('gets its permission before the group is made, and loses it after the group is gone', () => {
    const stack = newStack();
    tasteful(stack);
    expect(managed(stack).DependsOn).toEqual(expect.arrayContaining([/^CustomersManagement/, /^SageMakerFeatureGroupManagerStart/, /^SageMakerFeatureGroupManagerMachine/]
      .map((id) => expect.stringMatching(id))));
    const policies = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith("CustomersManagement"));
    expect(policies.map(([, { DeletionPolicy }]) => DeletionPolicy)).toEqual([undefined]);
  });

  test('is one for all groups of a stack, or another stack\'s', () => {
    const stack = newStack();
    const props = { recordIdentifier: 'customer_id', eventTime: 'updated_at', features: CUSTOMER_FEATURES.with(Feature.vector('v', 2)), online: OnlineStore.inMemory() };
    new FeatureGroup(stack, 'One', props);
    new FeatureGroup(stack, 'Two', props);
    const elsewhere = new Stack(stack.node.root, 'Elsewhere');
    new FeatureGroup(elsewhere, 'Three', { ...props, manager: new FeatureGroupManager(stack, 'Mine') });
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 2);
    Template.fromStack(elsewhere).resourceCountIs('AWS::Lambda::Function', 0);
    Template.fromStack(elsewhere).hasResourceProperties('AWS::IAM::Policy', { Roles: [{ 'Fn::ImportValue': Match.stringLikeRegexp('^Shop:.*MineHandlerRole') }] });
  });

  test('waits between looks and is told what it answered before, without a word in the log of what it was given', () => {
    const stack = newStack();
    tasteful(stack);
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'));
    const { States } = JSON.parse(text(Properties.DefinitionString));
    expect(States.Look.Parameters.Payload).toEqual({ 'work.$': '$$.Execution.Input', 'startTime.$': '$$.Execution.StartTime', 'before.$': '$' });
    expect([States.Begin.Next, States.Look.Next, States.IsItDone.Choices[0].Next, States.Wait.Next, States.IsItDone.Default]).toEqual(['Look', 'IsItDone', 'Wait', 'Look', 'Done']);
    expect(Properties.LoggingConfiguration.IncludeExecutionData).toBe(false);
  });
});

describe('is a group like any other:', () => {
  test('its name and ARN lead to it, and principals are let in', () => {
    const stack = newStack();
    const group = tasteful(stack, { featureGroupName: 'Taste' });
    group.grants.read(new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }));
    const [id] = Object.keys(Template.fromStack(stack).findResources(MANAGED));
    expect(stack.resolve(group.featureGroupName)).toEqual({ Ref: id });
    expect(text(stack.resolve(group.featureGroupArn))).toMatch(new RegExp(`:feature-group/.*${id}`));
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: ['sagemaker:GetRecord', 'sagemaker:BatchGetRecord', 'sagemaker:DescribeFeatureGroup'] })]) },
    });
  });

  test('in another stack its name is known', () => {
    const stack = newStack();
    const group = tasteful(stack, { featureGroupName: 'Taste' });
    const other = new Stack(stack.node.root, 'Other');
    new sns.Topic(other, 'Topic', { displayName: group.featureGroupName });
    expect(Object.values(Template.fromStack(other).findResources('AWS::SNS::Topic'))[0].Properties.DisplayName).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Shop:ExportsOutputRef/) });
  });

  test('alarms, shares and words about features come after it', () => {
    const stack = newStack();
    const group = tasteful(stack, { features: CUSTOMER_FEATURES.with(Feature.list('seen', FeatureType.STRING, { description: 'Last pages' })), encryptionKey: new kms.Key(stack, 'Key') });
    expect(group.addAlarms()).toHaveLength(4);
    group.shareWith('111122223333');
    const template = Template.fromStack(stack);
    const [id] = Object.keys(template.findResources(MANAGED));
    template.hasResource('AWS::RAM::ResourceShare', { DependsOn: [id] });
    template.hasResourceProperties('Custom::SageMakerFeatureDescriptions', { FeatureGroupName: { Ref: id }, Features: [{ FeatureName: 'seen', Description: 'Last pages' }] });
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test('it has no history to train on', () => {
    expect(refusal(() => FeatureDataset.of(tasteful(newStack()), { from: S3Source.fromUri('s3://raw/') }))).toContain('DatasetWithoutOfflineStore');
  });
});

describe('refuses', () => {
  const token = Token.asNumber({ Ref: 'Dimension' });

  test.each<[string, Partial<FeatureGroupProps>, RegExp]>([
    ['lists of a group that is not in memory', { online: undefined }, /CollectionNotInMemory {2}Shop\/Customers\n {2}online: .*\["seen","tags","taste"\]/],
    ['lists of a group without online store', { online: OnlineStore.none() }, /CollectionNotInMemory/],
    ['a list as identifier', { features: Features.of([Feature.list('customer_id', FeatureType.STRING), Feature.string('updated_at')]) }, /CollectionAsIdentity {2}Shop\/Customers\n {2}recordIdentifier: .* is a List/],
    ['a vector as event time', { features: Features.of([Feature.string('customer_id'), Feature.vector('updated_at', 1)]) }, /CollectionAsIdentity {2}Shop\/Customers\n {2}eventTime: .* is a Vector/],
    ['a vector without values', { features: CUSTOMER_FEATURES.with(Feature.vector('v', 0)) }, /DimensionRange {2}Shop\/Customers\n {2}v\.dimension: .*from 1 to 8192/],
    ['a vector of 8,193 values', { features: CUSTOMER_FEATURES.with(Feature.vector('v', 8193)) }, /DimensionRange/],
    ['a vector of two and a half values', { features: CUSTOMER_FEATURES.with(Feature.vector('v', 2.5)) }, /DimensionWhole/],
    ['two vectors', { features: CUSTOMER_FEATURES.with(Feature.vector('v', 2), Feature.vector('w', 2)) }, /VectorRepeated.*\n.*\["v","w"\]/],
    ['more features than an update carries', { features: many(1_650) }, /FeatureDefinitionsSize/],
    ['throughput of its own', { throughput: Throughput.provisioned({ readUnits: 1, writeUnits: 1 }) }, /InMemoryThroughput/],
  ])('%s', (_, props, message) => {
    expect(refused(props)).toMatch(message);
  });

  test.each<[string, Partial<FeatureGroupProps>]>([
    ['a vector of one value', { features: CUSTOMER_FEATURES.with(Feature.vector('v', 1)) }],
    ['a vector of 8,192 values', { features: CUSTOMER_FEATURES.with(Feature.vector('v', 8192)) }],
    ['a dimension that is not known yet', { features: CUSTOMER_FEATURES.with(Feature.vector('v', token)) }],
    ['a vector beside lists of numbers', { features: CUSTOMER_FEATURES.with(Feature.vector('v', 2), Feature.list('w', FeatureType.FRACTIONAL)) }],
    ['as many features as an update carries', { features: many(1_550) }],
    ['names that are not known yet', { features: CUSTOMER_FEATURES.with(Feature.set(Lazy.string({ produce: () => 'later' }), FeatureType.STRING)), featureGroupName: new CfnParameter(newStack(), 'Name').valueAsString }],
  ])('not %s', (_, props) => {
    expect(refused(props)).toBe('accepted');
  });

  /** Features of some 60 bytes each. */
  function many(count: number): Features {
    return Features.of([
      Feature.string('customer_id'), Feature.string('updated_at'), Feature.vector('taste', 3),
      ...Array.from({ length: count - 3 }, (_, n) => Feature.fractional(`${n}`.padStart(16, 'f'))),
    ]);
  }
});

test('a collection says what it is, and keeps it when it is described', () => {
  const features = CUSTOMER_FEATURES.with(...COLLECTIONS).describe('taste', { description: 'What they like' });
  const [, , , seen, tags, taste] = features._resolve(newStack(), 'updated_at');
  expect([seen, tags, taste].map(({ collection, type, dimension }) => [collection, type, dimension])).toEqual([
    [CollectionType.LIST, FeatureType.INTEGRAL, undefined],
    [CollectionType.SET, FeatureType.STRING, undefined],
    [CollectionType.VECTOR, FeatureType.FRACTIONAL, 3],
  ]);
});
