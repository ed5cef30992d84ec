import type { Duration, Size } from 'aws-cdk-lib/core';
import type { MonitorSite } from './private/monitor-site';
import { ModelMonitorEngine } from './private/model-monitor-engine';
import { ProcessingEngine } from './private/processing-engine';

/** The job of an analysis. */
export interface AnalysisJobOptions {
  /**
   * Instance the job runs on; its price by the second, for some minutes, is what an analysis costs.
   *
   * @default 'ml.m5.large'
   */
  readonly instanceType?: string;

  /**
   * Disk of the instance, from 1 GiB to 16 TiB in whole GiB; the captures of the window must fit.
   *
   * @default Size.gibibytes(30)
   */
  readonly volumeSize?: Size;

  /**
   * After how long the job is stopped; at most a day.
   *
   * @default Duration.hours(1), of Model Monitor Duration.minutes(30)
   */
  readonly maxRuntime?: Duration;
}

/** The library's own engine. */
export interface ProcessingEngineOptions extends AnalysisJobOptions {
  /**
   * Version of the scikit-learn image that the analyzer runs in.
   *
   * @default - the newest version this library knows
   */
  readonly imageVersion?: string;
}

/**
 * A monitor made with an engine.
 *
 * @internal
 */
export interface _EngineParts {
  /** How a person starts an analysis now. */
  readonly runNowCommand?: string;
  /** The state machine that runs the analyses. */
  readonly stateMachineArn?: string;
  /** Whether the drift of each feature is a metric of SageMaker's own. */
  readonly measuredByService: boolean;
}

/** What does the work of a monitor. Source: since 30 July 2026 Model Monitor takes no new customers, so each monitor can do without it. */
export abstract class MonitoringEngine {
  /** The library's own analyzer as a processing job, started by EventBridge Scheduler; works in every account. */
  public static processing(options: ProcessingEngineOptions = {}): MonitoringEngine {
    return new OfParts((site) => new ProcessingEngine(options).make(site));
  }

  /**
   * SageMaker Model Monitor, for accounts that have it.
   *
   * It looks hourly or daily at full hours, and publishes metrics of its own. Every quarter of an hour the runner collects what it found: metrics, alarm and
   * drift event are the same as with the other engine. For an endpoint that follows the registry its reconciler makes the monitor, anew with each version;
   * otherwise CloudFormation does, and needs an endpoint that is there and one baseline in S3.
   */
  public static modelMonitor(options: AnalysisJobOptions = {}): MonitoringEngine {
    return new OfParts((site) => new ModelMonitorEngine(options).make(site));
  }

  /**
   * Makes the resources of a monitor.
   *
   * @internal
   */
  public abstract _make(site: MonitorSite): _EngineParts;
}

class OfParts extends MonitoringEngine {
  constructor(private readonly make: (site: MonitorSite) => _EngineParts) {
    super();
  }

  public _make(site: MonitorSite): _EngineParts {
    return this.make(site);
  }
}
