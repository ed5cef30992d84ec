import * as iam from 'aws-cdk-lib/aws-iam';
import { invalid } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { grantReadPrefix } from '../core/internal/s3-grants';
import type { S3Place } from '../core';
import type { IFeatureGroup } from './feature-group-base';
import type { OfflineLocation } from './offline-store';
import { grantResults, grantTable, grantWorkgroup } from './private/athena-access';
import { arnAsWritten } from './private/group-arns';

/** How queries of Athena are run. */
export interface QueryGrantOptions {
  /**
   * Workgroup that the queries run in, which may limit what they scan.
   *
   * @default 'primary'
   */
  readonly workgroup?: string;

  /**
   * Where the answers are kept; the principal may write and read there.
   *
   * @default - nowhere of the principal's own: the workgroup manages the answers of its queries itself
   */
  readonly results?: S3Place;
}

const WORKGROUP = Limit.between('WorkGroup', 1, 128);

/** Permissions on a feature group, its key and its offline records. */
export class FeatureGroupGrants {
  /** The permissions that can be given on a group. */
  public static fromFeatureGroup(group: IFeatureGroup): FeatureGroupGrants {
    return new FeatureGroupGrants(group);
  }

  private constructor(private readonly group: IFeatureGroup) {}

  /** Lets a principal write records, one by one or many at once, and see the group's definitions. */
  public ingest(grantee: iam.IGrantable): iam.Grant {
    return this._online(grantee, 'sagemaker:PutRecord', 'sagemaker:BatchWriteRecord', 'sagemaker:DescribeFeatureGroup');
  }

  /** Lets a principal look records up in the online store, and see the group's definitions. */
  public read(grantee: iam.IGrantable): iam.Grant {
    return this._online(grantee, 'sagemaker:GetRecord', 'sagemaker:BatchGetRecord', 'sagemaker:DescribeFeatureGroup');
  }

  /**
   * Lets a principal read the Parquet files of the offline store, and see where they lie.
   *
   * Fails for a group without an offline store, and for an imported one whose offline location is not given.
   */
  public readOffline(grantee: iam.IGrantable): iam.Grant {
    const { bucket, prefix, encryptionKey } = this.offline('readOffline');
    grantReadPrefix(bucket, `${prefix}/`, grantee);
    encryptionKey?.grantDecrypt(grantee);
    return this.allow(grantee, ['sagemaker:DescribeFeatureGroup']);
  }

  /**
   * Lets a principal query the offline store with Athena: what `readOffline` gives, the group's table in the Glue Data Catalog, and the workgroup.
   *
   * `DescribeFeatureGroup` tells the table's name where the service chose it; then any table of that database may be looked up, and only this group's
   * records read. Where Lake Formation governs the database, it must allow the principal too. Queries cost by the data they scan.
   *
   * Fails for a group without an offline store, and for an imported one whose offline location is not given.
   */
  public query(grantee: iam.IGrantable, options: QueryGrantOptions = {}): iam.Grant {
    const location = this.offline('query');
    const mistake = WORKGROUP.mistakeInText('workgroup', options.workgroup);
    if (mistake) {
      throw invalid(this.group, mistake);
    }
    grantWorkgroup(this.group, options.workgroup ?? 'primary', grantee);
    grantTable(this.group, location, grantee);
    if (options.results) {
      grantResults(options.results, grantee);
    }
    return this.readOffline(grantee);
  }

  private offline(property: string): OfflineLocation {
    const { group } = this;
    if (!group.offlineLocation) {
      throw invalid(group, {
        code: 'OfflineStoreUnknown',
        property,
        problem: 'the offline store of this group is not known here',
        fix: 'Give the group an offline store; for an imported group, use FeatureGroup.fromFeatureGroupAttributes(...) with its offlineLocation.',
      });
    }
    return group.offlineLocation;
  }

  /**
   * Lets a principal ask the service for some things of this group's records, with the key of the online store.
   *
   * @internal
   */
  public _online(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    this.group.onlineEncryptionKey?.grantDecrypt(grantee);
    return this.allow(grantee, actions);
  }

  private allow(grantee: iam.IGrantable, actions: string[]): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: this.arns() });
  }

  /** IAM compares ARNs by case, and SageMaker writes them in its own. */
  private arns(): string[] {
    return [...new Set([this.group.featureGroupArn, arnAsWritten(this.group)])];
  }
}
