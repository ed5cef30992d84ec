import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import type { S3Place } from '../core';
import { invalid } from '../core/internal/errors';
import { folderOf, uriOf } from '../core/internal/places';
import { grantReadPrefix } from '../core/internal/s3-grants';
import type { IMonitoredEndpoint } from '../hosting';

/**
 * A baseline in the place where a monitor finds it.
 *
 * @internal
 */
export interface _BoundBaseline {
  /** `s3://` folder; undefined when each version brings its own. */
  readonly uri?: string;
}

/** What traffic is compared with: statistics.json and constraints.json, as a training run and Model Monitor write them. */
export abstract class Baseline {
  /**
   * The baseline that each model version brings along, so that it changes with the version.
   *
   * An analysis of a version that brings none is skipped; a metric counts that.
   *
   * @param artifacts where versions keep their baselines, which the job may read; that of the endpoint when left out
   */
  public static fromModelPackage(artifacts?: S3Place): Baseline {
    return new VersionsOwn(artifacts);
  }

  /** One baseline for all versions: a folder with statistics.json and constraints.json. */
  public static fromS3(bucket: s3.IBucket, prefix: string): Baseline {
    return new Given(bucket, prefix);
  }

  /**
   * Lets the reader read the baseline, and says where it is.
   *
   * @internal
   */
  public abstract _bind(scope: IConstruct, endpoint: IMonitoredEndpoint, reader: iam.IGrantable): _BoundBaseline;
}

class VersionsOwn extends Baseline {
  constructor(private readonly artifacts: S3Place | undefined) {
    super();
  }

  public _bind(scope: IConstruct, endpoint: IMonitoredEndpoint, reader: iam.IGrantable): _BoundBaseline {
    const place = this.artifacts ?? endpoint.artifacts;
    if (!place) {
      throw invalid(scope, {
        code: 'BaselinePlaceUnknown',
        property: 'baseline',
        problem: 'the endpoint does not say where its versions keep their baselines, so the job could not be allowed to read them',
        fix: 'Use Baseline.fromModelPackage({ bucket, prefix }), or Baseline.fromS3(bucket, prefix).',
      });
    }
    grantReadPrefix(place.bucket, folderOf(place), reader);
    return {};
  }
}

class Given extends Baseline {
  constructor(private readonly bucket: s3.IBucket, private readonly prefix: string) {
    super();
  }

  public _bind(_scope: IConstruct, _endpoint: IMonitoredEndpoint, reader: iam.IGrantable): _BoundBaseline {
    const place = { bucket: this.bucket, prefix: this.prefix };
    grantReadPrefix(this.bucket, folderOf(place), reader);
    return { uri: uriOf(place) };
  }
}
