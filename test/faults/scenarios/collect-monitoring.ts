import { Collector } from '../../../lambda/collect-monitoring/collect';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import { collectRequest } from '../../lambda/support/monitoring';
import { Played } from '../../lambda/support/played';
import type { Happening, Scenario, World } from '../scenario';
import { MODEL, MONITORS_MACHINE } from '../site';
import type { Wire } from '../wire';
import { Executions } from './executions';

const ENDED = ['2026-11-25T01:00:00Z', '2026-11-25T02:00:00Z', '2026-11-25T03:00:00Z'];

/** Executions of Model Monitor, one of which goes on, and the state machine that they are handed to. */
class Collected implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly executions: Executions;

  constructor(wire: Wire, monitors: readonly string[]) {
    this.executions = new Executions(wire);
    const summaries = [...ENDED.map((time) => [time, 'Completed']), ['2026-11-25T04:00:00Z', 'InProgress']]
      .map(([time, MonitoringExecutionStatus]) => ({ MonitoringExecutionStatus, ScheduledTime: new Date(time) }));
    const client = new Played()
      .on('ListMonitoringExecutions', ({ NextToken }) => (NextToken
        ? { MonitoringExecutionSummaries: summaries.slice(2) }
        : { MonitoringExecutionSummaries: summaries.slice(0, 2), NextToken: 'more' }))
      .direct;
    const collector = new Collector(wire.client('sagemaker', client), this.executions.client, MONITORS_MACHINE, wire.time(this.time));
    this.happenings = monitors.map((monitorName) => (
      { deliver: () => wire.invoke(() => collector.collect(collectRequest({ endpointName: MODEL, monitorName }), noLog())) }
    ));
  }

  public endState() {
    return this.executions.sorted;
  }

  public leftOver(): string[] {
    return [];
  }
}

export const scenarios: Scenario[] = [{
  name: 'two monitors with executions that ended',
  handler: 'collect-monitoring',
  open: (wire) => new Collected(wire, [`${MODEL}-data`, `${MODEL}-more`]),
}];
