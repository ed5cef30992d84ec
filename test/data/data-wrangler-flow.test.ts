import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnFeatureGroup } from 'aws-cdk-lib/aws-sagemaker';
import { CfnParameter, Duration, Size } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContainerImage, S3Source } from '../../lib/core';
import { DataWranglerFlow, DataWranglerOutput, ProcessingInput, ProcessingOutput, UploadMode, type DataWranglerFlowOptions } from '../../lib/data';
import { Pipeline, ProcessingStep, TrainingStep } from '../../lib/pipeline';
import { Trainer } from '../../lib/training';
import { definitionOf, refusal, script } from '../pipeline/support';
import { type Given, newStack, permissionsOf, refusedOf, requestOf } from './support';

const FLOW = 'test/data/fixtures/income.flow';
const node = (number: number) => `9a1c2f34-0000-4000-8000-00000000000${number}`;
const folder = mkdtempSync(join(tmpdir(), 'flow-'));
afterAll(() => rmSync(folder, { recursive: true }));

const jobOf = (options: DataWranglerFlowOptions = {}, given: Given = {}) => requestOf(DataWranglerFlow.fromFile(FLOW, options), { outputs: ['train'], ...given });

/** The fixture, changed, as a file. */
function changed(change: (flow: any) => unknown): string {
  const flow = JSON.parse(readFileSync(FLOW, 'utf8'));
  const path = join(folder, 'changed.flow');
  writeFileSync(path, JSON.stringify(change(flow) ?? flow));
  return path;
}

test('a flow is a job in the region\'s image, which reads the flow\'s own source and keeps what its last node makes', () => {
  const stack = newStack();
  const request = jobOf({}, { stack });
  expect(request).toMatchObject({
    AppSpecification: {
      ImageUri: expect.stringMatching(/^\d{12}\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/sagemaker-data-wrangler-container:3\.x$/),
      ContainerArguments: [`--output-config '{"${node(5)}.default":{"content_type":"CSV"}}'`],
    },
    ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.4xlarge', InstanceCount: 1, VolumeSizeInGB: 30 } },
    ProcessingInputs: [
      { InputName: 'income.csv', S3Input: { S3Uri: 's3://lake/raw/income.csv', LocalPath: '/opt/ml/processing/income.csv', S3DataType: 'S3Prefix', S3InputMode: 'File' } },
      { InputName: 'flow', S3Input: { LocalPath: '/opt/ml/processing/flow' } },
    ],
    ProcessingOutputConfig: {
      Outputs: [{
        OutputName: `${node(5)}.default`, S3Output: { S3Uri: 's3://results/runs/train', LocalPath: '/opt/ml/processing/output/train', S3UploadMode: 'EndOfJob' },
      }],
    },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
  });
  expect(JSON.stringify(request.ProcessingInputs[1].S3Input.S3Uri)).toMatch(/[0-9a-f]{64}\.flow/);
  expect(refusedOf(request)).toEqual([]);
  expect(permissionsOf(stack)).toEqual([
    's3:GetObject on arn:aws:s3:::lake/raw/income.csv*', 's3:ListBucket on arn:aws:s3:::lake if {"StringLike":{"s3:prefix":["raw/income.csv*"]}}',
  ]);
});

test('every option reaches the request', () => {
  const stack = newStack();
  const lake = s3.Bucket.fromBucketName(stack, 'Lake', 'clean');
  const request = jobOf({
    outputs: { train: DataWranglerOutput.csv('Adults', { delimiter: ';', files: 1 }), all: DataWranglerOutput.parquet(node(2), { files: 4 }) },
    parameters: { MinimumAge: "21'" }, refit: true, version: '2.x', instanceType: 'ml.m5.12xlarge', instanceCount: 3, volumeSize: Size.gibibytes(60),
    maxRuntime: Duration.hours(2), environment: { LEVEL: 'debug' }, encryptTrafficBetweenInstances: true, tags: { team: 'pricing' }, uploadMode: UploadMode.CONTINUOUS,
    destinations: [ProcessingOutput.toBucket(lake, 'clean/', { name: `${node(5)}.default`, localPath: '/opt/ml/processing/output/clean' })],
    overrides: { ExperimentConfig: { ExperimentName: 'income' } },
  }, { stack, outputs: ['train', 'all'] });
  expect(request).toMatchObject({
    AppSpecification: {
      ImageUri: expect.stringMatching(/:2\.x$/),
      ContainerArguments: [
        `--output-config '{"${node(3)}.default":{"content_type":"CSV","delimiter":";","partition_config":{"num_partitions":1}}}'`,
        `--output-config '{"${node(2)}.default":{"content_type":"PARQUET","partition_config":{"num_partitions":4}}}'`,
        `--refit-trained-params '{"refit":true,"output_flow":"income.flow"}'`,
        `--parameter-override '{"MinimumAge":"21\\u0027"}'`,
      ],
    },
    ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.12xlarge', InstanceCount: 3, VolumeSizeInGB: 60 } },
    StoppingCondition: { MaxRuntimeInSeconds: 7200 },
    Environment: { LEVEL: 'debug' },
    NetworkConfig: { EnableInterContainerTrafficEncryption: true },
    Tags: [{ Key: 'team', Value: 'pricing' }],
    ExperimentConfig: { ExperimentName: 'income' },
  });
  expect(request.ProcessingOutputConfig.Outputs.map((output: any) => [output.OutputName, output.S3Output.S3UploadMode])).toEqual([
    [`${node(3)}.default`, 'Continuous'], [`${node(2)}.default`, 'Continuous'], [`${node(5)}.default`, 'EndOfJob'],
  ]);
  expect(refusedOf(request)).toEqual([]);
  expect(jobOf({ image: ContainerImage.fromUri('own:5') }).AppSpecification.ImageUri).toBe('own:5');
});

test('records can go into a feature group', () => {
  const group = CfnFeatureGroup.fromFeatureGroupName(newStack(), 'Group', 'people');
  const request = jobOf({ destinations: [ProcessingOutput.toFeatureGroup(group, { name: `${node(5)}.default` })] }, { outputs: [] });
  expect(request.ProcessingOutputConfig.Outputs).toEqual([
    { OutputName: `${node(5)}.default`, AppManaged: true, FeatureStoreOutput: { FeatureGroupName: 'people' } },
  ]);
  expect(refusedOf(request)).toEqual([]);
});

describe('the data of a source', () => {
  const other = (name?: string) => ProcessingInput.fromSource(S3Source.fromUri('s3://other/new.csv'), { name });
  const athena = () => changed((flow) => {
    flow.nodes[0].parameters.dataset_definition = { datasetSourceType: 'Athena', name: 'visits', queryString: 'SELECT 1' };
  });

  test.each([['under its name', 'income.csv'], ['alone', undefined]])('is what is given %s', (_, name) => {
    const stack = newStack();
    const request = jobOf({}, { stack, inputs: [other(name)] });
    expect(request.ProcessingInputs[0]).toEqual({
      InputName: 'income.csv', S3Input: { S3Uri: 's3://other/new.csv', LocalPath: '/opt/ml/processing/income.csv', S3DataType: 'S3Prefix', S3InputMode: 'File' },
    });
    expect(permissionsOf(stack)).toEqual([]);
  });

  test('has to be given for sources outside of S3', () => {
    const flow = DataWranglerFlow.fromFile(athena());
    expect(() => requestOf(flow)).toThrow(/^FlowSourceMissing[^]*the source 'visits' of the flow 'changed\.flow' is not in S3, got 'Athena'/);
    const request = requestOf(flow, { inputs: [ProcessingInput.fromAthena({ sql: 'SELECT * FROM visits', database: 'web', data: [] }, { name: 'visits' })] });
    expect(request.ProcessingInputs[0]).toMatchObject({ InputName: 'visits', DatasetDefinition: { LocalPath: '/opt/ml/processing/visits' } });
    expect(refusedOf(request)).toEqual([]);
  });

  test('fails to be found by another name, where there are several', () => {
    const path = changed((flow) => {
      flow.nodes.push({ ...flow.nodes[0], node_id: 'second', parameters: { dataset_definition: { ...flow.nodes[0].parameters.dataset_definition, name: 'b' } } });
    });
    const flow = DataWranglerFlow.fromFile(path, { outputs: { train: DataWranglerOutput.csv('Adults') } });
    expect(() => requestOf(flow, { inputs: [other()] })).toThrow(/^FlowSourceUnknown[^]*got 'data'\n {2}Name the input as one of income\.csv, b\./);
    expect(requestOf(flow, { inputs: [other('b')] }).ProcessingInputs.map((input: any) => input.InputName)).toEqual(['b', 'income.csv', 'flow']);
  });

  test('fails where its place is not one of S3', () => {
    const path = changed((flow) => { flow.nodes[0].parameters.dataset_definition.s3ExecutionContext.s3Uri = 'https://x/y'; });
    expect(() => requestOf(DataWranglerFlow.fromFile(path))).toThrow('FlowSourceUri');
  });
});

describe('a malformed flow is refused', () => {
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  test.each<[string, () => string, RegExp]>([
    ['that is missing', () => 'nowhere.flow', /^FileMissing\n {2}flow: no such file, got 'nowhere\.flow'/],
    ['that is a folder', () => 'test/data', /^FileMissing/],
    ['that is not JSON', () => write('broken.flow', '{"nodes": '), /^FlowMalformed\n {2}flow 'broken\.flow': is not JSON: /],
    ['that is a list', () => write('list.flow', '[]'), /^FlowMalformed[^]*must be a JSON object/],
    ['that is empty', () => write('empty.flow', ''), /^FlowMalformed[^]*is not JSON/],
    ['without a version', () => changed((flow) => { delete flow.metadata; }), /^FlowMalformed[^]*must be of version 1/],
    ['of another version', () => changed((flow) => { flow.metadata.version = 2; }), /^FlowMalformed[^]*must be of version 1/],
    ['without nodes', () => changed((flow) => { flow.nodes = []; }), /^FlowMalformed[^]*at least one node/],
    ['with nodes that are no list', () => changed((flow) => { flow.nodes = {}; }), /^FlowMalformed[^]*at least one node/],
    ['with nothing for a node', () => changed((flow) => { flow.nodes[1] = null; }), /^FlowMalformed[^]*node 2 has no 'node_id'/],
    ['with a node without an id', () => changed((flow) => { delete flow.nodes[4].node_id; }), /^FlowMalformed[^]*node 5 has no 'node_id' or no 'type'/],
    ['with a node without a type', () => changed((flow) => { delete flow.nodes[4].type; }), /^FlowMalformed[^]*node 5 has no 'node_id' or no 'type'/],
    ['with an id twice', () => changed((flow) => { flow.nodes[4].node_id = node(1); }), /^FlowMalformed[^]*two nodes have the same id, got '9a1c2f34-0000-4000-8000-000000000001'/],
    ['with inputs that are no list', () => changed((flow) => { flow.nodes[4].inputs = {}; }), /^FlowMalformed[^]*of node 5 must be lists/],
    ['with a node that reads nothing', () => changed((flow) => { flow.nodes[4].inputs[0].node_id = 'gone'; }), /^FlowMalformed[^]*node 5 reads a node that is not there, got 'gone'/],
    ['with a circle', () => changed((flow) => { flow.nodes[1].inputs[0].node_id = node(3); }), /^FlowMalformed[^]*nodes read each other in a circle/],
  ])('%s', (_, make, message) => {
    expect(() => DataWranglerFlow.fromFile(make())).toThrow(message);
  });

  test('with all that is wrong at once', () => {
    const path = changed((flow) => {
      delete flow.nodes[3].type;
      flow.nodes[4].inputs[0].node_id = 'gone';
    });
    expect(() => DataWranglerFlow.fromFile(path)).toThrow(/node 4 has no[^]*node 5 reads/);
  });
});

describe('what is asked of a flow', () => {
  const csv = (name: string) => ({ outputs: { train: DataWranglerOutput.csv(name) } });
  const files = (count: number) => ({ outputs: { train: DataWranglerOutput.parquet('Adults', { files: count }) } });

  test.each<[string, DataWranglerFlowOptions, string]>([
    ['a node by its name', csv('S3: train'), 'accepted'],
    ['a node by its id', csv(node(2)), 'accepted'],
    ['a node it does not have', csv('Children'), 'FlowNodeUnknown'],
    ['an analysis', csv(node(4)), 'FlowNodeUnknown'],
    ['one node twice', { outputs: { a: DataWranglerOutput.csv('Adults'), b: DataWranglerOutput.parquet(node(3)) } }, 'FlowOutputRepeated'],
    ['a parameter', { parameters: { MinimumAge: '1' } }, 'accepted'],
    ['a parameter it does not have', { parameters: { MaximumAge: '1' } }, 'FlowParameterUnknown'],
    ['no file', files(0), 'FilesRange'],
    ['1 file', files(1), 'accepted'],
    ['no character between columns', { outputs: { a: DataWranglerOutput.csv('Adults', { delimiter: '' }) } }, 'FlowDelimiter'],
    ['an image that does not exist', { version: '9.x' }, 'ImageVersionUnknown'],
  ])('%s', (_, options, outcome) => {
    expect(refusal(() => DataWranglerFlow.fromFile(FLOW, options))).toContain(outcome);
  });

  test('fails for a name that several nodes have', () => {
    const path = changed((flow) => { flow.nodes[1].name = 'Adults'; });
    expect(() => DataWranglerFlow.fromFile(path, csv('Adults'))).toThrow(/^FlowNodeUnknown[^]*is the name of several nodes, got 'Adults'\n {2}Use one of .*'S3: train' \(9a1c/);
  });

  test('fails where the flow has several ends and nobody says which', () => {
    const path = changed((flow) => { flow.nodes.push({ node_id: 'aside', type: 'TRANSFORM', inputs: [{ node_id: node(2) }] }); });
    expect(() => requestOf(DataWranglerFlow.fromFile(path), { outputs: ['train'] })).toThrow(/^FlowOutputAmbiguous[^]*ends in 2 nodes: 'S3: train' \(.*\), 'aside'/);
    expect(() => requestOf(DataWranglerFlow.fromFile(path, csv('aside')), { outputs: ['train'] })).not.toThrow();
  });

  test('fails for outputs that the flow does not name', () => {
    expect(() => jobOf({}, { outputs: ['train', 'test'] })).toThrow('FlowOutputsUnnamed');
    expect(() => jobOf(csv('Adults'), { outputs: ['test'] })).toThrow(/^FlowOutputUnknown[^]*got 'test'\n {2}Use one of train/);
  });

  test('fails for orders that are too long', () => {
    const value = (length: number) => refusal(() => jobOf({ parameters: { MinimumAge: 'x'.repeat(length - `--parameter-override '{"MinimumAge":""}'`.length) } }));
    expect([value(256), value(257)]).toEqual(['accepted', expect.stringContaining('ContainerWordLength')]);
  });

  test('may be known later', () => {
    const stack = newStack();
    const text = new CfnParameter(stack, 'Age').valueAsString;
    expect(JSON.stringify(jobOf({ parameters: { MinimumAge: text }, instanceType: text }, { stack }))).toContain(JSON.stringify(`--parameter-override '{"MinimumAge": "`).slice(1, -1));
  });
});

describe('any flow', () => {
  const LETTERS = 'abcdefgh';
  /** Nodes of which each may read those before it. */
  const acyclic = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: LETTERS.length }).map((reads) => reads.map((before, index) => ({
    node_id: LETTERS[index], type: index === 0 ? 'SOURCE' : 'TRANSFORM', inputs: index === 0 ? [] : before.map((number) => ({ node_id: LETTERS[number % index] })),
  })));
  const written = (nodes: object[]) => changed((flow) => ({ ...flow, nodes }));

  test('whose nodes read those before them is taken, in whatever order they are written, and its last node is one that nobody reads', () => {
    fc.assert(fc.property(acyclic, fc.infiniteStream(fc.nat()), (nodes, numbers) => {
      const shuffled = nodes.map((node) => ({ node, at: numbers.next().value as number })).sort((one, other) => one.at - other.at).map(({ node }) => node);
      const flow = DataWranglerFlow.fromFile(written(shuffled));
      const read = new Set(nodes.flatMap(({ inputs }) => inputs.map((input) => input.node_id)));
      const ends = nodes.filter((node) => !read.has(node.node_id)).map((node) => `${node.node_id}.default`);
      expect(ends.length).toBeGreaterThan(0);
      expect(refusal(() => expect(ends).toEqual([flow._outputName('train')]))).toContain(ends.length === 1 ? 'accepted' : 'FlowOutputAmbiguous');
    }), { numRuns: 60 });
  });

  test('with one arrow back is refused', () => {
    fc.assert(fc.property(acyclic.filter((nodes) => nodes.length > 1), fc.nat(), (nodes, number) => {
      const last = 1 + (number % (nodes.length - 1));
      const chain = nodes.map((node, index) => ({
        ...node, inputs: index === 0 ? [{ node_id: LETTERS[last] }] : [...node.inputs, { node_id: LETTERS[index - 1] }],
      }));
      expect(refusal(() => DataWranglerFlow.fromFile(written(chain)))).toMatch(/^FlowMalformed[^]*in a circle/);
    }), { numRuns: 60 });
  });
});

test('a flow is the preparation of a pipeline, whose later steps read what its nodes made', () => {
  const stack = newStack();
  const pipeline = new Pipeline(stack, 'Training');
  const age = pipeline.addStringParameter('Age', { defaultValue: '17' });
  const prepare = new ProcessingStep('Prepare', {
    processor: DataWranglerFlow.fromFile(FLOW, { outputs: { train: DataWranglerOutput.csv('S3: train') }, parameters: { MinimumAge: age.valueAsString } }),
    outputs: ['train'],
  });
  pipeline.addSteps(prepare, new TrainingStep('Train', {
    trainer: Trainer.xgboost({ entryPoint: script('train'), version: '1.7-1' }), channels: { train: prepare.output('train') },
  }));
  const [first, second] = definitionOf(pipeline).Steps;
  expect(first.Arguments.AppSpecification.ContainerArguments[1]).toEqual({
    'Std:Join': { On: '', Values: [`--parameter-override '{"MinimumAge": "`, { Get: 'Parameters.Age' }, `"}'`] },
  });
  expect(second.Arguments.InputDataConfig[0].DataSource.S3DataSource.S3Uri).toEqual({
    Get: `Steps.Prepare.ProcessingOutputConfig.Outputs['${node(5)}.default'].S3Output.S3Uri`,
  });
});
