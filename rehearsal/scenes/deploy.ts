import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import type { StackSummary } from '../report/report';
import { check, timed, type Play } from './scene';
import { listenToNotices } from './notices';

/** An empty account, the platform, somebody who reads the notices, and then the model. */
export async function deploy(play: Play): Promise<void> {
  const { stage, app, printer, report } = play;
  const prepared = await timed(() => app.bootstrap());
  printer.line('bootstrap', 'the account is ready for the CDK', prepared.seconds);
  await stage.rememberStanding();
  const synthesised = await timed(() => app.synthesise('strict'));
  printer.line('synth', 'templates pass the strict check', synthesised.seconds);

  const platform = await timed(() => app.deploy('MlPlatform'));
  await listenToNotices(play);
  const model = await timed(() => app.deploy('--all'));
  report.stacks.push(...await countResources(play));
  const text = report.stacks.map(({ name, resources }) => `${name} ${resources} resources`).join(', ');
  printer.line('deploy', text, platform.seconds + model.seconds);

  const recorded = await stage.emulator.recordedTypes();
  report.recordedOnlyTypes = Object.keys(recorded.types).sort();
}

/** Counts what was deployed, by stack and by type, as CloudFormation lists it. */
async function countResources({ stage, report }: Play): Promise<StackSummary[]> {
  const cloudformation = new CloudFormationClient(stage.client);
  const { Stacks } = await cloudformation.send(new DescribeStacksCommand({}));
  const names = (Stacks ?? []).map(({ StackName }) => StackName!).filter((name) => name !== 'CDKToolkit').sort();
  const counts: StackSummary[] = [];
  for (const name of names) {
    const { StackResourceSummaries } = await cloudformation.send(new ListStackResourcesCommand({ StackName: name }));
    for (const { ResourceType } of StackResourceSummaries ?? []) {
      report.resourcesByType[ResourceType!] = (report.resourcesByType[ResourceType!] ?? 0) + 1;
    }
    counts.push({ name, resources: StackResourceSummaries?.length ?? 0 });
  }
  cloudformation.destroy();
  check(report, 'both stacks are deployed', counts.length === 2, counts.map(({ name }) => name).join(', '));
  return counts;
}
