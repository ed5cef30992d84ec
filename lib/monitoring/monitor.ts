import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { S3Place } from '../core';
import { isKnown, Mistakes } from '../core/internal/errors';
import { scriptOf, scriptsOf } from '../core/internal/library-folder';
import { Limit } from '../core/internal/limits';
import { Processor, type ProcessorOptions } from '../data';
import type { IMonitoredEndpoint } from '../hosting';
import type { AnalysisSchedule } from './analysis-schedule';
import type { Baseline } from './baseline';
import { DataQualityMonitor } from './data-quality-monitor';
import type { IMonitorRunner } from './monitor-runner';
import type { MonitoringEngine } from './monitoring-engine';

/** How a model's requests are watched. */
export interface DataQualityOptions {
  /**
   * Columns of the training data that requests do not hold: identifiers and times. At most 256 characters, with a comma between two.
   *
   * @default - none
   */
  readonly ignore?: string[];

  /**
   * The column to be predicted, which requests do not hold either. Without it every request would lack a column.
   *
   * @default - what a `ModelLifecycle` knows of it; else the training data has none
   */
  readonly target?: string;

  /**
   * What traffic is compared with.
   *
   * @default - a baseline that each training run makes of its training data, and that goes with the version
   */
  readonly baseline?: Baseline;

  /**
   * When to look.
   *
   * @default AnalysisSchedule.daily()
   */
  readonly schedule?: AnalysisSchedule;

  /**
   * How far back each analysis looks.
   *
   * @default - the time between two analyses
   */
  readonly window?: Duration;

  /**
   * Fewer records than this are no drift.
   *
   * @default 100
   */
  readonly minimumRecords?: number;

  /**
   * Distance from the baseline that is a violation, from above 0 to 1.
   *
   * @default 0.1
   */
  readonly threshold?: number;

  /**
   * Whether the drift of each feature is a metric; each costs up to 0.30 USD a month.
   *
   * @default false
   */
  readonly metricsByFeature?: boolean;

  /**
   * What does the work.
   *
   * @default MonitoringEngine.processing()
   */
  readonly engine?: MonitoringEngine;
}

/**
 * What a model's lifecycle gives a monitor.
 *
 * @internal
 */
export interface _MonitorSurroundings {
  readonly endpoint: IMonitoredEndpoint;
  readonly monitorName: string;
  readonly runner: IMonitorRunner;
  readonly reports: S3Place;
  readonly encryptionKey?: kms.IKey;
  readonly alarmTopic?: sns.ITopic;
}

/** A watch on a model, for a lifecycle that knows its endpoint and its training data. */
export abstract class Monitor {
  /** Whether what the model is asked still looks like what it was trained on. */
  public static dataQuality(options: DataQualityOptions = {}): Monitor {
    return new DataQuality(options);
  }

  /**
   * What its kind is called in names; a model has one monitor of a kind.
   *
   * @internal
   */
  public abstract readonly _kind: string;

  /**
   * The job that describes the training data in `/opt/ml/processing/input/data`, and writes the folder `baseline`; undefined when the
   * monitor needs none.
   *
   * @internal
   */
  public abstract _baselineJob(options: ProcessorOptions): Processor | undefined;

  /**
   * The column to be predicted, where the monitor was told.
   *
   * @internal
   */
  public get _target(): string | undefined {
    return undefined;
  }

  /**
   * The same monitor, which knows the column to be predicted, where that makes a difference.
   *
   * @internal
   */
  public _predicting(_target: string): Monitor {
    return this;
  }

  /**
   * Makes the monitor.
   *
   * @internal
   */
  public abstract _make(scope: Construct, surroundings: _MonitorSurroundings): DataQualityMonitor;
}

class DataQuality extends Monitor {
  public readonly _kind = 'data';

  constructor(private readonly options: DataQualityOptions) {
    super();
    check(options);
  }

  public override get _target(): string | undefined {
    return this.options.target;
  }

  public override _predicting(target: string): Monitor {
    return new DataQuality({ ...this.options, target: this.options.target ?? target });
  }

  public _baselineJob(options: ProcessorOptions): Processor | undefined {
    const { ignore = [], target, baseline } = this.options;
    const leftOut = [...(ignore.length > 0 ? ['--ignore', ignore.join(',')] : []), ...(target === undefined ? [] : ['--target', target])];
    return baseline ? undefined : Processor.sklearn({
      ...options, entryPoint: scriptOf('monitoring', 'suggest_baseline.py'), sourceDir: scriptsOf('monitoring'), arguments: leftOut.length > 0 ? leftOut : undefined,
    });
  }

  public _make(scope: Construct, surroundings: _MonitorSurroundings): DataQualityMonitor {
    const { ignore: _, target: __, ...settings } = this.options;
    return new DataQualityMonitor(scope, 'DataQuality', { ...settings, ...surroundings, monitorName: `${surroundings.monitorName}-${this._kind}` });
  }
}

/** The names travel as one argument of the job. */
const IGNORED_LENGTH = Limit.between('IgnoredColumns', 0, 256);

function check({ ignore = [] }: DataQualityOptions): void {
  const names = isKnown(ignore) ? ignore.filter(isKnown) : [];
  const bad = names.find((column) => column.trim() !== column || column === '' || column.includes(','));
  new Mistakes()
    .when(bad !== undefined, {
      code: 'IgnoredColumnName', property: 'ignore', problem: 'names must not be empty, hold a comma, or begin or end with a space', value: bad,
      fix: 'Rename the column.',
    })
    .add(IGNORED_LENGTH.mistakeInText('ignore', names.join(',')))
    .throwIfAny();
}
