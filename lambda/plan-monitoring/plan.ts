import type { Analysis, CollectedInput, MonitorInput, MonitorPlan } from '../../lib/core/contract';
import type { Log } from '../shared/logging';
import { understood } from '../shared/understood';
import type { Captures } from './captures';
import type { EndedJobs } from './ended-jobs';
import { jobRequest, MOST_CAPTURE_INPUTS } from './job-request';
import { readRequest, type Due, type Planned } from './request';
import type { ServedVersion, ServedVersions } from './served-version';
import { coverOf } from './window';

/** In these words the service says that nothing was captured; such an execution ends in `Failed`. */
const NO_DATA = /had no data/i;

/** Decides what one analysis looks at and what it compares that with. It changes nothing, and so may be called again at any time. */
export class Planner {
  constructor(
    private readonly versions: Pick<ServedVersions, 'of'>,
    private readonly captures: Pick<Captures, 'hours'>,
    private readonly endedJobs: Pick<EndedJobs, 'reportOf'>,
  ) {}

  /** Throws on a request that does not follow the contract, and on whatever AWS refuses: the execution then fails. */
  public async plan(event: unknown, log: Log): Promise<MonitorPlan> {
    const planned = understood(readRequest, event, log, 'request');
    const version = await this.versions.of(planned.input.endpointName, planned.input.variantName);
    const plan = planned.engine === 'service' ? await this.collect(planned, version) : await this.planFor(planned.input, planned.due, version);
    log.info('planned an analysis', { next: plan.next, ...plan.analysis });
    return plan;
  }

  /** What to make of an execution that Model Monitor has ended; the endpoint may be gone since. */
  private async collect({ input, due }: Extract<Planned, { engine: 'service' }>, version: ServedVersion): Promise<MonitorPlan> {
    const { status, processingJobArn, failureReason } = input.execution;
    const reportUri = processingJobArn === undefined ? undefined : await this.endedJobs.reportOf(processingJobArn);
    const analysis = { ...analysisOf(input, due, version), ...(reportUri !== undefined && { reportUri }) };
    if (status === 'Stopped') {
      return skip(analysis, 'the execution of Model Monitor was stopped');
    }
    if (status === 'Failed') {
      return NO_DATA.test(failureReason ?? '')
        ? { next: 'PUBLISH', analysis: { ...analysis, outcome: 'NO_CAPTURES' } }
        : { next: 'FAIL', analysis: { ...analysis, reason: failureReason ?? 'Model Monitor gives no reason' } };
    }
    if (reportUri === undefined) {
      return { next: 'FAIL', analysis: { ...analysis, reason: 'the execution of Model Monitor left no report' } };
    }
    const serviceReport = { violated: status === 'CompletedWithViolations', minimumRecords: input.minimumRecords };
    return { next: 'PUBLISH', analysis: { ...analysis, serviceReport } };
  }

  private async planFor(input: MonitorInput, due: Due, version: ServedVersion): Promise<MonitorPlan> {
    const analysis = analysisOf(input, due, version);
    if (version.missing !== undefined) {
      return skip(analysis, version.missing);
    }
    const baseline = input.baselineS3Uri ?? version.baselineS3Uri;
    if (baseline === undefined) {
      return skip(analysis, version.noBaseline ?? 'there is no baseline to compare with');
    }
    const hours = await this.captures.hours(input, due);
    if (hours.length === 0) {
      return { next: 'PUBLISH', analysis: { ...analysis, outcome: 'NO_CAPTURES' } };
    }
    return { next: 'ANALYSE', analysis, job: { ...jobRequest(input, due, analysis, baseline, coverOf(hours, MOST_CAPTURE_INPUTS)) } };
  }
}

function analysisOf(input: MonitorInput | CollectedInput, due: Due, version: ServedVersion): Analysis {
  const [year, month, day, hour, minute] = due.end.split(/[-T:]/);
  return {
    outcome: 'ANALYSED',
    analysisId: `${input.monitorName}/${due.end}`,
    monitor: input.monitor,
    monitorName: input.monitorName,
    endpointName: input.endpointName,
    modelPackageArn: version.modelPackageArn,
    windowStart: due.start,
    windowEnd: due.end,
    reportUri: `${input.reportS3Uri.replace(/\/+$/, '')}/${input.monitorName}/${year}/${month}/${day}/${hour}/${minute}/`,
    metricsByFeature: 'metricsByFeature' in input && input.metricsByFeature,
  };
}

function skip(analysis: Analysis, reason: string): MonitorPlan {
  return { next: 'PUBLISH', analysis: { ...analysis, outcome: 'SKIPPED', reason } };
}
