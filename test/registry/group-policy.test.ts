import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ModelPackageGroup } from '../../lib/registry';
import { text } from '../lifecycle/support';

const GROUP = 'arn:aws:sagemaker:eu-west-1:123456789012:model-package-group/income';
const VERSIONS = 'arn:aws:sagemaker:eu-west-1:123456789012:model-package/income/*';

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
});

const make = (props: object = {}) => new ModelPackageGroup(stack, 'Models', { modelPackageGroupName: 'income', ...props });
const account = (id: string) => new iam.AccountPrincipal(id);

/** What the group's policy lets others do: `who: actions on resources`. */
function policy(): string[] {
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::SageMaker::ModelPackageGroup'));
  return (Properties.ModelPackageGroupPolicy?.Statement ?? []).map(({ Effect, Principal, Action, Resource, Condition }: any) => {
    expect(Effect).toBe('Allow');
    const who = [Principal.AWS].flat().map(text).join(' ');
    return `${who}: ${[Action].flat().join(' ')} on ${[Resource].flat().map(text).join(' ')}${Condition ? ` if ${JSON.stringify(Condition)}` : ''}`;
  });
}

const ONE = 'arn:aws:iam::111111111111:root';
const reading = (who: string) => [
  `${who}: sagemaker:DescribeModelPackageGroup on ${GROUP}`,
  `${who}: sagemaker:ListModelPackages on ${GROUP} ${VERSIONS}`,
  `${who}: sagemaker:DescribeModelPackage on ${VERSIONS}`,
];

test('a group has no policy as long as nobody is let in', () => {
  make({ readers: [], deployers: [] });
  Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::ModelPackageGroup', { ModelPackageGroupPolicy: Match.absent() });
});

test('readers see the group and its versions, and nothing else', () => {
  make({ readers: [account('111111111111')] });
  expect(policy()).toEqual(reading(ONE));
});

test('deployers make models of its versions as well', () => {
  make({ deployers: [account('111111111111')] });
  expect(policy()).toEqual([...reading(ONE), `${ONE}: sagemaker:CreateModel on ${VERSIONS}`]);
});

test('readers and deployers may be added later, single roles too', () => {
  const group = make();
  group.addReaders(account('111111111111'), new iam.ArnPrincipal('arn:aws:iam::222222222222:role/reviewer'));
  group.addDeployers(account('333333333333'));
  const lines = policy();
  expect(lines.filter((line) => line.includes('CreateModel'))).toEqual([`arn:aws:iam::333333333333:root: sagemaker:CreateModel on ${VERSIONS}`]);
  expect(lines.filter((line) => line.includes(':role/reviewer'))).toEqual(reading('arn:aws:iam::222222222222:role/reviewer'));
});

test('an organisation may be let in, under the condition that one belongs to it', () => {
  make({ readers: [new iam.OrganizationPrincipal('o-1234567890')] });
  policy().forEach((line) => expect(line).toMatch(/^\*: .* if \{"StringEquals":\{"aws:PrincipalOrgID":"o-1234567890"\}\}$/));
  expect(policy()).toHaveLength(3);
});

test.each([
  ['readers', () => make({ readers: [new iam.AnyPrincipal()] })],
  ['readers', () => make().addReaders(new iam.StarPrincipal())],
  ['deployers', () => make({ deployers: [new iam.ArnPrincipal('*')] })],
])('fails for %s that are everybody', (property, share) => {
  expect(share).toThrow(new RegExp(`GroupSharedWithEverybody {2}Shop/Models\\n {2}${property}: `));
});

test('the policy names the group without waiting for it', () => {
  const group = new ModelPackageGroup(stack, 'Models', { readers: [account('111111111111')] });
  expect(() => app.synth()).not.toThrow();
  expect(JSON.stringify(policy())).toContain(`:model-package-group/${group.modelPackageGroupName}`);
});

test('cdk-nag finds nothing in a group that is shared', () => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  make({ readers: [account('111111111111')], deployers: [account('222222222222')] });
  expect(() => app.synth()).not.toThrow();
});
