/** What a rule sends to the queue of the `start-on-new-data` handler for an object that landed. */
export interface LandedObject {
  readonly pipelineName: string;
  /** Stands for the rule, in 10 hexadecimal digits; the names of the runs that it leads to hold it. */
  readonly watch: string;
  /** The place that is watched, for people: `s3://bucket/prefix`. */
  readonly place: string;
  /** How long what lands is gathered before a run starts. */
  readonly gatherSeconds: number;
  /** Parameter values of the run; numbers and truth values as text. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** When the object was there, ISO 8601. */
  readonly landedAt: string;
}

/** How long messages rest before they are looked at, and how long until they are looked at again. */
export const NEW_DATA_REST_SECONDS = 300;
export const NEW_DATA_LOOK_AGAIN_SECONDS = 420;
