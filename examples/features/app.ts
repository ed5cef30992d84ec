/**
 * A feature group of customers that files go into as they land. Run it from the project's root:
 *
 *     npx cdk deploy --app 'npx tsx examples/features/app.ts'
 *
 * Then `aws s3 cp customers.csv s3://<bucket>/landed/customers.csv`. What the group cannot hold, and a receipt, lie below `rejected/`.
 */
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnOutput, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Feature, FeatureGroup, FeatureIngestion, Features, RecordSource } from '../../lib/features';

const stack = new Stack(new App(), 'Features');
const bucket = new s3.Bucket(stack, 'Lake', { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
Validations.of(bucket).acknowledge({ id: 'AwsSolutions::AwsSolutions-S1', reason: 'An example: who reads the files of invented customers is nobody\'s business.' });

const customers = new FeatureGroup(stack, 'Customers', {
  recordIdentifier: 'customer_id',
  eventTime: 'updated_at',
  features: Features.of([
    Feature.string('customer_id'), Feature.string('updated_at'), Feature.integral('orders'), Feature.fractional('basket'), Feature.string('city'),
  ]),
  removalPolicy: RemovalPolicy.DESTROY,
});

new FeatureIngestion(stack, 'Ingestion', {
  group: customers,
  sources: [RecordSource.files(bucket, { prefix: 'landed/' })],
  keptRecords: { bucket, prefix: 'rejected/' },
});

new CfnOutput(stack, 'LakeName', { value: bucket.bucketName });
