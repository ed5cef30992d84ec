import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot, workFolder } from '../host/project';
import type { Json } from '../sagemaker/api';
import type { Stage } from '../stage/stage';
import { download, downloadPrefix } from './artifacts';
import { Failure } from './failure';
import { check, type Play } from './scene';

const SAME = 1e-9;

/** The metrics in the registry are those of the stored artifact: loaded by itself, asked like an endpoint, measured anew. */
export async function independentMetrics(play: Play): Promise<void> {
  const { stage, report, printer } = play;
  const version = await stage.sagemaker.call('DescribeModelPackage', { ModelPackageName: play.memory.registered });
  const { execution } = report.pipelineSteps[report.pipelineSteps.length - 1];
  report.recomputedMetrics = await recompute(stage, version, execution, 'independent');
  const differing = differences(report.metrics, report.recomputedMetrics, 'registered');
  check(report, 'metrics equal those recomputed from the stored artifact', differing === '', differing || Object.keys(report.recomputedMetrics).join(', '));
  printer.line('recompute', differing || 'the stored artifact gives the same metrics');
}

/** A version's metrics on the rows that training never saw in a run, by a program that knows nothing of the user's evaluation. */
export async function recompute(stage: Stage, version: Json, execution: string, name: string): Promise<Record<string, number>> {
  const folder = join(workFolder, name);
  const artifact = await download(stage, String(version.InferenceSpecification.Containers[0].ModelDataUrl), join(folder, 'model.tar.gz'));
  const [test] = await downloadPrefix(stage, await heldOutData(stage, execution), join(folder, 'test'));
  if (!test) {
    throw new Failure('the run left no held-out data');
  }
  const script = join(projectRoot, 'rehearsal', 'checks', 'recompute_metrics.py');
  return JSON.parse(execFileSync(stage.python.python, [
    script, '--artifact', artifact, '--test', test, '--target', 'income_over_50k', '--ignore', 'person_id,event_time',
  ], { encoding: 'utf8' })) as Record<string, number>;
}

/** What differs between metrics that were written and those that were computed anew, in words. */
export function differences(written: Record<string, number>, recomputed: Record<string, number>, wrote: string): string {
  return Object.entries(recomputed).filter(([name, value]) => !(Math.abs(value - written[name]) <= SAME))
    .map(([name, value]) => `${name}: ${wrote} ${written[name]}, recomputed ${value}`).join('; ');
}

/** Where the preparation step of a run put the rows that training never saw. */
async function heldOutData(stage: Stage, execution: string): Promise<string> {
  const { PipelineExecutionSteps } = await stage.sagemaker.call('ListPipelineExecutionSteps', { PipelineExecutionArn: execution });
  const prepare = (PipelineExecutionSteps as Json[]).find((step) => step.StepName === 'Prepare');
  const name = String(prepare?.Metadata?.ProcessingJob?.Arn).split('/')[1];
  const job = await stage.sagemaker.call('DescribeProcessingJob', { ProcessingJobName: name });
  const output = (job.ProcessingOutputConfig.Outputs as Json[]).find((each) => each.OutputName === 'test');
  return String(output?.S3Output.S3Uri);
}
