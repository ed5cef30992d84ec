import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, CfnParameter, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Conventions } from '../../lib/core';
import { ModelPackageGroup } from '../../lib/registry';

const GROUP = 'AWS::SageMaker::ModelPackageGroup';

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Shop');
});

const template = () => Template.fromStack(stack);
const make = (props: object = {}) => new ModelPackageGroup(stack, 'Models', props);

describe('a group', () => {
  test('takes no settings at all, is kept when the stack goes, and brings nothing else', () => {
    make();
    template().hasResource(GROUP, {
      Properties: { ModelPackageGroupName: Match.stringLikeRegexp('^shop-models-[0-9a-z]+$'), ModelPackageGroupDescription: Match.absent() },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
    expect(Object.keys(template().toJSON().Resources)).toHaveLength(1);
  });

  test('takes every setting', () => {
    make({ modelPackageGroupName: 'income', description: 'Who earns more', removalPolicy: RemovalPolicy.DESTROY });
    template().hasResource(GROUP, {
      Properties: { ModelPackageGroupName: 'income', ModelPackageGroupDescription: 'Who earns more' },
      DeletionPolicy: 'Delete',
    });
  });

  test('is named after the prefix of its surroundings', () => {
    Conventions.apply(stack, { namePrefix: 'ml-' });
    expect(make().modelPackageGroupName).toMatch(/^ml-/);
  });

  test('has two names in two places of the app', () => {
    expect(make().modelPackageGroupName).not.toBe(new ModelPackageGroup(stack, 'Others').modelPackageGroupName);
  });

  test('offers its name and ARN to others', () => {
    const group = make({ modelPackageGroupName: 'income' });
    expect(group.modelPackageGroupName).toBe('income');
    expect(stack.resolve(group.modelPackageGroupRef.modelPackageGroupArn)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Models/), 'ModelPackageGroupArn'] });
    expect(JSON.stringify(stack.resolve(group.modelPackagesArn))).toContain(':model-package/income/*');
  });

  test.each([
    ['one character', 'a'],
    ['63 characters', 'a'.repeat(63)],
    ['hyphens inside', 'a--b-1'],
    ['a token', Lazy.string({ produce: () => 'income' })],
  ])('takes a name with %s', (_, modelPackageGroupName) => {
    expect(() => make({ modelPackageGroupName })).not.toThrow();
  });

  test.each([
    ['no character', ''],
    ['64 characters', 'a'.repeat(64)],
    ['a hyphen first', '-income'],
    ['a hyphen last', 'income-'],
    ['an underscore', 'in_come'],
  ])('fails for a name with %s', (_, modelPackageGroupName) => {
    expect(() => make({ modelPackageGroupName })).toThrow(/ModelPackageGroupNameInvalid {2}Shop\/Models\n {2}modelPackageGroupName: /);
  });

  test('takes a description of 1,024 characters and none at all', () => {
    expect(() => make({ description: 'x'.repeat(1024) })).not.toThrow();
    expect(() => new ModelPackageGroup(stack, 'Silent', { description: '' })).not.toThrow();
  });

  test('fails for a longer description, and says so together with a wrong name', () => {
    expect(() => make({ description: 'x'.repeat(1025), modelPackageGroupName: '-' })).toThrow(
      /modelPackageGroupName: [^]*description: must have from 0 to 1024 characters/,
    );
  });
});

describe('a group that exists', () => {
  test('is found by its name in this account and region', () => {
    const group = ModelPackageGroup.fromModelPackageGroupName(stack, 'Models', 'income');
    expect(stack.resolve(group.modelPackageGroupArn)).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':model-package-group/income']],
    });
    expect(template().toJSON().Resources).toBeUndefined();
  });

  test('is found by its ARN in another account and region', () => {
    const arn = 'arn:aws:sagemaker:eu-west-1:210987654321:model-package-group/income';
    const group = ModelPackageGroup.fromModelPackageGroupArn(stack, 'Models', arn);
    expect(group.modelPackageGroupName).toBe('income');
    expect(group.modelPackageGroupArn).toBe(arn);
    expect(stack.resolve(group.modelPackagesArn)).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:eu-west-1:210987654321:model-package/income/*']],
    });
    expect(group.env).toMatchObject({ account: '210987654321', region: 'eu-west-1' });
  });

  test('may be known only at deployment', () => {
    const arn = new CfnParameter(stack, 'Arn').valueAsString;
    const group = ModelPackageGroup.fromModelPackageGroupArn(stack, 'Models', arn);
    expect(JSON.stringify(stack.resolve(group.modelPackageGroupName))).toContain('Fn::Select');
    const name = new CfnParameter(stack, 'Name').valueAsString;
    expect(stack.resolve(ModelPackageGroup.fromModelPackageGroupName(stack, 'Named', name).modelPackageGroupName)).toEqual({ Ref: 'Name' });
  });

  test.each([
    'income',
    'arn:aws:sagemaker:eu-west-1:210987654321:model-package-group',
    'arn:aws:sagemaker:eu-west-1:210987654321:model-package-group/',
    'arn:aws:sagemaker:eu-west-1:210987654321:model-package/income/1',
    'arn:aws:sagemaker:eu-west-1:210987654321:pipeline/income',
  ])('fails for the ARN %s', (arn) => {
    expect(() => ModelPackageGroup.fromModelPackageGroupArn(stack, 'Models', arn)).toThrow(/ModelPackageGroupArnInvalid[^]*model-package-group\/<name>/);
  });

  test('fails for a name that no group can have', () => {
    expect(() => ModelPackageGroup.fromModelPackageGroupName(stack, 'Models', 'in come')).toThrow(/ModelPackageGroupNameInvalid/);
  });
});

describe('a rule', () => {
  const patterns = () => Object.values(template().findResources('AWS::Events::Rule')).map(({ Properties }) => Properties.EventPattern);

  test('for any change hears of this group alone', () => {
    make({ modelPackageGroupName: 'income' }).onModelPackageChange('Changed');
    expect(patterns()).toEqual([{
      'source': ['aws.sagemaker'], 'detail-type': ['SageMaker Model Package State Change'], 'detail': { ModelPackageGroupName: ['income'] },
    }]);
  });

  test.each([
    ['versions that wait for approval', 'onPendingApproval', ['PendingManualApproval', 'PENDING_MANUAL_APPROVAL']],
    ['approved versions', 'onApproved', ['Approved', 'APPROVED']],
  ] as const)('for %s hears of those alone, however the event spells it', (_, method, statuses) => {
    make({ modelPackageGroupName: 'income' })[method]('Decided');
    expect(patterns()[0].detail).toEqual({ ModelPackageGroupName: ['income'], ModelApprovalStatus: statuses });
  });

  test('takes a target, a name, a description and a narrower pattern', () => {
    const target = new targets.SnsTopic(new sns.Topic(stack, 'Topic'));
    make({ modelPackageGroupName: 'income' }).onApproved('Approved', {
      target, ruleName: 'approved', description: 'Tells', eventPattern: { detail: { ModelPackageVersion: [{ numeric: ['>', 1] }] } },
    });
    template().hasResourceProperties('AWS::Events::Rule', {
      Name: 'approved', Description: 'Tells', Targets: [Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp('^Topic') } })],
      EventPattern: Match.objectLike({ detail: { ModelPackageGroupName: ['income'], ModelApprovalStatus: ['Approved', 'APPROVED'], ModelPackageVersion: [{ numeric: ['>', 1] }] } }),
    });
  });

  test('can be made for a group that exists', () => {
    expect(ModelPackageGroup.fromModelPackageGroupName(stack, 'Models', 'income').onApproved('Approved')).toBeInstanceOf(events.Rule);
    expect(patterns()[0].detail.ModelPackageGroupName).toEqual(['income']);
  });
});
