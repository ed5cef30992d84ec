import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter } from 'aws-cdk-lib/core';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContainerImage, S3Source } from '../../lib/core';
import { ProcessingInput, Processor, type PySparkProcessorOptions, type SparkConfiguration } from '../../lib/data';
import { refusal } from '../pipeline/support';
import { newStack, permissionsOf, refusedOf, requestOf, SCRIPT } from './support';

const folder = mkdtempSync(join(tmpdir(), 'spark-test-'));
const source = join(folder, 'app');
mkdirSync(join(source, 'features'), { recursive: true });
writeFileSync(join(source, 'main.py'), 'import sys\nfrom features import names\nprint(names.ALL, sys.argv[1:])');
writeFileSync(join(source, 'features', '__init__.py'), '');
writeFileSync(join(source, 'features', 'names.py'), 'ALL = ["age"]');
writeFileSync(join(folder, 'app.jar'), 'a jar');
afterAll(() => rmSync(folder, { recursive: true }));

const pyspark = (options: Partial<PySparkProcessorOptions> = {}) => Processor.pyspark({ entryPoint: SCRIPT, version: '3.5', ...options });
const place = (name: string) => S3Source.fromUri(`s3://libs/${name}`);

test('a Python script is submitted with the image\'s own command', () => {
  const stack = newStack();
  const request = requestOf(pyspark({ arguments: ['--rounds', '3'], instanceCount: 2 }), { stack, outputs: ['train'] });
  expect(request.AppSpecification).toMatchObject({
    ImageUri: expect.stringMatching(/\/sagemaker-spark-processing:3\.5-cpu-py312$/),
    ContainerEntrypoint: [
      '/bin/sh', '-c', 'mkdir -p /tmp/app && cd /tmp/app && tar -xzmf /opt/ml/processing/input/code/*.gz && exec "$0" "$@"', 'smspark-submit', '/tmp/app/prepare.py',
    ],
    ContainerArguments: ['--rounds', '3'],
  });
  expect(request.ProcessingInputs.map((input: any) => input.InputName)).toEqual(['code']);
  expect(refusedOf(request)).toEqual([]);
  expect(permissionsOf(stack)).toEqual([]);
});

test('a JAR file is submitted with its class', () => {
  const request = requestOf(Processor.sparkJar({ entryPoint: join(folder, 'app.jar'), mainClass: 'com.example.Prepare', python: 'py39' }));
  expect(request.AppSpecification.ContainerEntrypoint.slice(3)).toEqual(['smspark-submit', '--class', 'com.example.Prepare', '/tmp/app/app.jar']);
  expect(request.AppSpecification.ImageUri).toMatch(/py39$/);
  expect(refusedOf(request)).toEqual([]);
});

test('libraries come in folders of their own, events go where they are wanted', () => {
  const stack = newStack();
  const logs = s3.Bucket.fromBucketName(stack, 'Logs', 'logs');
  const libraries = s3.Bucket.fromBucketName(stack, 'Libraries', 'libraries');
  const request = requestOf(pyspark({
    sourceDir: 'test/pipeline/fixtures',
    jars: [S3Source.fromBucket(libraries, 'jars/'), place('b.jar')],
    files: [place('names.txt')],
    pyFiles: [place('c.zip')],
    eventLogs: { bucket: logs, prefix: 'spark/' },
    image: ContainerImage.fromUri('own:1'),
  }), { stack, inputs: [ProcessingInput.fromSource(place('data'))] });
  expect(request.AppSpecification.ContainerEntrypoint.slice(3)).toEqual([
    'smspark-submit', '--py-files', '/opt/ml/processing/py/1,/tmp/app.zip', '--jars', '/opt/ml/processing/jars/1,/opt/ml/processing/jars/2',
    '--files', '/opt/ml/processing/files/1', '--local-spark-event-logs-dir', '/opt/ml/processing/spark-events/', '/tmp/app/prepare.py',
  ]);
  expect(request.ProcessingInputs.map((input: any) => [input.InputName, input.S3Input.LocalPath])).toEqual([
    ['data', '/opt/ml/processing/input/data'], ['code', '/opt/ml/processing/input/code'], ['py-1', '/opt/ml/processing/py/1'],
    ['jars-1', '/opt/ml/processing/jars/1'], ['jars-2', '/opt/ml/processing/jars/2'], ['files-1', '/opt/ml/processing/files/1'],
  ]);
  expect(request.ProcessingOutputConfig.Outputs).toEqual([
    { OutputName: 'spark-events', S3Output: { S3Uri: 's3://logs/spark/', LocalPath: '/opt/ml/processing/spark-events/', S3UploadMode: 'Continuous' } },
  ]);
  expect(refusedOf(request)).toEqual([]);
  expect(permissionsOf(stack)).toEqual([
    's3:AbortMultipartUpload on arn:aws:s3:::logs/spark/*',
    's3:GetObject on arn:aws:s3:::libraries/jars/*',
    's3:ListBucket on arn:aws:s3:::libraries if {"StringLike":{"s3:prefix":["jars/*"]}}',
    's3:PutObject on arn:aws:s3:::logs/spark/*',
  ]);
});

test('the folder beside the script is importable, on the machine of the script and as a package for the others', () => {
  const stack = newStack();
  const [, , run] = requestOf(pyspark({ entryPoint: join(source, 'main.py'), sourceDir: source }), { stack }).AppSpecification.ContainerEntrypoint as string[];
  expect(run).toContain('python3 -m zipfile -c /tmp/app.zip . && exec');
  // The same words, with folders of this machine and a program that runs what it is given.
  const input = join(folder, 'input');
  mkdirSync(input);
  const outdir = stack.node.root.node.tryGetContext('outdir') ?? (stack.node.root as any).assetOutdir;
  const tarball = readdirSync(outdir).find((name) => name.endsWith('.tar.gz'))!;
  copyFileSync(join(outdir, tarball), join(input, 'code.tar.gz'));
  const here = run.replace('/opt/ml/processing/input/code', input).replace('/tmp/app.zip', join(folder, 'app.zip')).split('/tmp/app').join(join(folder, 'unpacked'));
  const submit = join(folder, 'submit');
  writeFileSync(submit, '#!/bin/sh\nexec python3 "$@"', { mode: 0o755 });
  expect(execFileSync('/bin/sh', ['-c', here, submit, join(folder, 'unpacked', 'main.py'), 'x y'], { encoding: 'utf8' })).toBe("['age'] ['x y']\n");
  const imported = ['-c', `import sys; sys.path.insert(0, ${JSON.stringify(join(folder, 'app.zip'))}); from features import names; print(names.ALL)`];
  expect(execFileSync('python3', imported, { cwd: tmpdir(), encoding: 'utf8' })).toBe("['age']\n");
});

test('requirements are installed on each instance before anything is submitted', () => {
  writeFileSync(join(source, 'requirements.txt'), 'tqdm');
  const [, , run] = requestOf(pyspark({ entryPoint: join(source, 'main.py'), sourceDir: source })).AppSpecification.ContainerEntrypoint as string[];
  expect(run).toMatch(/python3 -m pip install --quiet -r requirements\.txt && python3 -m zipfile.* && exec/);
  rmSync(join(source, 'requirements.txt'));
});

describe('configuration', () => {
  const configured = (...configuration: SparkConfiguration[]) => pyspark({ configuration });

  test('is unpacked under the name that the image looks for', () => {
    const stack = newStack();
    const request = requestOf(configured(
      { classification: 'spark-defaults', properties: { 'spark.executor.memory': '2g' } },
      { classification: 'spark-env', configurations: [{ classification: 'export', properties: { A: 'b' } }] },
    ), { stack });
    expect(request.AppSpecification.ContainerEntrypoint[2]).toMatch(/^cd \/opt\/ml\/processing\/input\/conf && tar -xzf \*\.gz && mkdir/);
    expect(request.ProcessingInputs[1]).toMatchObject({ InputName: 'conf', S3Input: { LocalPath: '/opt/ml/processing/input/conf' } });
    expect(refusedOf(request)).toEqual([]);
    const [, hash] = /([0-9a-f]{64})/.exec(JSON.stringify(request.ProcessingInputs[1].S3Input.S3Uri))!;
    const outdir = (stack.node.root as any).assetOutdir as string;
    execFileSync('tar', ['-xzf', join(outdir, `asset.${hash}.tar.gz`), '-C', folder]);
    expect(JSON.parse(readFileSync(join(folder, 'configuration.json'), 'utf8'))).toEqual([
      { Classification: 'spark-defaults', Properties: { 'spark.executor.memory': '2g' } },
      { Classification: 'spark-env', Properties: {}, Configurations: [{ Classification: 'export', Properties: { A: 'b' } }] },
    ]);
  });

  test('that did not change is the same object', () => {
    const uriOf = () => JSON.stringify(requestOf(configured({ classification: 'yarn-site', properties: { a: 'b' } })).ProcessingInputs[1].S3Input.S3Uri);
    expect(uriOf()).toBe(uriOf());
  });

  test.each<[string, () => Processor, RegExp]>([
    ['a classification that does not exist', () => configured({ classification: 'spark-default' }), /^SparkClassificationUnknown[^]*Did you mean 'spark-defaults'\?/],
    ['one far from all', () => configured({ classification: 'kafka' }), /^SparkClassificationUnknown[^]*Use one of core-site/],
    ['one within another', () => configured({ classification: 'spark-env', configurations: [{ classification: 'exports' }] }), /Did you mean 'export'\?/],
    ['a value that is known later', () => configured({ classification: 'spark-defaults', properties: { a: new CfnParameter(newStack(), 'P').valueAsString } }), /^SparkConfigurationToken/],
    ['a JAR for Python', () => pyspark({ entryPoint: join(folder, 'app.jar') }), /^SparkEntryPoint[^]*Processor\.sparkJar/],
    ['a script for Java', () => Processor.sparkJar({ entryPoint: SCRIPT, mainClass: 'A' }), /^SparkEntryPoint[^]*Processor\.pyspark/],
    ['a class that cannot be', () => Processor.sparkJar({ entryPoint: join(folder, 'app.jar'), mainClass: 'com/example/Prepare' }), /^SparkMainClass/],
    ['a version that does not exist', () => pyspark({ version: '9' }), /^ImageVersionUnknown/],
  ])('fails for %s', (_, make, message) => {
    expect(() => requestOf(make())).toThrow(message);
  });

  test.each<[number, string]>([[9, 'accepted'], [10, 'ProcessingInputsCount']])('%i JAR files beside the script: %s', (count, outcome) => {
    const jars = Array.from({ length: count }, (_, index) => place(`${index}.jar`));
    expect(refusal(() => requestOf(pyspark({ jars })))).toContain(outcome);
  });
});
