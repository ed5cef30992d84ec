import type { Duration, Size } from 'aws-cdk-lib/core';
import type { S3Source } from '../core';
import { SourceCode } from '../core';
import type { ApiRequest, JobSite } from '../core/internal/job-site';
import { renderTrainingJob } from './private/render-training';
import { TrainingImage } from './training-image';

/** A number read from a training job's log. */
export interface MetricDefinition {
  /** Name of the metric, for example `validation:auc`. */
  readonly name: string;
  /** Regular expression with one group that matches the number; at most 500 characters. */
  readonly regex: string;
}

/** What every trainer can set. */
export interface TrainerOptions {
  /**
   * Hyperparameters, as text: at most 100 (96 beside a script), one line of at most 2,500 characters each.
   *
   * @default - none
   */
  readonly hyperparameters?: { [name: string]: string };

  /**
   * Instance the job runs on; its price by the second is what the job costs. One that this version does not know is warned of.
   *
   * @default 'ml.m5.large'
   */
  readonly instanceType?: string;

  /**
   * How many instances train together, from 1 to 100.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * Disk of each instance, from 1 GiB to 16 TiB in whole GiB. Instances with local storage use that instead.
   *
   * @default Size.gibibytes(30)
   */
  readonly volumeSize?: Size;

  /**
   * After how long the job is stopped, without a model; at most 28 days. Training time is what costs money.
   *
   * @default Duration.hours(4)
   */
  readonly maxRuntime?: Duration;

  /**
   * Numbers to read from the log; at most 40.
   *
   * @default - none
   */
  readonly metrics?: MetricDefinition[];

  /**
   * Environment variables: at most 100, with values of at most 512 characters.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Trains on spare capacity at a lower price; the job may wait for it, and is started anew when it is taken away.
   *
   * @default - on-demand capacity
   */
  readonly spot?: ManagedSpot;

  /**
   * Members of the CreateTrainingJob request to add or replace whole, for settings without a property here.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

/** Managed spot training. */
export interface ManagedSpot {
  /** Longest time from the start of waiting to the end of training; at least `maxRuntime`. */
  readonly maxWait: Duration;
}

/** A trainer that runs a Python script of yours inside a framework's image ("script mode"). */
export interface ScriptTrainerOptions extends TrainerOptions {
  /** The script, relative to the folder the app runs in. */
  readonly entryPoint: string;

  /**
   * Folder shipped whole beside the script; a `requirements.txt` in it is installed first.
   *
   * @default - the script alone
   */
  readonly sourceDir?: string;
}

/** A trainer for a framework that AWS publishes images of. */
export interface FrameworkTrainerOptions extends ScriptTrainerOptions {
  /**
   * Version of the framework's image.
   *
   * @default - the newest version this library knows
   */
  readonly version?: string;
}

/**
 * How a model is trained: image, code, hyperparameters and machine. The data is said where it is used.
 *
 * A training job costs its instances' time from start to end and nothing when it does not run. The limits are checked where the trainer
 * is used. Source of the limits: the CreateTrainingJob API.
 */
export class Trainer {
  /** Trains with a scikit-learn script. */
  public static sklearn(options: FrameworkTrainerOptions): Trainer {
    return Trainer.script(TrainingImage.sklearn(options.version), options);
  }

  /** Trains with a script that calls XGBoost. */
  public static xgboost(options: FrameworkTrainerOptions): Trainer {
    return Trainer.script(TrainingImage.xgboost(options.version), options);
  }

  /** Trains with a script in any image that holds AWS's training toolkit. */
  public static script(image: TrainingImage, options: ScriptTrainerOptions): Trainer {
    return new Trainer(image, options, SourceCode.fromScript(options.entryPoint, { sourceDir: options.sourceDir }));
  }

  /** Trains with an image's own program. */
  public static container(image: TrainingImage, options: TrainerOptions = {}): Trainer {
    return new Trainer(image, options, undefined);
  }

  /** The images that train and serve. */
  public readonly image: TrainingImage;

  private constructor(image: TrainingImage, private readonly options: TrainerOptions, private readonly code: SourceCode | undefined) {
    this.image = image;
  }

  /**
   * The metrics that are read from the log; undefined when the image may define some of its own.
   *
   * @internal
   */
  public get _metricNames(): string[] | undefined {
    return this.code ? (this.options.metrics ?? []).map((metric) => metric.name) : undefined;
  }

  /**
   * The hyperparameters, without those by which the training toolkit finds a script.
   *
   * @internal
   */
  public get _hyperparameters(): { [name: string]: string } {
    return this._replaces('HyperParameters') ? {} : this.options.hyperparameters ?? {};
  }

  /**
   * Whether a member of the request is another one than this class writes.
   *
   * @internal
   */
  public _replaces(member: string): boolean {
    return this.options.overrides !== undefined && member in this.options.overrides;
  }

  /**
   * The CreateTrainingJob request without a job name.
   *
   * @internal
   */
  public _render(site: JobSite, channels: { [name: string]: S3Source }): ApiRequest {
    return renderTrainingJob(site, this.image, this.code, this.options, channels);
  }
}
