/** Type of the custom resource that runs a pipeline at deployment and stops its runs at deletion. */
export const PIPELINE_RUN_RESOURCE_TYPE = 'Custom::SageMakerPipelineRun';

/** What a template tells the `start-pipeline` handler. */
export interface PipelineRunProperties {
  /** The pipeline; another name means another pipeline, whose predecessor is cleaned up. */
  readonly PipelineName: string;
  /**
   * Stands for everything that should lead to a new run: definition, code, data, settings.
   *
   * A new value starts one run. Left out, nothing is started, and the resource only stops runs when the pipeline is deleted.
   */
  readonly RunHash?: string;
  /** Parameter values of the run; numbers and booleans as text. */
  readonly Parameters?: Readonly<Record<string, string>>;
}

/** What `Fn::GetAtt` can read from the custom resource. */
export interface PipelineRunAttributes {
  /** The run that belongs to the run hash; empty when none was started. */
  readonly PipelineExecutionArn: string;
}

/** Names of the attributes, for `CustomResource.getAttString`. */
export const PIPELINE_RUN_ATTRIBUTES: { readonly [Name in keyof PipelineRunAttributes]: Name } = {
  PipelineExecutionArn: 'PipelineExecutionArn',
};
