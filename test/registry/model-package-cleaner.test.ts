import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Conventions } from '../../lib/core';
import { ModelPackageCleaner, ModelPackageGroup } from '../../lib/registry';

const VERSIONS = 'Custom::SageMakerModelPackages';
const { DESTROY, RETAIN } = RemovalPolicy;

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
});

const template = (of = stack) => Template.fromStack(of);
const group = (id: string, props: object = {}) =>
  new ModelPackageGroup(stack, id, { modelPackageGroupName: id.toLowerCase(), removalPolicy: DESTROY, ...props });

/** What the cleaner's role may do in the registry, as `action resource`. */
function permissions(of = stack): string[] {
  return Object.values(template(of).findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => [Action].flat().some((action: string) => action.startsWith('sagemaker:')))
    .flatMap(({ Action, Resource }) => [Resource].flat().map((arn: unknown) => `${Action} ${/:sagemaker:[^"]*/.exec(JSON.stringify(arn))![0]}`))
    .sort();
}

describe('without a cleaner of its own', () => {
  test('a group that is retained needs none', () => {
    group('Income', { removalPolicy: RETAIN });
    template().resourceCountIs('AWS::Lambda::Function', 0);
    template().resourceCountIs(VERSIONS, 0);
  });

  test('the groups of a stack share one function, which may empty just these', () => {
    group('Income');
    group('Churn');
    template().resourceCountIs('AWS::Lambda::Function', 1);
    template().resourceCountIs(VERSIONS, 2);
    expect(permissions()).toEqual([
      'sagemaker:DeleteModelPackage :sagemaker:eu-west-1:123456789012:model-package/churn/*',
      'sagemaker:DeleteModelPackage :sagemaker:eu-west-1:123456789012:model-package/income/*',
      'sagemaker:ListModelPackages :sagemaker:eu-west-1:123456789012:model-package-group/churn',
      'sagemaker:ListModelPackages :sagemaker:eu-west-1:123456789012:model-package-group/income',
      'sagemaker:ListModelPackages :sagemaker:eu-west-1:123456789012:model-package/churn/*',
      'sagemaker:ListModelPackages :sagemaker:eu-west-1:123456789012:model-package/income/*',
    ]);
  });

  test('the versions go before their group, and before the permission to delete them', () => {
    group('Income');
    const policies = Object.keys(template().findResources('AWS::IAM::Policy'));
    const own = policies.filter((id) => id.startsWith('SageMaker'));
    template().hasResource(VERSIONS, {
      Properties: { ServiceToken: { 'Fn::GetAtt': [Match.stringLikeRegexp('^SageMakerModelPackageCleaner'), 'Arn'] }, ModelPackageGroupName: 'income' },
      DependsOn: [Match.stringLikeRegexp('^IncomeCleanUp'), Match.stringLikeRegexp('^Income')],
    });
    template().hasResource('AWS::Lambda::Function', { DependsOn: Match.arrayWith(own) });
    template().hasResourceProperties('AWS::IAM::Policy', { Roles: [{ Ref: Match.stringLikeRegexp('^SageMakerModelPackageCleaner') }], PolicyName: Match.stringLikeRegexp('IncomeCleanUp') });
  });

  test('one of two groups leaves the stack without a change of what the function may do otherwise, so that its versions can be deleted still', () => {
    const both = new Stack(new App(), 'Shop');
    const one = new Stack(new App(), 'Shop');
    const add = (to: Stack, id: string) => new ModelPackageGroup(to, id, { modelPackageGroupName: id.toLowerCase(), removalPolicy: DESTROY });
    ['Income', 'Churn'].forEach((id) => add(both, id));
    add(one, 'Income');
    const [before, after] = [both, one].map((of) => template(of).toJSON().Resources as Record<string, any>);
    const left = Object.keys(before).filter((id) => !(id in after));
    expect(Object.keys(after).filter((id) => JSON.stringify(before[id]) !== JSON.stringify(after[id]))).toEqual([]);
    expect(left.map((id) => before[id].Type).sort()).toEqual(['AWS::IAM::Policy', 'AWS::SageMaker::ModelPackageGroup', VERSIONS]);
    const [policy, versions] = ['AWS::IAM::Policy', VERSIONS].map((type) => left.find((id) => before[id].Type === type)!);
    expect(before[versions].DependsOn).toContain(policy);
  });
});

describe('a cleaner of its own', () => {
  test('has 15 minutes, and takes a key, a topic, a retention and a removal policy', () => {
    new ModelPackageCleaner(stack, 'Cleaner', {
      encryptionKey: new kms.Key(stack, 'Key'), alarmTopic: new sns.Topic(stack, 'Topic'), logRetention: logs.RetentionDays.ONE_YEAR, removalPolicy: RETAIN,
    });
    template().hasResourceProperties('AWS::Lambda::Function', { Timeout: 900, KmsKeyArn: Match.anyValue() });
    template().hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365, KmsKeyId: Match.anyValue() }, DeletionPolicy: 'Retain' });
    template().hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: Match.stringLikeRegexp('^Topic') }] });
  });

  test('may do nothing as long as it cleans nothing', () => {
    new ModelPackageCleaner(stack, 'Cleaner');
    expect(permissions()).toEqual([]);
  });

  test('gets one permission on a prefix, however many groups it cleans', () => {
    const cleaner = new ModelPackageCleaner(stack, 'Cleaner', { modelPackageGroupNamePrefix: 'ml-' });
    group('Income', { modelPackageGroupName: 'ml-income', cleaner });
    group('Churn', { modelPackageGroupName: 'ml-churn', cleaner });
    expect(permissions()).toEqual([
      'sagemaker:DeleteModelPackage :sagemaker:eu-west-1:123456789012:model-package/ml-*',
      'sagemaker:ListModelPackages :sagemaker:eu-west-1:123456789012:model-package-group/ml-*',
      'sagemaker:ListModelPackages :sagemaker:eu-west-1:123456789012:model-package/ml-*',
    ]);
  });

  test('cleans groups of other stacks without knowing them', () => {
    const cleaner = new ModelPackageCleaner(stack, 'Cleaner', { modelPackageGroupNamePrefix: 'ml-' });
    const other = new Stack(app, 'Other', { env: { account: '123456789012', region: 'eu-west-1' } });
    new ModelPackageGroup(other, 'Income', { modelPackageGroupName: 'ml-income', removalPolicy: DESTROY, cleaner });
    app.synth();
    expect(other.dependencies).toEqual([stack]);
    expect(stack.dependencies).toEqual([]);
  });

  test('fails for a group whose name does not start with the prefix', () => {
    const cleaner = new ModelPackageCleaner(stack, 'Cleaner', { modelPackageGroupNamePrefix: 'ml-' });
    expect(() => group('Income', { cleaner })).toThrow(/CleanerPrefixDiffers {2}Shop\/Income[^]*must start with 'ml-'/);
  });

  test('fails for an empty prefix, which would be every group of the account', () => {
    expect(() => new ModelPackageCleaner(stack, 'Cleaner', { modelPackageGroupNamePrefix: '' })).toThrow(/CleanerPrefixEmpty/);
  });

  test('puts its role on the path of its surroundings', () => {
    Conventions.apply(stack, { rolePath: '/ml/' });
    new ModelPackageCleaner(stack, 'Cleaner');
    template().hasResourceProperties('AWS::IAM::Role', { Path: '/ml/' });
  });
});

test('cdk-nag finds nothing, with a prefix and without', () => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  group('Income');
  group('Churn', { modelPackageGroupName: 'ml-churn', cleaner: new ModelPackageCleaner(stack, 'Cleaner', { modelPackageGroupNamePrefix: 'ml-' }) });
  expect(() => app.synth()).not.toThrow();
});
