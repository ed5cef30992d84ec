import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bestIsolation, TranslatedPaths, type Isolation } from '../../../rehearsal/containers/isolation';
import { LocalModelHost } from '../../../rehearsal/containers/local-model-host';
import type { ModelServer, ServedContainer } from '../../../rehearsal/containers/model-host';
import { ENVIRONMENT, IMAGE, alive, tarball } from '../sagemaker/serving-stage';
import { eventually } from '../sagemaker/stage';
import { Bench } from './bench';

const bench = new Bench();
const servers: ModelServer[] = [];
const waiting = new AbortController().signal;

beforeAll(() => bench.s3.start());
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));
afterAll(() => bench.tearDown());

const root = join(__dirname, '..', '..', '..');

function host(isolation?: Isolation): LocalModelHost {
  return new LocalModelHost({
    s3: bench.s3.client(), python: bench.python, folder: bench.folder, region: 'us-east-1', environment: {}, isolation, graceMs: 500,
  });
}

async function start(container: Partial<ServedContainer>, isolation?: Isolation): Promise<ModelServer> {
  const server = await host(isolation).start(
    { endpoint: 'income', variant: 'main', container: { Image: IMAGE, Environment: ENVIRONMENT, ...container }, startupMs: 20_000 }, waiting);
  servers.push(server);
  return server;
}

async function artifact(files: Record<string, string | Buffer>): Promise<string> {
  const uri = `s3://models/${Math.random()}/model.tar.gz`;
  bench.s3.put(uri, await tarball(files));
  return uri;
}

const ask = async (server: ModelServer, body: string, contentType = 'text/csv', accept?: string) => {
  const answer = await server.invoke({ body: Buffer.from(body), contentType, accept });
  return { ...answer, text: answer.body.toString('utf8') };
};

/** Trains on this machine, with the interpreter that will serve. */
function trained(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'trained-'));
  execFileSync(bench.python, ['-c', script, folder]);
  return folder;
}

test.each<[string, () => Promise<Isolation>]>([
  ['the best this machine has', bestIsolation],
  ['translated paths', () => Promise.resolve(new TranslatedPaths())],
])('a script sees its artifact below /opt/ml/model, and answers after its own defaults, with %s', async (_, isolation) => {
  const script = [
    'import json, os',
    'def model_fn(model_dir):',
    '    assert open("/opt/ml/model/name.txt").read() == open(os.path.join(model_dir, "name.txt")).read()',
    '    return open("/opt/ml/model/name.txt").read()',
    'def transform_fn(model, body, content_type, accept):',
    '    return json.dumps([model, body, content_type, accept]), "application/x-own"',
  ].join('\n');
  const server = await start({ ModelDataUrl: await artifact({ 'name.txt': 'Ada', 'code/inference.py': script }) }, await isolation());
  const answer = await ask(server, '1,2', 'text/csv', 'application/json');
  expect([answer.status, answer.contentType, JSON.parse(answer.text)]).toEqual([200, 'application/x-own', ['Ada', '1,2', 'text/csv', 'application/json']]);
});

test('what a script leaves out is done as the scikit-learn image does it', async () => {
  const folder = trained([
    'import sys, joblib',
    'from sklearn.linear_model import LinearRegression',
    'joblib.dump(LinearRegression().fit([[0.0], [1.0], [2.0]], [1.0, 3.0, 5.0]), sys.argv[1] + "/model.joblib")',
  ].join('\n'));
  const script = 'import os, joblib\ndef model_fn(model_dir):\n    return joblib.load(os.path.join(model_dir, "model.joblib"))\n';
  const server = await start({ ModelDataUrl: await artifact({ 'model.joblib': readFileSync(join(folder, 'model.joblib')), 'code/inference.py': script }) });
  const { status, text } = await ask(server, '[[3.0], [4.0]]', 'application/json');
  expect(status).toBe(200);
  expect(JSON.parse(text).map((value: number) => Math.round(value * 1e9) / 1e9)).toEqual([7, 9]);
  expect((await ask(server, 'x', 'image/png')).text).toContain('Content type image/png is not supported by this framework');
});

test("the example's own script predicts as its model does when it is loaded directly", async () => {
  const folder = trained(INCOME.replaceAll('ROOT', JSON.stringify(root)));
  const server = await start({ ModelDataUrl: await fileArtifact(join(folder, 'packaged', 'model.tar.gz')) });
  const direct: number[] = JSON.parse(readFileSync(join(folder, 'direct.json'), 'utf8'));
  const rows = readFileSync(join(folder, 'rows.csv'), 'utf8');
  const { contentType, text } = await ask(server, rows);
  expect(contentType).toBe('application/json');
  expect(JSON.parse(text).predictions.map((each: any) => each.probability)).toEqual(direct);
  expect(direct).toHaveLength(20);
  const csv = await ask(server, rows, 'text/csv', 'text/csv');
  expect([csv.contentType, csv.text.split('\n')[0].split(',')[0]]).toEqual(['text/csv', String(direct[0])]);
});

test('an artifact may lie in S3 unpacked, and its code elsewhere', async () => {
  bench.s3.put('s3://models/open/name.txt', 'Ada');
  bench.s3.put('s3://code/sourcedir.tar.gz', await tarball({ 'serve.py': 'def model_fn(d):\n    return open(d + "/name.txt").read()\ndef transform_fn(m, b, c, a):\n    return m, "text/plain"\n' }));
  const server = await start({
    ModelDataSource: { S3DataSource: { S3Uri: 's3://models/open/', S3DataType: 'S3Prefix', CompressionType: 'None' } },
    Environment: { SAGEMAKER_PROGRAM: 'serve.py', SAGEMAKER_SUBMIT_DIRECTORY: 's3://code/sourcedir.tar.gz' },
  });
  expect((await ask(server, '')).text).toBe('Ada');
});

test('fails on an image that nothing here stands in for', async () => {
  await expect(start({ Image: 'repository/image:1' })).rejects.toThrow(/image 'repository\/image:1' cannot be run locally/);
});

test('a server that is stopped leaves no process and no files but its log', async () => {
  const script = 'import os\ndef model_fn(d):\n    return 1\ndef transform_fn(m, b, c, a):\n    return str(os.getpid()), "text/plain"\n';
  const server = await start({ ModelDataUrl: await artifact({ 'code/inference.py': script }) });
  const pid = Number((await ask(server, '')).text);
  expect(alive(pid)).toBe(true);
  await server.stop();
  expect(alive(pid)).toBe(false);
  expect(existsSync(server.logFile)).toBe(true);
  expect(existsSync(join(server.logFile, '..', 'ml'))).toBe(false);
  await expect(ask(server, '')).rejects.toThrow();
});

test('a server ends with its owner, even one that was killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'owner-'));
  mkdirSync(join(folder, 'model'));
  writeFileSync(join(folder, 'model', 'inference.py'), 'import subprocess\nsubprocess.Popen(["sleep", "600"])\ndef model_fn(d):\n    return 1\n');
  const port = join(folder, 'port');
  const env = { PATH: process.env.PATH, SAGEMAKER_PROGRAM: 'inference.py', SAGEMAKER_SUBMIT_DIRECTORY: join(folder, 'model') };
  const serve = join(root, 'rehearsal', 'containers', 'serve_model.py');
  const owner = spawn(process.execPath, ['-e', `
    const child = require('node:child_process').spawn(${JSON.stringify(bench.python)}, [${JSON.stringify(serve)}, ${JSON.stringify(port)}],
      { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    console.log(child.pid);
    setInterval(() => {}, 1000);
  `], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const group = Number(await new Promise((resolve) => owner.stdout.once('data', (text: Buffer) => resolve(text.toString()))));
  await eventually(() => existsSync(port), (there) => there);
  expect(alive(-group)).toBe(true);
  owner.kill('SIGKILL');
  await eventually(() => alive(-group), (there) => !there);
  rmSync(folder, { recursive: true });
});

async function fileArtifact(file: string): Promise<string> {
  const uri = `s3://models/${Math.random()}/model.tar.gz`;
  bench.s3.put(uri, readFileSync(file));
  return Promise.resolve(uri);
}

/** Trains the example, packs it with the pipeline's own script, and predicts with the model loaded by hand. */
const INCOME = `
import json, pathlib, subprocess, sys, tarfile
import joblib, pandas as pd
root, folder = pathlib.Path(ROOT), pathlib.Path(sys.argv[1])
model = root / "examples" / "income" / "model"
run = lambda *words: subprocess.run([sys.executable, *map(str, words)], check=True, stdout=subprocess.DEVNULL)
(folder / "data").mkdir()
(folder / "data" / "income.csv").write_bytes((root / "examples" / "income" / "data" / "income.csv").read_bytes())
run(model / "prepare.py", "--input", folder / "data", "--output", folder / "parts")
run(model / "train.py", "--max-iter", 20, "--train", folder / "parts" / "train", "--validation", folder / "parts" / "validation", "--model-dir", folder / "trained")
for name in ("model", "inference"):
    (folder / name).mkdir()
with tarfile.open(folder / "model" / "model.tar.gz", "w:gz") as tar:
    tar.add(folder / "trained" / "model.joblib", arcname="model.joblib")
with tarfile.open(folder / "inference" / "code.gz", "w:gz") as tar:
    tar.add(model / "inference.py", arcname="inference.py")
run(root / "lib" / "pipeline" / "scripts" / "package_model.py", "--model", folder / "model", "--inference", folder / "inference", "--output", folder / "packaged")
loaded = joblib.load(folder / "trained" / "model.joblib")
rows = pd.read_csv(folder / "parts" / "test" / "test.csv", keep_default_na=False, na_values=[""])[list(loaded.feature_names_in_)].head(20)
rows.to_csv(folder / "rows.csv", index=False)
(folder / "direct.json").write_text(json.dumps(loaded.predict_proba(rows)[:, 1].tolist()))
`;
