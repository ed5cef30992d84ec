import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import type { ComparedRun, RunComparisonAnswer, RunComparisonRequest } from '../../lib/core/contract';
import { readJson } from './artifacts';
import { Failure } from './failure';
import { pipelineName, runsOf } from './runs';
import { check, type Play } from './scene';

/** Whoever looks at the dashboard sees every run of the rehearsal, with the metrics that the registry has of its version. */
export async function compareRuns(play: Play): Promise<void> {
  const { report, printer } = play;
  const pipeline = await pipelineName(play);
  const [answer, page] = await ask<RunComparisonAnswer, string>(play, { pipelineName: pipeline }, { pipelineName: pipeline, format: 'html' });
  const runs = await runsOf(play, pipeline);
  const missing = runs.filter((arn) => !answer.runs.some(({ executionArn }) => executionArn === arn));
  check(report, 'every run is in the comparison', missing.length === 0 && answer.runs.length === runs.length, missing.join(', ') || `${runs.length} runs`);
  const unread = answer.runs.flatMap((run) => run.unread);
  check(report, 'all of every run can be read', unread.length === 0, unread.join('; '));
  const differing = (await Promise.all(answer.runs.map((run) => differences(play, run)))).flat();
  check(report, 'the comparison has the metrics of the registry', differing.length === 0, differing.join('; '));
  const unseen = answer.runs.filter(({ executionArn }) => !page.includes(executionArn));
  check(report, 'people see the same runs', unseen.length === 0, unseen.map(({ name }) => name).join(', '));
  printer.line('compare', answer.runs.map(({ name, metrics }) => `${name} auc ${metrics.Evaluate.auc.toFixed(4)}`).join(', '));
}

/** Asks the function of the platform. */
async function ask<First, Second>({ stage }: Play, ...requests: [RunComparisonRequest, RunComparisonRequest]): Promise<[First, Second]> {
  const lambda = new LambdaClient(stage.client);
  const { Functions } = await lambda.send(new ListFunctionsCommand({}));
  const found = Functions?.find(({ FunctionName }) => FunctionName?.includes('RunComparison'));
  if (!found) {
    throw new Failure('the platform has no function that compares runs');
  }
  const answers: unknown[] = [];
  for (const request of requests) {
    const question = new TextEncoder().encode(JSON.stringify(request));
    const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: found.FunctionName, Payload: question }));
    const text = new TextDecoder().decode(Payload);
    if (FunctionError !== undefined) {
      throw new Failure(`runs were not compared: ${text}`);
    }
    answers.push(JSON.parse(text));
  }
  lambda.destroy();
  return answers as [First, Second];
}

/** Where a run's metrics are others than those that its version has in the registry, in words. */
async function differences({ stage }: Play, { name, metrics, versions }: ComparedRun): Promise<string[]> {
  if (versions.length === 0) {
    return [`${name} has no version`];
  }
  const version = await stage.sagemaker.call('DescribeModelPackage', { ModelPackageName: versions[0].modelPackageArn });
  const registered = await readJson(stage, String(version.ModelMetrics.ModelQuality.Statistics.S3Uri));
  return Object.entries(registered).filter(([metric, value]) => typeof value === 'number' && metrics.Evaluate[metric] !== value)
    .map(([metric, value]) => `${name}: ${metric} is ${metrics.Evaluate[metric]}, registered ${value}`);
}
