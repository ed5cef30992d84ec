import { Match, Template } from 'aws-cdk-lib/assertions';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { secureBucket } from '../../lib/core/internal/secure-bucket';

const FLAG = '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy';

test.each([true, false, undefined])('requests are logged whatever the feature flag of the app says (%s)', (flag) => {
  const stack = new Stack(new App({ context: flag === undefined ? {} : { [FLAG]: flag } }), 'Shop');
  const accessLogs = secureBucket(stack, 'Logs');
  secureBucket(stack, 'Data', { accessLogs });
  const template = Template.fromStack(stack);
  const [logs] = Object.keys(template.findResources('AWS::S3::Bucket')).filter((id) => id.startsWith('Logs'));
  const [data] = Object.keys(template.findResources('AWS::S3::Bucket')).filter((id) => id.startsWith('Data'));
  template.hasResourceProperties('AWS::S3::Bucket', { LoggingConfiguration: { DestinationBucketName: { Ref: logs }, LogFilePrefix: 'data/' } });
  template.hasResourceProperties('AWS::S3::BucketPolicy', { Bucket: { Ref: logs }, PolicyDocument: { Statement: Match.arrayWith([{
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [logs, 'Arn'] }, '/data/*']] },
    Condition: { ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': [data, 'Arn'] } }, StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
  }]) } });
});

test.each([
  [undefined, 'RetainExceptOnCreate'],
  [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, 'RetainExceptOnCreate'],
  [RemovalPolicy.RETAIN, 'Retain'],
  [RemovalPolicy.DESTROY, 'Delete'],
])('with the removal policy %s a bucket has the deletion policy %s', (removalPolicy, DeletionPolicy) => {
  const stack = new Stack(new App(), 'Shop');
  secureBucket(stack, 'Data', { removalPolicy });
  Template.fromStack(stack).hasResource('AWS::S3::Bucket', { DeletionPolicy });
  Template.fromStack(stack).resourceCountIs('Custom::S3AutoDeleteObjects', DeletionPolicy === 'Delete' ? 1 : 0);
});
