import { Match, Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Conventions, SourceAccountCondition } from '../../lib/core';
import { grantPassToSageMaker, sagemakerRole } from '../../lib/core/internal/roles';

function tree() {
  const app = new App();
  const stack = new Stack(app, 'S');
  const outer = new Construct(stack, 'Outer');
  return { app, stack, outer, inner: new Construct(outer, 'Inner') };
}

describe('conventions', () => {
  test('have defaults', () => {
    expect(Conventions.of(tree().inner)).toMatchObject({
      namePrefix: '', rolePath: '/sagemaker-lifecycle/', sourceAccount: SourceAccountCondition.REQUIRED,
    });
  });

  test('hold for everything below and nothing beside', () => {
    const { stack, outer, inner } = tree();
    Conventions.apply(outer, { namePrefix: 'ml-' });
    expect(Conventions.of(inner).namePrefix).toBe('ml-');
    expect(Conventions.of(stack).namePrefix).toBe('');
  });

  test('of the nearest scope win, and fill up from the outer ones', () => {
    const { stack, outer, inner } = tree();
    Conventions.apply(stack, { namePrefix: 'a-', rolePath: '/a/' });
    Conventions.apply(outer, { namePrefix: 'b-' });
    expect(Conventions.of(inner)).toMatchObject({ namePrefix: 'b-', rolePath: '/a/' });
  });

  test('can be set again', () => {
    const { outer } = tree();
    Conventions.apply(outer, { namePrefix: 'a-' });
    Conventions.apply(outer, { rolePath: '/b/' });
    expect(Conventions.of(outer)).toMatchObject({ namePrefix: 'a-', rolePath: '/b/' });
  });

  test.each(['', 'a', '0', 'ml-', 'a'.repeat(24)])('take the prefix %j', (namePrefix) => {
    expect(() => Conventions.apply(tree().outer, { namePrefix })).not.toThrow();
  });

  test.each(['A', '-a', 'a_b', 'a--b', 'a'.repeat(25)])('fail for the prefix %j', (namePrefix) => {
    expect(() => Conventions.apply(tree().outer, { namePrefix })).toThrow(/^NamePrefixInvalid {2}S\/Outer/);
  });

  test.each(['/', '/ml/', '/a/b/', `/${'a'.repeat(510)}/`])('take the path %j', (rolePath) => {
    expect(() => Conventions.apply(tree().outer, { rolePath })).not.toThrow();
  });

  test.each(['', 'ml', '/ml', 'ml/', '//', '/a b/', `/${'a'.repeat(511)}/`])('fail for the path %j', (rolePath) => {
    expect(() => Conventions.apply(tree().outer, { rolePath })).toThrow(/^RolePathInvalid/);
  });
});

describe('a role for SageMaker', () => {
  test('stands on the path and trusts the service for this account alone', () => {
    const { stack, outer } = tree();
    Conventions.apply(outer, { rolePath: '/ml/' });
    sagemakerRole(outer, 'Role', 'trains');
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      Path: '/ml/',
      Description: 'trains',
      ManagedPolicyArns: Match.absent(),
      AssumeRolePolicyDocument: {
        Statement: [{
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: 'sagemaker.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }],
      },
    });
  });

  test('trusts without the condition where it is switched off', () => {
    const { stack, outer } = tree();
    Conventions.apply(outer, { sourceAccount: SourceAccountCondition.NONE });
    sagemakerRole(outer, 'Role', 'trains');
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.not(Match.objectLike({ Condition: Match.anyValue() }))] },
    });
  });

  test('is passed to SageMaker and to no other service', () => {
    const { stack, outer } = tree();
    const role = sagemakerRole(outer, 'Role', 'trains');
    grantPassToSageMaker(sagemakerRole(outer, 'Starter', 'starts'), role);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{
          Action: 'iam:PassRole',
          Resource: stack.resolve(role.roleArn),
          Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
        }],
      },
    });
  });
});
