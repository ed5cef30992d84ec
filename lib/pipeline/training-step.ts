import type { Construct } from 'constructs';
import { S3Source } from '../core';
import { Mistakes } from '../core/internal/errors';
import type { Trainer } from '../training';
import type { CachedStepOptions } from './cache';
import { ExecutionVariable } from './execution-variable';
import { ModelTrainingStep, type _TrainingRecord } from './model-training-step';
import { channelUris } from './private/channel-uris';
import { grantRunJobs } from './private/job-permissions';
import type { RetriedStepOptions } from './retry';
import type { _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** A training job in a pipeline. */
export interface TrainingStepProps extends CachedStepOptions, RetriedStepOptions {
  /** How the model is trained. */
  readonly trainer: Trainer;

  /** The data, by the name of the channel the training code knows it under; 1 to 20. */
  readonly channels: { [name: string]: S3Source };
}

/**
 * Trains a model.
 *
 * The pipeline's role may start, follow, stop and tag jobs that pipelines name; the job's role gets the channels, the image and the
 * place of the model. A run costs the time of the trainer's instances. The trainer's limits are checked when the step is added.
 */
export class TrainingStep extends ModelTrainingStep {
  constructor(name: string, private readonly props: TrainingStepProps) {
    super(name, props);
  }

  public get model(): S3Source {
    return S3Source.fromUri(StepProperty._ofStep(this, 'ModelArtifacts.S3ModelArtifacts').valueAsString);
  }

  /** How the model is trained. */
  public get trainer(): Trainer {
    return this.props.trainer;
  }

  /** The last value of a metric that the trainer reads from its log. Fails for a metric that a script's trainer does not define. */
  public finalMetric(name: string): PipelineValue {
    const known = this.props.trainer._metricNames;
    new Mistakes()
      .when(known !== undefined && !known.includes(name), {
        code: 'TrainingMetricUnknown',
        property: `step '${this.stepName}'`,
        problem: `has no such metric; its trainer reads ${known?.join(', ') || 'none'}`,
        value: name,
        fix: "Define it in the trainer's 'metrics'.",
      })
      .when(name.includes("'"), {
        code: 'TrainingMetricName', property: `step '${this.stepName}'`, problem: 'a metric with a quote in its name cannot be referred to', value: name, fix: 'Rename it.',
      })
      .throwIfAny();
    return StepProperty._numberOfStep(this, `FinalMetricDataList['${name}'].Value`);
  }

  /** @internal */
  public _record(scope: Construct, metrics: readonly string[]): _TrainingRecord {
    const { trainer } = this.props;
    return {
      trainingJobArn: StepProperty._ofStep(this, 'TrainingJobArn'),
      datasets: channelUris(this, '', trainer, this.props.channels),
      image: trainer.image.bind(scope).uri,
      hyperparameters: trainer._hyperparameters,
      metrics: metrics.map((name) => ({ name, value: this.finalMetric(name).valueAsNumber })),
      details: {},
    };
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    grantRunJobs(site, 'training-job', 'TrainingJob');
    return {
      Type: 'Training',
      Arguments: this.props.trainer._render(site.jobSite(this.stepName, ExecutionVariable.TRAINING_JOB_NAME), this.props.channels),
    };
  }
}
