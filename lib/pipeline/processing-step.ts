import { S3Source } from '../core';
import { invalid, Mistakes } from '../core/internal/errors';
import { Keep } from '../core/internal/job-site';
import type { ProcessingInput, Processor } from '../data';
import type { CachedStepOptions } from './cache';
import { ExecutionVariable } from './execution-variable';
import type { RetriedStepOptions } from './retry';
import { Step, type _StepSite } from './step';
import { PropertyFileValue, StepProperty } from './step-value';
import type { PipelineValue } from './value';
import { grantRunJobs } from './private/job-permissions';

/** A processing job in a pipeline. */
export interface ProcessingStepProps extends CachedStepOptions, RetriedStepOptions {
  /** How the job runs. */
  readonly processor: Processor;

  /**
   * What the job finds when it starts; at most 10, with the script counted.
   *
   * @default - nothing
   */
  readonly inputs?: ProcessingInput[];

  /**
   * Names of the folders below `/opt/ml/processing/output` that are kept; at most 10, with `metrics` counted.
   *
   * A name has letters, digits, dots, hyphens and underscores. In the pipeline's own bucket they expire after 90 days.
   *
   * @default - none
   */
  readonly outputs?: string[];

  /**
   * Names of further such folders, which are kept as long as the models are: what a registered version refers to.
   *
   * @default - none
   */
  readonly modelOutputs?: string[];

  /**
   * JSON file with metrics, for example `evaluation.json`, which the job writes to `/opt/ml/processing/output/<name without .json>/`.
   *
   * The name has letters, digits, hyphens and underscores before `.json`. Conditions can read numbers from it, a registered model can
   * show it, and it is kept as long as the models are.
   *
   * @default - none
   */
  readonly metrics?: string;
}

/**
 * Runs a processing job.
 *
 * The pipeline's role may start, follow, stop and tag jobs that pipelines name; the job's role gets its inputs, image and results. A
 * run costs the time of the job's instances. The job's limits are checked when the step is added to a pipeline.
 */
export class ProcessingStep extends Step {
  private readonly metricsOutput: string | undefined;

  constructor(name: string, private readonly props: ProcessingStepProps) {
    super(name, props);
    checkFiles(name, props);
    this.metricsOutput = props.metrics?.replace(/\.json$/, '');
  }

  /** The folder an output was uploaded to, for a later step's input or channel. Fails for an output that the step does not have. */
  public output(name: string): S3Source {
    return S3Source.fromUri(this.outputUri(name).valueAsString);
  }

  /** One file of an output, by its path in the folder. */
  public outputFile(name: string, file: string): S3Source {
    return S3Source.fromUri(`${this.outputUri(name)}/${file}`);
  }

  /**
   * A number in the metrics file, by its path: `auc`, `binary_classification_metrics.auc.value`, `classes[0].recall`.
   *
   * A run fails when the file has nothing there.
   */
  public metric(path: string): PipelineValue {
    return PropertyFileValue._ofStep(this, this.needMetrics(), path);
  }

  /** The metrics file, for the registry. */
  public get metricsFile(): S3Source {
    return S3Source.fromUri(this._metricsUri);
  }

  /**
   * The job, once it runs.
   *
   * @internal
   */
  public get _jobArn(): PipelineValue {
    return StepProperty._ofStep(this, 'ProcessingJobArn');
  }

  /**
   * Where an input lies, as the job says. Fails for an input that the step does not have.
   *
   * @internal
   */
  public _inputUri(name: string): string {
    const known = (this.props.inputs ?? []).map((input) => input.name);
    if (!known.includes(name)) {
      throw invalid(undefined, {
        code: 'StepInputUnknown', property: `step '${this.stepName}'`, problem: `has no such input; it has ${known.join(', ') || 'none'}`, value: name,
        fix: "Name it in the step's 'inputs', or use one of those it has.",
      });
    }
    return StepProperty._ofStep(this, `ProcessingInputs[${known.indexOf(name)}].S3Input.S3Uri`).valueAsString;
  }

  /**
   * Whether there is a metrics file.
   *
   * @internal
   */
  public get _writesMetrics(): boolean {
    return this.metricsOutput !== undefined;
  }

  /**
   * Where the metrics file lies.
   *
   * @internal
   */
  public get _metricsUri(): string {
    return `${this.outputUri(this.needMetrics())}/${this.props.metrics}`;
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    grantRunJobs(site, 'processing-job', 'ProcessingJob');
    const outputs = [
      ...(this.props.outputs ?? []).map((name) => ({ name, keep: Keep.FOR_THE_RUN })),
      ...(this.props.modelOutputs ?? []).map((name) => ({ name, keep: Keep.WITH_THE_MODEL })),
    ];
    const metrics = this.metricsOutput ? [{ name: this.metricsOutput, keep: Keep.WITH_THE_MODEL }] : [];
    const jobSite = site.jobSite(this.stepName, ExecutionVariable.PROCESSING_JOB_NAME);
    const request = this.props.processor._render(jobSite, this.props.inputs ?? [], [...outputs, ...metrics]);
    return {
      Type: 'Processing',
      Arguments: request,
      PropertyFiles: this.metricsOutput
        ? [{ PropertyFileName: this.metricsOutput, OutputName: this.props.processor._outputName(this.metricsOutput), FilePath: this.props.metrics }]
        : undefined,
    };
  }

  private outputUri(name: string): StepProperty {
    const known = [...(this.props.outputs ?? []), ...(this.props.modelOutputs ?? []), ...(this.metricsOutput ? [this.metricsOutput] : [])];
    if (!known.includes(name)) {
      throw invalid(undefined, {
        code: 'StepOutputUnknown',
        property: `step '${this.stepName}'`,
        problem: `has no such output; it has ${known.join(', ') || 'none'}`,
        value: name,
        fix: "Name it in the step's 'outputs' or 'modelOutputs', or use one of those it has.",
      });
    }
    return StepProperty._ofStep(this, `ProcessingOutputConfig.Outputs['${this.props.processor._outputName(name)}'].S3Output.S3Uri`);
  }

  private needMetrics(): string {
    if (!this.metricsOutput) {
      throw invalid(undefined, {
        code: 'StepWithoutMetrics',
        property: `step '${this.stepName}'`,
        problem: 'writes no metrics file',
        fix: "Set 'metrics' of the step to the file its script writes, for example 'evaluation.json'.",
      });
    }
    return this.metricsOutput;
  }
}

/** Names become parts of paths in the container, in S3 and in references. */
function checkFiles(step: string, { outputs = [], modelOutputs = [], metrics }: ProcessingStepProps): void {
  const property = `step '${step}'`;
  const mistakes = new Mistakes().when(metrics !== undefined && !/^[A-Za-z0-9_-]+\.json$/.test(metrics), {
    code: 'MetricsFileName',
    property,
    problem: "'metrics' must be the name of a JSON file, without folders",
    value: metrics,
    fix: "Name it as 'evaluation.json', and write it to /opt/ml/processing/output/evaluation/evaluation.json.",
  });
  const names = [...outputs, ...modelOutputs];
  const repeated = [...names, ...(metrics ? [metrics.replace(/\.json$/, '')] : [])].find((name, index, all) => all.indexOf(name) < index);
  mistakes.when(repeated !== undefined, {
    code: 'StepOutputRepeated',
    property,
    problem: "'outputs', 'modelOutputs' and 'metrics' must all have different names",
    value: repeated,
    fix: 'Each name is a folder that the job writes: name it once.',
  });
  for (const output of names) {
    mistakes.when(!/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(output), {
      code: 'StepOutputName',
      property,
      problem: 'an output may have up to 128 letters, digits, dots, hyphens and underscores, and starts with a letter or digit',
      value: output,
      fix: "Name it as 'train'.",
    });
  }
  mistakes.throwIfAny();
}
