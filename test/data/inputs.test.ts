import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnFeatureGroup } from 'aws-cdk-lib/aws-sagemaker';
import { CfnParameter } from 'aws-cdk-lib/core';
import type { aws_sagemaker as sagemaker } from 'aws-cdk-lib/interfaces';
import { ContainerImage, DataDistribution, S3Source } from '../../lib/core';
import {
  AthenaCompression, AthenaFormat, type AthenaQuery, ProcessingInput, ProcessingInputMode, ProcessingOutput, Processor, RedshiftCompression,
  RedshiftFormat, type RedshiftQuery,
} from '../../lib/data';
import { Feature, FeatureGroup, Features, OnlineStore } from '../../lib/features';
import { Pipeline, ProcessingStep } from '../../lib/pipeline';
import { definitionOf, refusal } from '../pipeline/support';
import { newStack, permissionsOf, refusedOf, requestOf, SCRIPT } from './support';

const own = Processor.container(ContainerImage.fromUri('own:1'));
const bucketIn = (stack = newStack()) => s3.Bucket.fromBucketName(stack, 'Raw', 'raw');
const READ_RAW = ['s3:GetObject on arn:aws:s3:::raw/a/*', 's3:ListBucket on arn:aws:s3:::raw if {"StringLike":{"s3:prefix":["a/*"]}}'];

test('objects can be streamed, shared out and unpacked on the way', () => {
  const stack = newStack();
  const request = requestOf(own, { stack, inputs: [ProcessingInput.fromS3(bucketIn(stack), 'a/', {
    mode: ProcessingInputMode.PIPE, distribution: DataDistribution.SHARDED_BY_S3_KEY, gzipped: true,
  })] });
  expect(request.ProcessingInputs).toEqual([{
    InputName: 'data',
    S3Input: {
      S3Uri: 's3://raw/a/', LocalPath: '/opt/ml/processing/input/data', S3DataType: 'S3Prefix', S3InputMode: 'Pipe', S3DataDistributionType: 'ShardedByS3Key', S3CompressionType: 'Gzip',
    },
  }]);
  expect(refusedOf(request)).toEqual([]);
  expect(permissionsOf(stack)).toEqual(READ_RAW);
});

test('a manifest comes with permission to read what it lists', () => {
  const stack = newStack();
  const manifest = ProcessingInput.fromManifest(S3Source.fromUri('s3://lists/today.json'), [S3Source.fromBucket(bucketIn(stack), 'a/')], { name: 'listed' });
  const request = requestOf(own, { stack, inputs: [manifest] });
  expect(request.ProcessingInputs[0]).toMatchObject({ InputName: 'listed', S3Input: { S3Uri: 's3://lists/today.json', S3DataType: 'ManifestFile', S3InputMode: 'File' } });
  expect(refusedOf(request)).toEqual([]);
  expect(permissionsOf(stack)).toEqual(READ_RAW);
});

test('a local file is uploaded, and fails when it is missing', () => {
  expect(JSON.stringify(requestOf(own, { inputs: [ProcessingInput.fromFile(SCRIPT)] }).ProcessingInputs[0].S3Input.S3Uri)).toMatch(/[0-9a-f]{64}\.py/);
  expect(() => requestOf(own, { inputs: [ProcessingInput.fromFile('nowhere.csv')] })).toThrow('FileMissing');
});

test('what is unpacked on the way has to be streamed', () => {
  const gzipped = (mode?: ProcessingInputMode) => refusal(() => requestOf(own, { inputs: [ProcessingInput.fromS3(bucketIn(), 'a/', { gzipped: true, mode })] }));
  expect(gzipped(ProcessingInputMode.PIPE)).toBe('accepted');
  expect(gzipped(ProcessingInputMode.FILE)).toContain('GzippedNeedsPipe');
  expect(gzipped()).toMatch(/^GzippedNeedsPipe[^]*'File'/);
});

describe('an Athena query', () => {
  const query = (options: Partial<AthenaQuery> = {}): AthenaQuery => ({ sql: 'SELECT * FROM visits', database: 'web', data: [], ...options });
  const asked = (options: Partial<AthenaQuery> = {}) => refusal(() => requestOf(own, { inputs: [ProcessingInput.fromAthena(query(options))] }));

  test('is run before the container starts', () => {
    const stack = newStack();
    const request = requestOf(own, { stack, inputs: [ProcessingInput.fromAthena(query({ data: [S3Source.fromBucket(bucketIn(stack), 'a/')] }))] });
    expect(request.ProcessingInputs).toEqual([{
      InputName: 'data',
      DatasetDefinition: {
        AthenaDatasetDefinition: {
          Catalog: 'AwsDataCatalog', Database: 'web', QueryString: 'SELECT * FROM visits', OutputS3Uri: 's3://results/runs/data-query', OutputFormat: 'PARQUET',
        },
        LocalPath: '/opt/ml/processing/input/data', InputMode: 'File',
      },
    }]);
    expect(refusedOf(request)).toEqual([]);
    const workgroup = 'arn:aws:athena:eu-west-1:123456789012:workgroup/primary';
    const glue = (rest: string) => `arn:aws:glue:eu-west-1:123456789012:${rest}`;
    expect(permissionsOf(stack)).toEqual([
      ...['GetQueryExecution', 'GetQueryResults', 'StartQueryExecution', 'StopQueryExecution'].map((action) => `athena:${action} on ${workgroup}`),
      ...['CreateDatabase', 'CreateTable', 'DeleteTable'].flatMap((action) => [
        'catalog', 'database/sagemaker_processing', 'database/web', 'table/sagemaker_processing/sagemaker_tmp_*', 'table/web/sagemaker_tmp_*',
      ].map((resource) => `glue:${action} on ${glue(resource)}`)),
      ...['GetDatabase', 'GetPartition', 'GetPartitions', 'GetTable', 'GetTables'].flatMap((action) => ['catalog', 'database/web', 'table/web/*']
        .map((resource) => `glue:${action} on ${glue(resource)}`)),
      ...['GetDatabase', 'GetTable'].flatMap((action) => ['database/sagemaker_processing', 'table/sagemaker_processing/sagemaker_tmp_*']
        .map((resource) => `glue:${action} on ${glue(resource)}`)),
      's3:GetBucketLocation on arn:aws:s3:::results', ...READ_RAW,
    ].sort());
  });

  test('takes every setting, and the key of the results', () => {
    const stack = newStack();
    const request = requestOf(own, { stack, key: new kms.Key(stack, 'Key'), inputs: [ProcessingInput.fromAthena(query({
      catalog: 'federated', workgroup: 'science', format: AthenaFormat.ORC, compression: AthenaCompression.ZLIB,
    }), { name: 'visits', mode: ProcessingInputMode.PIPE, distribution: DataDistribution.SHARDED_BY_S3_KEY })] });
    expect(request.ProcessingInputs[0]).toMatchObject({
      InputName: 'visits',
      DatasetDefinition: {
        AthenaDatasetDefinition: {
          Catalog: 'federated', WorkGroup: 'science', OutputFormat: 'ORC', OutputCompression: 'ZLIB', KmsKeyId: { 'Fn::GetAtt': [expect.any(String), 'Arn'] },
        },
        InputMode: 'Pipe', DataDistributionType: 'ShardedByS3Key', LocalPath: '/opt/ml/processing/input/visits',
      },
    });
    expect(refusedOf(request)).toEqual([]);
    expect(permissionsOf(stack).filter((line) => !/^(s3|athena:\w*Query)/.test(line))).toEqual(['athena:GetDataCatalog on arn:aws:athena:eu-west-1:123456789012:datacatalog/federated']);
  });

  test('may say what is known later', () => {
    const stack = newStack();
    const text = new CfnParameter(stack, 'Text').valueAsString;
    expect(() => requestOf(own, { stack, inputs: [ProcessingInput.fromAthena(query({ sql: text, database: text, workgroup: text }))] })).not.toThrow();
  });

  test.each<[string, Partial<AthenaQuery>, string]>([
    ['of 4,096 characters', { sql: `SELECT '${'x'.repeat(4087)}'` }, 'accepted'],
    ['of 4,097 characters', { sql: `SELECT '${'x'.repeat(4088)}'` }, 'QueryStringLength'],
    ['without words', { sql: '' }, 'QueryStringLength'],
    ['that starts with its parts', { sql: 'WITH a AS (SELECT 1) SELECT * FROM a' }, 'accepted'],
    ['after a comment', { sql: '-- visits\n/* of today */ (select 1)' }, 'accepted'],
    ['with a semicolon in a text', { sql: "SELECT ';'" }, 'accepted'],
    ['with a semicolon at its end', { sql: 'SELECT 1; ' }, 'QueryNotASelect'],
    ['that removes', { sql: 'DROP TABLE visits' }, 'QueryNotASelect'],
    ['of a database without a name', { database: '' }, 'DatabaseLength'],
    ['of a database of 255 characters', { database: 'd'.repeat(255) }, 'accepted'],
    ['of a database of 256 characters', { database: 'd'.repeat(256) }, 'DatabaseLength'],
    ['in a catalog of 257 characters', { catalog: 'c'.repeat(257) }, 'CatalogLength'],
    ['in a workgroup of 128 characters', { workgroup: 'w'.repeat(128) }, 'accepted'],
    ['in a workgroup of 129 characters', { workgroup: 'w'.repeat(129) }, 'WorkGroupLength'],
    ['in a workgroup with a space', { workgroup: 'a b' }, 'WorkGroupPattern'],
    ['compressed as its format is not', { compression: AthenaCompression.ZLIB }, 'QueryCompression'],
    ['compressed as its format is', { compression: AthenaCompression.SNAPPY }, 'accepted'],
  ])('%s', (_, options, outcome) => {
    expect(asked(options)).toContain(outcome);
  });

  test('cannot be unpacked on the way', () => {
    const gzipped = { gzipped: true, mode: ProcessingInputMode.PIPE };
    expect(() => requestOf(own, { inputs: [ProcessingInput.fromAthena(query(), gzipped)] })).toThrow('GzippedQuery');
  });

  test('keeps its results with the run of a pipeline', () => {
    const stack = newStack();
    const pipeline = new Pipeline(stack, 'Training');
    pipeline.addSteps(new ProcessingStep('Prepare', { processor: own, inputs: [ProcessingInput.fromAthena(query(), { name: 'visits' })] }));
    const { OutputS3Uri: place } = definitionOf(pipeline).Steps[0].Arguments.ProcessingInputs[0].DatasetDefinition.AthenaDatasetDefinition;
    expect(JSON.stringify(place)).toMatch(/Execution\.PipelineExecutionId.*\/Prepare\/visits-query/);
    expect(permissionsOf(stack).some((line) => line.startsWith('s3:GetBucketLocation on arn:aws:s3:::'))).toBe(true);
  });
});

test('parameters of a pipeline fit everywhere: in a query, a machine, an argument, a prefix and a tag', () => {
  const stack = newStack();
  const pipeline = new Pipeline(stack, 'Training');
  const text = pipeline.addStringParameter('Text', { defaultValue: 'NO' }).valueAsString;
  const number = pipeline.addIntegerParameter('Number', { defaultValue: 2 }).valueAsNumber;
  pipeline.addSteps(new ProcessingStep('Prepare', {
    processor: Processor.pyspark({
      entryPoint: SCRIPT, instanceType: text, instanceCount: number, arguments: ['--country', text], environment: { COUNTRY: text }, tags: { country: text },
    }),
    inputs: [
      ProcessingInput.fromAthena({ sql: `SELECT * FROM visits WHERE country = '${text}'`, database: text, data: [] }, { name: 'visits' }),
      ProcessingInput.fromSource(S3Source.fromUri(`s3://raw/${text}/`)),
    ],
  }));
  const { AppSpecification, ProcessingInputs, ProcessingResources, Environment, Tags } = definitionOf(pipeline).Steps[0].Arguments;
  const got = { Get: 'Parameters.Text' };
  expect(AppSpecification.ContainerArguments).toEqual(['--country', got]);
  expect(ProcessingResources.ClusterConfig).toMatchObject({ InstanceType: got, InstanceCount: { Get: 'Parameters.Number' } });
  expect(ProcessingInputs[0].DatasetDefinition.AthenaDatasetDefinition).toMatchObject({
    Database: got, QueryString: { 'Std:Join': { On: '', Values: ["SELECT * FROM visits WHERE country = '", got, "'"] } },
  });
  expect(ProcessingInputs[1].S3Input.S3Uri).toEqual({ 'Std:Join': { On: '', Values: ['s3://raw/', got, '/'] } });
  expect([Environment, Tags]).toEqual([{ COUNTRY: got }, [{ Key: 'country', Value: got }]]);
});

describe('a Redshift query', () => {
  const query = (options: Partial<RedshiftQuery> = {}): RedshiftQuery => ({
    sql: 'SELECT * FROM sales', clusterIdentifier: 'warehouse', database: 'shop', user: 'reader',
    clusterRole: iam.Role.fromRoleArn(newStack(), 'Role', 'arn:aws:iam::123456789012:role/unload'), ...options,
  });
  const asked = (options: Partial<RedshiftQuery>) => refusal(() => requestOf(own, { inputs: [ProcessingInput.fromRedshift(query(options))] }));

  test('is unloaded before the container starts', () => {
    const stack = newStack();
    const zipped = query({ format: RedshiftFormat.CSV, compression: RedshiftCompression.GZIP });
    const request = requestOf(own, { stack, inputs: [ProcessingInput.fromRedshift(zipped)] });
    expect(request.ProcessingInputs).toEqual([{
      InputName: 'data',
      DatasetDefinition: {
        RedshiftDatasetDefinition: {
          ClusterId: 'warehouse', Database: 'shop', DbUser: 'reader', QueryString: 'SELECT * FROM sales', ClusterRoleArn: 'arn:aws:iam::123456789012:role/unload',
          OutputS3Uri: 's3://results/runs/data-query', OutputFormat: 'CSV', OutputCompression: 'GZIP',
        },
        LocalPath: '/opt/ml/processing/input/data', InputMode: 'File',
      },
    }]);
    expect(refusedOf(request)).toEqual([]);
    const arn = (rest: string) => `arn:aws:redshift:eu-west-1:123456789012:${rest}`;
    expect(permissionsOf(stack)).toEqual([
      'redshift-data:CancelStatement on *', 'redshift-data:DescribeStatement on *', `redshift-data:ExecuteStatement on ${arn('cluster:warehouse')}`,
      'redshift-data:GetStatementResult on *', `redshift:GetClusterCredentials on ${arn('dbname:warehouse/shop')}`,
      `redshift:GetClusterCredentials on ${arn('dbuser:warehouse/reader')}`,
    ]);
  });

  test.each<[string, Partial<RedshiftQuery>, string]>([
    ['of 4,097 characters', { sql: `SELECT '${'x'.repeat(4088)}'` }, 'QueryStringLength'],
    ['that changes data', { sql: 'UPDATE sales SET a = 1' }, 'QueryNotASelect'],
    ['on a cluster of 63 characters', { clusterIdentifier: 'c'.repeat(63) }, 'accepted'],
    ['on a cluster of 64 characters', { clusterIdentifier: 'c'.repeat(64) }, 'ClusterIdLength'],
    ['of a database of 64 characters', { database: 'd'.repeat(64) }, 'accepted'],
    ['of a database of 65 characters', { database: 'd'.repeat(65) }, 'DatabaseLength'],
    ['as a user of 128 characters', { user: 'u'.repeat(128) }, 'accepted'],
    ['as a user of 129 characters', { user: 'u'.repeat(129) }, 'DbUserLength'],
    ['as nobody', { user: '' }, 'DbUserLength'],
    ['in gzipped Parquet', { compression: RedshiftCompression.GZIP }, 'QueryCompression'],
    ['in plain Parquet', { compression: RedshiftCompression.NONE }, 'accepted'],
  ])('%s', (_, options, outcome) => {
    expect(asked(options)).toContain(outcome);
  });
});

describe('a feature group as an output', () => {
  const output = (group: sagemaker.IFeatureGroupRef) => ProcessingOutput.toFeatureGroup(group, { name: 'records' });

  test('is named to the container, whose role may write to it and use its key', () => {
    const stack = newStack();
    const group = new FeatureGroup(stack, 'Visitors', {
      featureGroupName: 'visitors', recordIdentifier: 'id', eventTime: 'at', features: Features.of([Feature.string('id'), Feature.string('at')]),
      online: OnlineStore.standard(), encryptionKey: new kms.Key(stack, 'Key'),
    });
    const request = requestOf(Processor.container(ContainerImage.fromUri('own:1'), { outputs: [output(group)] }), { stack, outputs: ['train'] });
    expect(request.ProcessingOutputConfig.Outputs[1]).toMatchObject({ OutputName: 'records', AppManaged: true });
    expect(refusedOf(request)).toEqual([]);
    const ofTheJob = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy', {
      Properties: { Roles: [{ Ref: Match.stringLikeRegexp('^JobRole') }] },
    }));
    const statements = ofTheJob.flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Record<string, any>[]);
    expect(statements.filter(({ Action }) => !/^(logs|cloudwatch|ecr):/.test([Action].flat()[0]))).toEqual([
      { Action: 'kms:Decrypt', Effect: 'Allow', Resource: stack.resolve(group.onlineEncryptionKey!.keyArn) },
      { Action: ['sagemaker:PutRecord', 'sagemaker:BatchWriteRecord', 'sagemaker:DescribeFeatureGroup'], Effect: 'Allow', Resource: stack.resolve(group.featureGroupArn) },
    ]);
  });

  test('may be one that another construct library made', () => {
    const stack = newStack();
    const group = CfnFeatureGroup.fromFeatureGroupName(stack, 'Visitors', 'Visitors');
    const request = requestOf(Processor.container(ContainerImage.fromUri('own:1'), { outputs: [output(group)] }), { stack });
    expect(request.ProcessingOutputConfig.Outputs).toEqual([{ OutputName: 'records', AppManaged: true, FeatureStoreOutput: { FeatureGroupName: 'Visitors' } }]);
    expect(refusedOf(request)).toEqual([]);
    const arn = 'arn:aws:sagemaker:eu-west-1:123456789012:feature-group';
    expect(permissionsOf(stack)).toEqual(['BatchWriteRecord', 'DescribeFeatureGroup', 'PutRecord'].flatMap((action) => ['Visitors', 'visitors'].map((name) => `sagemaker:${action} on ${arn}/${name}`)));
  });

  test('needs a network', () => {
    const group = CfnFeatureGroup.fromFeatureGroupName(newStack(), 'Visitors', 'visitors');
    expect(() => requestOf(Processor.container(ContainerImage.fromUri('own:1'), { outputs: [output(group)], networkIsolation: true }))).toThrow('OutputNeedsNetwork');
  });
});
