import type { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { S3Source } from '../core';
import { invalid } from '../core/internal/errors';
import type { ApiRequest, JobSite } from '../core/internal/job-site';
import { type HyperbandOptions, type HyperparameterRange, type TuningObjective, TuningStrategy, type WarmStart } from './hyperparameter-search';
import { ModelTraining, type _ServedBy, type _WaysToTrain } from './model-training';
import { renderTuningJob } from './private/render-tuning';
import type { Trainer } from './trainer';

/** Instances of one type that a job of a search may get. */
export interface TuningInstances {
  /** The type, for example `ml.m5.xlarge`. */
  readonly instanceType: string;

  /**
   * How many train one model together, from 1 to 100.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * Disk of each, in GiB; at least 1.
   *
   * @default 30
   */
  readonly volumeSizeInGb?: number;
}

/** What is searched for one trainer. */
export interface TuningSearch {
  /** The metric that decides. */
  readonly objective: TuningObjective;

  /** Values to try, by the hyperparameter's name: 1 to 30, beside those found automatically. What the trainer sets for the same names is left out. */
  readonly ranges: { [hyperparameter: string]: HyperparameterRange };

  /**
   * Types of instances in the order in which they are wanted, 1 to 6; the next one is taken where the first ones lack capacity.
   *
   * @default - what the trainer says
   */
  readonly instances?: TuningInstances[];
}

/** One of several trainers among which the best model is searched. */
export interface TuningDefinition extends TuningSearch {
  /** How a model is trained. */
  readonly trainer: Trainer;

  /**
   * Data for this trainer alone, in place of what the search is given.
   *
   * @default - the channels of the search
   */
  readonly channels?: { [name: string]: S3Source };
}

/** How long is searched. */
export interface TuningLimits {
  /**
   * How many jobs are started altogether; each costs what a job of the trainer costs.
   *
   * @default 10; each combination once where a grid is searched
   */
  readonly maxJobs?: number;

  /**
   * How many run at once.
   *
   * @default 1
   */
  readonly maxParallelJobs?: number;

  /**
   * After how long the search ends, from 2 minutes to 182.5 days.
   *
   * @default - when its jobs have ended
   */
  readonly maxRuntime?: Duration;

  /**
   * Whether jobs that are unlikely to become the best are stopped.
   *
   * @default false
   */
  readonly earlyStopping?: boolean;

  /**
   * The search ends when a job reaches this value of the objective.
   *
   * @default - no value is good enough
   */
  readonly targetValue?: number;

  /**
   * The search ends when so many jobs in a row were no better; at least 3.
   *
   * @default - never
   */
  readonly maxJobsNotImproving?: number;

  /**
   * Whether the search ends when nothing better is to be expected.
   *
   * @default false
   */
  readonly stopOnConvergence?: boolean;

  /**
   * Earlier searches to learn from.
   *
   * @default - none
   */
  readonly warmStart?: WarmStart;

  /**
   * Makes the order of values the same each time; 0 or more. Not in all strategies.
   *
   * @default - another order each time
   */
  readonly randomSeed?: number;

  /**
   * Whether settings that are not given are chosen by hyperparameter tuning itself ("Autotune").
   *
   * @default - true when a range is automatic
   */
  readonly autotune?: boolean;

  /**
   * Members of the CreateHyperParameterTuningJob request to add or replace whole.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

/** How long and in which order is searched among several trainers. */
export interface TuningOptions extends TuningLimits {
  /**
   * How the next values are chosen.
   *
   * @default TuningStrategy.bayesian()
   */
  readonly strategy?: TuningStrategy;
}

/**
 * What holds for the best model, whichever of several trainers it comes from.
 *
 * @internal
 */
export interface _InCommon {
  readonly hyperparameters: { [name: string]: string };
  readonly searched: string[];
  /** The metric that decides; undefined where definitions have different ones. */
  readonly objective?: string;
  /** Whether a definition has data of its own. */
  readonly ownChannels: boolean;
}

/** A search with one trainer. */
export interface HyperparameterTunerOptions extends TuningLimits, TuningSearch {
  /** How a model is trained. */
  readonly trainer: Trainer;
}

/** A search with one trainer that gives the time of jobs which do badly to the others. */
export interface HyperbandTunerOptions extends HyperparameterTunerOptions, HyperbandOptions {}

/**
 * A search for the hyperparameters that train the best model.
 *
 * It costs what its training jobs cost. What the service would not take is refused where the tuner is used. Source of the limits: the
 * CreateHyperParameterTuningJob API and the developer guide.
 */
export class HyperparameterTuner extends ModelTraining {
  /** Searches by what was learnt from the values tried before: few jobs, of which few should run at once. */
  public static bayesian(options: HyperparameterTunerOptions): HyperparameterTuner {
    return HyperparameterTuner.by(TuningStrategy.bayesian(), options);
  }

  /** Searches by chance: all jobs may run at once. */
  public static random(options: HyperparameterTunerOptions): HyperparameterTuner {
    return HyperparameterTuner.by(TuningStrategy.random(), options);
  }

  /** Tries each combination once; for choices among texts alone. */
  public static grid(options: HyperparameterTunerOptions): HyperparameterTuner {
    return HyperparameterTuner.by(TuningStrategy.grid(), options);
  }

  /** Searches by chance, where jobs that do badly are stopped and the others get their time; for training that reports its metric as it goes. */
  public static hyperband(options: HyperbandTunerOptions): HyperparameterTuner {
    const { minResource, maxResource, ...search } = options;
    return HyperparameterTuner.by(TuningStrategy.hyperband({ minResource, maxResource }), search);
  }

  /** Searches among several trainers, 1 to 10 by name, by any strategy; names have at most 64 letters, digits and hyphens. */
  public static fromTrainers(definitions: { [name: string]: TuningDefinition }, options: TuningOptions = {}): HyperparameterTuner {
    if ('' in definitions) {
      throw invalid(undefined, { code: 'TuningDefinitionName', property: 'definitions', problem: 'must have names', fix: "Name each, for example 'boosted'." });
    }
    return new HyperparameterTuner(definitions, options);
  }

  private static by(strategy: TuningStrategy, { trainer, objective, ranges, instances, ...limits }: HyperparameterTunerOptions): HyperparameterTuner {
    return new HyperparameterTuner({ '': { trainer, objective, ranges, instances } }, { ...limits, strategy });
  }

  private constructor(private readonly definitions: { [name: string]: TuningDefinition }, private readonly options: TuningOptions) {
    super();
  }

  /** How models are trained, in the order of the definitions. */
  public get trainers(): Trainer[] {
    return Object.values(this.definitions).map(({ trainer }) => trainer);
  }

  /**
   * The hyperparameters that any of the trainers searches.
   *
   * @internal
   */
  public get _searched(): string[] {
    return [...new Set(Object.values(this.definitions).flatMap(({ ranges }) => Object.keys(ranges)))];
  }

  /**
   * Whatever definition the best model came from: the values that all set alike, and the names that all of them search.
   *
   * @internal
   */
  public get _inCommon(): _InCommon {
    const definitions = Object.values(this.definitions);
    const inAll = <T>(of: (definition: TuningDefinition) => readonly (readonly [string, T])[], alike = (_a: T, _b: T) => true) => {
      const [first, ...others] = definitions.map((definition) => of(definition));
      return first.filter(([name, value]) => others.every((other) => other.some(([each, its]) => each === name && alike(value, its))));
    };
    return {
      hyperparameters: Object.fromEntries(inAll(
        ({ trainer, ranges }) => Object.entries(trainer._hyperparameters).filter(([name]) => !(name in ranges)), (one, other) => one === other,
      )),
      // What is found out automatically is not sure to be told by its name.
      searched: inAll(({ ranges }) => Object.entries(ranges).filter(([, range]) => range._kind !== 'Auto')).map(([name]) => name),
      objective: inAll(({ objective: { metricName } }) => [[metricName, undefined]]).map(([name]) => name)[0],
      ownChannels: definitions.some(({ channels }) => channels !== undefined),
    };
  }

  /**
   * Whether the request says what is searched in several definitions.
   *
   * @internal
   */
  public get _severalDefinitions(): boolean {
    return !('' in this.definitions);
  }

  /** @internal */
  public _servedBy(scope: IConstruct): _ServedBy {
    const [first, ...others] = this.trainers.map((trainer) => trainer._servedBy());
    if (others.some(({ image }) => image.bind(scope).uri !== first.image.bind(scope).uri)) {
      throw invalid(scope, {
        code: 'TuningServedByUnlike', property: 'train', problem: 'models of the search are served by different images, and which one is the best is known only after it',
        fix: 'Search among trainers of one framework and version, or make a model of each.',
      });
    }
    return first;
  }

  /** @internal */
  public _takesChannel(name: string): boolean {
    return this.trainers.every((trainer) => trainer._takesChannel(name));
  }

  /** @internal */
  public get _namesColumns(): boolean {
    return this.trainers.every((trainer) => trainer._namesColumns);
  }

  /** @internal */
  public _by<T>({ tuner }: _WaysToTrain<T>): T {
    return tuner(this);
  }

  /**
   * The CreateHyperParameterTuningJob request without a name.
   *
   * @internal
   */
  public _render(site: JobSite, channels: { [name: string]: S3Source }): ApiRequest {
    return renderTuningJob(site, this.definitions, this.options, channels);
  }
}
