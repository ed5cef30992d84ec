import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Lazy, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Conventions } from '../../lib/core';
import * as studio from '../../lib/studio';
import { refusal, text } from '../support/reading';

const { ProfileRole, Persona } = studio;

let app: App;
let stack: Stack;
let jobRole: iam.IRole;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Team', { env: { account: '123456789012', region: 'eu-west-1' } });
  jobRole = iam.Role.fromRoleArn(stack, 'JobRole', 'arn:aws:iam::123456789012:role/ml/jobs');
});

const template = (of = stack) => Template.fromStack(of);
const work = { namePrefix: 'ml-', get jobRoles() { return [jobRole]; } };
const person = (persona?: studio.Persona, props: studio.DomainProps = {}) => new studio.Domain(stack, 'Studio', props).addUserProfile('ana', { role: ProfileRole.own(persona) });

/** What the managed policies allow, as `action resource`. */
function allowed(of = stack): string[] {
  return Object.values<any>(template(of).findResources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) => [Action].flat().flatMap((action: string) => [Resource].flat().map((resource) => `${action} ${text(resource)}`)));
}
const actions = () => allowed().map((each) => each.split(' ')[0].replace('sagemaker:', ''));
const arn = (resource: string) => `arn:aws:sagemaker:eu-west-1:123456789012:${resource}`;

describe('a viewer', () => {
  test('describes what has the prefix and lists, and does nothing else', () => {
    person(Persona.viewer({ namePrefix: 'ml-' }));
    expect(allowed()).toContain(`sagemaker:DescribeTrainingJob ${arn('training-job/ml-*')}`);
    expect(allowed()).toContain(`sagemaker:DescribePipelineExecution ${arn('pipeline/ml-*/*')}`);
    expect(actions().filter((action) => !/^(Describe|List|Search$|GetSearchSuggestions$|QueryLineage$|BatchGetMetrics$)/.test(action))).toEqual([]);
  });

  test('sees the whole account where there is no prefix', () => {
    person(Persona.viewer());
    expect(allowed()).toContain(`sagemaker:DescribeModel ${arn('model/*')}`);
  });
});

describe('a data scientist', () => {
  beforeEach(() => {
    person(Persona.dataScientist(work));
  });

  test.each(['training-job', 'processing-job', 'transform-job', 'hyper-parameter-tuning-job'])('runs and stops a %s with the prefix', (kind) => {
    const verbs = allowed().filter((each) => each.endsWith(arn(`${kind}/ml-*`))).map((each) => each.split(' ')[0]);
    expect(verbs.some((verb) => verb.startsWith('sagemaker:Create'))).toBe(true);
    expect(verbs.some((verb) => verb.startsWith('sagemaker:Stop'))).toBe(true);
  });

  test('hands the given role to SageMaker, and no other', () => {
    template().hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: { Statement: Match.arrayWith([{
        Action: 'iam:PassRole', Effect: 'Allow', Resource: 'arn:aws:iam::123456789012:role/ml/jobs',
        Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
      }]) },
    });
    expect(allowed().filter((each) => each.startsWith('iam:'))).toHaveLength(1);
  });

  test('sees pipelines, versions and endpoints, and changes none', () => {
    expect(actions()).toEqual(expect.arrayContaining(['DescribePipeline', 'DescribeModelPackage', 'DescribeEndpoint']));
    expect(actions().filter((action) => /^(Create|Update|Delete|Start|Invoke).*(Pipeline|Package|Endpoint)/.test(action))).toEqual([]);
  });

  test('tags only what is being made', () => {
    template().hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'sagemaker:AddTags', Condition: { Null: { 'sagemaker:TaggingAction': 'false' } } })]) },
    });
  });

  test('reads the logs of jobs with the prefix', () => {
    expect(allowed()).toContain('logs:GetLogEvents arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/TrainingJobs:log-stream:ml-*');
  });
});

describe('an ml engineer', () => {
  test('runs pipelines, registers versions and makes endpoints too', () => {
    person(Persona.mlEngineer(work));
    expect(allowed()).toEqual(expect.arrayContaining([
      `sagemaker:CreateTrainingJob ${arn('training-job/ml-*')}`,
      `sagemaker:StartPipelineExecution ${arn('pipeline/ml-*')}`,
      `sagemaker:StopPipelineExecution ${arn('pipeline/ml-*/*')}`,
      `sagemaker:UpdateModelPackage ${arn('model-package/ml-*/*')}`,
      `sagemaker:CreateEndpoint ${arn('endpoint/ml-*')}`,
      `sagemaker:CreateEndpoint ${arn('endpoint-config/ml-*')}`,
    ]));
    expect(allowed().filter((each) => each.startsWith('iam:'))).toHaveLength(1);
  });
});

describe('every persona', () => {
  const ALL = [() => Persona.viewer({ namePrefix: 'ml-' }), () => Persona.dataScientist(work), () => Persona.mlEngineer(work)] as const;

  test.each(ALL)('has no action with a wildcard, and nothing without a resource but lists and searches', (make) => {
    person(make());
    expect(actions().filter((action) => action.includes('*'))).toEqual([]);
    expect(allowed().filter((each) => each.endsWith(' *')).filter((each) => !/:(List|Search|GetSearchSuggestions|QueryLineage)/.test(each))).toEqual([]);
    expect(allowed().filter((each) => !each.endsWith(' *')).filter((each) => !/(\/|:log-stream:)ml-\*(\/\*)?$|role\/ml\/jobs$|Jobs:\*$/.test(each))).toEqual([]);
  });

  test.each(ALL)('fits into policies of the size that IAM takes', (make) => {
    person(make());
    for (const { Properties } of Object.values<any>(template().findResources('AWS::IAM::ManagedPolicy'))) {
      expect(JSON.stringify(Properties.PolicyDocument, (_, value) => value?.['Fn::Join'] ? text(value) : value).length).toBeLessThan(6_144);
    }
  });

  test('is shared by all people of the domain who are the same', () => {
    const persona = Persona.mlEngineer(work);
    const domain = new studio.Domain(stack, 'Studio', { persona });
    ['ana', 'ben'].forEach((name) => domain.addUserProfile(name, { role: ProfileRole.own(persona) }));
    domain.addUserProfile('cleo', { role: ProfileRole.own(Persona.viewer({ namePrefix: 'ml-' })) });
    domain.addUserProfile('dan', { role: ProfileRole.own(Persona.viewer({ namePrefix: 'other-' })) });
    template().resourceCountIs('AWS::IAM::ManagedPolicy', 4);
    template().resourcePropertiesCountIs('AWS::IAM::Role', { ManagedPolicyArns: Match.arrayWith([{ Ref: Match.stringLikeRegexp('PersonaOperate') }]) }, 3);
  });

  test('is kept with the domain, and deleted with it', () => {
    person(Persona.viewer());
    const other = new Stack(app, 'Other');
    new studio.Domain(other, 'Studio', { removalPolicy: RemovalPolicy.DESTROY, persona: Persona.viewer() });
    template().hasResource('AWS::IAM::ManagedPolicy', { DeletionPolicy: 'RetainExceptOnCreate' });
    template(other).hasResource('AWS::IAM::ManagedPolicy', { DeletionPolicy: 'Delete' });
  });

  test('leaves grants to the profile as they are', () => {
    const bucket = new s3.Bucket(stack, 'Data', { enforceSSL: true });
    bucket.grantRead(person(Persona.viewer()));
    template().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['s3:GetObject*']) })]) },
      Roles: [{ Ref: Match.stringLikeRegexp('^StudioUserana') }],
    });
  });

  test('works in a domain of another stack, and in one that exists', () => {
    const domain = new studio.Domain(stack, 'Studio');
    const people = new Stack(app, 'People', { env: { account: '123456789012', region: 'eu-west-1' } });
    new studio.UserProfile(people, 'Ana', { domain, role: ProfileRole.own(Persona.viewer()) });
    studio.Domain.fromDomainId(people, 'Existing', 'd-abcd1234efgh').addUserProfile('ben', { role: ProfileRole.own(Persona.viewer()) });
    template(people).resourceCountIs('AWS::IAM::ManagedPolicy', 2);
    template().resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });

  test('passes cdk-nag', () => {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
    person(Persona.mlEngineer(work));
    expect(app.synth().stacks).toHaveLength(1);
  });
});

describe('names', () => {
  test('come from the surroundings where none are given', () => {
    Conventions.apply(stack, { namePrefix: 'shop-' });
    person(Persona.dataScientist({ jobRoles: [jobRole] }));
    expect(allowed()).toContain(`sagemaker:CreateModel ${arn('model/shop-*')}`);
  });

  test('fails for somebody who works and has none, or no roles, naming both', () => {
    const message = refusal(() => person(Persona.dataScientist({ jobRoles: [] })));
    expect(message).toContain('PersonaNamesMissing  Team/Studio/User-ana');
    expect(message).toContain('PersonaJobRolesMissing');
  });

  test.each([['ML-'], ['-ml'], ['ml--x'], ['a'.repeat(25)], ['ml_']])('fails for the prefix %s', (namePrefix) => {
    expect(refusal(() => person(Persona.viewer({ namePrefix })))).toContain('PersonaNamePrefix');
  });

  test.each([['ml'], ['a'.repeat(24)], ['a-b-'], [Lazy.string({ produce: () => 'later-' })]])('takes the prefix %s', (namePrefix) => {
    expect(refusal(() => person(Persona.viewer({ namePrefix })))).toBe('accepted');
  });
});
