import type { S3Client } from '@aws-sdk/client-s3';
import type { AnalysisSummary, DriftViolation } from '../../lib/core/contract';
import { readJson, UnreadableSummaryError } from './json-files';

/** What the library's own analyzers wrote beside their reports. */
export class Summaries {
  constructor(private readonly s3: S3Client) {}

  /** @throws UnreadableSummaryError when the object does not follow the contract */
  public async read(uri: string): Promise<AnalysisSummary> {
    const summary = (await readJson(this.s3, uri) ?? {}) as Partial<AnalysisSummary>;
    const wrong = wrongMemberOf(summary);
    if (wrong !== undefined) {
      throw new UnreadableSummaryError(`${uri} has no proper ${wrong}`);
    }
    return summary as AnalysisSummary;
  }
}

function wrongMemberOf(summary: Partial<AnalysisSummary>): string | undefined {
  const checks: Record<keyof Omit<AnalysisSummary, 'worstFeature'>, boolean> = {
    records: isCount(summary.records),
    unreadable: isCount(summary.unreadable),
    tooFew: typeof summary.tooFew === 'boolean',
    violationCount: isCount(summary.violationCount),
    worstDrift: isNumber(summary.worstDrift),
    driftByFeature: typeof summary.driftByFeature === 'object' && summary.driftByFeature !== null && Object.values(summary.driftByFeature).every(isNumber),
    violations: Array.isArray(summary.violations) && summary.violations.every(isViolation),
  };
  return Object.entries(checks).find(([, holds]) => !holds)?.[0];
}

function isViolation(value: unknown): boolean {
  const { feature, check, description, drift } = (value ?? {}) as Partial<Record<keyof DriftViolation, unknown>>;
  return [feature, check, description].every((text) => typeof text === 'string') && (drift === undefined || isNumber(drift));
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}
