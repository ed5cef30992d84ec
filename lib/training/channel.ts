import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { S3Source, type BoundS3Source, type DataDistribution } from '../core';

/** How training code gets its data. */
export enum InputMode {
  /** The data is copied to the volume before training starts. */
  FILE = 'File',
  /** Files appear at once, and are read from S3 where the code reads them; quickest when it reads from start to end. */
  FAST_FILE = 'FastFile',
  /** A stream per epoch, for code that reads pipes. */
  PIPE = 'Pipe',
}

/** How one channel's data is read. */
export interface ChannelOptions {
  /**
   * Content type, for example `text/csv;label_size=0`; at most 256 characters.
   *
   * @default - what a built-in algorithm reads by default; none for other trainers
   */
  readonly contentType?: string;

  /**
   * How the code gets the data.
   *
   * @default - as the trainer says
   */
  readonly inputMode?: InputMode;

  /**
   * Which instances get which objects.
   *
   * @default - what a built-in algorithm needs; otherwise DataDistribution.FULLY_REPLICATED
   */
  readonly distribution?: DataDistribution;

  /**
   * Shuffles the objects (or the lines of a manifest), in Pipe mode anew at each epoch; the seed makes the order the same each time.
   *
   * @default - not shuffled
   */
  readonly shuffleSeed?: number;

  /**
   * Whether the objects are gzipped and are to be unpacked on the way; in Pipe mode alone.
   *
   * @default false
   */
  readonly gzipped?: boolean;

  /**
   * Whether each object is wrapped into a RecordIO record, for algorithms that read those; in Pipe mode alone.
   *
   * @default false
   */
  readonly wrapped?: boolean;
}

/** How the lines of an augmented manifest are read. */
export interface AugmentedManifestOptions extends ChannelOptions {
  /** Where the objects lie that the manifest names, so that the job may read them. */
  readonly data: S3Source;

  /** What each line tells the algorithm, in the order it reads them, for example `source-ref` and `class`; 1 to 16. */
  readonly attributeNames: string[];
}

/**
 * Data of a training job, and how it is read; where nothing is to be said about that, any `S3Source` is a channel.
 *
 * It makes no resource, and what it allows the job is what the source allows.
 */
export class Channel extends S3Source {
  /** Data in S3 and how it is read. */
  public static fromSource(source: S3Source, options: ChannelOptions = {}): Channel {
    return new Channel(source, options);
  }

  /** A file of JSON lines, as labelling jobs make them, that names objects and what is known of them. It is read in Pipe mode. */
  public static fromAugmentedManifest(manifest: S3Source, options: AugmentedManifestOptions): Channel {
    return new Channel(manifest, { inputMode: InputMode.PIPE, ...options }, options);
  }

  private constructor(
    private readonly source: S3Source,
    /** @internal */
    public readonly _options: ChannelOptions,
    /** @internal */
    public readonly _manifest?: AugmentedManifestOptions,
  ) {
    super();
  }

  /** Names the place and lets a principal read it. */
  public bind(scope: Construct, reader: iam.IGrantable): BoundS3Source {
    this._manifest?.data.bind(scope, reader);
    return this.source.bind(scope, reader);
  }
}
