import { App, Fn, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as studio from '../../lib/studio';
import { refusal } from '../support/reading';

const { Authentication } = studio;

describe('IAM Identity Center', () => {
  test('signs the users in that profiles name', () => {
    const stack = new Stack();
    const domain = new studio.Domain(stack, 'Studio', { authentication: Authentication.IDENTITY_CENTER });
    domain.addUserProfile('ana', { identityCenterUser: 'ana@example.com' });
    domain.addUserProfile('bo', { identityCenterUser: Fn.importValue('bo') });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::SageMaker::Domain', { AuthMode: 'SSO' });
    template.hasResourceProperties('AWS::SageMaker::UserProfile', { UserProfileName: 'ana', SingleSignOnUserIdentifier: 'UserName', SingleSignOnUserValue: 'ana@example.com' });
    template.hasResourceProperties('AWS::SageMaker::UserProfile', { UserProfileName: 'bo', SingleSignOnUserValue: { 'Fn::ImportValue': 'bo' } });
    expect(stack.resolve(domain.singleSignOnApplicationArn)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Studio/), 'SingleSignOnApplicationArn'] });
  });

  const cases: [string, studio.Authentication | undefined, string | undefined, string][] = [
    ['no user where one is needed', Authentication.IDENTITY_CENTER, undefined, 'IdentityCenterUserMissing'],
    ['a user where IAM signs people in', Authentication.IAM, 'ana', 'IdentityCenterUserUnused'],
    ['an empty user', Authentication.IDENTITY_CENTER, '', 'SingleSignOnUserValueLength'],
    ['a user of 257 characters', Authentication.IDENTITY_CENTER, 'x'.repeat(257), 'SingleSignOnUserValueLength'],
    ['a user of 256 characters', Authentication.IDENTITY_CENTER, 'x'.repeat(256), 'accepted'],
    ['no user where it is not known how people sign in', undefined, undefined, 'accepted'],
    ['a user where it is not known how people sign in', undefined, 'ana', 'accepted'],
  ];
  test.each(cases)('%s', (_, authentication, identityCenterUser, outcome) => {
    const domain = studio.Domain.fromDomainAttributes(new Stack(new App()), 'Studio', { domainId: 'd-1', authentication });

    expect(refusal(() => domain.addUserProfile('ana', { identityCenterUser }))).toContain(outcome);
  });
});

test('people sign in with IAM by default, and no application is known', () => {
  const stack = new Stack();
  const domain = new studio.Domain(stack, 'Studio');
  domain.addUserProfile('ana');

  expect(domain.singleSignOnApplicationArn).toBeUndefined();
  Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::UserProfile', { SingleSignOnUserIdentifier: Match.absent(), SingleSignOnUserValue: Match.absent() });
});
