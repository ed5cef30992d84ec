import type { Duration, Size } from 'aws-cdk-lib/core';

/** How objects are split into what one request may hold. */
export enum TransformSplit {
  /** Each object is one request. */
  NONE = 'None',
  /** At the ends of lines. */
  LINE = 'Line',
  /** At RecordIO records. */
  RECORD_IO = 'RecordIO',
  /** At TFRecord records. */
  TF_RECORD = 'TFRecord',
}

/** How many records a request holds. */
export enum TransformBatch {
  /** As many as fit. */
  MULTI_RECORD = 'MultiRecord',
  /** One. */
  SINGLE_RECORD = 'SingleRecord',
}

/** How a batch is transformed. */
export interface TransformOptions {
  /**
   * Instances; their price by the second is what the job costs. One that this version does not know is warned of.
   *
   * @default 'ml.m5.large'
   */
  readonly instanceType?: string;

  /**
   * How many instances share the objects; at least 1.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * MIME type of the input, for example `text/csv`; at most 256 characters.
   *
   * @default - none is told
   */
  readonly contentType?: string;

  /**
   * MIME type wanted of the answers; at most 256 characters.
   *
   * @default - what the container answers by itself
   */
  readonly accept?: string;

  /**
   * How objects are split.
   *
   * @default TransformSplit.NONE
   */
  readonly split?: TransformSplit;

  /**
   * How many records a request holds; needs `split`.
   *
   * @default - as many as fit
   */
  readonly batch?: TransformBatch;

  /**
   * Whether the input is a manifest that names the objects.
   *
   * @default false
   */
  readonly manifest?: boolean;

  /**
   * Whether the input is gzipped.
   *
   * @default false
   */
  readonly gzipped?: boolean;

  /**
   * Whether answers stand on lines of their own in the output.
   *
   * @default false
   */
  readonly assembleLines?: boolean;

  /**
   * Part of each record that the model gets, as a JSONPath; at most 63 characters.
   *
   * @default - all of it
   */
  readonly inputFilter?: string;

  /**
   * Part of each result that is written, as a JSONPath; at most 63 characters.
   *
   * @default - all of it
   */
  readonly outputFilter?: string;

  /**
   * Whether each record stands beside its answer in the output.
   *
   * @default false
   */
  readonly joinInput?: boolean;

  /**
   * How many requests an instance gets at once; 0 lets the service choose.
   *
   * @default - the service's choice
   */
  readonly maxConcurrent?: number;

  /**
   * Largest request in whole MiB, at most 100 together with those at once; 0 for any, where the container reads streams.
   *
   * @default - 6 MiB
   */
  readonly maxPayload?: Size;

  /**
   * How long the container may take for a request, from a second to an hour.
   *
   * @default - 10 minutes
   */
  readonly requestTimeout?: Duration;

  /**
   * How often a request is tried again, from 0 to 3.
   *
   * @default - 3
   */
  readonly requestRetries?: number;

  /**
   * Environment of the containers, beside what the model says; at most 16 variables.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Whether inputs and answers are kept for a monitor; with an id for each record.
   *
   * @default false
   */
  readonly capture?: boolean;

  /**
   * Members of the CreateTransformJob request to add or replace whole.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}
