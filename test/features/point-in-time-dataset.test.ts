import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Duration, Lazy, type Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { S3Source } from '../../lib/core';
import { Keep } from '../../lib/core/internal/job-site';
import { Dataset, ProcessingInput, Processor } from '../../lib/data';
import {
  DatasetBase, Feature, FeatureGroup, Features, FeatureType, type FilesBaseOptions, KnownBy, OfflineStore, PointInTimeDataset,
  type PointInTimeDatasetOptions, type PointInTimeJoin,
} from '../../lib/features';
import { queryOf } from '../../lib/features/private/point-in-time-query';
import { MlPlatform } from '../../lib/lifecycle';
import { Cache, DatasetStep, Pipeline, ProcessingStep } from '../../lib/pipeline';
import { definition, income, newStack as teamStack } from '../lifecycle/support';
import { refusal } from '../support/reading';
import { CASES, type DatasetCase, Shop } from './dataset-cases';
import { allowed, newStack, Template } from './support';

const WRITTEN = join(__dirname, 'datasets');

describe('the query of a data set', () => {
  // pytest runs these files against a reference of its own. `UPDATE_DATASETS=1 npx jest test/features/point-in-time-dataset.test.ts` writes them anew.
  test.each(Object.keys(CASES))('%s is as it is in the file', (name) => {
    const { base, options } = CASES[name](new Shop(newStack()));
    const { sql, count, ...told } = queryOf(base._plan(), options);
    const files = { 'sql': `${sql}\n`, 'json': `${JSON.stringify({ ...told, count }, undefined, 2)}\n` };
    Object.entries(files).forEach(([ending, text]) => {
      const path = join(WRITTEN, `${name}.${ending}`);
      if (process.env.UPDATE_DATASETS) {
        writeFileSync(path, text);
      }
      expect(existsSync(path) ? readFileSync(path, 'utf8') : undefined).toBe(text);
    });
  });

  test('has a case for each file', () => {
    expect(new Set(readdirSync(WRITTEN).map((file) => basename(file).split('.')[0]))).toEqual(new Set(Object.keys(CASES)));
  });
});

/** The CreateProcessingJob request of a data set, as a pipeline would render it. */
function rendered(stack: Stack, { base, options }: DatasetCase, encryptionKey?: kms.IKey): any {
  const { collection } = PointInTimeDataset.of(base, options)._plan();
  const role = new iam.Role(stack, 'JobRole', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  const site = { scope: stack, role, encryptionKey, outputUri: (output: string) => `s3://out/${output}` };
  return stack.resolve(collection!.processor._render(site, collection!.inputs, collection!.outputs.map((name) => ({ name, keep: Keep.FOR_THE_RUN }))));
}

describe('a data set of several groups', () => {
  test('is built by a step whose output holds the data', () => {
    const { base, options } = CASES['two-groups'](new Shop(newStack()));
    const { collection, source } = PointInTimeDataset.of(base, options)._plan();
    expect(source).toBeUndefined();
    expect(collection).toMatchObject({ stepName: 'BuildDataset', outputs: ['dataset', 'rejected', 'manifest'], dataOutput: 'dataset' });
  });

  test('asks for tables by the names of their groups, in the order of the joins', () => {
    const stack = newStack();
    const request = rendered(stack, CASES['two-groups'](new Shop(stack)));
    expect(request.AppSpecification.ContainerEntrypoint.at(-1)).toBe('build_dataset.py');
    expect(request.AppSpecification.ContainerArguments).toEqual([
      '--region', { Ref: 'AWS::Region' }, '--results', 's3://out/query', '--database', { Ref: 'DatasetRows' },
      '--feature-group', { Ref: 'Customers6955EA0A' }, '--feature-group', { Ref: expect.stringMatching(/^Sellers/) },
    ]);
    expect(request.StoppingCondition.MaxRuntimeInSeconds).toBe(60 * 60);
    expect(request.ProcessingResources.ClusterConfig.InstanceType).toBe('ml.m5.large');
    expect(request.ProcessingInputs.map((input: any) => [input.InputName, input.S3Input.LocalPath])).toEqual([
      ['query', '/opt/ml/processing/input/query'], ['rows', '/opt/ml/processing/input/rows'], ['code', '/opt/ml/processing/input/code'],
    ]);
  });

  test('takes every option of the job, and moments that are known when it runs', () => {
    const stack = newStack();
    const shop = new Shop(stack);
    const key = new kms.Key(stack, 'Key');
    const asOf = Lazy.string({ produce: () => '2026-01-31T12:00:00Z' });
    const { base, options } = CASES['labels-of-a-group'](shop);
    const request = rendered(stack, {
      base, options: { ...options, asOf, until: '2026-01-31T12:00:00.500Z', workgroup: 'training', instanceType: 'ml.m5.xlarge', maxRuntime: Duration.hours(3) },
    }, key);
    expect(request.AppSpecification.ContainerArguments.slice(4)).toEqual([
      '--workgroup', 'training', '--kms-key', { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] }, '--base-group', { Ref: expect.stringMatching(/^Labels/) },
      '--feature-group', { Ref: 'Customers6955EA0A' }, '--feature-group', { Ref: expect.stringMatching(/^Sellers/) },
      '--as-of', '2026-01-31T12:00:00Z', '--from', '2026-01-01T00:00:05Z', '--until', '2026-01-31T12:00:00.500Z',
    ]);
    expect(request.StoppingCondition.MaxRuntimeInSeconds).toBe(3 * 60 * 60);
    expect(request.ProcessingResources.ClusterConfig.InstanceType).toBe('ml.m5.xlarge');
  });

  test('has rows of files as tables of a database that the stack has once', () => {
    const stack = newStack();
    const shop = new Shop(stack);
    rendered(stack, CASES['one-group'](shop));
    PointInTimeDataset.of(shop.files(), CASES['two-groups'](shop).options);
    const databases = Template.fromStack(stack).findResources('AWS::Glue::Database');
    expect(Object.values(databases).map(({ Properties }) => Properties.DatabaseInput.Name)).toEqual(['shop_dataset_rows']);
    const tables = allowed(stack).filter(({ actions }) => actions.includes('glue:CreateTable'));
    expect(tables.map(({ actions }) => actions)).toEqual([['glue:CreateTable', 'glue:DeleteTable', 'glue:GetDatabase', 'glue:GetTable', 'glue:GetTables']]);
    expect(JSON.stringify(tables[0].resources)).toMatch(/DatasetRows"},"\/rows_\*"/);
  });

  test('makes nothing for the records of a group', () => {
    const stack = newStack();
    rendered(stack, CASES['labels-of-a-group'](new Shop(stack)));
    expect(Template.fromStack(stack).findResources('AWS::Glue::Database')).toEqual({});
    expect(allowed(stack).flatMap(({ actions }) => actions)).not.toContain('glue:CreateTable');
  });

  test('lets the job query these groups alone, in its workgroup', () => {
    const stack = newStack();
    const { base, options } = CASES['labels-of-a-group'](new Shop(stack));
    rendered(stack, { base, options: { ...options, workgroup: 'training' } });
    const jobs = allowed(stack);
    const of = (action: string) => JSON.stringify(jobs.filter(({ actions }) => actions.includes(action)).flatMap(({ resources }) => resources));
    expect(of('athena:StartQueryExecution')).toContain(':workgroup/training');
    expect(of('sagemaker:DescribeFeatureGroup').match(/feature-group\//g)).toHaveLength(3);
    expect(of('s3:GetBucketLocation')).toContain(':s3:::out');
    expect(jobs.flatMap(({ actions, resources }) => (resources.includes('*') ? actions : []))).toEqual(['ecr:GetAuthorizationToken', 'cloudwatch:PutMetricData']);
  });

  test('is the data of a lifecycle', () => {
    const stack = teamStack();
    const platform = new MlPlatform(stack, 'Platform');
    const { base, options } = CASES['two-groups'](new Shop(stack));
    income(stack, platform, { data: PointInTimeDataset.of(base, options) });
    const steps: any[] = definition(stack).Steps;
    const job = steps[0].Arguments;
    expect(steps.slice(0, 3).map(({ Name }) => Name)).toEqual(['BuildDataset', 'Prepare', 'Train']);
    expect(job.AppSpecification.ContainerArguments[3]).toEqual({ 'Std:Join': { On: '', Values: [
      expect.stringMatching(/^s3:\/\/<PlatformArtifacts.*\/runs\//), { Get: 'Execution.PipelineExecutionId' }, '/BuildDataset/query',
    ] } });
    expect(steps[1].Arguments.ProcessingInputs[0].S3Input.S3Uri).toEqual({ Get: "Steps.BuildDataset.ProcessingOutputConfig.Outputs['dataset'].S3Output.S3Uri" });
  });

  test('is a step of any pipeline, and data that is there is none', () => {
    const stack = newStack();
    const { base, options } = CASES['labels-of-a-group'](new Shop(stack));
    const build = new DatasetStep('Build', { dataset: PointInTimeDataset.of(base, options), cache: Cache.expiringAfter(Duration.days(1)) });
    const read = new ProcessingStep('Read', {
      processor: Processor.sklearn({ entryPoint: 'test/pipeline/fixtures/prepare.py' }),
      inputs: [ProcessingInput.fromSource(build.data), ProcessingInput.fromSource(build.outputFile('manifest', 'summary.json'), { name: 'counts' })],
    });
    new Pipeline(stack, 'Pipeline').addSteps(build, read);
    const [first, second]: any[] = definition(stack).Steps;
    const output = (name: string) => `Steps.Build.ProcessingOutputConfig.Outputs['${name}'].S3Output.S3Uri`;
    expect([first.Name, first.CacheConfig]).toEqual(['Build', { Enabled: true, ExpireAfter: 'P1D' }]);
    expect(second.Arguments.ProcessingInputs[0].S3Input.S3Uri).toEqual({ Get: output('dataset') });
    expect(JSON.stringify(second.Arguments.ProcessingInputs[1])).toContain(output('manifest'));
    expect(refusal(() => new DatasetStep('Build', { dataset: Dataset.fromFile('package.json') }))).toMatch(/DatasetNeedsNoStep/);
  });

  test('is clean for cdk-nag', () => {
    const app = new App();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const stack = teamStack(app);
    const { base, options } = CASES['two-groups'](new Shop(stack));
    income(stack, new MlPlatform(stack, 'Platform'), { data: PointInTimeDataset.of(base, options) });
    const findings = refusal(() => app.synth());
    expect(findings).not.toContain('BuildDataset');
    expect(findings).toBe('accepted');
  });

  test('takes a group that exists, when it is said what its records are', () => {
    const stack = newStack();
    const bucket = s3.Bucket.fromBucketName(stack, 'Lake', 'lake');
    const definitions = { recordIdentifier: 'customer_id', eventTime: 'at', features: Features.of(['customer_id', 'at', 'age'].map((name) => Feature.string(name))) };
    const group = FeatureGroup.fromFeatureGroupAttributes(stack, 'Theirs', { featureGroupName: 'buyers', offlineLocation: { bucket, prefix: 'features' }, definitions });
    const base = new Shop(stack).files();
    expect(queryOf(base._plan(), { joins: [{ group }] }).columns.at(-1)).toEqual({ name: 'age', type: 'String', group: 0 });
    expect(rendered(stack, { base, options: { joins: [{ group }] } }).AppSpecification.ContainerArguments.at(-1)).toBe('buyers');
  });
});

describe('refusals', () => {
  const stack = newStack();
  const shop = new Shop(stack);
  const answer = (options: Partial<PointInTimeDatasetOptions>, base = shop.files()) =>
    refusal(() => PointInTimeDataset.of(base, { joins: [shop.join(shop.customers)], ...options }));
  const joined = (options: Partial<PointInTimeJoin>) => answer({ joins: [shop.join(shop.sellers, { features: ['rating'], ...options })] });
  const files = (options: Partial<FilesBaseOptions>) => answer({}, DatasetBase.fromFiles(S3Source.fromUri('s3://raw/'), {
    time: 'bought_at', columns: Features.of([Feature.string('customer_id'), Feature.string('bought_at')]), ...options,
  }));
  const reference = Lazy.string({ produce: () => 'x' });

  test.each<[string, Partial<PointInTimeDatasetOptions>, string]>([
    ['no join', { joins: [] }, 'JoinsCount'],
    ['a moment in another form', { asOf: '2026-01-31' }, 'MomentForm'],
    ['a moment that is none', { from: '2026-13-31T12:00:00Z' }, 'MomentForm'],
    ['a range that ends before it begins', { from: '2026-01-31T12:00:00.001Z', until: '2026-01-31T12:00:00Z' }, 'RangeReversed'],
    ['a range of a moment', { from: '2026-01-31T12:00:00Z', until: '2026-01-31T12:00:00Z' }, 'accepted'],
    ['moments that are references', { asOf: reference, from: reference, until: '2026-01-31T12:00:00Z' }, 'accepted'],
    ['two columns of a name', { joins: [shop.join(shop.customers), shop.join(shop.sellers)] }, 'ColumnRepeated'],
    ['two columns whose names differ in case', { joins: [shop.join(shop.customers, { aliases: { City: 'label' } })] }, 'ColumnRepeated'],
    ['a column that is not there', { columns: ['Label', 'city'] }, "Did you mean 'City'?"],
    ['a column named twice', { columns: ['Label', 'Label'] }, 'ColumnRepeated'],
    ['no columns', { columns: [] }, 'ColumnsCount'],
    ['one column', { columns: ['orders'] }, 'accepted'],
    ['the same group on two columns', { joins: [shop.join(shop.sellers, { prefix: 'a_' }), shop.join(shop.sellers, { prefix: 'b_' })] }, 'accepted'],
  ])('%s', (_, options, expected) => expect(answer(options)).toContain(expected));

  test.each<[string, Partial<PointInTimeJoin>, string]>([
    ['a column that the base has not', { on: 'shop' }, 'ColumnAbsent'],
    ['a column of another type than the identifier', { on: 'customer_id' }, 'JoinTypesDiffer'],
    ['a feature that the group has not', { features: ['ratings'] }, "Did you mean 'rating'?"],
    ['no features', { features: [] }, 'FeaturesCount'],
    ['a feature twice', { features: ['rating', 'rating'] }, 'ColumnRepeated'],
    ['an alias of a feature that is not taken', { aliases: { City: 'town' } }, 'ColumnAbsent'],
    ['an alias that breaks out of its quotes', { aliases: { rating: 'x", (SELECT 1) AS "y' } }, 'FeatureNamePattern'],
    ['an alias that is a reference', { aliases: { rating: reference } }, 'NameUnknown'],
    ['a prefix that no name can have', { prefix: '{{base}}' }, 'FeatureNamePattern'],
    ['a prefix that makes names too long', { prefix: 'a'.repeat(59) }, 'FeatureNameLength'],
    ['a prefix that makes names as long as they may be', { prefix: 'a'.repeat(58) }, 'accepted'],
    ['no age at all', { maxAge: Duration.seconds(0) }, 'MaxAgeRange'],
    ['an age of a second', { maxAge: Duration.seconds(1) }, 'accepted'],
    ['an age that is a reference', { maxAge: Duration.seconds(Lazy.number({ produce: () => 1 })) }, 'MaxAgeUnknown'],
    ['features that are references', { features: [reference] }, 'NameUnknown'],
    ['records known when they were written', { knownBy: KnownBy.WRITE_TIME }, 'accepted'],
  ])('a join with %s', (_, options, expected) => expect(joined(options)).toContain(expected));

  test.each<[string, Partial<FilesBaseOptions>, string]>([
    ['a time that is no column', { time: 'sold_at' }, 'ColumnAbsent'],
    ['a time of whole numbers', { columns: Features.of([Feature.string('customer_id'), Feature.integral('bought_at')]) }, 'BaseTimeType'],
    ['a time in seconds', { columns: Features.of([Feature.string('customer_id'), Feature.fractional('bought_at')]) }, 'accepted'],
    ['a column with a space', { columns: Features.of(['customer_id', 'bought_at', 'a b'].map((name) => Feature.string(name))) }, 'FeatureNamePattern'],
    ['a column twice', { columns: Features.of(['customer_id', 'bought_at', 'Bought_at'].map((name) => Feature.string(name))) }, 'ColumnRepeated'],
    ['a column of lists', { columns: Features.of([Feature.string('customer_id'), Feature.string('bought_at'), Feature.list('seen', FeatureType.STRING)]) }, "ColumnCollection"],
    ['a share above all', { maxRejectedShare: 1.01 }, 'RejectedShareRange'],
    ['a share of all', { maxRejectedShare: 1 }, 'accepted'],
    ['a share below nothing', { maxRejectedShare: -0.01 }, 'RejectedShareRange'],
    ['a share of nothing', { maxRejectedShare: 0 }, 'accepted'],
  ])('files with %s', (_, options, expected) => expect(files(options)).toContain(expected));

  test('fails for a list of a group that is said to have a history, and takes its other features', () => {
    const other = newStack();
    const features = Features.of([Feature.string('customer_id'), Feature.string('at'), Feature.list('seen', FeatureType.STRING)]);
    const group = FeatureGroup.fromFeatureGroupAttributes(other, 'Theirs', {
      featureGroupName: 'theirs', offlineLocation: { bucket: s3.Bucket.fromBucketName(other, 'Lake', 'lake'), prefix: 'features' },
      definitions: { recordIdentifier: 'customer_id', eventTime: 'at', features },
    });
    expect(answer({ joins: [{ group, prefix: 'a_' }] })).toMatch(/ColumnCollection.*\n.*joins\[0\]\.features: .* is a List, got 'seen'/);
    expect(answer({ joins: [{ group, features: ['at'], prefix: 'a_' }] })).toBe('accepted');
  });

  test('fails for groups of which too little is known', () => {
    const other = newStack();
    const unknown = FeatureGroup.fromFeatureGroupAttributes(other, 'Theirs', {
      featureGroupName: 'theirs', offlineLocation: { bucket: s3.Bucket.fromBucketName(other, 'Lake', 'lake'), prefix: 'features' },
    });
    const online = new FeatureGroup(other, 'Online', {
      recordIdentifier: 'customer_id', eventTime: 'at', features: Features.of([Feature.string('customer_id'), Feature.string('at')]), offline: OfflineStore.none(),
    });
    expect(answer({ joins: [{ group: unknown }] })).toMatch(/DefinitionsUnknown {2}Shop\/Theirs/);
    expect(answer({ joins: [{ group: online }] })).toMatch(/DatasetWithoutOfflineStore {2}Shop\/Online\n {2}PointInTimeDataset/);
    expect(answer({}, DatasetBase.fromFeatureGroup(unknown))).toMatch(/DefinitionsUnknown {2}Shop\/Theirs/);
  });
});
