import {
  CreateModelCommand, CreateTransformJobCommand, DescribeTransformJobCommand, ListTransformJobsCommand, StopTransformJobCommand,
  type CreateTransformJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import { gzipSync } from 'node:zlib';
import { JsonPath } from '../../../rehearsal/sagemaker/transform/json-path';
import { batchesOf, formatOf, linesOf } from '../../../rehearsal/sagemaker/transform/records';
import { ServingStage } from './serving-stage';
import { eventually } from './stage';

/** Answers each line with the sum of its cells times its factor, and how many lines the request had; JSON with the members it got. */
const SCRIPT = `
import json, os, time

def model_fn(model_dir):
    with open(os.path.join(model_dir, "factor.json")) as file:
        return json.load(file)

def transform_fn(factor, body, content_type, accept):
    if "slow" in body:
        time.sleep(60)
    if content_type == "application/json":
        return "\\n".join(json.dumps(sorted(json.loads(line))) for line in body.split("\\n")), "application/json"
    lines = body.split("\\n")
    return "\\n".join(f"{factor * sum(map(float, line.split(',')))},{len(lines)},{os.environ['SAGEMAKER_BATCH_STRATEGY']}" for line in lines), "text/csv"
`;

let serving: ServingStage;
beforeAll(async () => {
  serving = await ServingStage.open();
  await serving.model('adds', { 'factor.json': '10', 'code/inference.py': SCRIPT });
});
afterAll(() => serving.close());

let count = 0;
type Objects = Record<string, string | Buffer>;
async function begin(objects: Objects, more: Partial<CreateTransformJobCommandInput> = {}, input: object = {}, output: object = {}): Promise<string> {
  const TransformJobName = `Batch-${++count}`;
  Object.entries(objects).forEach(([name, text]) => serving.stage.aws.objects.set(`ml/in-${count}/${name}`, Buffer.from(text)));
  await serving.stage.sagemaker.send(new CreateTransformJobCommand({
    TransformJobName, ModelName: 'adds', ...more,
    TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://ml/in-${count}/` } }, ContentType: 'text/csv', ...input },
    TransformOutput: { S3OutputPath: `s3://ml/out-${count}/`, ...output },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
  }));
  return TransformJobName;
}
const describe_ = (TransformJobName: string) => serving.stage.sagemaker.send(new DescribeTransformJobCommand({ TransformJobName }));
const ended = (name: string) => eventually(() => describe_(name), ({ TransformJobStatus: status }) => ['Completed', 'Failed', 'Stopped'].includes(status!));
async function outputs(...args: Parameters<typeof begin>): Promise<Record<string, string>> {
  const { TransformJobStatus, FailureReason } = await ended(await begin(...args));
  expect([TransformJobStatus, FailureReason]).toEqual(['Completed', undefined]);
  const folder = `ml/out-${count}/`;
  const written = [...serving.stage.aws.objects].filter(([key]) => key.startsWith(folder));
  return Object.fromEntries(written.map(([key, text]) => [key.slice(folder.length), text.toString()]));
}

test('each object is one request, and its answer lies at the same place with .out behind its name', async () => {
  expect(await outputs({ 'a.csv': '1,2\n3,4', 'deep/b.csv': '5,6' })).toEqual({
    'a.csv.out': '30.0,2,MULTI_RECORD\n70.0,2,MULTI_RECORD', 'deep/b.csv.out': '110.0,1,MULTI_RECORD',
  });
});

test('lines go together in a request where they fit, and alone where that is wanted', async () => {
  const lines = { SplitType: 'Line' };
  const ends = { AssembleWith: 'Line' };
  expect(await outputs({ 'a.csv': '1,2\n3,4\n' }, {}, lines, ends)).toEqual({ 'a.csv.out': '30.0,2,MULTI_RECORD\n70.0,2,MULTI_RECORD\n' });
  expect(await outputs({ 'a.csv': '1,2\n3,4\n' }, { BatchStrategy: 'SingleRecord' }, lines, ends)).toEqual({ 'a.csv.out': '30.0,1,SINGLE_RECORD\n70.0,1,SINGLE_RECORD\n' });
  expect(await outputs({ 'a.csv': '1,2\n3,4\n' }, { BatchStrategy: 'SingleRecord' }, lines)).toEqual({ 'a.csv.out': '30.0,1,SINGLE_RECORD70.0,1,SINGLE_RECORD' });
  expect(await outputs({ 'a.csv.gz': gzipSync('1,2') }, {}, { ...lines, CompressionType: 'Gzip' })).toEqual({ 'a.csv.gz.out': '30.0,1,MULTI_RECORD' });
});

test('an identifier is kept from the model and stands beside its answer', async () => {
  const DataProcessing = { InputFilter: '$[1:]', JoinSource: 'Input' as const, OutputFilter: '$[0,3]' };
  expect(await outputs({ 'a.csv': 'ann,1,2\n"b,ob",3,4\n' }, { DataProcessing }, { SplitType: 'Line' }, { AssembleWith: 'Line', Accept: 'text/csv' }))
    .toEqual({ 'a.csv.out': 'ann,30.0\n"b,ob",70.0\n' });
  expect(await outputs({ 'a.jsonl': '{"id":1,"x":{"a":2}}\n{"id":2,"x":{"b":3}}' }, { DataProcessing: { InputFilter: '$.x', JoinSource: 'Input' } },
    { SplitType: 'Line', ContentType: 'application/json' }, { AssembleWith: 'Line' }))
    .toEqual({ 'a.jsonl.out': '{"id":1,"x":{"a":2},"SageMakerOutput":["a"]}\n{"id":2,"x":{"b":3},"SageMakerOutput":["b"]}\n' });
});

test('a job is told of, listed, and stopped', async () => {
  const name = await begin({ 'a.csv': 'slow', 'b.csv': '1' });
  const same = { ...await describe_(name), TransformJobName: name } as CreateTransformJobCommandInput;
  await expect(serving.stage.sagemaker.send(new CreateTransformJobCommand(same)))
    .rejects.toMatchObject({ name: 'ResourceInUse' });
  await ended(await begin({ 'a.csv': '1,2' }));
  await serving.stage.sagemaker.send(new StopTransformJobCommand({ TransformJobName: name }));
  expect((await describe_(name)).TransformJobStatus).toBe('Stopping');
  const { TransformJobSummaries } = await serving.stage.sagemaker.send(new ListTransformJobsCommand({ StatusEquals: 'Completed', MaxResults: 1 }));
  expect(TransformJobSummaries).toMatchObject([{ TransformJobName: `Batch-${count}`, TransformEndTime: expect.any(Date) }]);
  expect(serving.statuses('SageMaker Transform Job State Change')).not.toHaveLength(0);
  expect(serving.stage.aws.details('SageMaker Transform Job State Change').filter((detail) => detail.TransformJobName === `Batch-${count}`))
    .toMatchObject([{ TransformJobStatus: 'InProgress' }, { TransformJobStatus: 'Completed', TransformOutput: { S3OutputPath: `s3://ml/out-${count}/` } }]);
});

test('fails for what a model cannot answer, and where there is nothing to ask', async () => {
  const failure = async (...args: Parameters<typeof begin>) => (await ended(await begin(...args))).FailureReason;
  expect(await failure({ 'a.csv': 'text' })).toMatch(/^ClientError: 500: Bad HTTP status received from algorithm: .*could not convert string to float/s);
  expect(await failure({})).toMatch(/^ClientError: No S3 objects found under prefix s3:\/\/ml\/in-/);
  expect(await failure({ a: '1' }, {}, { SplitType: 'RecordIO' })).toContain('SplitType None or Line, alone');
  expect(await failure({ a: '1' }, { DataProcessing: { OutputFilter: '$[7]' } }, { SplitType: 'Line' })).toContain("JSONPath '$[7]' asks for position 7 of 3");
  await serving.model('broken', { 'code/inference.py': 'raise ValueError("no such model")' });
  expect(await failure({ a: '1' }, { ModelName: 'broken' })).toMatch(/^AlgorithmError: the model does not serve: .*no such model/);
});

test('fails to begin without its model', async () => {
  await expect(begin({}, { ModelName: 'nobody' })).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('Could not find model') });
  await expect(serving.stage.sagemaker.send(new CreateModelCommand({ ModelName: 'empty' }))).rejects.toThrow();
});

describe('a JSONPath', () => {
  const record = { a: 1, 'b c': [10, 20, 30], d: { e: 'x' } };
  test.each<[string, unknown]>([
    ['$', record], ['$.a', 1], ["$['b c'][1]", 20], ["$['a','d']", { a: 1, d: { e: 'x' } }], ['$.d.e', 'x'], ["$['b c'][1:]", [20, 30]], ["$['b c'][:-1]", [10, 20]],
    ["$['b c'][0,2]", [10, 30]], ["$['b c'][0,1:]", [10, 20, 30]], ["$['b c'][-1]", 30], ["$['b c'][*]", [10, 20, 30]], ['$.d.*', ['x']],
  ])('%s picks its part', (path, part) => expect(JsonPath.parse(path).pick(record)).toEqual(part));
  test.each(['a', '$[', '$..a', '$[?(@.a)]', '$[a]'])("fails for '%s'", (path) => expect(() => JsonPath.parse(path)).toThrow('cannot be read'));
  test('fails for what is not there', () => expect(() => JsonPath.parse('$.z').pick(record)).toThrow("finds no 'z'"));
});

test('records fill requests up to the payload and no further', () => {
  expect(batchesOf(['12', '34', '56'], false, 6)).toEqual([['12', '34'], ['56']]);
  expect(batchesOf(['12', '34', '56'], false, 9)).toEqual([['12', '34', '56']]);
  expect(() => batchesOf(['123'], false, 3)).toThrow('Too much data for max payload size: a record of 4 bytes does not fit into 3');
  expect(linesOf('a\r\nb\n\n')).toEqual(['a', 'b', '']);
  expect(() => formatOf('image/png', true)).toThrow("not 'image/png'");
});
