import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Json } from '../sagemaker/api';

/** What a rehearsal found; written to .rehearsal/report.json. */
export interface Report {
  /** When it began, ISO 8601. */
  readonly started: string;
  readonly stacks: StackSummary[];
  readonly resourcesByType: Record<string, number>;
  /** Types that the emulator lacks: checked against their CloudFormation schema and written down, not rehearsed. */
  recordedOnlyTypes: string[];
  readonly pipelineSteps: StepSummary[];
  readonly pictures: Picture[];
  /** Held-out metrics of the registered model, as its evaluation wrote them. */
  metrics: Record<string, number>;
  /** The same, computed anew from the stored artifact. */
  recomputedMetrics: Record<string, number>;
  readonly modelPackages: { version: number; approval: string }[];
  sdkRequests: { total: number; refusedUnexpectedly: string[] };
  readonly notices: string[];
  /** The endpoint that follows the registry, as it was last seen. */
  endpoint?: EndpointSummary;
  /** One request to the endpoint and what it answered. */
  prediction?: Prediction;
  drift?: DriftSummary;
  /** Metrics of the version that served and of the retrained one, on the same held-out rows. */
  comparison?: Comparison;
  /** Whether the drift led to a new run, once, however often its event came. */
  retrained?: boolean;
  /** Runs that the drift led to. */
  readonly retrainingRuns: string[];
  leftovers: string[];
  /** What stays on purpose, for example a key that AWS deletes after a week. */
  staysOnPurpose: string[];
  readonly checks: Check[];
  /** What happened, in order, as the printer told it. */
  readonly timeline: TimelineEntry[];
  seconds: number;
}

export interface StackSummary {
  readonly name: string;
  readonly resources: number;
}

export interface StepSummary {
  readonly execution: string;
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly seconds: number;
  readonly failureReason?: string;
  /** Steps that had to end before it; left out when nobody looked at the definition. */
  readonly dependsOn?: readonly string[];
}

/** A run's pipeline in Mermaid's language, as `Pipeline.toMermaid()` draws it for reviews. */
export interface Picture {
  readonly execution: string;
  readonly mermaid: string;
}

export interface EndpointSummary {
  readonly name: string;
  status: string;
  /** Configurations that it ran, the oldest first. */
  readonly configsSeen: string[];
}

export interface Prediction {
  readonly input: unknown;
  readonly output: unknown;
}

/** What the monitor said of traffic like the training data, and of traffic that is not. */
export interface DriftSummary {
  cleanViolations: number;
  driftedViolations: number;
  /** The drift event as it was delivered. */
  event?: Json;
  /** Distance from the baseline by feature, of the drifted traffic. */
  byFeature?: Readonly<Record<string, number>>;
  /** Distance from which on a feature counts as drifted. */
  threshold?: number;
}

/** Metrics by name. */
export interface Comparison {
  readonly serving: Record<string, number>;
  readonly challenger: Record<string, number>;
}

/** One line that the printer told. */
export interface TimelineEntry {
  /** When it was told, in seconds since the start: what took time ended then. */
  readonly at: number;
  readonly name: string;
  readonly text: string;
  /** How long it took. */
  readonly seconds?: number;
}

/** One thing that had to be so. */
export interface Check {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
}

export function emptyReport(): Report {
  return {
    started: new Date().toISOString(),
    stacks: [],
    resourcesByType: {},
    recordedOnlyTypes: [],
    pipelineSteps: [],
    pictures: [],
    metrics: {},
    recomputedMetrics: {},
    modelPackages: [],
    sdkRequests: { total: 0, refusedUnexpectedly: [] },
    notices: [],
    retrainingRuns: [],
    leftovers: [],
    staysOnPurpose: [],
    checks: [],
    timeline: [],
    seconds: 0,
  };
}

export function writeReport(file: string, report: Report): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
}
