import { CfnApplication } from 'aws-cdk-lib/aws-emrserverless';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { EmrServerlessApplication, InteractiveSessions } from '../../lib/data';
import { refusal } from '../support/reading';
import { ENV, newStack, permissionsOf } from './support';

const roleOf = (stack: Stack, name: string) => iam.Role.fromRoleArn(stack, name, `arn:aws:iam::123456789012:role/${name}`);
const notebook = (stack: Stack) => new iam.Role(stack, 'Notebook', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });

/** What the role of a notebook may do. */
function granted(sessions: (stack: Stack) => InteractiveSessions): string[] {
  const stack = newStack();
  sessions(stack).grantTo(notebook(stack));
  return permissionsOf(stack);
}

test('sessions of Glue are made, used and stopped by their owner alone, as one role', () => {
  const own = '{"StringEquals":{"aws:ResourceTag/owner":"${aws:userid}"}}';
  const sessions = 'arn:aws:glue:eu-west-1:123456789012:session/*';
  expect(granted((stack) => InteractiveSessions.glue({ runtimeRole: roleOf(stack, 'glue') }))).toEqual([
    `glue:CancelStatement on ${sessions} if ${own}`,
    `glue:CreateSession on ${sessions} if {"StringEquals":{"aws:RequestTag/owner":"\${aws:userid}"},"ForAnyValue:StringEquals":{"aws:TagKeys":["owner"]}}`,
    ...['DeleteSession', 'GetDashboardUrl', 'GetSession', 'GetStatement'].map((action) => `glue:${action} on ${sessions} if ${own}`),
    'glue:ListSessions on *',
    ...['ListStatements', 'RunStatement', 'StopSession'].map((action) => `glue:${action} on ${sessions} if ${own}`),
    `glue:TagResource on ${sessions} if {"StringEquals":{"aws:RequestTag/owner":"\${aws:userid}","aws:ResourceTag/owner":"\${aws:userid}"}}`,
    'iam:GetRole on arn:aws:iam::123456789012:role/glue',
    'iam:PassRole on arn:aws:iam::123456789012:role/glue if {"StringEquals":{"iam:PassedToService":"glue.amazonaws.com"}}',
  ]);
});

test('sessions of EMR Serverless are in one application, as one of the roles', () => {
  const application = 'arn:aws:emr-serverless:eu-west-1:123456789012:/applications/00abc';
  expect(granted((stack) => InteractiveSessions.emrServerless({
    application: CfnApplication.fromApplicationArn(stack, 'Spark', application), runtimeRoles: [roleOf(stack, 'a'), roleOf(stack, 'b')],
  }))).toEqual([
    `emr-serverless:AccessLivyEndpoints on ${application}`, `emr-serverless:GetApplication on ${application}`,
    `emr-serverless:GetDashboardForJobRun on ${application}/jobruns/*`, 'emr-serverless:ListApplications on *',
    `emr-serverless:StartApplication on ${application}`, `emr-serverless:StopApplication on ${application}`,
    ...['a', 'b'].map((role) => `iam:PassRole on arn:aws:iam::123456789012:role/${role} if {"StringEquals":{"iam:PassedToService":"emr-serverless.amazonaws.com"}}`),
  ]);
});

test.each([[undefined, '*'], ['j-1ABC', 'j-1ABC']])('sessions on EMR with cluster %s are on %s, as one of the roles', (clusterId, name) => {
  const clusters = `arn:aws:elasticmapreduce:eu-west-1:123456789012:cluster/${name}`;
  expect(granted((stack) => InteractiveSessions.emr({ clusterId, runtimeRoles: [roleOf(stack, 'a'), roleOf(stack, 'b')] }))).toEqual([
    `elasticmapreduce:CreatePersistentAppUI on ${clusters}`, `elasticmapreduce:DescribeCluster on ${clusters}`,
    `elasticmapreduce:DescribePersistentAppUI on ${clusters}`, 'elasticmapreduce:DescribeSecurityConfiguration on *',
    `elasticmapreduce:GetClusterSessionCredentials on ${clusters} if ${JSON.stringify({ StringEquals: {
      'elasticmapreduce:ExecutionRoleArn': ['a', 'b'].map((role) => `arn:aws:iam::123456789012:role/${role}`),
    } })}`,
    `elasticmapreduce:GetOnClusterAppUIPresignedURL on ${clusters}`, `elasticmapreduce:GetPersistentAppUIPresignedURL on ${clusters}`,
    'elasticmapreduce:ListClusters on *', `elasticmapreduce:ListInstanceGroups on ${clusters}`, `elasticmapreduce:ListInstances on ${clusters}`,
  ]);
});

test('fail without a role to work as', () => {
  const stack = newStack();
  const application = new EmrServerlessApplication(stack, 'Spark', { interactive: true });
  expect(refusal(() => InteractiveSessions.emr({ runtimeRoles: [] }))).toContain('RuntimeRolesMissing');
  expect(refusal(() => InteractiveSessions.emrServerless({ application, runtimeRoles: [] }))).toContain('RuntimeRolesMissing');
  expect(refusal(() => InteractiveSessions.emrServerless({ application, runtimeRoles: [roleOf(stack, 'a')] }))).toBe('accepted');
});

test('cdk-nag finds every wildcard explained', () => {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = new Stack(app, 'Shop', { env: ENV });
  const application = new EmrServerlessApplication(stack, 'Spark', { interactive: true });
  const runtimeRoles = [roleOf(stack, 'a')];
  const grantee = notebook(stack);
  InteractiveSessions.glue({ runtimeRole: runtimeRoles[0] }).grantTo(grantee);
  InteractiveSessions.emr({ runtimeRoles }).grantTo(grantee);
  InteractiveSessions.emrServerless({ application, runtimeRoles }).grantTo(grantee);
  expect(() => app.synth()).not.toThrow();
});
