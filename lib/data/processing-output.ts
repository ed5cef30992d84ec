import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { aws_sagemaker as sagemaker } from 'aws-cdk-lib/interfaces';
import type { ApiRequest, JobSite } from '../core/internal/job-site';
import type { Mistake } from '../core/internal/errors';
import { grantWritePrefix } from '../core/internal/s3-grants';
import { checkFolder, checkOutputName, OUTPUT_FOLDER } from './private/places';
import { grantIngest } from './private/feature-groups';

/** When a folder of the container is uploaded. */
export enum UploadMode {
  /** When the job has ended well, all at once. */
  END_OF_JOB = 'EndOfJob',
  /** While the job runs, as files are written; a job that fails leaves what it had written. */
  CONTINUOUS = 'Continuous',
}

/** How an output is named, where the script writes it and when it goes. */
export interface ProcessingOutputOptions {
  /** Name of the output; must differ between the inputs and outputs of a job. */
  readonly name: string;

  /**
   * Folder in the container, below `/opt/ml/processing/`; at most 256 characters.
   *
   * @default - `/opt/ml/processing/output/<name>`
   */
  readonly localPath?: string;

  /**
   * When it is uploaded.
   *
   * @default UploadMode.END_OF_JOB
   */
  readonly uploadMode?: UploadMode;
}

/** A feature group as an output. */
export interface FeatureGroupOutputOptions {
  /** Name of the output; Data Wrangler takes `<node>.<output>`. */
  readonly name: string;
}

/**
 * A place of yours that a job's results go to.
 *
 * The job's role may write there and nowhere else. At most 10 to a job, with those counted that are named where the job is used.
 */
export abstract class ProcessingOutput {
  /** A folder of the container goes below a prefix of a bucket; a later run writes over what has the same name. */
  public static toBucket(bucket: s3.IBucket, prefix: string, options: ProcessingOutputOptions): ProcessingOutput {
    return new BucketOutput(bucket, prefix, options);
  }

  /**
   * Records go into a feature group, put there by the program of the container: SageMaker only tells it the group's name.
   *
   * Data Wrangler does so by itself; a script reads the name in `/opt/ml/config/processingjobconfig.json`. Each record costs a write.
   */
  public static toFeatureGroup(group: sagemaker.IFeatureGroupRef, options: FeatureGroupOutputOptions): ProcessingOutput {
    return new FeatureGroupOutput(group, options.name);
  }

  /** Name of the output. */
  public abstract readonly name: string;

  /**
   * Whether the container itself carries the results.
   *
   * @internal
   */
  public abstract readonly _needsNetwork: boolean;

  /**
   * The member of the request, and the permission to write.
   *
   * @internal
   */
  public abstract _render(site: JobSite): ApiRequest;

  /**
   * What is wrong with it, if anything.
   *
   * @internal
   */
  public abstract _mistakes(): (Mistake | undefined)[];
}

class BucketOutput extends ProcessingOutput {
  public readonly name: string;
  public readonly _needsNetwork = false;
  private readonly localPath: string;

  constructor(private readonly bucket: s3.IBucket, private readonly prefix: string, private readonly options: ProcessingOutputOptions) {
    super();
    this.name = options.name;
    this.localPath = options.localPath ?? `${OUTPUT_FOLDER}/${options.name}`;
  }

  public _render({ role }: JobSite): ApiRequest {
    grantWritePrefix(this.bucket, this.prefix, role);
    return {
      OutputName: this.name,
      S3Output: {
        S3Uri: this.bucket.s3UrlForObject(this.prefix || undefined), LocalPath: this.localPath, S3UploadMode: this.options.uploadMode ?? UploadMode.END_OF_JOB,
      },
    };
  }

  public _mistakes(): (Mistake | undefined)[] {
    return [checkOutputName(this.name), ...checkFolder(this.localPath)];
  }
}

class FeatureGroupOutput extends ProcessingOutput {
  public readonly _needsNetwork = true;

  constructor(private readonly group: sagemaker.IFeatureGroupRef, public readonly name: string) {
    super();
  }

  public _render({ scope, role }: JobSite): ApiRequest {
    grantIngest(scope, this.group, role);
    return { OutputName: this.name, AppManaged: true, FeatureStoreOutput: { FeatureGroupName: this.group.featureGroupRef.featureGroupName } };
  }

  public _mistakes(): (Mistake | undefined)[] {
    return [checkOutputName(this.name)];
  }
}
