import type { S3Client } from '@aws-sdk/client-s3';
import type { AnalysisSummary, DriftViolation, ServiceReport } from '../../lib/core/contract';
import { errorName } from '../shared/errors';
import { readJson, UnreadableSummaryError } from './json-files';

/** One entry of constraint_violations.json. */
interface Violation {
  readonly feature_name: string;
  readonly constraint_check_type: string;
  readonly description: string;
}

/** A distance is told in words alone: `... drift distance: 0.36 exceeds threshold: 0.1`. */
const DISTANCE = /distance:?\s*([0-9]*\.?[0-9]+(?:e-?[0-9]+)?)/i;

/** What the executions of Model Monitor wrote: constraint_violations.json and statistics.json. */
export class ServiceReports {
  constructor(private readonly s3: S3Client) {}

  /**
   * The report in the words of the library's own analyzers. Features that did not drift have no distance: the service tells those as its own metrics.
   *
   * @throws UnreadableSummaryError when a file does not follow the service's schema
   */
  public async read(folder: string, { violated, minimumRecords }: ServiceReport): Promise<AnalysisSummary> {
    const records = recordsIn(await readJson(this.s3, `${folder}statistics.json`), folder);
    const violations = await this.violations(`${folder}constraint_violations.json`, violated);
    const drifts = violations.flatMap(({ feature, drift }) => (drift === undefined ? [] : [{ feature, drift }]));
    const worst = drifts.reduce<typeof drifts[number] | undefined>((most, each) => (most && most.drift >= each.drift ? most : each), undefined);
    return {
      records,
      unreadable: 0,
      tooFew: records < minimumRecords,
      violationCount: violations.length,
      worstDrift: worst?.drift,
      worstFeature: worst?.feature ?? violations.at(0)?.feature,
      driftByFeature: Object.fromEntries(drifts.map(({ feature, drift }) => [feature, drift])),
      violations,
    };
  }

  /** An execution without violations may leave no list of them. */
  private async violations(uri: string, violated: boolean): Promise<DriftViolation[]> {
    try {
      const { violations } = (await readJson(this.s3, uri) ?? {}) as { violations?: unknown };
      if (!Array.isArray(violations) || !violations.every(isViolation) || (violated && violations.length === 0)) {
        throw new UnreadableSummaryError(`${uri} has no proper list of violations`);
      }
      return violations.map(inOwnWords);
    } catch (error) {
      if (!violated && errorName(error) === 'NoSuchKey') {
        return [];
      }
      throw error;
    }
  }
}

function inOwnWords({ feature_name: feature, constraint_check_type: check, description }: Violation): DriftViolation {
  const distance = check === 'baseline_drift_check' ? DISTANCE.exec(description)?.[1] : undefined;
  return { feature, check, description, ...(distance !== undefined && { drift: Number(distance) }) };
}

function isViolation(value: unknown): value is Violation {
  const { feature_name, constraint_check_type, description } = (value ?? {}) as Partial<Record<keyof Violation, unknown>>;
  return [feature_name, constraint_check_type, description].every((text) => typeof text === 'string');
}

function recordsIn(statistics: unknown, folder: string): number {
  const { dataset } = (statistics ?? {}) as { dataset?: { item_count?: unknown } };
  const count = dataset?.item_count;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) {
    throw new UnreadableSummaryError(`${folder}statistics.json has no proper dataset.item_count`);
  }
  return count;
}
