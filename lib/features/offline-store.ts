import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { type Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { isKnown, type Mistake } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { secureBucket, type SecureBucketProps } from '../core/internal/secure-bucket';
import { OFFLINE_DATABASE } from './private/catalogue';

/** Settings of the store that keeps every version. Changing any of them but `retention` replaces the group. */
export interface OfflineStoreOptions {
  /**
   * Bucket for the records.
   *
   * @default - a bucket of the group's own: encrypted, versioned, TLS only, kept when the group is deleted
   */
  readonly bucket?: s3.IBucket;

  /**
   * Where in the bucket, without slashes at the ends.
   *
   * The group's role can write there and nowhere else.
   *
   * @default - the group's name
   */
  readonly prefix?: string;

  /**
   * Key that encrypts the records.
   *
   * @default - the group's `encryptionKey`, or else the bucket's
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * After how long records are deleted from the offline store, counted from when they were written; whole days, at least one.
   *
   * For the group's own bucket and Hive-style files. Files of an Iceberg table may not be deleted behind its back, and a bucket that was given has rules of its
   * own. It changes in place. Old versions of the files stay for 30 days more.
   *
   * @default - records are kept
   */
  readonly retention?: Duration;

  /**
   * Database of the Glue Data Catalog that describes the records; one of your own must exist.
   *
   * @default 'sagemaker_featurestore'
   */
  readonly databaseName?: string;

  /**
   * Table of the Glue Data Catalog.
   *
   * @default - the service names it after the group; after the group with underscores if `databaseName` is given
   */
  readonly tableName?: string;
}

/** Where the offline records of a group lie. */
export interface OfflineLocation {
  /** The bucket. */
  readonly bucket: s3.IBucket;
  /** The prefix, without slashes at the ends; the service adds account, region and group below it. */
  readonly prefix: string;
  /**
   * Key that encrypts the records.
   *
   * @default - the bucket's own encryption
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Database of the Glue Data Catalog that describes the records.
   *
   * @default 'sagemaker_featurestore'
   */
  readonly databaseName?: string;
  /**
   * Table of the Glue Data Catalog.
   *
   * @default - the service names it when it makes the group; `DescribeFeatureGroup` tells it then
   */
  readonly tableName?: string;
}

/**
 * What the group that owns the store knows.
 *
 * @internal
 */
export interface _OfflineSite {
  readonly featureGroupName: string;
  readonly encryptionKey?: kms.IKey;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * A store made for a group.
 *
 * @internal
 */
export interface _BoundOfflineStore {
  readonly location: OfflineLocation;
  readonly config: unknown;
}

const CATALOG = 'AwsDataCatalog';
const CATALOG_NAME = Limit.between('CatalogName', 1, 255);
const RETENTION = Limit.between('OfflineRetention', 1);
const S3_URI = Limit.between('OfflineS3Uri', 0, 1024);

/**
 * The store that keeps every version of every record in S3, as Parquet, for training.
 *
 * Records arrive within about 15 minutes. Only S3 storage and requests are paid for. Deleting the group leaves the records and the
 * catalogue's table where they are.
 */
export class OfflineStore {
  /** Hive-style partitions by the hour of the event, as Athena, Glue and Spark read them. */
  public static glue(options: OfflineStoreOptions = {}): OfflineStore {
    return new OfflineStore('Glue', options);
  }

  /** An Apache Iceberg table, partitioned by day; can be compacted, which makes queries over long histories fast. */
  public static iceberg(options: OfflineStoreOptions = {}): OfflineStore {
    return new OfflineStore('Iceberg', options);
  }

  /** No history: records can be looked up and not trained on. */
  public static none(): OfflineStore {
    return new OfflineStore(undefined, {});
  }

  private constructor(private readonly format: string | undefined, private readonly options: OfflineStoreOptions) {}

  /** @internal */
  public get _exists(): boolean {
    return this.format !== undefined;
  }

  /** @internal */
  public _mistakes(): (Mistake | undefined)[] {
    const { prefix, databaseName, tableName } = this.options;
    return [
      ...this.mistakesInRetention(),
      S3_URI.mistakeInText('offline.prefix', prefix),
      isKnown(prefix) && !/^[^/]+(\/[^/]+)*$/.test(prefix)
        ? {
          code: 'OfflinePrefixInvalid',
          property: 'offline.prefix',
          problem: 'must be a folder such as \'features/customers\', without slashes at its ends',
          value: prefix,
          fix: 'Write it without slashes at the ends, or leave it out to use the name of the group.',
        }
        : undefined,
      CATALOG_NAME.mistakeInText('offline.databaseName', databaseName),
      CATALOG_NAME.mistakeInText('offline.tableName', tableName),
    ];
  }

  private mistakesInRetention(): (Mistake | undefined)[] {
    const { retention, bucket } = this.options;
    if (!retention) {
      return [];
    }
    const problem = this.format === 'Iceberg'
      ? { problem: 'would delete files that the Iceberg table still names', fix: 'Delete rows with a query of Athena and run VACUUM, or use OfflineStore.glue().' }
      : bucket && { problem: 'is for the group\'s own bucket, and this one was given', fix: 'Add a lifecycle rule for the prefix to that bucket.' };
    return [
      problem && { code: 'OfflineRetention', property: 'offline.retention', ...problem },
      retention.isUnresolved() ? undefined : RETENTION.mistakeIn('offline.retention', retention.toDays({ integral: false })),
      retention.isUnresolved() || Number.isInteger(retention.toDays({ integral: false })) ? undefined : {
        code: 'OfflineRetentionUnit', property: 'offline.retention', problem: 'must be whole days', value: retention.toHumanString(), fix: 'Round it: Duration.days(...).',
      },
    ];
  }

  /**
   * Makes what the store needs below a construct.
   *
   * @internal
   */
  public _bind(scope: Construct, site: _OfflineSite): _BoundOfflineStore {
    const prefix = this.options.prefix ?? site.featureGroupName;
    const bucket = this.options.bucket ?? ownBucket(scope, site, {
      encryptionKey: this.options.encryptionKey ?? site.encryptionKey,
      expirations: this.options.retention && { [`${prefix}/`]: this.options.retention },
    });
    const encryptionKey = this.options.encryptionKey ?? site.encryptionKey ?? bucket.encryptionKey;
    const catalogued = this.options.databaseName !== undefined || this.options.tableName !== undefined;
    const databaseName = this.options.databaseName ?? OFFLINE_DATABASE;
    const tableName = this.options.tableName ?? (catalogued ? site.featureGroupName.replace(/-/g, '_') : undefined);
    return {
      location: { bucket, prefix, encryptionKey, databaseName, tableName },
      config: {
        S3StorageConfig: { S3Uri: bucket.s3UrlForObject(prefix), KmsKeyId: encryptionKey?.keyArn },
        TableFormat: this.format,
        DataCatalogConfig: catalogued ? { Catalog: CATALOG, Database: databaseName, TableName: tableName } : undefined,
      },
    };
  }
}

function ownBucket(scope: Construct, site: _OfflineSite, props: SecureBucketProps): s3.IBucket {
  const bucket = secureBucket(scope, 'OfflineStore', { ...props, removalPolicy: site.removalPolicy });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions::AwsSolutions-S1',
    reason: 'The records of one group alone; who wants access logs gives a bucket that has them.',
  });
  return bucket;
}
