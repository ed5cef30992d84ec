import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ModelPackageGroup, ModelPackageGroupGrants } from '../../lib/registry';

const ENV = { account: '123456789012', region: 'eu-west-1' };
const GROUP = ':sagemaker:eu-west-1:123456789012:model-package-group/income';
const VERSIONS = ':sagemaker:eu-west-1:123456789012:model-package/income/*';

let app: App;
let stack: Stack;
let role: iam.Role;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Shop', { env: ENV });
  role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
});

const grants = () => ModelPackageGroup.fromModelPackageGroupName(stack, 'Models', 'income').grants;
const statements = (): any[] => Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).flatMap((policy) => policy.Properties.PolicyDocument.Statement);
const arn = (rest: string) => `arn:aws${rest}`;

test.each([
  ['register', ['AddTags', 'CreateModelPackage', 'DescribeModelPackage']],
  ['approve', ['DescribeModelPackage', 'ListModelPackages', 'UpdateModelPackage']],
  ['read', ['DescribeModelPackage', 'DescribeModelPackageGroup', 'ListModelPackages']],
] as const)('%s allows just what it takes, on the group and its versions', (method, actions) => {
  grants()[method](role);
  const [statement, ...others] = statements();
  expect(others).toEqual([]);
  expect([...statement.Action].sort()).toEqual(actions.map((action) => `sagemaker:${action}`));
  expect(statement.Resource).toEqual([arn(GROUP), arn(VERSIONS)]);
});

test('a grant on a group of this app names the group itself', () => {
  new ModelPackageGroup(stack, 'Own', { modelPackageGroupName: 'income' }).grants.read(role);
  expect(statements()[0].Resource).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'ModelPackageGroupArn'] }, arn(VERSIONS)]);
});

test('a grant on a group of another account names that account', () => {
  const group = ModelPackageGroup.fromModelPackageGroupArn(stack, 'Theirs', 'arn:aws:sagemaker:us-east-1:210987654321:model-package-group/income');
  ModelPackageGroupGrants.fromModelPackageGroup(group).read(role);
  expect(JSON.stringify(statements())).not.toContain('123456789012');
});

test('a grant to an imported role says what was granted', () => {
  const grant = grants().read(iam.Role.fromRoleArn(stack, 'Theirs', 'arn:aws:iam::123456789012:role/reader'));
  expect(grant.success).toBe(true);
  expect(statements()).toHaveLength(1);
});

test('cdk-nag finds nothing in any grant', () => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const own = new ModelPackageGroup(stack, 'Own').grants;
  own.register(role);
  own.approve(role);
  own.read(role);
  expect(() => app.synth()).not.toThrow();
});
