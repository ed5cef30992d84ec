import type * as s3 from 'aws-cdk-lib/aws-s3';
import { type DataDistribution, S3Source } from '../core';
import type { Mistake } from '../core/internal/errors';
import type { ApiRequest, JobSite } from '../core/internal/job-site';
import type { AthenaQuery, RedshiftQuery } from './queries';
import { athenaDefinition, mistakesInAthena, mistakesInRedshift, redshiftDefinition } from './private/query-definitions';
import { checkFolder, INPUT_FOLDER } from './private/places';

/** How the container gets the objects of an input. */
export enum ProcessingInputMode {
  /** As files, which are there before the container starts. */
  FILE = 'File',
  /** As a stream in a named pipe, read while it comes: starts at once and needs no disk, but can be read once and forwards alone. */
  PIPE = 'Pipe',
}

/** How an input is named and where the container sees it. */
export interface ProcessingInputOptions {
  /**
   * Name of the input; must differ between the inputs and outputs of a job. The script takes 'code' for itself.
   *
   * @default 'data'
   */
  readonly name?: string;

  /**
   * Folder in the container, below `/opt/ml/processing/`; at most 256 characters.
   *
   * @default - `/opt/ml/processing/input/<name>`
   */
  readonly localPath?: string;

  /**
   * How the container gets the data.
   *
   * @default ProcessingInputMode.FILE
   */
  readonly mode?: ProcessingInputMode;

  /**
   * Which instance gets what, when there are several.
   *
   * @default DataDistribution.FULLY_REPLICATED
   */
  readonly distribution?: DataDistribution;

  /**
   * Whether the objects are gzipped and shall come unpacked; needs `ProcessingInputMode.PIPE`. For objects in S3, not for queries.
   *
   * @default false
   */
  readonly gzipped?: boolean;
}

/**
 * Data that a processing job finds in a folder when it starts.
 *
 * The job's role may read just that place. At most 10 to a job, with the script counted; what is there when the job starts is copied.
 */
export class ProcessingInput {
  /** Everything under a prefix of a bucket. */
  public static fromS3(bucket: s3.IBucket, prefix: string = '', options: ProcessingInputOptions = {}): ProcessingInput {
    return ProcessingInput.fromSource(S3Source.fromBucket(bucket, prefix), options);
  }

  /** Any place in S3: a file of yours, an object, another step's output. */
  public static fromSource(source: S3Source, options: ProcessingInputOptions = {}): ProcessingInput {
    return new ProcessingInput(options, { source, members: (site, place) => s3Input(source.bind(site.scope, site.role).uri, 'S3Prefix', place, options) });
  }

  /**
   * A local file, uploaded by `cdk deploy`; in the container it has its content's hash for a name.
   *
   * Fails where it is used when the file is missing or empty.
   */
  public static fromFile(path: string, options: ProcessingInputOptions = {}): ProcessingInput {
    return ProcessingInput.fromSource(S3Source.fromFile(path), options);
  }

  /**
   * The objects that a manifest lists: a JSON list of `{"prefix": "s3://bucket/folder/"}` and names below it.
   *
   * @param manifest the manifest
   * @param objects places where what it lists lies; the job's role may read them
   * @param options how it is named and where the container sees it
   */
  public static fromManifest(manifest: S3Source, objects: S3Source[], options: ProcessingInputOptions = {}): ProcessingInput {
    return new ProcessingInput(options, {
      source: manifest,
      members: (site, place) => {
        objects.forEach((source) => source.bind(site.scope, site.role));
        return s3Input(manifest.bind(site.scope, site.role).uri, 'ManifestFile', place, options);
      },
    });
  }

  /**
   * The result of an Athena query, run before the container starts.
   *
   * It is written with the results of the job and copied from there. The job's role may run queries in that workgroup, look the database's tables up in
   * the Glue catalog, and read the data that `query.data` names. The query costs by the data it scans.
   */
  public static fromAthena(query: AthenaQuery, options: ProcessingInputOptions = {}): ProcessingInput {
    return new ProcessingInput(options, {
      members: (site, place) => definition(place, options, { AthenaDatasetDefinition: athenaDefinition(site, query, place.name) }),
      mistakes: () => [...mistakesInAthena(query), ...mistakesOfQueries(options)],
    });
  }

  /**
   * The result of a query of a Redshift cluster, unloaded before the container starts.
   *
   * It is written with the results of the job and copied from there. The job's role may sign in to the cluster as that user; the cluster's role must be
   * allowed to write to the place of the job's results, and the user of the database to read what the query reads.
   */
  public static fromRedshift(query: RedshiftQuery, options: ProcessingInputOptions = {}): ProcessingInput {
    return new ProcessingInput(options, {
      members: (site, place) => definition(place, options, { RedshiftDatasetDefinition: redshiftDefinition(site, query, place.name) }),
      mistakes: () => [...mistakesInRedshift(query), ...mistakesOfQueries(options)],
    });
  }

  /** Name of the input. */
  public readonly name: string;

  /** Where it comes from; undefined for the result of a query. */
  public readonly source?: S3Source;

  /** Folder in the container. */
  public readonly localPath: string;

  private constructor(private readonly options: ProcessingInputOptions, private readonly kind: Kind) {
    this.source = kind.source;
    this.name = options.name ?? 'data';
    this.localPath = options.localPath ?? `${INPUT_FOLDER}/${this.name}`;
  }

  /**
   * The member of the request, and the permission to read.
   *
   * @internal
   */
  public _render(site: JobSite, place: _InputPlace = this): _RenderedInput {
    return { InputName: place.name, ...this.kind.members(site, place) };
  }

  /**
   * What is wrong with it, if anything.
   *
   * @internal
   */
  public _mistakes(): (Mistake | undefined)[] {
    const { gzipped, mode } = this.options;
    return [...checkFolder(this.localPath), ...(this.kind.mistakes?.() ?? []), gzipped && mode !== ProcessingInputMode.PIPE ? {
      code: 'GzippedNeedsPipe', property: 'gzipped', problem: 'objects are unpacked on the way only in the mode Pipe', value: mode ?? ProcessingInputMode.FILE,
      fix: "Set 'mode' to ProcessingInputMode.PIPE, or unpack them in the script.",
    } : undefined];
  }
}

/**
 * Name and folder of an input.
 *
 * @internal
 */
export interface _InputPlace {
  readonly name: string;
  readonly localPath: string;
}

/**
 * An input as the request has it.
 *
 * @internal
 */
export interface _RenderedInput {
  readonly InputName: string;
  readonly S3Input?: ApiRequest;
  readonly DatasetDefinition?: ApiRequest;
}

interface Kind {
  readonly source?: S3Source;
  members(site: JobSite, place: _InputPlace): Omit<_RenderedInput, 'InputName'>;
  mistakes?(): (Mistake | undefined)[];
}

function s3Input(uri: string, type: string, { localPath }: _InputPlace, { mode, distribution, gzipped }: ProcessingInputOptions): { S3Input: ApiRequest } {
  return {
    S3Input: {
      S3Uri: uri, LocalPath: localPath, S3DataType: type, S3InputMode: mode ?? ProcessingInputMode.FILE, S3DataDistributionType: distribution,
      S3CompressionType: gzipped ? 'Gzip' : undefined,
    },
  };
}

function definition({ localPath }: _InputPlace, { mode, distribution }: ProcessingInputOptions, query: ApiRequest): { DatasetDefinition: ApiRequest } {
  return { DatasetDefinition: { ...query, LocalPath: localPath, InputMode: mode ?? ProcessingInputMode.FILE, DataDistributionType: distribution } };
}

function mistakesOfQueries({ gzipped }: ProcessingInputOptions): (Mistake | undefined)[] {
  return [gzipped ? {
    code: 'GzippedQuery', property: 'gzipped', problem: 'is for objects in S3; the result of a query is read as the query writes it', fix: "Leave 'gzipped' out.",
  } : undefined];
}
