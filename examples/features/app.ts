/**
 * From rows that land to a model that looks its features up: two feature groups, an ingestion, training data in which each order sees its customer and its
 * seller as they were, and an endpoint that is asked with identifiers alone; and beside them a group in memory with lists and vectors. Run it from the
 * project's root:
 *
 *     npx cdk deploy --app 'npx tsx examples/features/app.ts' Features -c cdk-sagemaker-lifecycle:record=Features
 *
 * Then `aws s3 cp customers.csv s3://<bucket>/landed/customers.csv`. What the group cannot hold, and a receipt, lie below `rejected/`. With records in the groups,
 * deploy `Returns`, which trains the model and serves it.
 */
import { join } from 'node:path';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { ReplacementGuard, S3Source } from '../../lib/core';
import { Processor } from '../../lib/data';
import {
  DatasetBase, Feature, FeatureGroup, FeatureIngestion, Features, FeatureType, OfflineStore, OnlineStore, PointInTimeDataset, RecordSource,
} from '../../lib/features';
import { Serving } from '../../lib/hosting';
import { MlPlatform, ModelLifecycle } from '../../lib/lifecycle';
import { Approval, Metric } from '../../lib/pipeline';
import { Trainer } from '../../lib/training';

const app = new App();
// Features that the group has may not go, nor change: that would lose records.
ReplacementGuard.apply(app, { lockFile: join(__dirname, 'sagemaker.lock.json') });

/** What is known of a customer. One more here is a feature of the group, a column of the training data, and one that the model looks up. */
const ofCustomers = [Feature.integral('orders'), Feature.fractional('basket')];

const store = new Stack(app, 'Features');
const bucket = new s3.Bucket(store, 'Lake', { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
Validations.of(bucket).acknowledge({ id: 'AwsSolutions::AwsSolutions-S1', reason: 'An example: who reads the files of invented customers is nobody\'s business.' });

const customers = new FeatureGroup(store, 'Customers', {
  recordIdentifier: 'customer_id',
  eventTime: 'updated_at',
  features: Features.of([Feature.string('customer_id'), Feature.string('updated_at'), ...ofCustomers]),
  removalPolicy: RemovalPolicy.DESTROY,
});
const sellers = new FeatureGroup(store, 'Sellers', {
  recordIdentifier: 'seller_id',
  eventTime: 'rated_at',
  features: Features.of([Feature.integral('seller_id'), Feature.fractional('rated_at'), Feature.fractional('rating')]),
  offline: OfflineStore.iceberg(),
  removalPolicy: RemovalPolicy.DESTROY,
});
new FeatureIngestion(store, 'Ingestion', {
  group: customers,
  sources: [RecordSource.files(bucket, { prefix: 'landed/' })],
  keptRecords: { bucket, prefix: 'rejected/' },
});
new CfnOutput(store, 'LakeName', { value: bucket.bucketName });

/** What customers saw last, in order, and what they like, as a model has put it into numbers. */
new FeatureGroup(new Stack(app, 'Tastes'), 'Tastes', {
  recordIdentifier: 'customer_id',
  eventTime: 'updated_at',
  features: Features.of([Feature.string('customer_id'), Feature.string('updated_at'), Feature.list('seen', FeatureType.STRING), Feature.vector('taste', 3)]),
  online: OnlineStore.inMemory(),
  removalPolicy: RemovalPolicy.DESTROY,
});

const returns = new Stack(app, 'Returns');
const orders = DatasetBase.fromFiles(S3Source.fromFile('examples/features/orders.csv'), {
  time: 'ordered_at',
  columns: Features.of([Feature.string('customer_id'), Feature.integral('seller_id'), Feature.string('ordered_at'), Feature.integral('returned')]),
});
const { enrichment } = new ModelLifecycle(returns, 'Returns', {
  platform: new MlPlatform(returns, 'Platform', { notify: ['ml-team@example.com'], removalPolicy: RemovalPolicy.DESTROY }),
  data: PointInTimeDataset.of(orders, { joins: [{ group: customers }, { group: sellers, prefix: 'seller_', maxAge: Duration.days(7) }] }),
  target: 'returned',
  prepare: Processor.split({ ignore: ['customer_id', 'seller_id', 'ordered_at'] }),
  train: Trainer.sklearn({ entryPoint: 'examples/features/model/train.py' }),
  evaluate: Processor.sklearn({ entryPoint: 'examples/features/model/evaluate.py' }),
  accept: [Metric.of('auc').atLeast(0.7)],
  approval: Approval.none(),
  serve: Serving.realTime({ entryPoint: 'examples/features/model/inference.py' }),
  compareWithServing: false,
  enrich: {
    columns: [...ofCustomers, Feature.fractional('seller_rating')],
    lookUps: [{ group: customers }, { group: sellers, prefix: 'seller_' }],
    accept: 'text/csv',
    defaults: { seller_rating: '' },
  },
});
new CfnOutput(returns, 'AskName', { value: enrichment!.function.functionName });
