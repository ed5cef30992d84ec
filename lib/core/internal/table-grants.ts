import type * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { allow } from './allow';

/** Use of the key of a table, through DynamoDB and in no other way. */
export function grantTableKey(scope: Construct, keyArn: string, grantee: iam.IGrantable): void {
  allow(grantee, {
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
    resourceArns: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(scope).region}.amazonaws.com` } },
  });
}
