import { readFileSync } from 'node:fs';
import { Key } from 'aws-cdk-lib/aws-kms';
import { App, Duration, Size, Stack } from 'aws-cdk-lib/core';
import { ContainerImage } from '../../lib/core';
import { CallbackStep, NotebookJobStep, type NotebookJobStepProps, Pipeline, RetryOn, RetryPolicy } from '../../lib/pipeline';
import { newStack, pipelineOf, refusal, script, stepOf } from './support';
import { ENV, proof, sound } from './step-proof';

const NOTEBOOK = 'test/pipeline/fixtures/report.ipynb';
const image = ContainerImage.fromUri('123456789012.dkr.ecr.eu-west-1.amazonaws.com/notebooks:1');
const job = (props: Partial<NotebookJobStepProps> = {}) => new NotebookJobStep('Report', { notebook: NOTEBOOK, image, ...props });

interface Asset {
  readonly destinations: Record<string, { readonly objectKey: string }>;
}

test('a notebook is run as the SageMaker SDK runs it', () => {
  expect(proof(() => [job()])).toMatchSnapshot();
});

test('it may have every option', () => {
  const stack = newStack({ env: ENV });
  const pipeline = new Pipeline(stack, 'Training', { encryptionKey: new Key(stack, 'Key') });
  const month = pipeline.addStringParameter('Month', { defaultValue: 'May' });
  pipeline.addSteps(job({
    kernelName: 'conda', initializationScript: script('prepare'), additionalFiles: [script('train')], parameters: { month: month.valueAsString },
    environment: { LEVEL: 'debug' }, instanceType: 'ml.m5.xlarge', volumeSize: Size.gibibytes(50), maxRuntime: Duration.minutes(20),
    retry: [RetryPolicy.attempts(2, { on: [RetryOn.CAPACITY_ERROR] })], overrides: { EnableNetworkIsolation: true },
  }));
  const { Arguments, RetryPolicies } = stepOf(pipeline, 'Report');
  expect(RetryPolicies).toHaveLength(1);
  expect(Arguments).toMatchObject({
    HyperParameters: { month: { Get: 'Parameters.Month' } }, EnableNetworkIsolation: true, StoppingCondition: { MaxRuntimeInSeconds: 1200 },
    ResourceConfig: { InstanceType: 'ml.m5.xlarge', VolumeSizeInGB: 50, VolumeKmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] } },
    Environment: { LEVEL: 'debug', SM_KERNEL_NAME: 'conda', SM_INIT_SCRIPT: 'prepare.py' },
  });
});

test('its files lie side by side under their own names, in a folder that changes with any of them', () => {
  const folderOf = (additionalFiles: string[]) => {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: ENV });
    const pipeline = pipelineOf(stack, job({ additionalFiles }));
    const { directory } = app.synth();
    const { files } = JSON.parse(readFileSync(`${directory}/Shop.assets.json`, 'utf8')) as { files: Record<string, Asset> };
    const keys = Object.values(files).map(({ destinations }) => Object.values(destinations)[0].objectKey).filter((key) => key.includes('/')).sort();
    const uri = stepOf(pipeline, 'Report').Arguments.InputDataConfig[0].DataSource.S3DataSource.S3Uri as string;
    return { keys, folder: /([0-9a-f]{64}\/)$/.exec(uri)![1] };
  };
  const one = folderOf([]);
  const two = folderOf([script('train')]);
  expect(one.keys).toEqual([`${one.folder}report.ipynb`]);
  expect(two.keys).toEqual([`${two.folder}report.ipynb`, `${two.folder}train.py`]);
  expect(one.folder).not.toBe(two.folder);
});

test('its result is for other steps', () => {
  const pipeline = sound((stack) => {
    const report = job();
    return [report, new CallbackStep('After', { inputs: { uri: report.output.bind(stack, undefined!).uri } })];
  });
  expect(stepOf(pipeline, 'After').Arguments.uri).toEqual({ Get: 'Steps.Report.OutputDataConfig.S3OutputPath' });
});

test.each<[string, string, Partial<NotebookJobStepProps>]>([
  ['a script', 'NotebookName', { notebook: script('train') }],
  ['two files of one name', 'NotebookFileRepeated', { additionalFiles: [script('train'), script('train')] }],
  ["a variable of the scheduler's", 'NotebookEnvironment', { environment: { SM_KERNEL_NAME: 'x' } }],
  ['no time', 'MaxRuntimeInSecondsRange', { maxRuntime: Duration.seconds(0) }],
  ['too many parameters', 'HyperParametersCount', { parameters: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`p${n}`, 'x'])) }],
])('fails with %s', (_, code, props) => expect(refusal(() => job(props))).toContain(code));

test('takes a hundred parameters, and a second', () => {
  expect(refusal(() => job({
    maxRuntime: Duration.seconds(1), parameters: Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`p${n}`, 'x'])),
  }))).toBe('accepted');
});

test('fails when the notebook is missing', () => {
  expect(refusal(() => pipelineOf(newStack({ env: ENV }), job({ notebook: 'none.ipynb' })))).toContain('FileMissing');
});
