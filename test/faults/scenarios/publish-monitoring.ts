import { Publisher } from '../../../lambda/publish-monitoring/publish';
import { ServiceReports } from '../../../lambda/publish-monitoring/service-reports';
import { Summaries } from '../../../lambda/publish-monitoring/summaries';
import type { Analysis, AnalysisSummary } from '../../../lib/core/contract';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import { analysis, summary } from '../../lambda/support/monitoring';
import { Played } from '../../lambda/support/played';
import type { Happening, Scenario, World } from '../scenario';
import { ARTIFACTS } from '../site';
import type { Wire } from '../wire';

/** Reports, metrics and events. */
class Published implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  /** Metrics are read as maxima, so that the same value twice is the same. */
  private readonly metrics = new Set<string>();
  /** Events name their analysis, so that who gets one twice knows. */
  private readonly drifts = new Set<string>();

  constructor(wire: Wire, analyses: readonly (Partial<Analysis> & { readonly found?: Partial<AnalysisSummary> })[]) {
    const reports = new Map<string, string>();
    const client = new Played()
      .on('GetObject', ({ Bucket, Key }) => {
        const text = reports.get(`s3://${Bucket}/${Key}`)!;
        return { ContentLength: text.length, Body: { transformToString: () => Promise.resolve(text) } };
      })
      .on('PutMetricData', ({ MetricData }) => MetricData.forEach((datum: unknown) => this.metrics.add(JSON.stringify(datum))))
      .on('PutEvents', ({ Entries }) => {
        Entries.forEach(({ Detail }: { Detail: string }) => this.drifts.add(Detail));
        return { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: '1' })) };
      })
      .direct;
    const publisher = new Publisher(
      new Summaries(wire.client('s3', client)), new ServiceReports(wire.client('s3', client)), wire.client('cloudwatch', client), wire.client('eventbridge', client),
    );
    this.happenings = analyses.map(({ found, ...more }, n) => {
      const planned = analysis({ analysisId: `ml-income-data/${n}`, reportUri: `s3://${ARTIFACTS}/monitoring/ml-income-data/${n}/`, ...more });
      reports.set(`${planned.reportUri}summary.json`, JSON.stringify(summary(found)));
      reports.set(`${planned.reportUri}statistics.json`, JSON.stringify({ dataset: { item_count: 500 } }));
      reports.set(`${planned.reportUri}constraint_violations.json`, JSON.stringify(SERVICE_VIOLATIONS));
      return { deliver: () => wire.invoke(() => publisher.publish({ analysis: planned }, noLog())) };
    });
  }

  public endState() {
    return { metrics: [...this.metrics].sort(), drifts: [...this.drifts].sort() };
  }

  public leftOver(): string[] {
    return [];
  }
}

const SERVICE_VIOLATIONS = { violations: [{ feature_name: 'age', constraint_check_type: 'baseline_drift_check', description: 'drift distance: 0.4 exceeds threshold: 0.1' }] };
const violations = [{ feature: 'age', check: 'baseline_drift_check', description: 'drifted by 0.4', drift: 0.4 }];

export const scenarios: Scenario[] = [{
  name: 'a drift, a quiet analysis by feature, a drift that Model Monitor found, and an analysis that was skipped',
  handler: 'publish-monitoring',
  open: (wire) => new Published(wire, [
    { found: { violationCount: 1, worstDrift: 0.4, violations } },
    { metricsByFeature: true },
    { serviceReport: { violated: true, minimumRecords: 100 } },
    { outcome: 'SKIPPED', reason: 'there is no endpoint' },
  ]),
}];
