import { Duration, Size } from 'aws-cdk-lib/core';
import { DataDistribution, S3Source } from '../../../lib/core';
import {
  AthenaCompression, AthenaFormat, ProcessingInput, ProcessingInputMode, ProcessingOutput, Processor, RedshiftCompression, RedshiftFormat, UploadMode,
} from '../../../lib/data';
import { FeatureGroup } from '../../../lib/features';
import { Cache, ProcessingStep, StepProperty } from '../../../lib/pipeline';
import { type Case, IMAGE, ROWS, script, type Site } from './site';

/** Processing: any container, scripts, Spark, and what jobs read and write. */
export const PROCESSING_CASES: Case[] = [
  { name: 'processing-container', build: container },
  { name: 'processing-queries', build: queries },
  { name: 'processing-scripts', build: scripts },
  { name: 'processing-spark', build: spark },
];

const rows = () => ProcessingInput.fromSource(ROWS, { name: 'rows' });

function container(site: Site): void {
  const pipeline = site.pipeline({ encryptionKey: site.key });
  const place = pipeline.addStringParameter('Rows', { defaultValue: 's3://raw/rows/' });
  const machines = pipeline.addIntegerParameter('Machines', { defaultValue: 2 });
  const work = new ProcessingStep('Work', {
    processor: Processor.container(IMAGE, {
      entrypoint: ['python3', '/work.py'],
      instanceCount: machines.valueAsNumber,
      instanceType: 'ml.m5.xlarge',
      volumeSize: Size.gibibytes(50),
      maxRuntime: Duration.hours(2),
      environment: { STAGE: 'test', ROWS: place.valueAsString },
      tags: { team: 'risk' },
      networkIsolation: true,
      encryptTrafficBetweenInstances: true,
      securityGroups: [site.securityGroup],
      subnets: [site.subnet('subnet-1'), site.subnet('subnet-2')],
      arguments: ['--rows', `at ${place}`],
      outputs: [ProcessingOutput.toBucket(site.bucket('elsewhere'), 'stream', { name: 'stream', uploadMode: UploadMode.CONTINUOUS })],
    }),
    inputs: [
      ProcessingInput.fromSource(S3Source.fromUri(place.valueAsString), { name: 'rows', distribution: DataDistribution.SHARDED_BY_S3_KEY }),
      ProcessingInput.fromManifest(S3Source.fromUri('s3://raw/manifest.json'), [], { name: 'listed' }),
      ProcessingInput.fromSource(S3Source.fromUri('s3://raw/gz/'), { name: 'piped', mode: ProcessingInputMode.PIPE, gzipped: true }),
    ],
    outputs: ['train'],
    modelOutputs: ['model'],
    displayName: 'Work on rows',
    description: 'Cleans them',
    cache: Cache.expiringAfter(Duration.hours(12)),
  });
  pipeline.addSteps(work, site.call('Show', {
    train: site.uri(work.output('train')),
    job: StepProperty.of('Work', 'ProcessingJobArn'),
    input: StepProperty.of('Work', 'ProcessingInputs[0].S3Input.S3Uri'),
    image: StepProperty.of('Work', 'AppSpecification.ImageUri'),
  }));
}

function queries(site: Site): void {
  const customers = FeatureGroup.fromFeatureGroupName(site.stack, 'Customers', 'customers');
  site.pipeline().addSteps(new ProcessingStep('Work', {
    processor: Processor.container(IMAGE, { outputs: [ProcessingOutput.toFeatureGroup(customers, { name: 'rows' })] }),
    inputs: [
      ProcessingInput.fromAthena({
        sql: 'SELECT * FROM sales', database: 'shop', data: [], workgroup: 'primary', format: AthenaFormat.PARQUET, compression: AthenaCompression.SNAPPY,
      }, { name: 'sales', distribution: DataDistribution.FULLY_REPLICATED }),
      ProcessingInput.fromRedshift({
        sql: 'SELECT 1', clusterIdentifier: 'shop', database: 'sales', user: 'reader', clusterRole: site.role('cluster'), format: RedshiftFormat.CSV,
        compression: RedshiftCompression.GZIP,
      }, { name: 'orders', distribution: DataDistribution.FULLY_REPLICATED }),
    ],
  }));
}

function scripts(site: Site): void {
  const prepare = new ProcessingStep('Prepare', {
    processor: Processor.sklearn({ entryPoint: script('prepare.py'), version: '1.2-1', arguments: ['--all'] }),
    inputs: [rows()], outputs: ['train'], metrics: 'facts.json',
  });
  const embed = new ProcessingStep('Embed', {
    processor: Processor.pytorch({ entryPoint: script('prepare.py'), sourceDir: script(''), version: '2.5.1', processor: 'cpu' }),
    inputs: [rows()], outputs: ['vectors'],
  });
  site.pipeline().addSteps(prepare, embed);
}

function spark(site: Site): void {
  const library = (name: string) => S3Source.fromUri(`s3://libraries/${name}`);
  const count = new ProcessingStep('Count', {
    processor: Processor.pyspark({
      entryPoint: script('prepare.py'), version: '3.3', arguments: ['--all'], pyFiles: [library('helpers.py')], files: [library('names.txt')],
      jars: [library('reader.jar')], configuration: [{ classification: 'spark-defaults', properties: { 'spark.executor.memory': '2g' } }],
      eventLogs: { bucket: site.bucket('logs'), prefix: 'spark/' },
    }),
  });
  const total = new ProcessingStep('Total', {
    processor: Processor.sparkJar({ entryPoint: script('count.jar'), mainClass: 'com.example.Count', version: '3.3', arguments: ['--all'] }),
  });
  site.pipeline().addSteps(count, total);
}
