import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot, workFolder } from '../host/project';
import type { Json } from '../sagemaker/api';
import { download, downloadPrefix } from './artifacts';
import { Failure } from './failure';
import { check, type Play } from './scene';

const SAME = 1e-9;

/** The metrics in the registry are those of the stored artifact: loaded by itself, asked like an endpoint, measured anew. */
export async function independentMetrics(play: Play): Promise<void> {
  const { stage, report, printer } = play;
  const version = await latestVersion(play);
  const folder = join(workFolder, 'independent');
  const artifact = await download(stage, String(version.InferenceSpecification.Containers[0].ModelDataUrl), join(folder, 'model.tar.gz'));
  const [test] = await downloadPrefix(stage, await heldOutData(play), join(folder, 'test'));
  if (!test) {
    throw new Failure('the run left no held-out data');
  }
  const script = join(projectRoot, 'rehearsal', 'checks', 'recompute_metrics.py');
  const printed = execFileSync(stage.python.python, [
    script, '--artifact', artifact, '--test', test, '--target', 'income_over_50k', '--ignore', 'person_id,event_time',
  ], { encoding: 'utf8' });
  report.recomputedMetrics = JSON.parse(printed) as Record<string, number>;
  const differing = Object.entries(report.recomputedMetrics).filter(([name, value]) => !(Math.abs(value - report.metrics[name]) <= SAME));
  const detail = differing.map(([name, value]) => `${name}: registered ${report.metrics[name]}, recomputed ${value}`).join('; ');
  check(report, 'metrics equal those recomputed from the stored artifact', differing.length === 0, detail || Object.keys(report.recomputedMetrics).join(', '));
  printer.line('recompute', differing.length === 0 ? 'the stored artifact gives the same metrics' : detail);
}

async function latestVersion({ stage }: Play): Promise<Json> {
  const { ModelPackageSummaryList } = await stage.sagemaker.call('ListModelPackages', { ModelPackageGroupName: await onlyGroup(stage) });
  return stage.sagemaker.call('DescribeModelPackage', { ModelPackageName: (ModelPackageSummaryList as Json[])[0].ModelPackageArn });
}

async function onlyGroup(stage: Play['stage']): Promise<string> {
  const { ModelPackageGroupSummaryList } = await stage.sagemaker.call('ListModelPackageGroups', {});
  return String((ModelPackageGroupSummaryList as Json[])[0].ModelPackageGroupName);
}

/** Where the preparation step of the last run put the rows that training never saw. */
async function heldOutData({ stage, report }: Play): Promise<string> {
  const { execution } = report.pipelineSteps[report.pipelineSteps.length - 1];
  const { PipelineExecutionSteps } = await stage.sagemaker.call('ListPipelineExecutionSteps', { PipelineExecutionArn: execution });
  const prepare = (PipelineExecutionSteps as Json[]).find((step) => step.StepName === 'Prepare');
  const name = String(prepare?.Metadata?.ProcessingJob?.Arn).split('/')[1];
  const job = await stage.sagemaker.call('DescribeProcessingJob', { ProcessingJobName: name });
  const output = (job.ProcessingOutputConfig.Outputs as Json[]).find((each) => each.OutputName === 'test');
  return String(output?.S3Output.S3Uri);
}
