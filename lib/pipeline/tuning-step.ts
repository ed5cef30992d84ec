import type { Construct } from 'constructs';
import { S3Source } from '../core';
import { invalid, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import type { HyperparameterTuner } from '../training';
import type { CachedStepOptions } from './cache';
import { Join } from './join';
import { ModelTrainingStep, type _TrainingRecord } from './model-training-step';
import { channelUris } from './private/channel-uris';
import { ANY_NAME, grantRunJobs } from './private/job-permissions';
import type { RetriedStepOptions } from './retry';
import type { Step, _StepSite } from './step';
import { StepProperty } from './step-value';
import { PipelineValue, type _Rendered } from './value';

/** A search for the best hyperparameters in a pipeline. */
export interface TuningStepProps extends CachedStepOptions, RetriedStepOptions {
  /** What is searched, and how. */
  readonly tuner: HyperparameterTuner;

  /** The data, by the name of the channel the training code knows it under; 1 to 20. */
  readonly channels: { [name: string]: S3Source };
}

const RANK = Limit.between('TuningRank', 0, 49);

/**
 * Trains a model several times and finds the best hyperparameters.
 *
 * The pipeline's role may start, follow, stop and tag searches; the role of the jobs gets what a training step's gets. A run costs the time of
 * all its training jobs. The limits of tuner and trainers are checked when the step is added.
 */
export class TuningStep extends ModelTrainingStep {
  constructor(name: string, private readonly props: TuningStepProps) {
    super(name, props);
  }

  /** What is searched, and how. */
  public get tuner(): HyperparameterTuner {
    return this.props.tuner;
  }

  /** The best model, `model.tar.gz`; all models of the search are kept as long as models are. */
  public get model(): S3Source {
    return this.topModel(0);
  }

  /** A model by its rank: 0 is the best, 49 the last that can be referred to. A run fails where so many jobs did not complete. */
  public topModel(rank: number): S3Source {
    return S3Source.fromUri(new ModelUri(this, this.topJobName(rank), this.firstDefinition).valueAsString);
  }

  /** Name of the training job that made the model of a rank. */
  public topJobName(rank: number): PipelineValue {
    const mistakes = new Mistakes().add(RANK.mistakeIn(`step '${this.stepName}' rank`, rank));
    mistakes.throwIfAny();
    return StepProperty._ofStep(this, `TrainingJobSummaries[${rank}].TrainingJobName`);
  }

  /** Name of the best training job. */
  public get bestTrainingJobName(): PipelineValue {
    return StepProperty._ofStep(this, 'BestTrainingJob.TrainingJobName');
  }

  /** What the best job reached. */
  public get bestObjectiveValue(): PipelineValue {
    return StepProperty._numberOfStep(this, 'BestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric.Value');
  }

  /** The best value of a hyperparameter, as text. Fails for one that is not searched. */
  public bestHyperparameter(name: string): PipelineValue {
    const known = this.props.tuner._searched;
    if (!known.includes(name) || name.includes("'")) {
      throw invalid(undefined, {
        code: 'TuningHyperparameterUnknown', property: `step '${this.stepName}'`, problem: `searches no such hyperparameter, but ${known.join(', ')}`, value: name,
        fix: "Name it in the tuner's 'ranges', without quotes.",
      });
    }
    return StepProperty._ofStep(this, `BestTrainingJob.TunedHyperParameters['${name}']`);
  }

  /** Name of the search, for another to learn from. */
  public get tuningJobName(): PipelineValue {
    return StepProperty._ofStep(this, 'HyperParameterTuningJobName');
  }

  /** @internal */
  public _record(scope: Construct, metrics: readonly string[]): _TrainingRecord {
    const { tuner } = this;
    const { hyperparameters, searched, objective, ownChannels } = tuner._inCommon;
    checkMetrics(this, metrics, objective);
    const images = new Set(tuner.trainers.map(({ image }) => image.bind(scope).uri));
    const [trainer] = tuner.trainers;
    return {
      trainingJobArn: StepProperty._ofStep(this, 'BestTrainingJob.TrainingJobArn'),
      datasets: ownChannels ? [] : channelUris(this, `${this.firstDefinition}.`, trainer, this.props.channels),
      image: images.size === 1 ? [...images][0] : undefined,
      hyperparameters: {
        ...hyperparameters,
        ...Object.fromEntries(searched.filter((name) => !name.includes("'")).map((name) => [name, this.bestHyperparameter(name).valueAsString])),
      },
      metrics: objective === undefined ? [] : [{ name: objective, value: this.bestObjectiveValue.valueAsNumber }],
      details: { tuningJob: StepProperty._ofStep(this, 'HyperParameterTuningJobArn').valueAsString },
    };
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    grantRunJobs(site, 'hyper-parameter-tuning-job', 'HyperParameterTuningJob', ANY_NAME, ['sagemaker:ListTrainingJobsForHyperParameterTuningJob']);
    return { Type: 'Tuning', Arguments: this.props.tuner._render(site.jobSite(this.stepName), this.props.channels) };
  }

  /** Where a run says what its first jobs were like. */
  private get firstDefinition(): string {
    return this.tuner._severalDefinitions ? 'TrainingJobDefinitions[0]' : 'TrainingJobDefinition';
  }
}

/** A search tells of its best job what it was searched for. */
function checkMetrics({ stepName }: Step, wanted: readonly string[], objective: string | undefined): void {
  const other = wanted.find((name) => name !== objective);
  if (other !== undefined) {
    throw invalid(undefined, {
      code: 'TuningMetricUnknown', property: `step '${stepName}'`, problem: `tells no metric of its best job but its objective${objective === undefined ? '' : `, ${objective}`}`,
      value: other, fix: "Leave it out of the card's 'training.metrics'; the objective is on the card anyway.",
    });
  }
}

/** The address of a model, which nobody tells: below the folder that the search says it has, which an earlier run may have made, lies one for each job. */
class ModelUri extends PipelineValue {
  constructor(private readonly step: Step, private readonly jobName: PipelineValue, private readonly definition: string) {
    super();
  }

  /** @internal */
  public _render(): _Rendered {
    const folder = StepProperty._ofStep(this.step, `${this.definition}.OutputDataConfig.S3OutputPath`);
    return Join.of('/', folder, this.jobName, 'output/model.tar.gz')._render();
  }

  /** @internal */
  public override _home() {
    return this.step._home();
  }

  /** @internal */
  public _describe(): string {
    return `a model of step '${this.step.stepName}'`;
  }
}
