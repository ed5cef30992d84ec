import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a rehearsal found; written to .rehearsal/report.json. */
export interface Report {
  readonly stacks: StackSummary[];
  readonly resourcesByType: Record<string, number>;
  /** Types that the emulator lacks: checked against their CloudFormation schema and written down, not rehearsed. */
  recordedOnlyTypes: string[];
  readonly pipelineSteps: StepSummary[];
  /** Held-out metrics of the registered model, as its evaluation wrote them. */
  metrics: Record<string, number>;
  /** The same, computed anew from the stored artifact. */
  recomputedMetrics: Record<string, number>;
  readonly modelPackages: { version: number; approval: string }[];
  sdkRequests: { total: number; refusedUnexpectedly: string[] };
  readonly notices: string[];
  leftovers: string[];
  /** What stays on purpose, for example a key that AWS deletes after a week. */
  staysOnPurpose: string[];
  readonly checks: Check[];
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
}

/** One thing that had to be so. */
export interface Check {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
}

export function emptyReport(): Report {
  return {
    stacks: [],
    resourcesByType: {},
    recordedOnlyTypes: [],
    pipelineSteps: [],
    metrics: {},
    recomputedMetrics: {},
    modelPackages: [],
    sdkRequests: { total: 0, refusedUnexpectedly: [] },
    notices: [],
    leftovers: [],
    staysOnPurpose: [],
    checks: [],
    seconds: 0,
  };
}

export function writeReport(file: string, report: Report): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
}
