import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { HandlerOptions } from '../../core';
import { ENDPOINT_RECORD_EXPIRY } from '../../core/contract';

/** The table of endpoints' records: billed by request, restorable to any second of the last 35 days, and forgetful of endpoints that are long gone. */
export function recordTable(scope: Construct, { encryptionKey, removalPolicy }: HandlerOptions): dynamodb.CfnTable {
  const table = new dynamodb.CfnTable(scope, 'Records', {
    keySchema: [{ attributeName: 'endpointName', keyType: 'HASH' }],
    attributeDefinitions: [{ attributeName: 'endpointName', attributeType: 'S' }],
    timeToLiveSpecification: { attributeName: ENDPOINT_RECORD_EXPIRY, enabled: true },
    billingMode: 'PAY_PER_REQUEST',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    sseSpecification: encryptionKey ? { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: encryptionKey.keyArn } : { sseEnabled: true },
  });
  // Records hold nothing that the next deployment and the registry do not tell again.
  table.applyRemovalPolicy(removalPolicy === RemovalPolicy.RETAIN ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
  return table;
}
