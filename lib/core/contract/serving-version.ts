/** What a step of a pipeline asks the `find-serving-version` handler. */
export interface ServingVersionRequest {
  /** The endpoint that serves the model; left out where the model has none. */
  readonly endpointName?: string;
  /** The group whose versions may be served. */
  readonly modelPackageGroupName: string;
  /** The new model, `s3://.../model.tar.gz`, which stands in where there is no other. */
  readonly candidate: string;
  /** `s3://` folder that models are read from; one that lies elsewhere is refused. */
  readonly artifacts: string;
}

/** What the handler answers: outputs of the step. */
export interface ServingVersionAnswer {
  /** The model to compare with, `s3://.../model.tar.gz`; the candidate itself where there is no version yet. */
  readonly modelDataUrl: string;
  /** ARN of the version, or `NOTHING_SERVES`. */
  readonly modelPackageArn: string;
}
