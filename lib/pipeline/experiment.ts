import { Mistakes } from '../core/internal/errors';
import { NameRule } from '../core/internal/names';
import { ExecutionVariable } from './execution-variable';

const EXPERIMENT = NameRule.of('Experiment.ExperimentName');
const TRIAL = NameRule.of('Trial.TrialName');

/** Where SageMaker's classic experiments show the runs of a pipeline. */
export class PipelineExperiment {
  /** An experiment with the name of the pipeline, and a trial for each run, as the SageMaker SDK does it. */
  public static forPipeline(): PipelineExperiment {
    return new PipelineExperiment(ExecutionVariable.PIPELINE_NAME.valueAsString, ExecutionVariable.PIPELINE_EXECUTION_ID.valueAsString);
  }

  /** An experiment by its name, which is made when it does not exist; text or a parameter. The trial has the id of the run, unless it is named too. */
  public static named(experimentName: string, trialName: string = ExecutionVariable.PIPELINE_EXECUTION_ID.valueAsString): PipelineExperiment {
    new Mistakes().add(EXPERIMENT.mistakeIn('experimentName', experimentName)).add(TRIAL.mistakeIn('trialName', trialName)).throwIfAny();
    return new PipelineExperiment(experimentName, trialName);
  }

  private constructor(private readonly experimentName: string, private readonly trialName: string) {}

  /** @internal */
  public _render(): { [member: string]: unknown } {
    return { ExperimentName: this.experimentName, TrialName: this.trialName };
  }
}
