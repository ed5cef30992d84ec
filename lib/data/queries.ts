import type * as iam from 'aws-cdk-lib/aws-iam';
import type { S3Source } from '../core';

/** How Athena writes the result of a query. */
export enum AthenaFormat {
  /** Apache Parquet. */
  PARQUET = 'PARQUET',
  /** Apache ORC. */
  ORC = 'ORC',
  /** Apache Avro. */
  AVRO = 'AVRO',
  /** A JSON object on each line. */
  JSON = 'JSON',
  /** Text, whose columns are parted by the control character 1. */
  TEXTFILE = 'TEXTFILE',
}

/** How Athena compresses the result of a query. */
export enum AthenaCompression {
  /** gzip. */
  GZIP = 'GZIP',
  /** Snappy. */
  SNAPPY = 'SNAPPY',
  /** zlib, for ORC. */
  ZLIB = 'ZLIB',
}

/** A query of Athena. */
export interface AthenaQuery {
  /** The SQL: one SELECT, of at most 4,096 characters. */
  readonly sql: string;

  /** Database of the Glue catalog that the query is about; at most 255 characters. */
  readonly database: string;

  /** Places where the data of its tables lies, for example a feature group's offline store; the job's role may read them. */
  readonly data: S3Source[];

  /**
   * Data catalog in which the database is.
   *
   * @default 'AwsDataCatalog'
   */
  readonly catalog?: string;

  /**
   * Workgroup that the query runs in, which may limit what it scans.
   *
   * @default 'primary'
   */
  readonly workgroup?: string;

  /**
   * How the result is written.
   *
   * @default AthenaFormat.PARQUET
   */
  readonly format?: AthenaFormat;

  /**
   * How the result is compressed.
   *
   * @default - as Athena does for the format
   */
  readonly compression?: AthenaCompression;
}

/** How Redshift writes the result of a query. */
export enum RedshiftFormat {
  /** Apache Parquet. */
  PARQUET = 'PARQUET',
  /** Text, with commas between the columns and no header line. */
  CSV = 'CSV',
}

/** How Redshift compresses the result of a query. */
export enum RedshiftCompression {
  /** Not at all. */
  NONE = 'None',
  /** gzip. */
  GZIP = 'GZIP',
  /** bzip2. */
  BZIP2 = 'BZIP2',
  /** Zstandard. */
  ZSTD = 'ZSTD',
  /** Snappy. */
  SNAPPY = 'SNAPPY',
}

/** A query of a Redshift cluster. */
export interface RedshiftQuery {
  /** The SQL: one SELECT, of at most 4,096 characters. */
  readonly sql: string;

  /** Identifier of the cluster; at most 63 characters. */
  readonly clusterIdentifier: string;

  /** Database of the cluster; at most 64 characters. */
  readonly database: string;

  /** User of the database that the query runs as; at most 128 characters. */
  readonly user: string;

  /** Role of the cluster that writes the result. */
  readonly clusterRole: iam.IRole;

  /**
   * How the result is written.
   *
   * @default RedshiftFormat.PARQUET
   */
  readonly format?: RedshiftFormat;

  /**
   * How the result is compressed.
   *
   * @default - as Redshift does for the format
   */
  readonly compression?: RedshiftCompression;
}
