import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { DRIFT_DETAIL_TYPE, DRIFT_EVENT_SOURCE, type Analysis, type AnalysisSummary, type DriftDetail, type DriftViolation } from '../../lib/core/contract';

const MOST_VIOLATIONS = 20;
/** An event has at most 256 KB; the report holds the whole of every text. */
const LONGEST_TEXT = 1_000;
const LONGEST_NAME = 256;

/** The event that a drift ends in, whatever the monitor. */
export function driftEvent(analysis: Analysis, summary: AnalysisSummary): PutEventsRequestEntry {
  const detail: DriftDetail = {
    version: '1',
    monitor: analysis.monitor,
    monitorName: analysis.monitorName,
    endpointName: analysis.endpointName,
    modelPackageArn: analysis.modelPackageArn,
    analysisId: analysis.analysisId,
    windowStart: analysis.windowStart,
    windowEnd: analysis.windowEnd,
    records: summary.records,
    violationCount: summary.violationCount,
    worstDrift: summary.worstDrift ?? 0,
    worstFeature: summary.worstFeature === undefined ? undefined : short(summary.worstFeature, LONGEST_NAME),
    violations: [...summary.violations].sort(worstFirst).slice(0, MOST_VIOLATIONS).map(shortened),
    reportUri: analysis.reportUri,
  };
  return { Source: DRIFT_EVENT_SOURCE, DetailType: DRIFT_DETAIL_TYPE, Detail: JSON.stringify(detail) };
}

/** Those without a distance are about types and columns, which are worse than any distance. */
function worstFirst(one: DriftViolation, other: DriftViolation): number {
  return badness(other) - badness(one);
}

function badness({ drift }: DriftViolation): number {
  return drift ?? Number.MAX_VALUE;
}

function shortened({ feature, check, description, drift }: DriftViolation): DriftViolation {
  return { feature: short(feature, LONGEST_NAME), check: short(check, LONGEST_NAME), description: short(description, LONGEST_TEXT), drift };
}

function short(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}
