import { readFileSync } from 'node:fs';
import { join as path } from 'node:path';
import type { JobResult } from '../../../rehearsal/containers/job-runner';
import { PipelineRunner, type StepState } from '../../../rehearsal/pipelines/runner';
import type { Json, SageMakerApi } from '../../../rehearsal/sagemaker/api';
import { Bench, channel, input, output, tarball } from '../containers/bench';
import { condition, fail, get, pipeline } from './definitions';

const EXAMPLE = path(__dirname, '../../../examples/income');
const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.4-2-cpu-py3';
const source = (name: string) => readFileSync(path(EXAMPLE, name), 'utf8');

/** The job operations of SageMaker, over a runner: what the stand-in does, without its checks. */
class JobsApi implements SageMakerApi {
  readonly packages: Json[] = [];
  private readonly jobs = new Map<string, Json>();
  private readonly runner;

  constructor(bench: Bench) {
    this.runner = bench.runner();
  }

  async call(operation: string, given: Json): Promise<Json> {
    const [, verb, noun] = /^(Create|Describe)(.*)$/.exec(operation)!;
    if (noun === 'ModelPackage') {
      this.packages.push(given);
      return { ModelPackageArn: 'arn:1', ModelPackageStatus: 'Completed' };
    }
    const name: string = given[`${noun}Name`];
    if (verb === 'Describe') {
      return this.jobs.get(name)!;
    }
    const job: Json = { ...given, [`${noun}Status`]: 'InProgress' };
    this.jobs.set(name, job);
    const never = new AbortController().signal;
    const end = (result: JobResult & { modelArtifacts?: string }) => Object.assign(job, {
      [`${noun}Status`]: result.status, FailureReason: result.failureReason, ModelArtifacts: { S3ModelArtifacts: result.modelArtifacts },
    });
    void (noun === 'TrainingJob' ? this.runner.runTraining(given as never, never) : this.runner.runProcessing(given as never, never)).then(end);
    return { [`${noun}Arn`]: `arn:${name}` };
  }
}

const bench = new Bench();
beforeAll(async () => {
  await bench.s3.start();
  bench.s3.put('s3://data/raw/income.csv', source('data/income.csv'));
  for (const script of ['prepare', 'evaluate']) {
    bench.s3.put(`s3://code/${script}.py`, source(`model/${script}.py`));
  }
  bench.s3.put('s3://code/sourcedir.tar.gz', await tarball({ 'train.py': source('model/train.py') }));
});
afterAll(() => bench.tearDown());

function processing(name: string, inputs: Json[], outputs: string[], more: Json = {}) {
  return {
    Name: name,
    Type: 'Processing',
    Arguments: {
      AppSpecification: { ImageUri: IMAGE, ContainerEntrypoint: ['python3', `/opt/ml/processing/input/code/${name.toLowerCase()}.py`] },
      ProcessingInputs: [input('code', `s3://code/${name.toLowerCase()}.py`), ...inputs],
      ProcessingOutputConfig: { Outputs: outputs.map((each) => output(each, `s3://data/${each}`)) },
    },
    ...more,
  };
}

const made = (name: string): any => get(`Steps.Prepare.ProcessingOutputConfig.Outputs['${name}'].S3Output.S3Uri`);
const accuracy = { 'Std:JsonGet': { PropertyFile: get('Steps.Evaluate.PropertyFiles.Report'), Path: 'binary_classification_metrics.accuracy.value' } };
const definition = (bar: number) => pipeline([
  processing('Prepare', [input('data', 's3://data/raw')], ['train', 'validation', 'test']),
  {
    Name: 'Train',
    Type: 'Training',
    Arguments: {
      AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File' },
      HyperParameters: { sagemaker_program: 'train.py', sagemaker_submit_directory: 's3://code/sourcedir.tar.gz', 'max-iter': '20' },
      InputDataConfig: [channel('train', made('train')), channel('validation', made('validation'))],
      OutputDataConfig: { S3OutputPath: 's3://models' },
    },
  },
  processing('Evaluate', [input('model', get('Steps.Train.ModelArtifacts.S3ModelArtifacts') as never), input('test', made('test'))], ['evaluation'], {
    PropertyFiles: [{ PropertyFileName: 'Report', OutputName: 'evaluation', FilePath: 'evaluation.json' }],
  }),
  condition('GoodEnough', [{ Type: 'GreaterThanOrEqualTo', LeftValue: accuracy, RightValue: bar }], [
    { Name: 'Register', Type: 'RegisterModel', Arguments: { ModelPackageGroupName: 'income', Url: get('Steps.Train.ModelArtifacts.S3ModelArtifacts') } },
  ], [fail('TooWeak', accuracy)]),
]);

async function execute(api: SageMakerApi, bar: number) {
  const last = new Map<string, StepState>();
  const result = await new PipelineRunner(api, bench.s3.client(), { pollMs: 50 }).execute({
    definition: definition(bar), parameters: {}, pipelineName: 'Income', pipelineArn: 'arn', executionId: 'abcdef123456', executionArn: 'arn',
    signal: new AbortController().signal, onStep: (step) => last.set(step.name, step),
  });
  return { result, last };
}

test("prepares, trains, evaluates and registers with the example's own scripts", async () => {
  const api = new JobsApi(bench);
  const { result, last } = await execute(api, 0.7);
  expect([...last.values()].filter((step) => step.failureReason)).toEqual([]);
  expect(result.status).toBe('Succeeded');
  expect(api.packages[0].Url).toMatch(/^s3:\/\/models\/pipelines-abcdef123456-Train-\w+\/output\/model.tar.gz$/);
  expect(last.has('TooWeak')).toBe(false);
});

test('fails with the measured metric when the bar is out of reach', async () => {
  const api = new JobsApi(bench);
  const { result, last } = await execute(api, 1);
  expect(result.status).toBe('Failed');
  expect(Number(last.get('TooWeak')!.failureReason)).toBeGreaterThan(0.7);
  expect(api.packages).toEqual([]);
});
