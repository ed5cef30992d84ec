import { PipelineValue, type _Rendered, type _ValueKind } from './value';

/** A property of the run itself; has a meaning in every pipeline. */
export class ExecutionVariable extends PipelineValue {
  /** Name of the pipeline. */
  public static readonly PIPELINE_NAME = new ExecutionVariable('PipelineName');
  /** ARN of the pipeline. */
  public static readonly PIPELINE_ARN = new ExecutionVariable('PipelineArn');
  /** Id of the run: short, and different for each. */
  public static readonly PIPELINE_EXECUTION_ID = new ExecutionVariable('PipelineExecutionId');
  /** ARN of the run. */
  public static readonly PIPELINE_EXECUTION_ARN = new ExecutionVariable('PipelineExecutionArn');
  /** When the run started. */
  public static readonly START_DATETIME = new ExecutionVariable('StartDateTime');
  /** The time at which a step asks. */
  public static readonly CURRENT_DATETIME = new ExecutionVariable('CurrentDateTime');
  /** Name of the training job of the step that asks. */
  public static readonly TRAINING_JOB_NAME = new ExecutionVariable('TrainingJobName');
  /** Name of the processing job of the step that asks. */
  public static readonly PROCESSING_JOB_NAME = new ExecutionVariable('ProcessingJobName');

  /** Name of the experiment that the run is shown in. The pipeline must have an `experiment`. */
  public static readonly EXPERIMENT_NAME = new ExecutionVariable('ExperimentName', 'PipelineExperimentConfig');
  /** Name of the trial that the run is shown in. The pipeline must have an `experiment`. */
  public static readonly TRIAL_NAME = new ExecutionVariable('TrialName', 'PipelineExperimentConfig');

  private constructor(private readonly variable: string, private readonly root: string = 'Execution') {
    super();
  }

  /** @internal */
  public _render(): _Rendered {
    return { Get: `${this.root}.${this.variable}` };
  }

  /** @internal */
  public override _kind(): _ValueKind {
    return 'text';
  }

  /** @internal */
  public _describe(): string {
    return `execution variable '${this.variable}'`;
  }
}
