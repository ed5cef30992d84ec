import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Duration } from 'aws-cdk-lib/core';
import type { S3Source } from '../core';
import type { AutoMlDeployment } from './auto-ml-deployment';
import type { AutoMlProblem } from './auto-ml-problem';

/** What the place of the data holds. */
export enum AutoMlDataType {
  /** The data, below a prefix. */
  S3_PREFIX = 'S3Prefix',
  /** A list of objects that hold the data; for tables and pictures. */
  MANIFEST_FILE = 'ManifestFile',
  /** A list of objects with what is known of each; for pictures. */
  AUGMENTED_MANIFEST_FILE = 'AugmentedManifestFile',
}

/** A search for a model that runs by itself. */
export interface AutoMlSearchProps {
  /** What a model is searched for. */
  readonly problem: AutoMlProblem;

  /** What the model learns from. The objects that a manifest names are not read by its permission: grant them to the search. */
  readonly trainingData: S3Source;

  /**
   * What candidates are compared on.
   *
   * @default - a share of the training data
   */
  readonly validationData?: S3Source;

  /**
   * Share of the training data that candidates are compared on, from 0 to 1; not with `validationData`, and not for time series.
   *
   * @default - 0.2
   */
  readonly validationFraction?: number;

  /**
   * Content type of the data, for example `x-application/vnd.amazon+parquet`.
   *
   * @default - tables: CSV with names of columns in the first line; pictures: `image/*`
   */
  readonly contentType?: string;

  /**
   * What the place of the data holds.
   *
   * @default AutoMlDataType.S3_PREFIX
   */
  readonly dataType?: AutoMlDataType;

  /**
   * Whether the data is gzipped; for tables below a prefix.
   *
   * @default false
   */
  readonly gzipped?: boolean;

  /**
   * Where the best model is deployed at the end of each search.
   *
   * @default - nowhere
   */
  readonly deployment?: AutoMlDeployment;

  /**
   * When it runs by itself: `ScheduleExpression.cron({ minute: '0', hour: '3', day: '1' })`.
   *
   * @default - when somebody starts it, or when it is deployed
   */
  readonly schedule?: scheduler.ScheduleExpression;

  /**
   * For how long EventBridge tries again to start a search that could not be started; from a minute to a day.
   *
   * @default Duration.hours(1)
   */
  readonly retryFor?: Duration;

  /**
   * What the names of the jobs start with: letters, digits and hyphens, at most 19 characters.
   *
   * @default - one made from the construct's place in the app
   */
  readonly jobName?: string;

  /**
   * Bucket for candidates and reports.
   *
   * @default - a bucket of its own, which is kept when the construct is removed: models lie in it
   */
  readonly bucket?: s3.IBucket;

  /**
   * What the keys of candidates and reports start with; the name of the job follows.
   *
   * @default - nothing
   */
  readonly prefix?: string;

  /**
   * Key of the results and of the instances' volumes.
   *
   * @default - that of the bucket; without one, keys that AWS manages
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Subnets of the job's instances, from 1 to 16; with `securityGroups`.
   *
   * @default - SageMaker's own network
   */
  readonly subnets?: ec2.ISubnet[];

  /**
   * Security groups of the instances, from 1 to 5; with `subnets`.
   *
   * @default - none
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether what the instances tell each other is encrypted.
   *
   * @default false
   */
  readonly encryptTrafficBetweenInstances?: boolean;

  /**
   * Tags of the jobs, at most 50.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * Told when a search failed or could not be started.
   *
   * @default - the alarm changes its state and tells nobody
   */
  readonly alarmTopic?: sns.ITopic;

  /**
   * Members of the CreateAutoMLJobV2 request to add or replace whole.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}
