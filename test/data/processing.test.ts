import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, Duration, Size, Stack } from 'aws-cdk-lib/core';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ContainerImage, S3Source } from '../../lib/core';
import type { JobSite } from '../../lib/core/internal/job-site';
import { Keep } from '../../lib/core/internal/job-site';
import { Dataset, ProcessingInput, Processor, type ScriptProcessorOptions } from '../../lib/data';
import { refusal } from '../pipeline/support';

const SCRIPT = 'test/pipeline/fixtures/prepare.py';
const folder = mkdtempSync(join(tmpdir(), 'processing-'));
afterAll(() => rmSync(folder, { recursive: true }));

function siteIn(stack: Stack, encryptionKey?: kms.IKey): JobSite {
  const role = new iam.Role(stack, 'JobRole', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  return { scope: stack, role, encryptionKey, outputUri: (output, keep) => `s3://results/${keep}/${output}` };
}

function requestOf(processor: Processor, inputs: ProcessingInput[] = [], outputs: string[] = [], stack = new Stack(new App(), 'Shop'), key?: kms.IKey): any {
  const request = processor._render(siteIn(stack, key), inputs, outputs.map((name) => ({ name, keep: Keep.FOR_THE_RUN })));
  return JSON.parse(JSON.stringify(stack.resolve(request)));
}

const scripted = (options: Partial<ScriptProcessorOptions> = {}) => Processor.sklearn({ entryPoint: SCRIPT, version: '1.2-1', ...options });
const input = (name: string, localPath?: string) => ProcessingInput.fromSource(S3Source.fromUri(`s3://data/${name}`), { name, localPath });
const own = ContainerImage.fromUri('own:1');

describe('least code', () => {
  test('runs a script on one small machine for an hour at most', () => {
    expect(requestOf(scripted(), [input('data')], ['train'])).toMatchObject({
      AppSpecification: {
        ContainerEntrypoint: ['/bin/sh', '-c', 'cd /opt/ml/processing/input/code && tar -xzf *.gz && exec python3 "$0" "$@"', 'prepare.py'],
      },
      ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 } },
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
      ProcessingInputs: [
        { InputName: 'data', S3Input: { S3Uri: 's3://data/data', LocalPath: '/opt/ml/processing/input/data' } },
        { InputName: 'code', S3Input: { LocalPath: '/opt/ml/processing/input/code' } },
      ],
      ProcessingOutputConfig: {
        Outputs: [{ OutputName: 'train', S3Output: { S3Uri: 's3://results/runs/train', LocalPath: '/opt/ml/processing/output/train', S3UploadMode: 'EndOfJob' } }],
      },
    });
  });

  test('runs an image with its own program', () => {
    expect(requestOf(Processor.container(own)).AppSpecification).toEqual({ ImageUri: 'own:1' });
  });
});

test('every option reaches the request', () => {
  const request = requestOf(scripted({
    instanceType: 'ml.c5.xlarge',
    instanceCount: 3,
    volumeSize: Size.gibibytes(7),
    maxRuntime: Duration.minutes(5),
    arguments: ['--rounds', '3'],
    environment: { LEVEL: 'debug' },
    overrides: { NetworkConfig: { EnableNetworkIsolation: true } },
  }));
  expect(request).toMatchObject({
    AppSpecification: { ContainerArguments: ['--rounds', '3'] },
    ProcessingResources: { ClusterConfig: { InstanceType: 'ml.c5.xlarge', InstanceCount: 3, VolumeSizeInGB: 7 } },
    StoppingCondition: { MaxRuntimeInSeconds: 300 },
    Environment: { LEVEL: 'debug' },
    NetworkConfig: { EnableNetworkIsolation: true },
  });
});

test('tokens pass every check', () => {
  const stack = new Stack(new App(), 'Shop');
  const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
  const text = new CfnParameter(stack, 'Text').valueAsString;
  expect(requestOf(scripted({
    instanceType: text, instanceCount: number, volumeSize: Size.gibibytes(number), maxRuntime: Duration.seconds(number),
    arguments: [text], environment: { LEVEL: text },
  }), [], [], stack)).toMatchObject({
    ProcessingResources: { ClusterConfig: { InstanceType: { Ref: 'Text' }, InstanceCount: { Ref: 'Number' }, VolumeSizeInGB: { Ref: 'Number' } } },
    StoppingCondition: { MaxRuntimeInSeconds: { Ref: 'Number' } },
    Environment: { LEVEL: { Ref: 'Text' } },
  });
});

describe('the volume', () => {
  const keyOf = (instanceType?: string) => {
    const stack = new Stack(new App(), 'Shop');
    const request = requestOf(scripted({ instanceType }), [], [], stack, new kms.Key(stack, 'Key'));
    return request.ProcessingResources.ClusterConfig.VolumeKmsKeyId as unknown;
  };

  test('gets the key, except on instances that encrypt their own disks', () => {
    expect(keyOf()).toEqual({ 'Fn::GetAtt': [expect.stringContaining('Key'), 'Arn'] });
    expect(keyOf('ml.m5d.large')).toBeUndefined();
    expect(keyOf('ml.g5.xlarge')).toBeUndefined();
  });

  test('gets the key with a warning when the instance is chosen later', () => {
    const stack = new Stack(new App(), 'Shop');
    const instanceType = new CfnParameter(stack, 'Instance').valueAsString;
    requestOf(scripted({ instanceType }), [], [], stack, new kms.Key(stack, 'Key'));
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('instanceType: is chosen later'));
  });
});

describe('the script', () => {
  test.each(["it's mine.py", 'two words.py', '$HOME.py', 'a;b.py', '`x`.py', '"q".py'])('%s runs under its own name, with arguments', (name) => {
    writeFileSync(join(folder, name), 'import sys; print(sys.argv)');
    const { ContainerEntrypoint } = requestOf(Processor.sklearn({ entryPoint: join(folder, name) })).AppSpecification;
    // The shell's own way of running it, without the unpacking.
    const [shell, flag, run, ...words] = ContainerEntrypoint as string[];
    const command = run.replace(/^.*&& exec /, 'exec ');
    expect(execFileSync(shell, [flag, command, ...words, 'x y'], { cwd: folder, encoding: 'utf8' })).toBe(`[${JSON.stringify(name).includes("'") ? `"${name}"` : `'${name}'`}, 'x y']\n`);
  });

  test('installs a requirements.txt that travels along, and only then', () => {
    const bundle = join(folder, 'bundle');
    mkdirSync(bundle);
    writeFileSync(join(bundle, 'main.py'), 'pass');
    const command = () => requestOf(Processor.sklearn({ entryPoint: join(bundle, 'main.py'), sourceDir: bundle })).AppSpecification.ContainerEntrypoint[2];
    expect(command()).not.toContain('pip');
    writeFileSync(join(bundle, 'requirements.txt'), 'tqdm');
    expect(command()).toContain('&& python3 -m pip install --quiet -r requirements.txt &&');
  });

  test.each([[256, 'accepted'], [257, 'ContainerWordLength']])('may have a path of %i characters: %s', (length, outcome) => {
    const parts = 'd/'.repeat(110);
    const path = `${parts}${'x'.repeat(length - parts.length - 3)}.py`;
    mkdirSync(join(folder, parts), { recursive: true });
    writeFileSync(join(folder, path), 'pass');
    const render = () => requestOf(Processor.sklearn({ entryPoint: join(folder, path), sourceDir: folder }));
    expect(refusal(render)).toContain(outcome);
  });

  test('fails when it is missing', () => {
    expect(() => requestOf(Processor.sklearn({ entryPoint: 'nowhere.py' }))).toThrow('FileMissing');
  });
});

describe('limits', () => {
  const words = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`);
  const variables = (count: number) => Object.fromEntries(words(count).map((word) => [word, word]));
  const container = (options: object) => requestOf(Processor.container(own, options));

  test.each<[string, object, string | undefined]>([
    ['1 instance', { instanceCount: 1 }, undefined],
    ['no instance', { instanceCount: 0 }, 'InstanceCountRange'],
    ['100 instances', { instanceCount: 100 }, undefined],
    ['101 instances', { instanceCount: 101 }, 'InstanceCountRange'],
    ['1 GiB', { volumeSize: Size.gibibytes(1) }, undefined],
    ['no disk', { volumeSize: Size.gibibytes(0) }, 'VolumeSizeInGBRange'],
    ['16 TiB', { volumeSize: Size.tebibytes(16) }, undefined],
    ['more than 16 TiB', { volumeSize: Size.gibibytes(16385) }, 'VolumeSizeInGBRange'],
    ['a second', { maxRuntime: Duration.seconds(1) }, undefined],
    ['no time', { maxRuntime: Duration.seconds(0) }, 'MaxRuntimeInSecondsRange'],
    ['9 days', { maxRuntime: Duration.days(9) }, undefined],
    ['more than 9 days', { maxRuntime: Duration.seconds(777601) }, 'MaxRuntimeInSecondsRange'],
    ['100 variables', { environment: variables(100) }, undefined],
    ['101 variables', { environment: variables(101) }, 'EnvironmentCount'],
    ['a variable of 256 characters', { environment: { A: 'x'.repeat(256) } }, undefined],
    ['a variable of 257 characters', { environment: { A: 'x'.repeat(257) } }, 'EnvironmentValueLength'],
    ['a variable with an underscore', { environment: { _A1: 'x' } }, undefined],
    ['a variable with a hyphen', { environment: { 'A-1': 'x' } }, 'EnvironmentName'],
    ['a variable that starts with a digit', { environment: { '1A': 'x' } }, 'EnvironmentName'],
    ['100 arguments', { arguments: words(100) }, undefined],
    ['101 arguments', { arguments: words(101) }, 'ContainerArgumentsCount'],
    ['no argument', { arguments: [] }, 'ContainerArgumentsCount'],
    ['an argument of 256 characters', { arguments: ['x'.repeat(256)] }, undefined],
    ['an argument of 257 characters', { arguments: ['x'.repeat(257)] }, 'ContainerWordLength'],
    ['no entry point', { entrypoint: [] }, 'ContainerEntrypointCount'],
    ['101 words of entry point', { entrypoint: words(101) }, 'ContainerEntrypointCount'],
    ['a word of entry point of 257 characters', { entrypoint: ['x'.repeat(257)] }, 'ContainerWordLength'],
    ['an instance type without ml', { instanceType: 'm5.large' }, 'InstanceTypeInvalid'],
  ])('%s', (_, options, code) => {
    expect(refusal(() => container(options))).toContain(code ?? 'accepted');
  });

  test.each<[string, ProcessingInput[], string[], string | undefined]>([
    ['9 inputs beside the script', words(9).map((name) => input(name)), [], undefined],
    ['10 inputs beside the script', words(10).map((name) => input(name)), [], 'ProcessingInputsCount'],
    ['10 outputs', [], words(10), undefined],
    ['11 outputs', [], words(11), 'OutputsCount'],
    ['two inputs of one name', [input('a'), input('a')], [], 'ProcessingNameRepeated'],
    ['an input and an output of one name', [input('a')], ['a'], 'ProcessingNameRepeated'],
    ["an input called 'code'", [input('code')], [], 'ProcessingNameRepeated'],
    ['two inputs in one folder', [input('a'), input('b', '/opt/ml/processing/input/a/')], [], 'ProcessingFolderRepeated'],
    ['an input in a folder elsewhere', [input('a', '/data')], [], 'ProcessingFolderOutside'],
    ['a folder of 256 characters', [input('a', `/opt/ml/processing/${'x'.repeat(237)}`)], [], undefined],
    ['a folder of 257 characters', [input('a', `/opt/ml/processing/${'x'.repeat(238)}`)], [], 'LocalPathLength'],
  ])('%s', (_, inputs, outputs, code) => {
    const render = () => requestOf(scripted(), inputs, outputs);
    expect(refusal(render)).toContain(code ?? 'accepted');
  });

  test('several mistakes are told at once', () => {
    expect(() => container({ instanceCount: 0, arguments: [] })).toThrow(/InstanceCountRange[^]*ContainerArgumentsCount/);
  });
});

describe('a dataset', () => {
  const uriOf = (dataset: Dataset) => {
    const stack = new Stack(new App(), 'Shop');
    return stack.resolve(dataset._plan().source!.bind(stack, siteIn(stack).role).uri) as unknown;
  };

  test('is a prefix of a bucket, a local file or any place', () => {
    const bucket = s3.Bucket.fromBucketName(new Stack(new App(), 'Elsewhere'), 'Raw', 'raw');
    expect(uriOf(Dataset.fromBucket(bucket, 'a/'))).toBe('s3://raw/a/');
    expect(uriOf(Dataset.fromBucket(bucket))).toBe('s3://raw');
    expect(uriOf(Dataset.fromSource(S3Source.fromUri('s3://x/y')))).toBe('s3://x/y');
    expect(JSON.stringify(uriOf(Dataset.fromFile(resolve(SCRIPT))))).toMatch(/[0-9a-f]{64}\.py/);
  });

  test('that is there needs no job first', () => {
    expect(Dataset.fromFile(SCRIPT)._plan().collection).toBeUndefined();
  });
});

test('an input is called data unless it is named', () => {
  const bucket = s3.Bucket.fromBucketName(new Stack(new App(), 'Elsewhere'), 'Raw', 'raw');
  expect(ProcessingInput.fromS3(bucket)).toMatchObject({ name: 'data', localPath: '/opt/ml/processing/input/data' });
  expect(ProcessingInput.fromS3(bucket, 'a/', { name: 'b', localPath: '/opt/ml/processing/x' })).toMatchObject({ name: 'b', localPath: '/opt/ml/processing/x' });
});
