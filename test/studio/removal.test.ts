import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as studio from '../../lib/studio';
import { refusal, text } from '../support/reading';

const CONTENTS = 'Custom::SageMakerStudioContents';
const { DESTROY, RETAIN, RETAIN_ON_UPDATE_OR_DELETE } = RemovalPolicy;

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Team', { env: { account: '123456789012', region: 'eu-west-1' } });
});

const template = (of = stack) => Template.fromStack(of);
const sandbox = (props: studio.DomainProps = {}) => new studio.Domain(stack, 'Studio', { removalPolicy: DESTROY, ...props });
const contents = (of = stack) => Object.entries<any>(template(of).findResources(CONTENTS));

/** What policies allow whose logical ids fit, as `action resource`. */
function permissions(id: RegExp, of = stack): string[] {
  return Object.entries<any>(template(of).findResources('AWS::IAM::Policy')).filter(([logicalId]) => id.test(logicalId))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) => [Action].flat().flatMap((action: string) => [Resource].flat().map((resource) => `${action} ${text(resource)}`)));
}

describe('what is kept', () => {
  test.each([RETAIN, RETAIN_ON_UPDATE_OR_DELETE])('needs no cleaner, and says what stays: %s', (removalPolicy) => {
    const domain = sandbox({ removalPolicy });
    domain.addUserProfile('ana');
    template().resourceCountIs('AWS::Lambda::Function', 0);
    expect(contents()).toEqual([]);
    Annotations.fromStack(stack).hasInfo('/Team/Studio', Match.stringLikeRegexp('spaces and running apps .* stay'));
    Annotations.fromStack(stack).hasNoInfo('/Team/Studio', Match.stringLikeRegexp('home file system'));
  });

  test('with home directories these stay too', () => {
    sandbox({ removalPolicy: RETAIN, homeFileSystem: studio.HomeFileSystem.CREATED });
    Annotations.fromStack(stack).hasInfo('/Team/Studio', Match.stringLikeRegexp('home file system and its security groups'));
  });

  test('fails for a person who is to be kept in a domain that is not', () => {
    const domain = sandbox();
    expect(refusal(() => domain.addUserProfile('ana', { removalPolicy: RETAIN }))).toContain('KeptInDestroyedDomain  Team/Studio/User-ana');
    expect(refusal(() => domain.addUserProfile('ben', { removalPolicy: DESTROY }))).toBe('accepted');
  });

  test('a person may be kept where the domain is', () => {
    sandbox({ removalPolicy: RETAIN }).addUserProfile('ana', { removalPolicy: RETAIN_ON_UPDATE_OR_DELETE });
    expect(contents()).toEqual([]);
  });
});

describe('what is destroyed', () => {
  test('is emptied first: a domain after everything in it, which goes in one sweep', () => {
    const domain = sandbox();
    new studio.UserProfile(stack, 'Ana', { domain, role: studio.ProfileRole.own() });
    const [[, ofDomain], [anasId, ofAna]] = contents();
    expect(text(ofDomain.Properties.DomainId)).toMatch(/^<Studio\w+>$/);
    expect(ofDomain.Properties).not.toHaveProperty('HomeVpcId');
    expect(ofDomain.DependsOn).toEqual(expect.arrayContaining([
      anasId, expect.stringMatching(/^Ana[0-9A-F]{8}$/), expect.stringMatching(/^Studio[0-9A-F]{8}$/), expect.stringMatching(/^StudioCleanUp/),
      expect.stringMatching(/^SageMakerStudioCleanerStart/),
    ]));
    expect(ofAna.Properties).toMatchObject({ UserProfileName: expect.stringMatching(/^team-?ana/) });
    expect(ofAna.DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^Ana[0-9A-F]{8}$/), expect.stringMatching(/^StudioCleanUp/)]));
    expect(ofAna.DeletionPolicy).toBe('Delete');
  });

  test('in a stack shares one function and one machine', () => {
    sandbox();
    new studio.Domain(stack, 'Other', { removalPolicy: DESTROY }).addUserProfile('ana');
    template().resourceCountIs('AWS::Lambda::Function', 1);
    template().resourceCountIs('AWS::StepFunctions::StateMachine', 1);
    expect(contents()).toHaveLength(3);
  });

  test('can be deleted, and nothing else: each domain by a policy that goes with it, after the domain was emptied', () => {
    sandbox();
    expect(permissions(/^StudioCleanUp/)).toEqual([
      expect.stringMatching(/^sagemaker:DeleteApp arn:aws:sagemaker:eu-west-1:123456789012:app\/<Studio\w+>\/\*$/),
      expect.stringMatching(/^sagemaker:DeleteSpace arn:aws:sagemaker:eu-west-1:123456789012:space\/<Studio\w+>\/\*$/),
      expect.stringMatching(/^sagemaker:DeleteUserProfile arn:aws:sagemaker:eu-west-1:123456789012:user-profile\/<Studio\w+>\/\*$/),
    ]);
    expect(permissions(/StudioCleanerHandler/).filter((each) => /sagemaker:|ec2:|elasticfilesystem:/.test(each))).toEqual([
      'sagemaker:ListApps *', 'sagemaker:ListSpaces *', 'sagemaker:ListUserProfiles *',
    ]);
    expect(permissions(/./).filter((each) => each.startsWith('ec2:'))).toEqual([]);
  });

  test('takes a home file system along, and the security groups that SageMaker made in its network', () => {
    sandbox({ homeFileSystem: studio.HomeFileSystem.CREATED });
    const [[homesId, homes], [, sweep]] = contents();
    expect(text(homes.Properties.HomeVpcId)).toMatch(/^<StudioNetworkVpc\w+>$/);
    expect(sweep.Properties).not.toHaveProperty('HomeVpcId');
    expect(sweep.DependsOn).toContain(homesId);
    expect(permissions(/^StudioCleanUpDomain/)).toEqual([
      expect.stringMatching(/^sagemaker:DeleteDomain <Studio\w+\.DomainArn>$/), expect.stringMatching(/^sagemaker:DescribeDomain <Studio\w+\.DomainArn>$/),
    ]);
    template().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({
        Action: ['ec2:DeleteSecurityGroup', 'ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress'],
        Condition: { ArnEquals: { 'ec2:Vpc': Match.anyValue() }, StringLike: { 'aws:ResourceTag/ManagedByAmazonSageMakerResource': '*' } },
      })]) },
      Roles: [{ Ref: Match.stringLikeRegexp('^SageMakerStudioCleanerMachineRole') }],
    });
    expect(homes.DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^StudioCleanUpGroups/), expect.stringMatching(/^StudioCleanUpDomain/)]));
  });

  test('with a home file system is ready to go before anybody comes in, so that a person who cannot be made leaves none behind', () => {
    sandbox({ homeFileSystem: studio.HomeFileSystem.CREATED }).addUserProfile('ana');
    template().hasResource('AWS::SageMaker::UserProfile', { DependsOn: Match.arrayWith([Match.stringLikeRegexp('^StudioHomes')]) });
  });

  test('follows a policy that is applied later, in both directions', () => {
    const domain = sandbox({ removalPolicy: RETAIN });
    domain.addUserProfile('ana');
    domain.applyRemovalPolicy(DESTROY);
    domain.applyRemovalPolicy(RETAIN);
    domain.applyRemovalPolicy(DESTROY);
    expect(contents()).toHaveLength(2);
    domain.applyRemovalPolicy(RETAIN);
    expect(domain.node.findAll().filter(({ node }) => node.id === 'Contents')).toEqual([]);
  });

  test('may be a person in a domain that stays, or that exists already', () => {
    const domain = studio.Domain.fromDomainId(stack, 'Existing', 'd-abcd1234efgh');
    domain.addUserProfile('ana', { removalPolicy: DESTROY });
    domain.addUserProfile('ben', { removalPolicy: DESTROY });
    expect(contents()).toHaveLength(2);
    expect(permissions(/^ExistingCleanUp/)).toContain('sagemaker:DeleteSpace arn:aws:sagemaker:eu-west-1:123456789012:space/d-abcd1234efgh/*');
  });

  test('in another stack than its domain is emptied by the cleaner of its own stack', () => {
    const people = new Stack(app, 'People', { env: { account: '123456789012', region: 'eu-west-1' } });
    new studio.UserProfile(people, 'Ana', { domain: sandbox() });
    expect(contents(people)).toHaveLength(1);
    expect(permissions(/^StudioCleanUp/, people)).toHaveLength(3);
    expect(contents()[0][1].DependsOn.join()).not.toContain('Ana');
  });

  test('may share a cleaner that tells somebody when it fails', () => {
    const cleaner = new studio.StudioCleaner(stack, 'Cleaner', { alarmTopic: new sns.Topic(stack, 'Alarms', { enforceSSL: true }) });
    sandbox({ cleaner }).addUserProfile('ana', { cleaner });
    template().resourceCountIs('AWS::Lambda::Function', 1);
    template().allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: Match.stringLikeRegexp('^Alarms') }] });
  });

  test('is emptied by what was given to the domain, with its people and spaces, also in another stack, unless they have another', () => {
    const people = new Stack(app, 'People', { env: { account: '123456789012', region: 'eu-west-1' } });
    const [cleaner, other] = ['Cleaner', 'Other'].map((id) => new studio.StudioCleaner(stack, id));
    const domain = sandbox({ cleaner });
    new studio.Space(stack, 'Notebooks', { owner: domain.addUserProfile('ana'), spaceName: 'notebooks' });
    domain.addUserProfile('ben', { cleaner: other });
    new studio.UserProfile(people, 'Cy', { domain });
    template(people).resourceCountIs('AWS::Lambda::Function', 0);
    template().resourceCountIs('AWS::Lambda::Function', 2);
    const whose = contents().map(([, { Properties }]) => [Properties.UserProfileName ?? Properties.SpaceName ?? 'all', /^(Cleaner|Other)/.exec(Properties.ServiceToken['Fn::GetAtt'][0])?.[1]]);
    expect(Object.fromEntries(whose)).toEqual({ all: 'Cleaner', ana: 'Cleaner', ben: 'Other', notebooks: 'Cleaner' });
  });

  test('passes cdk-nag', () => {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
    sandbox({ homeFileSystem: studio.HomeFileSystem.CREATED }).addUserProfile('ana');
    expect(app.synth().stacks).toHaveLength(1);
  });
});

describe('the machine', () => {
  let definition: any;
  beforeEach(() => {
    sandbox({ homeFileSystem: studio.HomeFileSystem.CREATED });
    const [{ Properties }] = Object.values<any>(template().findResources('AWS::StepFunctions::StateMachine'));
    definition = JSON.parse(text(Properties.DefinitionString));
    expect(Properties.LoggingConfiguration.IncludeExecutionData).toBe(false);
  });

  test('looks, waits as long as it is told and looks again, for a day', () => {
    expect(definition).toMatchObject({ StartAt: 'Look', TimeoutSeconds: 86_400 });
    expect(definition.States.Wait).toEqual({ Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'Look' });
    expect(definition.States.Look).toMatchObject({ OutputPath: '$.Payload', Next: 'WhatIsLeft', Catch: [{ Next: 'TellRefusal' }] });
  });

  test('frees each security group of its rules before it deletes any, and looks for them again', () => {
    const { FindGroups, FreeGroups, DeleteGroups, AreThereGroups } = definition.States;
    expect(FindGroups.Parameters.Filters[1]['Values.$']).toBe(
      'States.Array(States.Format(\'security-group-for-inbound-nfs-{}\', $$.Execution.Input.target.domainId), '
      + 'States.Format(\'security-group-for-outbound-nfs-{}\', $$.Execution.Input.target.domainId))',
    );
    expect([FreeGroups.ItemProcessor.StartAt, FreeGroups.Next, DeleteGroups.Next, AreThereGroups.Default]).toEqual(['RevokeIngress', 'DeleteGroups', 'Wait', 'Look']);
  });

  test('has a way out of every state, and no state that cannot be reached', () => {
    const reached = new Set(['Look']);
    for (const name of reached) {
      const { Next, Default, Choices = [], Catch = [], Type } = definition.States[name];
      const next = [Next, Default, ...Choices.map((choice: any) => choice.Next), ...Catch.map((each: any) => each.Next)].filter(Boolean);
      expect(next.length > 0 || ['Succeed', 'Fail'].includes(Type)).toBe(true);
      next.forEach((each: string) => reached.add(each));
    }
    expect([...reached].sort()).toEqual(Object.keys(definition.States).sort());
  });
});
