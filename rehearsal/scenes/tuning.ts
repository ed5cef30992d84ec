import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, workFolder } from '../host/project';
import type { Json } from '../sagemaker/api';
import { ExampleApp } from '../stage/example-app';
import { download, downloadPrefix } from './artifacts';
import { Failure } from './failure';
import { eventually, follow, newRun, type Watched } from './runs';
import { check, timed } from './scene';

const CACHED = ['Prepare', 'Search', 'Describe'];
const RUN_ENDS_WITHIN_MS = 60_000;

/** `examples/tuning`: a search finds a model, a batch is scored with it, a second run takes both over, and a bar out of reach fails the third. */
export async function tuning(play: Watched): Promise<void> {
  const { stage, printer } = play;
  const app = new ExampleApp(stage, 'tuning');
  const { seconds } = await timed(async () => {
    await app.bootstrap();
    await app.deploy();
  });
  printer.line('deploy', 'examples/tuning is deployed', seconds);
  const { PipelineSummaries: [{ PipelineName }] } = await stage.sagemaker.call('ListPipelines', {});
  const first = await newRun(play, PipelineName, []);
  await follow(play, first);
  const steps = await stepsOf(play, first);
  const best = await searchIsReal(play, steps);
  await batchIsTheModels(play, steps, best);
  await versionSaysWhatWasFound(play, best);

  const trained = await jobsTrained(play);
  const second = await start(play, PipelineName);
  await follow(play, second);
  const again = await stepsOf(play, second);
  const takenOver = [...again.values()].filter(({ CacheHitResult: hit }) => hit?.SourcePipelineExecutionArn === first)
    .map(({ StepName }) => StepName as string);
  check(play.report, 'a second run takes over the data, the search and its description', CACHED.every((name) => takenOver.includes(name)) && takenOver.length === CACHED.length,
    takenOver.join(', '));
  check(play.report, 'a second run trains nothing, and registers a version of the same model', await jobsTrained(play) === trained && await versionsAreAlike(play), `${trained} jobs`);

  const third = await start(play, PipelineName, [{ Name: 'LeastAuc', Value: '1' }]);
  const failed = await eventually(RUN_ENDS_WITHIN_MS, 'the third run did not end', async () => {
    const run = await stage.sagemaker.call('DescribePipelineExecution', { PipelineExecutionArn: third });
    return run.PipelineExecutionStatus === 'Executing' ? undefined : String(run.PipelineExecutionStatus);
  });
  const { FailureReason: reason } = (await stepsOf(play, third)).get('TooWeak') ?? {};
  check(play.report, 'a bar out of reach ends a run with the reason', failed === 'Failed' && /^AUC of the best model is 0\.\d+, less than 1(\.0)?\.$/.test(String(reason)), String(reason));
}

/** The best of a search is the best of its jobs, which are all different, and it was worth searching. */
async function searchIsReal(play: Watched, steps: ReadonlyMap<string, Json>): Promise<Json> {
  const { stage, report, printer } = play;
  const search = await jobOf(play, 'HyperParameterTuningJob', steps.get('Search')?.Metadata.TuningJob.Arn);
  const { BestTrainingJob: best, HyperParameterTuningJobConfig: config, HyperParameterTuningJobName } = search;
  const { TrainingJobSummaries: jobs } = await stage.sagemaker.call('ListTrainingJobsForHyperParameterTuningJob', { HyperParameterTuningJobName, MaxResults: 100 });
  const values = (jobs as Json[]).map(valueOf);
  const choices = new Set((jobs as Json[]).map(({ TunedHyperParameters }) => JSON.stringify(TunedHyperParameters)));
  const wanted = Number(config.ResourceLimits.MaxNumberOfTrainingJobs);
  const [worst, top] = [Math.min(...values), Math.max(...values)];
  check(report, 'the search tries as many different values as it may', jobs.length === wanted && choices.size === wanted, `${choices.size} of ${wanted}`);
  check(report, 'the best job of the search has the best metric, and the search was worth it', valueOf(best) === top && top > worst, `from ${worst} to ${top}`);
  printer.line('search', `${jobs.length} jobs, validation AUC from ${worst} to ${top}: ${JSON.stringify(best.TunedHyperParameters)}`);
  return best;
}

/** What the transform job wrote is what the best artifact says when XGBoost loads it directly. */
async function batchIsTheModels(play: Watched, steps: ReadonlyMap<string, Json>, best: Json): Promise<void> {
  const { stage, report, printer } = play;
  const folder = join(workFolder, 'tuning');
  const job = await jobOf(play, 'TransformJob', steps.get('Score')?.Metadata.TransformJob.Arn);
  const { ModelArtifacts } = await stage.sagemaker.call('DescribeTrainingJob', { TrainingJobName: best.TrainingJobName });
  const { ProcessingOutputConfig } = await jobOf(play, 'ProcessingJob', steps.get('Prepare')?.Metadata.ProcessingJob.Arn);
  const prepared = async (name: string) => {
    const { S3Output: { S3Uri } } = (ProcessingOutputConfig.Outputs as Json[]).find(({ OutputName }) => OutputName === name)!;
    return (await downloadPrefix(stage, String(S3Uri), join(folder, name)))[0];
  };
  const [written] = await downloadPrefix(stage, String(job.TransformOutput.S3OutputPath), join(folder, 'scores'));
  if (!written) {
    throw new Failure('the transform job wrote nothing');
  }
  const artifact = await download(stage, String(ModelArtifacts.S3ModelArtifacts), join(folder, 'model.tar.gz'));
  const script = join(projectRoot, 'rehearsal', 'checks', 'score_directly.py');
  const arguments_ = ['--artifact', artifact, '--batch', await prepared('batch'), '--validation', await prepared('validation')];
  const { scores, auc } = JSON.parse(execFileSync(stage.python.python, [script, ...arguments_], { encoding: 'utf8' })) as { scores: Record<string, number>; auc: number };
  const lines = readFileSync(written, 'utf8').trimEnd().split('\n').map((line) => line.split(','));
  const differing = lines.filter(([person, score, ...more]) => scores[person] !== Number(score) || more.length > 0);
  check(report, 'the batch is scored as the best artifact scores it directly', differing.length === 0 && lines.length === Object.keys(scores).length && lines.length > 0,
    differing.slice(0, 3).join('; ') || `${lines.length} people`);
  check(report, 'the objective of the search is what its best artifact reaches', Math.abs(auc - valueOf(best)) < 1e-5, `${valueOf(best)}, measured anew ${auc}`);
  printer.line('batch', `${lines.length} people are scored as the artifact scores them directly`);
}

/** The function's words reach the registry. */
async function versionSaysWhatWasFound({ stage, report }: Watched, best: Json): Promise<void> {
  const [version] = await versions(stage);
  const words = String(version.ModelPackageDescription);
  check(report, 'the version says what the search found', words.startsWith(`Best of its search, ${best.TrainingJobName}: max_depth ${best.TunedHyperParameters.max_depth},`), words);
}

async function versionsAreAlike({ stage }: Watched): Promise<boolean> {
  const found = await versions(stage);
  const artifacts = found.map(({ InferenceSpecification }) => String(InferenceSpecification.Containers[0].ModelDataUrl));
  return found.length === 2 && artifacts[0] === artifacts[1];
}

async function versions(stage: Watched['stage']): Promise<Json[]> {
  const { ModelPackageGroupSummaryList: [{ ModelPackageGroupName }] } = await stage.sagemaker.call('ListModelPackageGroups', {});
  const { ModelPackageSummaryList } = await stage.sagemaker.call('ListModelPackages', { ModelPackageGroupName });
  return Promise.all((ModelPackageSummaryList as Json[]).map(({ ModelPackageArn }) => stage.sagemaker.call('DescribeModelPackage', { ModelPackageName: ModelPackageArn })));
}

async function jobsTrained({ stage }: Watched): Promise<number> {
  return (await stage.sagemaker.call('ListTrainingJobs', { MaxResults: 100 })).TrainingJobSummaries.length;
}

async function start({ stage }: Watched, PipelineName: string, PipelineParameters: Json[] = []): Promise<string> {
  return String((await stage.sagemaker.call('StartPipelineExecution', { PipelineName, PipelineParameters, ClientRequestToken: `rehearsal-${Date.now()}-${'x'.repeat(20)}` })).PipelineExecutionArn);
}

async function stepsOf({ stage }: Watched, PipelineExecutionArn: string): Promise<ReadonlyMap<string, Json>> {
  const { PipelineExecutionSteps } = await stage.sagemaker.call('ListPipelineExecutionSteps', { PipelineExecutionArn });
  return new Map((PipelineExecutionSteps as Json[]).map((step) => [String(step.StepName), step]));
}

/** The description of a job that a step's metadata name by its ARN, which is written in lower case. */
async function jobOf({ stage }: Watched, noun: string, arn: unknown): Promise<Json> {
  const listed = await stage.sagemaker.call(`List${noun}s`, {});
  const [jobs] = Object.values(listed).filter(Array.isArray) as Json[][];
  const found = jobs.find((job) => job[`${noun}Arn`] === arn);
  return stage.sagemaker.call(`Describe${noun}`, { [`${noun}Name`]: found?.[`${noun}Name`] });
}

const valueOf = ({ FinalHyperParameterTuningJobObjectiveMetric: metric }: Json): number => Number(metric?.Value);
