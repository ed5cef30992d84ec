import { deployedSteps } from '../../lib/pipeline/private/deployed-steps';
import { mermaidOf } from '../../lib/pipeline/private/mermaid';
import type { _StepJson } from '../../lib/pipeline/step';
import { placeSteps, type PipelineDefinition } from '../pipelines/definition';
import { dependenciesOf } from '../pipelines/references';
import type { Json } from '../sagemaker/api';
import type { StepSummary } from '../report/report';
import { Failure } from './failure';
import type { Play } from './scene';

const LOOK_EVERY_MS = 200;
const RUN_STARTS_WITHIN_MS = 30_000;
const RUN_ENDS_WITHIN_MS = 120_000;

/** What it takes to watch runs. */
export type Watched = Pick<Play, 'stage' | 'printer' | 'report'>;

/** Name of the model's pipeline: the app chooses it, so it is looked up. */
export async function pipelineName({ stage, model }: Play): Promise<string> {
  const { PipelineSummaries } = await stage.sagemaker.call('ListPipelines', {});
  const found = (PipelineSummaries as Json[]).map((each) => String(each.PipelineName)).find((name) => name.endsWith(`-${model}`));
  if (!found) {
    throw new Failure(`no pipeline of the model '${model}' was deployed`);
  }
  return found;
}

export async function runsOf(play: Watched, pipeline: string): Promise<string[]> {
  const { PipelineExecutionSummaries } = await play.stage.sagemaker.call('ListPipelineExecutions', { PipelineName: pipeline });
  return (PipelineExecutionSummaries as Json[]).map((each) => String(each.PipelineExecutionArn));
}

/** Waits for a run that is not among the known ones. */
export async function newRun(play: Watched, pipeline: string, known: readonly string[]): Promise<string> {
  return eventually(RUN_STARTS_WITHIN_MS, 'no run of the pipeline was started', async () =>
    (await runsOf(play, pipeline)).find((arn) => !known.includes(arn)));
}

/** Follows a run to its end, says what each step did, and throws the reason when it failed. */
export async function follow(play: Watched, execution: string): Promise<void> {
  const { stage, printer, report } = play;
  const shown = new Set<string>();
  const { Steps } = await definitionOf(play, execution);
  report.pictures.push({ execution, mermaid: mermaidOf(deployedSteps(Steps as _StepJson[])) });
  const dependencies = new Map(placeSteps(Steps).map((placed) => [placed.step.Name, dependenciesOf(placed)]));
  const status = await eventually(RUN_ENDS_WITHIN_MS, `run ${execution} did not end`, async () => {
    const run = await stage.sagemaker.call('DescribePipelineExecution', { PipelineExecutionArn: execution });
    for (const step of await stepsOf(play, execution)) {
      if (step.status !== 'Executing' && step.status !== 'Starting' && !shown.has(step.name)) {
        shown.add(step.name);
        report.pipelineSteps.push({ ...step, dependsOn: dependencies.get(step.name) });
        printer.line(step.name.toLowerCase(), `${step.type.padEnd(14)} ${step.status.toLowerCase()}`, step.seconds);
      }
    }
    return ['Executing', 'Stopping'].includes(String(run.PipelineExecutionStatus)) ? undefined : String(run.PipelineExecutionStatus);
  });
  if (status !== 'Succeeded') {
    const failed = report.pipelineSteps.filter((step) => step.execution === execution && step.failureReason);
    const reasons = failed.map((step) => `step ${step.name}: ${step.failureReason}`).join('\n');
    throw new Failure(`the run ended as ${status}\n${reasons}`);
  }
}

async function stepsOf({ stage }: Watched, execution: string): Promise<StepSummary[]> {
  const { PipelineExecutionSteps } = await stage.sagemaker.call('ListPipelineExecutionSteps', { PipelineExecutionArn: execution, SortOrder: 'Ascending' });
  return (PipelineExecutionSteps as Json[]).map((step) => ({
    execution,
    name: String(step.StepName),
    type: Object.keys((step.Metadata as Json | undefined) ?? { Step: 1 })[0],
    status: String(step.StepStatus),
    seconds: (Number(step.EndTime ?? step.StartTime) - Number(step.StartTime)) || 0,
    failureReason: step.FailureReason === undefined ? undefined : String(step.FailureReason),
  }));
}

/** The definition that a run was started with: as it was deployed. */
async function definitionOf({ stage }: Watched, execution: string): Promise<PipelineDefinition> {
  const { PipelineDefinition } = await stage.sagemaker.call('DescribePipelineDefinitionForExecution', { PipelineExecutionArn: execution });
  return JSON.parse(String(PipelineDefinition)) as PipelineDefinition;
}

/** Asks again and again until there is an answer. */
export async function eventually<T>(withinMs: number, otherwise: string, ask: () => Promise<T | undefined>): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    if (Date.now() > until) {
      throw new Failure(`${otherwise} within ${withinMs / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
