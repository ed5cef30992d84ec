/**
 * Training data from two feature groups, in which each order sees its customer and its seller as they were when it was made. Run it from the project's root:
 *
 *     npx cdk deploy --app 'npx tsx examples/dataset/app.ts'
 *
 * Records come from your programs, by PutRecord. A run builds the data set; with the parameter AsOf, as it would have been at that moment.
 */
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import { DatasetBase, Feature, FeatureGroup, Features, OfflineStore, PointInTimeDataset } from '../../lib/features';
import { DatasetStep, Pipeline } from '../../lib/pipeline';

const stack = new Stack(new App(), 'Dataset');

const customers = new FeatureGroup(stack, 'Customers', {
  recordIdentifier: 'customer_id',
  eventTime: 'updated_at',
  features: Features.of([Feature.string('customer_id'), Feature.string('updated_at'), Feature.fractional('basket'), Feature.string('city')]),
});
const sellers = new FeatureGroup(stack, 'Sellers', {
  recordIdentifier: 'seller_id',
  eventTime: 'rated_at',
  features: Features.of([Feature.integral('seller_id'), Feature.fractional('rated_at'), Feature.fractional('rating'), Feature.string('city')]),
  offline: OfflineStore.iceberg(),
});

const pipeline = new Pipeline(stack, 'Pipeline', { description: 'Joins orders with what was known of customers and sellers' });
const asOf = pipeline.addStringParameter('AsOf', { defaultValue: '2100-01-01T00:00:00Z' });

const orders = DatasetBase.fromFiles(S3Source.fromFile('examples/dataset/orders.csv'), {
  time: 'ordered_at',
  columns: Features.of([Feature.string('customer_id'), Feature.integral('seller_id'), Feature.string('ordered_at'), Feature.integral('returned')]),
});
pipeline.addSteps(new DatasetStep('Build', {
  dataset: PointInTimeDataset.of(orders, {
    joins: [
      { group: customers, aliases: { city: 'customer_city' } },
      { group: sellers, prefix: 'seller_', maxAge: Duration.days(7) },
    ],
    asOf: asOf.valueAsString,
  }),
}));
