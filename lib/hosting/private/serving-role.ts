import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { ArnFormat } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ContainerImage } from '../../core';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { grantPull } from '../../core/internal/job-site';
import { grantKey, grantReadPrefix, grantWritePrefix } from '../../core/internal/s3-grants';
import type { S3Place } from '../monitored-endpoint';

export interface ServingNeeds {
  readonly endpointName: string;
  readonly images: readonly ContainerImage[];
  readonly artifacts: S3Place;
  readonly captures?: S3Place;
  readonly encryptionKey?: kms.IKey;
}

/** Lets a serving container be pulled, read its artifact, write its captures, its log and its metrics; returns the images' repositories. */
export function grantServing(scope: Construct, role: iam.IGrantable, needs: ServingNeeds): string[] {
  const { endpointName, artifacts, captures, encryptionKey } = needs;
  const repositories = needs.images.map((image) => {
    const bound = image.bind(scope);
    grantPull(bound, role);
    return bound.uri.replace(/(?<=\/[^:@]+)[:@].*$/, '');
  });
  grantReadPrefix(artifacts.bucket, artifacts.prefix ?? '', role);
  if (captures) {
    grantWritePrefix(captures.bucket, `${captures.prefix ?? ''}${endpointName}/`, role);
  }
  grantKey(encryptionKey, role, 'kms:Decrypt', 'kms:GenerateDataKey');
  const log = arnOf(scope, {
    service: 'logs', resource: 'log-group', resourceName: `/aws/sagemaker/Endpoints/${endpointName}`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  allow(role, {
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], resourceArns: [log, `${log}:log-stream:*`],
  }, 'SageMaker names a log stream after each instance.');
  allow(role, {
    actions: ['cloudwatch:PutMetricData'], resourceArns: ['*'], conditions: { StringEquals: { 'cloudwatch:namespace': '/aws/sagemaker/Endpoints' } },
  }, 'Metrics support no resource; the condition names their namespace.');
  return repositories;
}
