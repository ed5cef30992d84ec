import type { Analysis, MonitorInput, MonitorPlan } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';
import type { Log } from '../shared/logging';
import type { Captures } from './captures';
import { jobRequest, MOST_CAPTURE_INPUTS } from './job-request';
import { readRequest, type Due } from './request';
import type { ServedVersion, ServedVersions } from './served-version';
import { coverOf } from './window';

/** Decides what one analysis looks at and what it compares that with. It changes nothing, and so may be called again at any time. */
export class Planner {
  constructor(private readonly versions: Pick<ServedVersions, 'of'>, private readonly captures: Pick<Captures, 'hours'>) {}

  /** Throws on a request that does not follow the contract, and on whatever AWS refuses: the execution then fails. */
  public async plan(event: unknown, log: Log): Promise<MonitorPlan> {
    const { input, due } = understood(event, log);
    const version = await this.versions.of(input.endpointName, input.variantName);
    const plan = version.missing === undefined ? await this.planFor(input, due, version) : skip(analysisOf(input, due, version), version.missing);
    log.info('planned an analysis', { ...plan.analysis });
    return plan;
  }

  private async planFor(input: MonitorInput, due: Due, version: ServedVersion): Promise<MonitorPlan> {
    const analysis = analysisOf(input, due, version);
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

function analysisOf(input: MonitorInput, due: Due, version: ServedVersion): Analysis {
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
    metricsByFeature: input.metricsByFeature,
  };
}

function skip(analysis: Analysis, reason: string): MonitorPlan {
  return { next: 'PUBLISH', analysis: { ...analysis, outcome: 'SKIPPED', reason } };
}

function understood(event: unknown, log: Log): ReturnType<typeof readRequest> {
  try {
    return readRequest(event);
  } catch (error) {
    if (error instanceof MalformedEventError) {
      log.error('refused a malformed request', error, { event });
    }
    throw error;
  }
}
