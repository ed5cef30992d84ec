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
  /** How the new model is served, where the version is to answer a batch too; left out where its artifact alone is wanted. */
  readonly container?: ServingContainer;
}

/** What serves a model beside its artifact. */
export interface ServingContainer {
  /** URI of the image; one of another repository is refused, because jobs may not pull it. */
  readonly image: string;
  /** Environment variables; a version that sets others is refused, because a pipeline names variables before it runs. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What the handler answers: outputs of the step. */
export interface ServingVersionAnswer {
  /** The model to compare with, `s3://.../model.tar.gz`; the candidate itself where there is no version yet. */
  readonly modelDataUrl: string;
  /** ARN of the version, or `NOTHING_SERVES`. */
  readonly modelPackageArn: string;
  /** Image that serves it; there where the request has a `container`. */
  readonly image?: string;
  /** Each variable of the request's `container` as the version sets it, or else as the request does. */
  readonly [variable: VariableOutput]: string;
}

/** Name of the output that holds an environment variable. */
export type VariableOutput = `environment_${string}`;

export function variableOutput(variable: string): VariableOutput {
  return `environment_${variable}`;
}
