import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import type { StackSummary } from '../report/report';
import { check, timed, type Play } from './scene';
import { listenToNotices } from './notices';
import { pipelineName, runsOf } from './runs';

/** An empty account, the platform, somebody who reads the notices, and then the model. What a control before left is deployed over. */
export async function deploy(play: Play): Promise<void> {
  const { stage, printer, report, memory } = play;
  if (!memory.prepared) {
    await prepare(play);
  }
  await synthesise(play);
  const { seconds } = await timed(async () => {
    if (memory.deployed) {
      memory.runsBefore = await runsOf(play, await pipelineName(play));
    } else {
      await play.app.deploy('MlPlatform');
      await listenToNotices(play);
    }
    await play.app.deploy('--all');
  });
  memory.deployed = true;
  report.stacks.push(...await countResources(play));
  printer.line('deploy', report.stacks.map(({ name, resources }) => `${name} ${resources} resources`).join(', '), seconds);

  const recorded = await stage.emulator.recordedTypes();
  report.recordedOnlyTypes = Object.keys(recorded.types).sort();
}

async function prepare({ app, printer, stage, memory }: Play): Promise<void> {
  const { seconds } = await timed(() => app.bootstrap());
  printer.line('bootstrap', 'the account is ready for the CDK', seconds);
  await stage.rememberStanding();
  memory.prepared = true;
}

/** No control is about the strict check, which takes seconds. */
async function synthesise({ app, printer, planted }: Play): Promise<void> {
  const { seconds } = await timed(() => app.synthesise(planted ? 'off' : 'strict'));
  printer.line('synth', planted ? 'templates are made' : 'templates pass the strict check', seconds);
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
