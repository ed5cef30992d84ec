import type { ServiceMonitor } from '../../lib/core/contract';
import type { Attempt, EndpointRecord, MonitorProgress } from '../shared/endpoints/record';
import type { DataBaseline } from '../shared/monitoring/data-baseline';
import { shortHashOf } from './attempt';
import { monitorNamesIn, type ActualSchedule, type Observation } from './observe';

/** A monitor as it should be for the version that is served. */
export interface WantedMonitor {
  readonly settings: ServiceMonitor;
  /** Stands for the settings, the version and its baseline. */
  readonly definitionName: string;
  readonly baseline?: DataBaseline;
}

/** What to do next about monitors. */
export type MonitorStep =
  | { readonly do: 'wait'; readonly seconds: number; readonly why: string }
  | { readonly do: 'watch'; readonly wanted: WantedMonitor; readonly scheduleExists: boolean }
  | { readonly do: 'leave-unwatched'; readonly monitorName: string; readonly definitionName: string; readonly reason: string }
  | { readonly do: 'delete-schedule'; readonly monitorName: string; readonly why: string }
  | { readonly do: 'tidy-monitor'; readonly monitorName: string; readonly keep?: string; readonly forget: boolean };

const PENDING = 'Pending';
const LOOK_AGAIN_SECONDS = 30;

/** Compares the monitors that should be with those that are; none should be where nothing is served. */
export function planMonitors(record: EndpointRecord, schedules: Observation['schedules'], serving: Attempt | undefined): MonitorStep | undefined {
  const wanted = serving ? (record.settings.monitors ?? []).map((settings) => wantedFor(record, settings, serving)) : [];
  for (const name of monitorNamesIn(record)) {
    const step = stepFor(name, record.progress.monitors?.[name], schedules[name], wanted.find(({ settings }) => settings.monitorName === name));
    if (step) {
      return step;
    }
  }
  return undefined;
}

function stepFor(monitorName: string, progress: MonitorProgress | undefined, schedule: ActualSchedule | undefined, wanted: WantedMonitor | undefined) {
  return schedule?.status === PENDING
    ? { do: 'wait', seconds: LOOK_AGAIN_SECONDS, why: `the schedule of monitor ${monitorName} is ${schedule.status}` } as const
    : wanted ? towards(wanted, progress, schedule) : away(monitorName, progress, schedule);
}

function towards(wanted: WantedMonitor, progress: MonitorProgress | undefined, schedule: ActualSchedule | undefined): MonitorStep | undefined {
  const { settings: { monitorName }, definitionName, baseline } = wanted;
  const unwatched = (reason: string) => ({ do: 'leave-unwatched', monitorName, definitionName, reason }) as const;
  const isCurrent = progress?.definitionName === definitionName;
  if (isCurrent && progress.refusal !== undefined) {
    // The schedule compares with what another version was like.
    return schedule ? { do: 'delete-schedule', monitorName, why: progress.refusal } : tidyIf(progress, { do: 'tidy-monitor', monitorName, forget: false });
  }
  if (!baseline) {
    return unwatched('the served version was registered without statistics and constraints of its data');
  }
  if (schedule?.status === 'Failed') {
    return schedule.definitionName === definitionName
      ? unwatched(schedule.failureReason ?? 'SageMaker gives no reason')
      : { do: 'delete-schedule', monitorName, why: 'it failed' };
  }
  return isCurrent && schedule?.definitionName === definitionName
    ? tidyIf(progress, { do: 'tidy-monitor', monitorName, keep: definitionName, forget: false })
    : { do: 'watch', wanted, scheduleExists: schedule !== undefined };
}

function away(monitorName: string, progress: MonitorProgress | undefined, schedule: ActualSchedule | undefined): MonitorStep | undefined {
  if (!progress) {
    return undefined;
  }
  return schedule ? { do: 'delete-schedule', monitorName, why: 'it is not wanted' } : { do: 'tidy-monitor', monitorName, forget: true };
}

function tidyIf({ untidy }: MonitorProgress, step: MonitorStep): MonitorStep | undefined {
  return untidy ? step : undefined;
}

function wantedFor({ endpointName }: EndpointRecord, settings: ServiceMonitor, { packageArn, baseline: own }: Attempt): WantedMonitor {
  const folder = settings.baselineS3Uri?.replace(/\/+$/, '');
  const baseline = folder === undefined ? own : { statisticsS3Uri: `${folder}/statistics.json`, constraintsS3Uri: `${folder}/constraints.json` };
  const members = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  const definitionName = `${settings.monitorName}-${shortHashOf(endpointName, packageArn, JSON.stringify(baseline ?? null), JSON.stringify(members))}`;
  return { settings, definitionName, baseline };
}
