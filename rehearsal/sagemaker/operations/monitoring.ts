import type { Json } from '../api';
import type { Context, Handlers } from '../context';
import { jobDefinitions, monitoringSchedule } from '../kinds/monitoring';
import { setStatus, standardOperations } from './standard';

/** The service's own monitors, as records: they can be made, described, stopped, started and deleted, and none of them ever runs. */
export function monitoringOperations(context: Context): Handlers {
  const toStatus = (status: string) => (input: Json) => {
    setStatus(context.resources.require(monitoringSchedule, input), status, context);
    return {};
  };
  return {
    ...Object.assign({}, ...Object.values(jobDefinitions).map((kind) => standardOperations(kind, context))),
    ...standardOperations(monitoringSchedule, context),
    StartMonitoringSchedule: toStatus('Scheduled'),
    StopMonitoringSchedule: toStatus('Stopped'),
    ListMonitoringExecutions: () => ({ MonitoringExecutionSummaries: [] }),
  };
}
