import { Duration, type Stack } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import {
  DatasetBase, DeletedRecords, Feature, FeatureGroup, Features, KnownBy, OfflineStore, type PointInTimeDatasetOptions, type PointInTimeJoin,
} from '../../lib/features';

/** The groups and rows of all cases: what test/features/scripts/dataset_reference.py answers by itself. */
export class Shop {
  public readonly customers: FeatureGroup;
  public readonly sellers: FeatureGroup;
  public readonly labels: FeatureGroup;

  constructor(private readonly stack: Stack) {
    this.customers = this.group('Customers', 'customer_id', 'updated_at', [
      Feature.string('customer_id'), Feature.string('updated_at'), Feature.fractional('basket'), Feature.integral('orders'), Feature.string('City'),
    ]);
    this.sellers = this.group('Sellers', 'seller_id', 'at', [
      Feature.integral('seller_id'), Feature.fractional('at'), Feature.fractional('rating'), Feature.string('City'),
    ], OfflineStore.iceberg());
    this.labels = this.group('Labels', 'customer_id', 'bought_at', [
      Feature.string('customer_id'), Feature.string('bought_at'), Feature.integral('seller_id'), Feature.integral('label'),
    ]);
  }

  /** Rows of files; their time is text. */
  public files(): DatasetBase {
    return DatasetBase.fromFiles(S3Source.fromUri('s3://raw/orders/'), {
      time: 'bought_at',
      columns: Features.of([Feature.string('customer_id'), Feature.integral('seller_id'), Feature.string('bought_at'), Feature.integral('Label')]),
      maxRejectedShare: 0.9,
    });
  }

  /** Rows of files; their time is a number. */
  public numbered(): DatasetBase {
    return DatasetBase.fromFiles(S3Source.fromUri('s3://raw/orders/'), {
      time: 'moment',
      columns: Features.of([Feature.string('customer_id'), Feature.integral('seller_id'), Feature.fractional('moment')]),
      maxRejectedShare: 0.9,
    });
  }

  public join(group: FeatureGroup, options: Partial<PointInTimeJoin> = {}): PointInTimeJoin {
    return { group, ...options };
  }

  private group(id: string, recordIdentifier: string, eventTime: string, features: Feature[], offline: OfflineStore = OfflineStore.glue()): FeatureGroup {
    return new FeatureGroup(this.stack, id, { recordIdentifier, eventTime, features: Features.of(features), offline, featureGroupName: id.toLowerCase() });
  }
}

export interface DatasetCase {
  readonly base: DatasetBase;
  readonly options: PointInTimeDatasetOptions;
}

/** Each way to ask once; the names are those of the files in `datasets`. */
export const CASES: Record<string, (shop: Shop) => DatasetCase> = {
  'one-group': (shop) => ({ base: shop.files(), options: { joins: [shop.join(shop.customers)] } }),

  'two-groups': (shop) => ({
    base: shop.files(),
    options: {
      joins: [
        shop.join(shop.customers, { features: ['basket', 'City'], aliases: { basket: 'usual_basket' } }),
        shop.join(shop.sellers, { on: 'seller_id', prefix: 'seller_', maxAge: Duration.seconds(3) }),
      ],
      columns: ['Label', 'usual_basket', 'seller_rating', 'seller_City', 'customer_id', 'bought_at'],
    },
  }),

  'late-records': (shop) => ({
    base: shop.numbered(),
    options: {
      joins: [shop.join(shop.customers, { knownBy: KnownBy.WRITE_TIME }), shop.join(shop.sellers, { prefix: 'seller_' })],
      knownBy: KnownBy.INVOCATION_TIME,
      asOf: '2026-01-01T00:00:25Z',
      from: '2026-01-01T00:00:05Z',
      until: '2026-01-01T00:00:30.500Z',
    },
  }),

  'labels-of-a-group': (shop) => ({
    base: DatasetBase.fromFeatureGroup(shop.labels),
    options: { joins: [shop.join(shop.customers), shop.join(shop.sellers, { prefix: 'seller_' })], asOf: '2026-01-01T00:00:25Z', from: '2026-01-01T00:00:05Z' },
  }),

  'nothing-deleted': (shop) => ({
    base: DatasetBase.fromFeatureGroup(shop.labels),
    options: { joins: [shop.join(shop.customers), shop.join(shop.sellers, { prefix: 'seller_' })], deleted: DeletedRecords.KEPT },
  }),
};
