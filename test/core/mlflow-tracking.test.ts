import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Lazy, Stack } from 'aws-cdk-lib/core';
import { MlflowTracking } from '../../lib/core';
import { refusal } from '../support/reading';

const APP = 'arn:aws:sagemaker:eu-west-1:123456789012:mlflow-app/app-ABC';
const SERVER = 'arn:aws:sagemaker:eu-west-1:123456789012:mlflow-tracking-server/team';

describe('tracking fails', () => {
  test.each([
    ['arn:aws:sagemaker:eu-west-1:123456789012:domain/d-1'], ['app-ABC'], [''], [`${APP.split('/')[0]}/`], [Lazy.string({ produce: () => APP })],
  ])("with the ARN '%s'", (arn) => {
    expect(refusal(() => MlflowTracking.fromArn(arn))).toContain('MlflowArnInvalid');
  });

  test.each([
    [{ experimentName: '' }, 'experimentName'], [{ experimentName: 'a'.repeat(201) }, 'experimentName'],
    [{ runName: '' }, 'runName'], [{ runName: 'a'.repeat(101) }, 'runName'],
    [{ runName: 'a"b' }, 'MlflowRunNameInvalid'], [{ runName: 'a\\b' }, 'MlflowRunNameInvalid'], [{ runName: 'a\nb' }, 'MlflowRunNameInvalid'],
  ])('with %j', (options, problem) => {
    expect(refusal(() => MlflowTracking.fromArn(APP, options))).toContain(problem);
  });
});

test.each([
  [{}], [{ experimentName: 'a'.repeat(200), runName: 'a'.repeat(100) }], [{ experimentName: 'a' }], [{ runName: 'ä b' }], [{ runName: Lazy.string({ produce: () => 'x' }) }],
])('tracking may have %j', (options) => {
  expect(refusal(() => [APP, SERVER].map((arn) => MlflowTracking.fromArn(arn, options)))).toBe('accepted');
});

test('apps and servers of the stack are known by their references', () => {
  const stack = new Stack();
  const app = new sagemaker.CfnMlflowApp(stack, 'App', { name: 'team', artifactStoreUri: 's3://mlflow/files', roleArn: 'arn:aws:iam::123456789012:role/mlflow' });
  const server = new sagemaker.CfnMlflowTrackingServer(stack, 'Server', { trackingServerName: 'team', artifactStoreUri: 's3://mlflow', roleArn: app.roleArn });
  expect(refusal(() => [MlflowTracking.app(app), MlflowTracking.server(server)])).toBe('accepted');
});
