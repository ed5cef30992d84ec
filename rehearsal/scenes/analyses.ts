import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { AnalysisSummary } from '../../lib/core/contract';
import { readJson } from './artifacts';
import { Failure } from './failure';
import { eventually } from './runs';
import type { Play } from './scene';

const ENDS_WITHIN_MS = 90_000;

/** Runs the monitor's analysis now, as its schedule would at the given time, and reads what it found. */
export async function analyse(play: Play, at: Date): Promise<AnalysisSummary> {
  const { stage } = play;
  const scheduler = new SchedulerClient(stage.client);
  const sfn = new SFNClient(stage.client);
  try {
    const { Schedules } = await scheduler.send(new ListSchedulesCommand({}));
    const [{ Name, GroupName } = {}] = (Schedules ?? []).filter(({ Name: name }) => name?.includes('DataQuality'));
    if (!Name) {
      throw new Failure('no schedule of a monitor was deployed');
    }
    const { Target } = await scheduler.send(new GetScheduleCommand({ Name, GroupName }));
    const input = { ...JSON.parse(Target!.Input!) as Record<string, unknown>, scheduledTime: at.toISOString() };
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn: Target!.Arn, input: JSON.stringify(input) }));
    const { status, output, cause } = await eventually(ENDS_WITHIN_MS, 'the analysis did not end', async () => {
      const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return execution.status === 'RUNNING' ? undefined : execution;
    });
    if (status !== 'SUCCEEDED') {
      throw new Failure(`the analysis ended as ${status}: ${cause}`);
    }
    const { plan } = JSON.parse(output!) as { plan: { next: string; analysis: { reportUri: string; reason?: string } } };
    if (plan.next !== 'ANALYSE') {
      throw new Failure(`nothing was analysed: ${plan.analysis.reason ?? 'no traffic was captured'}`);
    }
    return await readJson(stage, `${plan.analysis.reportUri}summary.json`) as unknown as AnalysisSummary;
  } finally {
    scheduler.destroy();
    sfn.destroy();
  }
}
