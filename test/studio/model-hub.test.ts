import { AwsSolutionsChecks } from 'cdk-nag';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnHub } from 'aws-cdk-lib/aws-sagemaker';
import { App, Stack, Validations } from 'aws-cdk-lib/core';
import * as studio from '../../lib/studio';
import { refusal, text } from '../support/reading';

const { ModelHub, ProfileRole } = studio;

let app: App;
let stack: Stack;
let ana: studio.UserProfile;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Team');
  ana = new studio.Domain(stack, 'Studio').addUserProfile('ana', { role: ProfileRole.own() });
});

/** What a role may and may not do with hubs, as `effect action on resource`. */
function withHubs(id: RegExp): string[] {
  const policies = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy')).filter(([name]) => id.test(name));
  return policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .flatMap(({ Effect, Action, Resource }: any) => [Action].flat().flatMap((action: string) => [Resource].flat().map((each) => `${Effect} ${action} on ${text(each)}`)))
    .filter((each) => each.includes('Hub')).map((each) => each.replace(/ on .*:(hub(-content)?\/)/, ' on $1')).sort();
}

test('nobody looks into a hub before it is granted', () => {
  expect(withHubs(/./)).toEqual([]);
});

test('a private hub that is granted is all that a person finds', () => {
  ModelHub.named('team-models').grantBrowse(ana);
  expect(withHubs(/Userana/)).toEqual([
    'Allow sagemaker:DescribeHub on hub/team-models',
    'Allow sagemaker:DescribeHubContent on hub-content/team-models/*', 'Allow sagemaker:DescribeHubContent on hub/team-models',
    'Allow sagemaker:ListHubContentVersions on hub-content/team-models/*', 'Allow sagemaker:ListHubContentVersions on hub/team-models',
    'Allow sagemaker:ListHubContents on hub/team-models',
    'Allow sagemaker:ListHubs on *',
  ]);
  expect(withHubs(/^StudioExecutionRole/)).toEqual([]);
});

test('a private hub belongs to the account, and the public one to nobody', () => {
  ModelHub.named('team-models').grantBrowse(ana);
  ModelHub.JUMPSTART.grantBrowse(ana);
  const template = JSON.stringify(Template.fromStack(stack).toJSON());
  expect(template).toMatch(/\{"Ref":"AWS::AccountId"\},":hub\/team-models"/);
  expect(template).toContain(':aws:hub/SageMakerPublicHub"');
});

test('a hub is refused to a role whatever else it allows', () => {
  ModelHub.JUMPSTART.denyBrowse(ana);
  const hub = ['hub-content/SageMakerPublicHub/*', 'hub/SageMakerPublicHub'];
  expect(withHubs(/Userana/)).toEqual(['DescribeHub', 'DescribeHubContent', 'ListHubContentVersions', 'ListHubContents']
    .flatMap((action) => hub.map((each) => `Deny sagemaker:${action} on ${each}`)));
});

test('fails to refuse a hub to a principal that takes no permissions', () => {
  expect(refusal(() => ModelHub.JUMPSTART.denyBrowse(new iam.ArnPrincipal('arn:aws:iam::123456789012:role/other')))).toMatch(/HubNotRefused/);
});

test('wildcards in it are explained', () => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  ModelHub.named('team-models').grantBrowse(ana);
  ModelHub.JUMPSTART.denyBrowse(ana);
  expect(() => app.synth()).not.toThrow();
});

test.each([['a', 'accepted'], ['a'.repeat(63), 'accepted'], ['', /HubNameInvalid/], ['a'.repeat(64), /HubNameInvalid/], ['arn:aws:sagemaker:eu-west-1:123456789012:hub/a', /not its ARN/]])(
  'the name %p is %p', (name, expected) => {
    expect(refusal(() => ModelHub.named(name))).toEqual(expect.stringMatching(expected));
  },
);

test('a name that is known at deployment is taken', () => {
  const hub = new CfnHub(stack, 'Hub', { hubDescription: 'Models of the team', hubName: 'team-models' });
  ModelHub.named(hub.ref).grantBrowse(ana);
  expect(withHubs(/Userana/)).toHaveLength(7);
});
