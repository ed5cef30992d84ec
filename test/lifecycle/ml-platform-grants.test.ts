import * as iam from 'aws-cdk-lib/aws-iam';
import { App, type Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { MlPlatform } from '../../lib/lifecycle';
import { newStack, statements, text } from './support';

const ARN = 'arn:aws:sagemaker:eu-west-1:123456789012';
const RUNS = `${ARN}:pipeline/ml-*`;
const VERSIONS = `${ARN}:model-package-group/ml-* ${ARN}:model-package/ml-*`;

let app: App;
let stack: Stack;
let platform: MlPlatform;
let person: iam.Role;

beforeEach(() => {
  app = new App();
  stack = newStack(app);
  platform = new MlPlatform(stack, 'Platform', { namePrefix: 'ml-', notify: ['a@example.com'] });
  person = new iam.Role(stack, 'Person', { assumedBy: new iam.AccountRootPrincipal() });
});

/** What the person may do, as `actions on resources`. */
const allowed = () => statements(stack, 'AWS::IAM::Policy', /^Person/)
  .map(({ Action, Resource }) => `${Action.map((each: string) => each.replace('sagemaker:', '')).join(' ')} on ${Resource.map(text).join(' ')}`);

test('observers see runs, versions and feature groups of this platform, and change nothing', () => {
  expect(platform.grants.observe(person).success).toBe(true);
  expect(allowed()).toEqual([
    'ListFeatureGroups ListModelPackageGroups ListPipelines Search on *',
    'DescribePipeline DescribePipelineDefinitionForExecution DescribePipelineExecution ListPipelineExecutions ListPipelineExecutionSteps '
    + `ListPipelineParametersForExecution on ${RUNS}`,
    `DescribeModelPackage DescribeModelPackageGroup ListModelPackages on ${VERSIONS}`,
    `DescribeFeatureGroup on ${ARN}:feature-group/ml-*`,
  ]);
});

test('approvers decide about versions of this platform, and of no other', () => {
  expect(platform.grants.approve(person).success).toBe(true);
  expect(allowed()).toEqual([`DescribeModelPackage ListModelPackages UpdateModelPackage on ${VERSIONS}`]);
});

test('each wildcard has its reason', () => {
  platform.grants.observe(person);
  platform.grants.approve(person);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});
