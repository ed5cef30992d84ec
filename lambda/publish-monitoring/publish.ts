import { PutMetricDataCommand, type CloudWatchClient, type MetricDatum } from '@aws-sdk/client-cloudwatch';
import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { MONITORING_NAMESPACE, type Analysis, type AnalysisSummary } from '../../lib/core/contract';
import type { Log } from '../shared/logging';
import { driftEvent } from './drift-event';
import { metricsOf } from './metrics';
import { readRequest } from './request';
import type { ServiceReports } from './service-reports';
import type { Summaries } from './summaries';

/** CloudWatch takes this many values in one call. */
const MOST_METRICS = 1_000;
const NOTHING: AnalysisSummary = { records: 0, unreadable: 0, tooFew: true, violationCount: 0, worstDrift: 0, driftByFeature: {}, violations: [] };

/**
 * Tells what an analysis found: metrics always, and one drift event when something is not as the baseline says.
 *
 * A second try tells the same again: metrics are read as maxima, and the event names its analysis.
 */
export class Publisher {
  constructor(
    private readonly summaries: Pick<Summaries, 'read'>,
    private readonly serviceReports: Pick<ServiceReports, 'read'>,
    private readonly cloudwatch: CloudWatchClient,
    private readonly eventBridge: EventBridgeClient,
  ) {}

  /** Throws on a malformed request or summary, and when CloudWatch or EventBridge do not take what they are told. */
  public async publish(event: unknown, log: Log): Promise<void> {
    const analysis = readRequest(event, log);
    const analysisLog = log.with({ monitor: analysis.monitorName, endpoint: analysis.endpointName, analysis: analysis.analysisId });
    if (analysis.outcome === 'SKIPPED') {
      analysisLog.warn('skipped the analysis', { reason: analysis.reason });
      await this.measure(analysis, undefined);
      return;
    }
    const summary = analysis.outcome === 'ANALYSED' ? await this.found(analysis) : NOTHING;
    await this.measure(analysis, summary);
    if (summary.violationCount > 0 && !summary.tooFew) {
      await this.tell(analysis, summary);
    }
    const { records, unreadable, tooFew, violationCount, worstDrift, worstFeature } = summary;
    analysisLog.info('published the analysis', { records, unreadable, tooFew, violationCount, worstDrift, worstFeature, report: analysis.reportUri });
  }

  private found({ reportUri, serviceReport }: Analysis): Promise<AnalysisSummary> {
    return serviceReport ? this.serviceReports.read(reportUri, serviceReport) : this.summaries.read(`${reportUri}summary.json`);
  }

  private async measure(analysis: Analysis, summary: AnalysisSummary | undefined): Promise<void> {
    const metrics: MetricDatum[] = metricsOf(analysis, summary);
    for (let from = 0; from < metrics.length; from += MOST_METRICS) {
      await this.cloudwatch.send(new PutMetricDataCommand({ Namespace: MONITORING_NAMESPACE, MetricData: metrics.slice(from, from + MOST_METRICS) }));
    }
  }

  private async tell(analysis: Analysis, summary: AnalysisSummary): Promise<void> {
    const { Entries, FailedEntryCount } = await this.eventBridge.send(new PutEventsCommand({ Entries: [driftEvent(analysis, summary)] }));
    if (FailedEntryCount) {
      throw new Error(`EventBridge did not take the drift event: ${Entries?.[0]?.ErrorCode}: ${Entries?.[0]?.ErrorMessage}`);
    }
  }
}
