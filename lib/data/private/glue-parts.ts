import { createHash } from 'node:crypto';
import * as glue from 'aws-cdk-lib/aws-glue';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { ArnFormat, Names } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { allowLogs } from '../../core/internal/key-senders';
import { grantUseOfKey } from '../../core/internal/s3-grants';
import type { GlueJobProps } from '../glue-job';

/** What every run of a job is told. */
export function glueArguments(props: GlueJobProps, modules: string | undefined): Record<string, string> {
  return {
    '--enable-metrics': 'true',
    '--enable-continuous-cloudwatch-log': 'true',
    ...(modules !== undefined && { '--extra-py-files': modules }),
    ...(props.packages?.length && { '--additional-python-modules': props.packages.join(',') }),
    ...props.arguments,
  };
}

/** Writing a job's logs and metrics, to the log groups that Glue uses. */
export function grantGlueTelemetry(scope: Construct, role: iam.IGrantable, encrypted: boolean): void {
  const groups = arnOf(scope, { service: 'logs', resource: 'log-group', resourceName: '/aws-glue/*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  allow(role, {
    actions: [...(encrypted ? ['logs:AssociateKmsKey'] : []), 'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    resourceArns: [groups],
  }, 'Glue names log groups after what they hold and how they are encrypted, and log streams after runs.');
  allow(role, {
    actions: ['cloudwatch:PutMetricData'], resourceArns: ['*'], conditions: { StringEquals: { 'cloudwatch:namespace': 'Glue' } },
  }, 'Metrics support no resource; the condition names their namespace.');
}

/** How Glue encrypts with a key: it cannot be changed, so that its name says which key it is about. */
export function securityOf(scope: Construct, role: iam.IGrantable, key: kms.IKey): string {
  grantUseOfKey(key, role);
  allowLogs(key);
  const kmsKeyArn = key.keyArn;
  const about = createHash('sha256').update(key.node.path).digest('hex').slice(0, 8);
  return new glue.CfnSecurityConfiguration(scope, 'Security', {
    name: `${Names.uniqueResourceName(scope, { maxLength: 200, separator: '-' })}-${about}`,
    encryptionConfiguration: {
      cloudWatchEncryption: { cloudWatchEncryptionMode: 'SSE-KMS', kmsKeyArn },
      jobBookmarksEncryption: { jobBookmarksEncryptionMode: 'CSE-KMS', kmsKeyArn },
      s3Encryptions: [{ s3EncryptionMode: 'SSE-KMS', kmsKeyArn }],
    },
  }).ref;
}
