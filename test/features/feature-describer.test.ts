import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, CfnParameter, Lazy, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Feature, FeatureDescriber, FeatureGroup, type FeatureGroupProps, type FeatureOptions, Features, OfflineStore } from '../../lib/features';
import { CUSTOMER_FEATURES, customers, newStack, withFile } from './support';

const DESCRIPTIONS = 'Custom::SageMakerFeatureDescriptions';

/** A group without offline store, whose age is described. */
function described(scope: Stack, options: FeatureOptions, props: Partial<FeatureGroupProps> = {}): FeatureGroup {
  return customers(scope, { offline: OfflineStore.none(), features: CUSTOMER_FEATURES.with(Feature.integral('age', options)), ...props });
}

const properties = (stack: Stack): any => Object.values(Template.fromStack(stack).findResources(DESCRIPTIONS))[0].Properties;

/** What functions may do with feature groups, as `action resource`. */
function permissions(stack: Stack): string[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => [Action].flat().some((action: string) => action.startsWith('sagemaker:')))
    .flatMap(({ Action, Resource }) => [Resource].flat().map((arn) => `${[Action].flat().join()} ${/:feature-group.*/.exec(arn['Fn::Join'][1].at(-1))![0]}`));
}

function refusal(options: FeatureOptions): string {
  try {
    described(newStack(), options);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

describe('what is said of features', () => {
  test('takes nothing while nobody says anything', () => {
    const stack = newStack();
    described(stack, { parameters: {} });
    const template = Template.fromStack(stack);
    template.resourceCountIs(DESCRIPTIONS, 0);
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('reaches the function, and the group is as it would be without', () => {
    const [plain, stack] = [newStack(), newStack()];
    described(plain, {});
    described(stack, { description: 'Years since birth', parameters: { owner: 'growth', Ref: 'a key like any other' } });
    expect(properties(stack)).toEqual({
      ServiceToken: { 'Fn::GetAtt': [expect.stringMatching(/^SageMakerFeatureDescriber/), 'Arn'] },
      FeatureGroupName: { Ref: expect.stringMatching(/^Customers/) },
      Features: [{
        FeatureName: 'age',
        Description: 'Years since birth',
        Parameters: [{ Key: 'owner', Value: 'growth' }, { Key: 'Ref', Value: 'a key like any other' }],
      }],
    });
    const [without, withWords] = [plain, stack].map((each) => Template.fromStack(each).findResources('AWS::SageMaker::FeatureGroup'));
    expect(withWords).toEqual(without);
  });

  test('may be given with each type, and to a feature that a sample gave its type', () => {
    const stack = newStack();
    withFile('id,at,age\na,2026-01-31,7\n', (path) => {
      new FeatureGroup(stack, 'Customers', {
        recordIdentifier: 'id', eventTime: 'at', offline: OfflineStore.none(),
        features: Features.fromCsvSample(path)
          .with(Feature.string('city', { description: 'Where' }), Feature.fractional('score', { parameters: { scale: '0 - 1' } }))
          .describe('age', { description: 'Months' }).describe('age', { description: 'Years' }),
      });
    });
    expect(properties(stack).Features).toEqual([
      { FeatureName: 'age', Description: 'Years' },
      { FeatureName: 'city', Description: 'Where' },
      { FeatureName: 'score', Parameters: [{ Key: 'scale', Value: '0 - 1' }] },
    ]);
    Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::FeatureGroup', {
      FeatureDefinitions: Match.arrayWith([{ FeatureName: 'age', FeatureType: 'Integral' }]),
    });
  });

  test('fails to be given to a feature that is not there', () => {
    expect(() => customers(newStack(), { features: CUSTOMER_FEATURES.describe('height', { description: 'Inches' }) })).toThrow(/FeatureAbsent {2}Shop\/Customers[^]*'height'/);
  });

  test('an empty description is one, which takes away what is there', () => {
    const stack = newStack();
    described(stack, { description: '' });
    expect(properties(stack).Features).toEqual([{ FeatureName: 'age', Description: '' }]);
  });

  test('may hold tokens', () => {
    const stack = newStack();
    const team = new CfnParameter(stack, 'Team').valueAsString;
    described(stack, { description: Lazy.string({ produce: () => 'later' }), parameters: { team } });
    expect(properties(stack).Features).toEqual([{ FeatureName: 'age', Description: 'later', Parameters: [{ Key: 'team', Value: { Ref: 'Team' } }] }]);
  });

  const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 'x']));

  test.each<[string, FeatureOptions, string]>([
    ['a description of 256 characters', { description: 'x'.repeat(256) }, 'DescriptionLength'],
    ['a description of two lines', { description: 'Years\nsince birth' }, 'DescriptionPattern'],
    ['26 parameters', { parameters: keys(26) }, 'ParameterAdditionsCount'],
    ['an empty key', { parameters: { '': 'x' } }, 'KeyLength'],
    ['a key of 256 characters', { parameters: { ['x'.repeat(256)]: 'x' } }, 'KeyLength'],
    ['a key with a hash', { parameters: { '#owner': 'x' } }, 'KeyPattern'],
    ['an empty value', { parameters: { owner: '' } }, 'ValueLength'],
    ['a value of 256 characters', { parameters: { owner: 'x'.repeat(256) } }, 'ValueLength'],
    ['a value with a comma', { parameters: { owner: 'growth, sales' } }, 'ValuePattern'],
  ])('fails with %s, and names the feature', (_, options, code) => {
    expect(refusal(options)).toMatch(new RegExp(`${code} {2}Shop/Customers\n {2}age\\.`));
  });

  test.each<[string, FeatureOptions]>([
    ['a description of 255 characters', { description: 'x'.repeat(255) }],
    ['25 parameters', { parameters: keys(25) }],
    ['a key and a value of 255 characters', { parameters: { ['x'.repeat(255)]: 'x'.repeat(255) } }],
    ['letters of any language and all signs', { parameters: { 'Größe 1_.:/=+-': '年齢 1_.:/=+-' } }],
  ])('takes %s', (_, options) => {
    expect(refusal(options)).toBe('accepted');
  });

  test.each([[false, 331], [true, 332]])('fails when all of it is more than an event holds: %s, with %i features', (fails, count) => {
    const features = Features.of([
      Feature.string('id'), Feature.string('at'), ...Array.from({ length: count }, (_, n) => Feature.string(`feature${1000 + n}`, { description: 'x'.repeat(255) })),
    ]);
    const make = () => new FeatureGroup(newStack(), 'Wide', { recordIdentifier: 'id', eventTime: 'at', offline: OfflineStore.none(), features });
    if (fails) {
      expect(make).toThrow('FeatureDescriptionsSize');
    } else {
      expect(make).not.toThrow();
    }
  });
});

describe('the function', () => {
  test('is shared by the groups of a stack, and may describe just these, whose ARNs are in lower case', () => {
    const stack = newStack();
    const features = Features.of([Feature.string('id', { description: 'Who' }), Feature.string('at')]);
    for (const featureGroupName of ['customers', 'Big-Orders']) {
      new FeatureGroup(stack, featureGroupName, { featureGroupName, recordIdentifier: 'id', eventTime: 'at', offline: OfflineStore.none(), features });
    }
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 1);
    Template.fromStack(stack).resourceCountIs(DESCRIPTIONS, 2);
    const actions = 'sagemaker:DescribeFeatureMetadata,sagemaker:UpdateFeatureMetadata';
    expect(permissions(stack)).toEqual([`${actions} :feature-group/customers`, `${actions} :feature-group/big-orders`]);
  });

  test('has its permission before it is asked', () => {
    const stack = newStack();
    described(stack, { description: 'Years' });
    const [policy] = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    Template.fromStack(stack).hasResource('AWS::Lambda::Function', { DependsOn: Match.arrayWith([policy]) });
  });

  test('of another stack serves a group: the two do not refer to each other in a circle', () => {
    const app = new App();
    const [platform, shop] = ['Platform', 'Shop'].map((id) => new Stack(app, id));
    const describer = new FeatureDescriber(platform, 'Describer');
    described(shop, { description: 'Years' }, { describer, featureGroupName: 'customers' });
    Template.fromStack(shop).resourceCountIs('AWS::Lambda::Function', 0);
    expect(permissions(platform)).toEqual(['sagemaker:DescribeFeatureMetadata,sagemaker:UpdateFeatureMetadata :feature-group/customers']);
    expect(properties(shop).ServiceToken).toEqual({ 'Fn::ImportValue': expect.stringContaining('Describer') });
  });

  test('takes the options of all functions', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    const describer = new FeatureDescriber(stack, 'Describer', {
      encryptionKey, alarmTopic: new sns.Topic(stack, 'People'), logRetention: logs.RetentionDays.ONE_WEEK, removalPolicy: RemovalPolicy.RETAIN,
    });
    described(stack, { description: 'Years' }, { describer });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Function', { KmsKeyArn: stack.resolve(encryptionKey.keyArn), Timeout: 900 });
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 7 }, DeletionPolicy: 'Retain' });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: Match.stringLikeRegexp('^People') }] });
  });

  test('is clean for cdk-nag', () => {
    const app = new App();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    described(new Stack(app, 'Shop'), { description: 'Years', parameters: { owner: 'growth' } });
    expect(() => app.synth()).not.toThrow();
  });
});
