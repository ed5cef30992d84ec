/** The algorithm inside the XGBoost image, judged by XGBoost itself, called without the rehearsal. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { bestIsolation, TranslatedPaths, type Isolation } from '../../../rehearsal/containers/isolation';
import { LocalModelHost } from '../../../rehearsal/containers/local-model-host';
import type { ModelServer } from '../../../rehearsal/containers/model-host';
import { Bench, channel } from './bench';

jest.setTimeout(120_000);

const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:3.2-0';
const bench = new Bench();
const servers: ModelServer[] = [];
const never = new AbortController().signal;
let count = 0;

beforeAll(() => bench.s3.start());
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));
afterAll(() => bench.tearDown());

/** Rows of a label and two numbers; the label says whether their sum is above one, but for every seventh row. */
const rows = (from: number, many: number) => Array.from({ length: many }, (_, index) => {
  const [a, b] = [((from + index) * 37 % 101) / 100, ((from + index) * 53 % 97) / 96];
  return [(index % 7 === 0) !== (a + b > 1) ? 1 : 0, a, b];
});
const TRAIN = rows(0, 300);
const VALIDATION = rows(1000, 100);
const csv = (table: number[][]) => table.map((row) => row.join(',')).join('\n');
const libsvm = (table: number[][]) => table.map(([label, ...values]) => [label, ...values.map((value, index) => `${index}:${value}`)].join(' ')).join('\n');

function training(HyperParameters: Record<string, string>, contentType = 'text/csv', data: Record<string, string> = { train: csv(TRAIN), validation: csv(VALIDATION) }): CreateTrainingJobRequest {
  const name = `boost-${++count}`;
  Object.entries(data).forEach(([key, text]) => bench.s3.put(`s3://data/${name}/${key}/part.data`, text));
  return {
    TrainingJobName: name, RoleArn: 'arn:aws:iam::000000000000:role/model', HyperParameters,
    AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File' },
    InputDataConfig: Object.keys(data).map((key) => ({ ...channel(key, `s3://data/${name}/${key}/`), ContentType: contentType })),
    OutputDataConfig: { S3OutputPath: 's3://models' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
  };
}

async function serve(ModelDataUrl: string, Environment: Record<string, string> = {}) {
  const host = new LocalModelHost({ s3: bench.s3.client(), python: bench.python, folder: bench.folder, region: 'us-east-1', environment: {}, graceMs: 500 });
  const server = await host.start({ endpoint: 'boost', variant: 'main', container: { Image: IMAGE, ModelDataUrl, Environment }, startupMs: 30_000 }, never);
  servers.push(server);
  return async (body: string, contentType = 'text/csv', accept?: string) => {
    const answer = await server.invoke({ body: Buffer.from(body), contentType, accept });
    return { status: answer.status, text: answer.body.toString() };
  };
}

/** What XGBoost itself makes of the same data: scores of the validation rows, and what scikit-learn measures of them. */
function directly(settings: Record<string, string>, rounds: number): { scores: number[]; auc: number; f1: number } {
  const folder = mkdtempSync(join(tmpdir(), 'boost-'));
  writeFileSync(join(folder, 'data.json'), JSON.stringify({ train: TRAIN, validation: VALIDATION, settings }));
  const script = [
    'import json, sys, numpy as np, xgboost as xgb', 'from sklearn.metrics import f1_score, roc_auc_score',
    'given = json.load(open(sys.argv[1] + "/data.json"))', 'train, validation = np.array(given["train"]), np.array(given["validation"])',
    `booster = xgb.train(given["settings"], xgb.DMatrix(train[:, 1:], label=train[:, 0]), num_boost_round=${rounds})`,
    'scores = booster.predict(xgb.DMatrix(validation[:, 1:]))',
    'truth = validation[:, 0]', 'print(json.dumps({"scores": scores.tolist(), "auc": roc_auc_score(truth, scores), "f1": f1_score(truth, scores > 0.5, average="macro")}))',
  ].join('\n');
  return JSON.parse(execFileSync(bench.python, ['-c', script, folder], { encoding: 'utf8', env: { ...process.env, OMP_NUM_THREADS: '1' } }));
}

const SETTINGS = { objective: 'binary:logistic', max_depth: '3', eta: '0.4' };
const without = (table: number[][]) => table.map(([, ...values]) => values);

test.each<[string, () => Promise<Isolation>]>([
  ['the best this machine has', bestIsolation],
  ['translated paths', () => Promise.resolve(new TranslatedPaths())],
])('its model answers and is measured as the one that XGBoost trains directly, with %s', async (_, isolation) => {
  const direct = directly(SETTINGS, 12);
  const result = await bench.runner(await isolation()).runTraining(training({ ...SETTINGS, num_round: '12', eval_metric: 'auc,f1' }), never);
  expect([result.failureReason, result.status]).toEqual([undefined, 'Completed']);
  const measured = Object.fromEntries(result.finalMetrics!.map(({ MetricName, Value }) => [MetricName, Value]));
  expect(Object.keys(measured).sort()).toEqual(['train:auc', 'train:f1', 'validation:auc', 'validation:f1']);
  expect(measured['validation:auc']).toBeCloseTo(direct.auc, 4);
  expect(measured['validation:f1']).toBeCloseTo(direct.f1, 4);

  const ask = await serve(result.modelArtifacts!);
  const answer = await ask(csv(without(VALIDATION)));
  expect(answer.status).toBe(200);
  expect(answer.text.trimEnd().split('\n').map(Number)).toEqual(direct.scores);
  expect(JSON.parse((await ask(csv(without(VALIDATION)), 'text/csv', 'application/json')).text).predictions.map(({ score }: { score: number }) => score)).toEqual(direct.scores);
});

test('libsvm is read as CSV is, and weights count; each round is logged as CloudWatch shows it, with what a search aims at', async () => {
  const runner = bench.runner();
  const aimed = { ...SETTINGS, num_round: '4', _tuning_objective_metric: 'validation:logloss' };
  const plain = await runner.runTraining(training(aimed, 'text/libsvm', { train: libsvm(TRAIN), validation: libsvm(VALIDATION) }), never);
  const rounds = readFileSync(plain.logFile, 'utf8').split('\n').filter((line) => /^\[\d+\]/.test(line));
  expect(rounds).toEqual([0, 1, 2, 3].map((round) => expect.stringMatching(new RegExp(`^\\[${round}\\]#011train-logloss:0\\.\\d{5}#011validation-logloss:0\\.\\d{5}$`))));
  const answer = await (await serve(plain.modelArtifacts!))(csv(without(VALIDATION)));
  expect(answer.text.trimEnd().split('\n').map(Number)).toEqual(directly(SETTINGS, 4).scores);
  const weighted = csv(TRAIN.map(([label, ...values]) => [label, label === 1 ? 5 : 1, ...values]));
  const heavy = await runner.runTraining(training({ ...SETTINGS, num_round: '4', csv_weights: '1' }, 'csv', { train: weighted }), never);
  const heavier = await (await serve(heavy.modelArtifacts!))(csv(without(VALIDATION)));
  const sum = (text: string) => text.trimEnd().split('\n').reduce((total, score) => total + Number(score), 0);
  expect(sum(heavier.text)).toBeGreaterThan(sum(answer.text));
});

test('training ends early where the validation gets no better, and the best round answers', async () => {
  const wild = { ...SETTINGS, max_depth: '8', eta: '1' };
  const { logFile, modelArtifacts } = await bench.runner().runTraining(training({ ...wild, num_round: '60', eval_metric: 'logloss', early_stopping_rounds: '2' }), never);
  const losses = [...readFileSync(logFile, 'utf8').matchAll(/validation-logloss:(\S+)/g)].map(([, loss]) => Number(loss));
  const best = losses.indexOf(Math.min(...losses));
  expect(losses).toHaveLength(best + 3);
  const answer = await (await serve(modelArtifacts!))(csv(without(VALIDATION)));
  expect(answer.text.trimEnd().split('\n').map(Number)).toEqual(directly(wild, best + 1).scores);
});

test('several classes are answered with a row each, in a batch as the image writes them; what cannot be answered is refused with a status', async () => {
  const classes = csv(TRAIN.map(([, a, b]) => [a > 0.6 ? 2 : b > 0.5 ? 1 : 0, a, b]));
  const { modelArtifacts } = await bench.runner().runTraining(training({ objective: 'multi:softprob', num_class: '3', num_round: '3' }, 'text/csv', { train: classes }), never);
  const ask = await serve(modelArtifacts!);
  const online = await ask('0.9,0.1\n0.1,0.1');
  expect(online.text.trimEnd().split('\n').map((line) => line.split(',').length)).toEqual([3, 3]);
  expect(await ask('a,b')).toMatchObject({ status: 415 });
  expect(await ask('1,2', 'image/png')).toMatchObject({ status: 415, text: expect.stringContaining('image/png is not an accepted ContentType') });
  expect(await ask('1,2', 'text/csv', 'image/png')).toMatchObject({ status: 406 });
  const batch = await (await serve(modelArtifacts!, { SAGEMAKER_BATCH: 'true' }))('0.9,0.1\n0.1,0.1');
  expect(batch.text.trimEnd().split('\n').map((line) => JSON.parse(line).length)).toEqual([3, 3]);
});

test('fails for what it cannot learn from, and says so', async () => {
  const cases: [CreateTrainingJobRequest, string][] = [
    [training({ num_round: '1' }, 'text/csv', { validation: csv(VALIDATION) }), 'UserError: Missing required channel: train'],
    [training({ num_round: '1' }, 'text/csv', { train: csv(TRAIN), validation: '' }), 'UserError: No data in channel path '],
    [training({}), 'UserError: Missing required hyperparameter: num_round'],
    [training({ num_round: '1', objective: 'binary:logistic' }, 'text/csv', { train: '3,1\n4,2' }), 'for the logistic loss., exit code: 1'],
    [training({ num_round: '1' }, 'image/png'), 'image/png is not an accepted ContentType'],
    [training({ num_round: '1' }, 'text/csv', { train: 'label,x\n1,2' }), 'Failed to load csv data with exception'],
  ];
  const results = await Promise.all(cases.map(([request]) => bench.runner().runTraining(request, never)));
  expect(results.map(({ status, failureReason }) => [status, failureReason])).toEqual(cases.map(([, reason]) => ['Failed', expect.stringContaining(reason)]));
});
