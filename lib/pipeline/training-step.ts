import { S3Source } from '../core';
import type { Trainer } from '../training';
import type { Cache } from './cache';
import { grantRunJobs } from './private/job-permissions';
import { Step, type StepOptions, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** A training job in a pipeline. */
export interface TrainingStepProps extends StepOptions {
  /** How the model is trained. */
  readonly trainer: Trainer;

  /** The data, by the name of the channel the training code knows it under; 1 to 20. */
  readonly channels: { [name: string]: S3Source };

  /**
   * Takes over the result of an earlier run with the same arguments.
   *
   * @default - the model is trained each time
   */
  readonly cache?: Cache;
}

/** Trains a model. */
export class TrainingStep extends Step {
  constructor(name: string, private readonly props: TrainingStepProps) {
    super(name, props);
  }

  /** The trained model, `model.tar.gz`. */
  public get model(): S3Source {
    return S3Source.fromUri(StepProperty.of(this.stepName, 'ModelArtifacts.S3ModelArtifacts').valueAsString);
  }

  /** How the model is trained. */
  public get trainer(): Trainer {
    return this.props.trainer;
  }

  /** The last value of a metric that the trainer reads from its log. */
  public finalMetric(name: string): PipelineValue {
    return StepProperty.of(this.stepName, `FinalMetricDataList['${name}'].Value`);
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    grantRunJobs(site, 'training-job', 'TrainingJob');
    return {
      Type: 'Training',
      Arguments: this.props.trainer._render(site.jobSite(this.stepName), this.props.channels),
      CacheConfig: this.props.cache?._render(),
    };
  }
}
