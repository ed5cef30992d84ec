import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bestIsolation, type Isolation, TranslatedPaths } from '../../../rehearsal/containers/isolation';
import { Bench, input, output, tarball } from './bench';

const bench = new Bench();
const never = new AbortController().signal;

beforeAll(() => bench.s3.start());
afterAll(() => bench.tearDown());

const COPY = `
import pandas as pd
table = pd.read_csv("/opt/ml/processing/input/data/rows.csv")
table["double"] = table["value"] * 2
table.to_csv("/opt/ml/processing/output/out/deep/result.csv", index=False) if __import__("os").makedirs("/opt/ml/processing/output/out/deep") is None else None
open("/opt/ml/output/message", "w").write(f"{len(table)} rows")
`;

const ways: [string, () => Promise<Isolation>][] = [
  ['the best this machine has', bestIsolation],
  ['translated paths', () => Promise.resolve(new TranslatedPaths())],
];

describe.each(ways)('a processing job with %s', (_, isolation) => {
  test('reads its inputs, and its outputs are in S3 afterwards', async () => {
    bench.s3.put('s3://data/raw/rows.csv', 'value\n1\n2\n');
    const request = bench.processing(COPY, {
      ProcessingInputs: [input('data', 's3://data/raw')],
      ProcessingOutputConfig: { Outputs: [output('out', 's3://data/copied')] },
    });

    const result = await bench.runner(await isolation()).runProcessing(request, never);

    expect(result).toMatchObject({ status: 'Completed', exitMessage: '2 rows' });
    expect(bench.s3.text('s3://data/copied/deep/result.csv')).toBe('value,double\n1,2\n2,4\n');
  });

  test('runs a shell entrypoint that unpacks its code, with arguments and variables', async () => {
    bench.s3.put('s3://code/bundle.tar.gz', await tarball({
      'main.py': 'import os, sys, helper\nopen("/opt/ml/processing/output/out/said.txt", "w").write(helper.join(sys.argv[1:], os.environ["WHERE"]))\n',
      'helper.py': 'def join(words, where):\n    return " ".join(words) + f" {open(where).read()}"\n',
    }));
    bench.s3.put('s3://data/where.txt', 'here');
    const request = bench.processing('', {
      AppSpecification: {
        ImageUri: 'x.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn@sha256:ab',
        ContainerEntrypoint: ['/bin/sh', '-c', 'cd /opt/ml/processing/input/bundle && tar -xzf *.gz && exec python3 main.py "$@"', 'script'],
        ContainerArguments: ['hello', "it's me"],
      },
      Environment: { WHERE: '/opt/ml/processing/input/where/where.txt' },
      ProcessingInputs: [input('bundle', 's3://code/bundle.tar.gz'), input('where', 's3://data/where.txt')],
      ProcessingOutputConfig: { Outputs: [output('out', 's3://data/said/')] },
    });

    const result = await bench.runner(await isolation()).runProcessing(request, never);

    expect(result).toMatchObject({ status: 'Completed' });
    expect(bench.s3.text('s3://data/said/said.txt')).toBe("hello it's me here");
  });

  test('fails with the last line of the traceback, and sends no outputs', async () => {
    const request = bench.processing('open("/opt/ml/processing/output/out/half", "w").close()\nraise ValueError("the bar is missing")\n', {
      ProcessingOutputConfig: { Outputs: [output('out', 's3://data/half')] },
    });

    const result = await bench.runner(await isolation()).runProcessing(request, never);

    expect(result).toMatchObject({ status: 'Failed', failureReason: 'AlgorithmError: ValueError: the bar is missing, exit code: 1' });
    expect(() => bench.s3.text('s3://data/half/half')).toThrow('nothing is at');
    expect(readFileSync(result.logFile, 'utf8')).toContain('line 2');
  });

  test('sees a folder of its own while another job runs', async () => {
    const script = (word: string) => `
import time
open("/opt/ml/processing/output/out/who", "w").write("${word}")
time.sleep(0.7)
open("/opt/ml/processing/output/out/who", "a").write(open("/opt/ml/processing/output/out/who").read())
`;
    const runner = bench.runner(await isolation());
    const results = await Promise.all(['a', 'b'].map((word) => runner.runProcessing(
      bench.processing(script(word), { ProcessingOutputConfig: { Outputs: [output('out', `s3://data/${word}`)] } }), never)));

    expect(results.map((result) => result.status)).toEqual(['Completed', 'Completed']);
    expect(bench.s3.text('s3://data/a/who')).toBe('aa');
    expect(bench.s3.text('s3://data/b/who')).toBe('bb');
  });

  test('tells in the log and the result how it got its /opt/ml', async () => {
    const way = await isolation();
    const result = await bench.runner(way).runProcessing(bench.processing('print("hello")'), never);

    expect(result.isolation).toBe(way.description);
    expect(readFileSync(result.logFile, 'utf8')).toContain(`[rehearsal] ${way.description}\nhello\n`);
  });
});

test('a script that goes out as an output names /opt/ml again', async () => {
  const copy = 'import shutil\nwhere = "/opt/ml/processing/output/out"\nshutil.copy(__file__, where + "/run.py")\n';
  const request = bench.processing(copy, { ProcessingOutputConfig: { Outputs: [output('out', 's3://data/script')] } });

  await bench.runner(new TranslatedPaths()).runProcessing(request, never);

  expect(bench.s3.text('s3://data/script/run.py')).toBe(copy);
});

test('writes the configuration files of the contract', async () => {
  const request = bench.processing(`
import json
config = json.load(open("/opt/ml/config/processingjobconfig.json"))
hosts = json.load(open("/opt/ml/config/resourceconfig.json"))
open("/opt/ml/output/message", "w").write(config["ProcessingJobName"] + " on " + hosts["current_host"])
`);
  const result = await bench.runner().runProcessing(request, never);
  expect(result.exitMessage).toBe(`${request.ProcessingJobName} on algo-1`);
});

test('discards the files of a job that went well and keeps its log', async () => {
  const request = bench.processing('print("kept")');
  const result = await bench.runner().runProcessing(request, never);
  expect(existsSync(join(bench.folder, request.ProcessingJobName!, 'ml'))).toBe(false);
  expect(readFileSync(result.logFile, 'utf8')).toContain('kept');
});

test('fails when nothing lies below an input', async () => {
  const result = await bench.runner().runProcessing(bench.processing('', { ProcessingInputs: [input('data', 's3://data/nowhere')] }), never);
  expect(result).toMatchObject({
    status: 'Failed', failureReason: "ClientError: Data download failed: No S3 objects found under prefix s3://data/nowhere for input 'data'",
  });
});

test('fails by naming an image that cannot be run here', async () => {
  const request = bench.processing('');
  request.AppSpecification!.ImageUri = '1.dkr.ecr.eu-west-1.amazonaws.com/my-own:3';
  const result = await bench.runner().runProcessing(request, never);
  expect(result.failureReason).toContain("image '1.dkr.ecr.eu-west-1.amazonaws.com/my-own:3' cannot be run locally");
});

test('fails by naming the Python modules that an image would have', async () => {
  const request = bench.processing('');
  request.AppSpecification!.ImageUri = '1.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1';
  const result = await bench.runner(undefined, bench.barePython()).runProcessing(request, never);
  expect(result.failureReason).toMatch(/sagemaker-xgboost:1.7-1' cannot be run locally: .* lacks the Python modules: xgboost, sklearn, pandas/);
});

const STUBBORN = `
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"])
print("child", child.pid, flush=True)
time.sleep(60)
`;

test('is stopped with all its children, even those that ignore SIGTERM', async () => {
  const abort = new AbortController();
  const request = bench.processing(STUBBORN);
  const log = join(bench.folder, request.ProcessingJobName!, 'log.txt');
  const running = bench.runner().runProcessing(request, abort.signal);
  const child = await seen(log, /child (\d+)/);
  abort.abort();

  expect(await running).toMatchObject({ status: 'Stopped' });
  expect(await gone(child)).toBe(true);
});

test('is stopped when its time is up', async () => {
  const result = await bench.runner().runProcessing(bench.processing(STUBBORN, { StoppingCondition: { MaxRuntimeInSeconds: 1 } }), never);
  expect(result).toMatchObject({ status: 'Stopped', failureReason: 'MaxRuntimeExceeded: the job ran longer than its 1 seconds' });
});

test('leaves no process behind that it started in the background', async () => {
  const request = bench.processing('import subprocess\nprint("child", subprocess.Popen(["sleep", "60"]).pid)\n');
  const result = await bench.runner().runProcessing(request, never);
  expect(result.status).toBe('Completed');
  expect(await gone(Number(/child (\d+)/.exec(readFileSync(result.logFile, 'utf8'))![1]))).toBe(true);
});

async function seen(file: string, pattern: RegExp): Promise<number> {
  for (;;) {
    const found = existsSync(file) && pattern.exec(readFileSync(file, 'utf8'));
    if (found) {
      return Number(found[1]);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Whether a process ends soon. One that nobody has collected yet runs no more, however long that takes. */
async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 40; i++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    if (isZombie(pid)) {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/** The state follows the name, which is in brackets and may hold anything. */
function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').startsWith(' Z ');
  } catch {
    return false;
  }
}
