import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { bestIsolation, type Isolation, TranslatedPaths } from '../../../rehearsal/containers/isolation';
import { Bench, channel } from './bench';

const bench = new Bench();
const never = new AbortController().signal;

beforeAll(() => bench.s3.start());
afterAll(() => bench.tearDown());

const TRAIN = `
import argparse, os
import joblib, pandas as pd
from sklearn.linear_model import LinearRegression

parser = argparse.ArgumentParser()
parser.add_argument("--positive", type=str)
parser.add_argument("--rate", type=float)
args = parser.parse_args()
table = pd.read_csv(os.path.join(os.environ["SM_CHANNEL_TRAIN"], "rows.csv"))
model = LinearRegression(positive=args.positive == "True").fit(table[["x"]], table["y"])
print(f"epoch 1 slope={0.5};")
print(f"epoch 2 slope={model.coef_[0]:.4f};")
joblib.dump(model, "/opt/ml/model/model.joblib")
open(os.path.join(os.environ["SM_OUTPUT_DATA_DIR"], "notes.txt"), "w").write(f"{args.rate} {os.environ['TRAINING_JOB_NAME']}")
`;

const ways: [string, () => Promise<Isolation>][] = [
  ['the best this machine has', bestIsolation],
  ['translated paths', () => Promise.resolve(new TranslatedPaths())],
];

describe.each(ways)('a training job with %s', (_, isolation) => {
  test('trains in script mode, and its model is in S3 afterwards', async () => {
    bench.s3.put('s3://data/train/rows.csv', 'x,y\n0,1\n1,3\n2,5\n');
    const request = await bench.training(TRAIN, {
      HyperParameters: { positive: '"True"', rate: '0.25' },
      InputDataConfig: [channel('train', 's3://data/train')],
      AlgorithmSpecification: {
        TrainingImage: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.4-2-cpu-py3',
        TrainingInputMode: 'File',
        MetricDefinitions: [{ Name: 'slope', Regex: 'slope=([0-9.]+);' }, { Name: 'loss', Regex: 'loss=(.*)' }],
      },
    });

    const result = await bench.runner(await isolation()).runTraining(request, never);

    expect(result.failureReason).toBeUndefined();
    expect(result).toMatchObject({
      status: 'Completed',
      modelArtifacts: `s3://models/here/${request.TrainingJobName}/output/model.tar.gz`,
      finalMetrics: [{ MetricName: 'slope', Value: 2 }],
    });
    expect(list(bench.s3.objects.get(`models/here/${request.TrainingJobName}/output/model.tar.gz`)!)).toEqual(['model.joblib']);
    expect(list(bench.s3.objects.get(`models/here/${request.TrainingJobName}/output/output.tar.gz`)!)).toEqual(['notes.txt']);
  });

  test("fails as SageMaker words it, with the script's own exception", async () => {
    const result = await bench.runner(await isolation()).runTraining(await bench.training('raise ValueError("no such column: age")\n'), never);

    expect(result.status).toBe('Failed');
    expect(result.failureReason).toMatch(/^AlgorithmError: ExecuteUserScriptError: ExitCode 1 ErrorMessage "ValueError: no such column: age" Command ".*", exit code: 1$/);
    expect(result.modelArtifacts).toBeUndefined();
  });
});

test('fails with what the script said last where it left without a traceback', async () => {
  const result = await bench.runner().runTraining(await bench.training('import sys\nsys.exit("train.py: no rows are left")\n'), never);
  expect(result.failureReason).toContain('ErrorMessage "train.py: no rows are left"');
});

test('fails when the code bundle is not there', async () => {
  const request = await bench.training('', { HyperParameters: { sagemaker_submit_directory: 's3://code/none.tar.gz' } });
  const result = await bench.runner().runTraining(request, never);
  expect(result).toMatchObject({ status: 'Failed' });
  expect(result.failureReason).toMatch(/^AlgorithmError: Framework Error: .*404/);
});

test('fails when nothing lies below a channel', async () => {
  const result = await bench.runner().runTraining(await bench.training('', { InputDataConfig: [channel('train', 's3://data/none')] }), never);
  expect(result.failureReason).toBe("ClientError: Data download failed: No S3 objects found under prefix s3://data/none for channel 'train'");
});

test('keeps the model of a job whose time was up', async () => {
  const script = 'import time\nopen("/opt/ml/model/early", "w").close()\ntime.sleep(60)\n';
  const result = await bench.runner().runTraining(await bench.training(script, { StoppingCondition: { MaxRuntimeInSeconds: 6 } }), never);
  expect(result).toMatchObject({ status: 'Stopped', failureReason: 'MaxRuntimeExceeded: the job ran longer than its 6 seconds' });
  expect(list(bench.s3.objects.get(result.modelArtifacts!.replace('s3://', ''))!)).toEqual(['early']);
});

test('says that an algorithm nothing here stands in for cannot be run', async () => {
  const request = await bench.training('', {
    AlgorithmSpecification: { TrainingImage: '1.dkr.ecr.us-east-1.amazonaws.com/linear-learner:1', TrainingInputMode: 'File' },
  });
  delete request.HyperParameters!.sagemaker_program;
  const result = await bench.runner().runTraining(request, never);
  expect(result.failureReason).toContain("image '1.dkr.ecr.us-east-1.amazonaws.com/linear-learner:1' cannot be run locally");
});

test("runs AWS's own toolkit", async () => {
  const result = await bench.runner().runTraining(await bench.training('print("trained")'), never);
  const log = readFileSync(result.logFile, 'utf8');
  expect(log).toContain('sagemaker-training-toolkit');
  expect(log).toContain('Reporting training SUCCESS');
});

function list(archive: Buffer): string[] {
  return execFileSync('tar', ['-tzf', '-'], { input: archive, encoding: 'utf8' }).trim().split('\n');
}
