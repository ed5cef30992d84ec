import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { ArnFormat } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ContainerImage, S3Place } from '../../core';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { grantPull } from '../../core/internal/job-site';
import { grantNetworkInterfaces, type Network } from '../../core/internal/network';
import { folderOf } from '../../core/internal/places';
import { grantKey, grantReadPrefix, grantWritePrefix } from '../../core/internal/s3-grants';

export interface ServingNeeds {
  readonly endpointName: string;
  readonly images: readonly ContainerImage[];
  readonly artifacts: S3Place;
  readonly captures?: S3Place;
  readonly encryptionKey?: kms.IKey;
  readonly network?: Network;
  /** Alarms that bring the old fleet back; SageMaker asks for their state as the role. */
  readonly alarmArns: readonly string[];
}

/** Lets a serving container be pulled, read its artifact, write its captures, its log and its metrics, and be rolled back; returns the images' repositories. */
export function grantServing(scope: Construct, role: iam.IGrantable, needs: ServingNeeds): string[] {
  const { endpointName, artifacts, captures, encryptionKey, network } = needs;
  const repositories = needs.images.map((image) => {
    const bound = image.bind(scope);
    grantPull(bound, role);
    return bound.repositoryUri;
  });
  grantReadPrefix(artifacts.bucket, folderOf(artifacts), role);
  if (captures) {
    grantWritePrefix(captures.bucket, `${folderOf(captures)}${endpointName}/`, role);
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
  allow(role, { actions: ['cloudwatch:DescribeAlarms'], resourceArns: [...needs.alarmArns] });
  if (network) {
    grantNetworkInterfaces(scope, role, network);
  }
  return repositories;
}
