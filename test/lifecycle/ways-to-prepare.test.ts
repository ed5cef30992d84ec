import * as sqs from 'aws-cdk-lib/aws-sqs';
import { CfnParameter, type Stack } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import { Dataset, DatasetPart, Processor } from '../../lib/data';
import { FeatureDataset, FeatureGroup, Features, OfflineStore } from '../../lib/features';
import { Serving } from '../../lib/hosting';
import { MlPlatform, type ModelLifecycleProps } from '../../lib/lifecycle';
import { Monitor } from '../../lib/monitoring';
import { CallbackStep } from '../../lib/pipeline';
import { AutoMlJob } from '../../lib/training';
import { refusal } from '../support/reading';
import { definition, income, newStack, statements, text } from './support';

const CSV = 'examples/income/data/income.csv';
const split = Processor.split({ by: ['person_id'], target: 'income_over_50k', ignore: ['person_id', 'event_time'] });

let stack: Stack;
let platform: MlPlatform;

beforeEach(() => {
  stack = newStack();
  platform = new MlPlatform(stack, 'Platform', { namePrefix: 'ml-' });
});

const prepared = (props: Partial<ModelLifecycleProps>) => income(stack, platform, props);
const steps = () => definition(stack).Steps as any[];
const step = (name: string) => steps().find(({ Name }) => Name === name);
const inputs = (name: string) => Object.fromEntries(step(name).Arguments.ProcessingInputs.map(({ InputName, S3Input }: any) => [InputName, S3Input.S3Uri]));
const channels = () => Object.fromEntries(step('Train').Arguments.InputDataConfig.map(({ ChannelName, DataSource }: any) => [ChannelName, text(DataSource.S3DataSource.S3Uri)]));

describe('data that is split already', () => {
  const part = (name: string) => S3Source.fromBucket(platform.dataBucket, `income/${name}/`);
  const splits = () => Dataset.fromSplits({ train: part('train'), validation: part('validation'), test: part('test') });

  test('is read in place, with no step before the training', () => {
    prepared({ data: splits(), prepare: undefined });
    expect(steps().map(({ Name }) => Name)).toEqual(['Train', 'Evaluate', 'ServingVersion', 'EvaluateServing', 'GoodEnough']);
    expect(channels()).toEqual({ train: expect.stringMatching(/\/income\/train\/$/), validation: expect.stringMatching(/\/income\/validation\/$/) });
    expect([text(inputs('Evaluate').test), text(inputs('EvaluateServing').test)]).toEqual([expect.stringMatching(/\/income\/test\/$/), expect.stringMatching(/\/income\/test\/$/)]);
  });

  test('may be read by the jobs, and nothing beside it', () => {
    prepared({ data: splits(), prepare: undefined });
    const read = statements(stack, 'AWS::IAM::Policy', /^IncomePipeline.*Job/).filter(({ Action }) => Action.includes('s3:GetObject')).flatMap(({ Resource }) => Resource.map(text));
    expect(read.filter((arn) => arn.includes('<PlatformData')).sort()).toEqual(['test', 'train', 'validation'].map((name) => expect.stringMatching(new RegExp(`/income/${name}/\\*$`))));
  });

  test('is described for a monitor by its training rows', () => {
    prepared({ data: splits(), prepare: undefined, monitors: [Monitor.dataQuality()] });
    expect(text(inputs('Baseline').data)).toMatch(/\/income\/train\/$/);
  });

  test('fails with a preparation, and other data fails without one', () => {
    expect(refusal(() => prepared({ data: splits() }))).toMatch(/PreparationOfSplits {2}Team\/Income\n {2}prepare/);
    stack = newStack();
    platform = new MlPlatform(stack, 'Platform');
    expect(refusal(() => prepared({ prepare: undefined }))).toMatch(/PreparationMissing {2}Team\/Income\n {2}prepare: [^]*Dataset.fromSplits/);
  });
});

describe('rows that the library splits', () => {
  test('need no script', () => {
    prepared({ prepare: split });
    expect(step('Prepare').Arguments.AppSpecification.ContainerArguments).toEqual([
      '--target', 'income_over_50k', '--by', 'person_id', '--ignore', 'person_id,event_time',
    ]);
  });

  test('may come from a feature group', () => {
    const group = new FeatureGroup(stack, 'People', {
      recordIdentifier: 'person_id', eventTime: 'event_time', features: Features.fromCsvSample(CSV), offline: OfflineStore.glue({ bucket: platform.dataBucket, prefix: 'people' }),
    });
    prepared({ data: FeatureDataset.of(group, { from: S3Source.fromFile(CSV) }), prepare: split });
    expect(steps().slice(0, 3).map(({ Name }) => Name)).toEqual(['Ingest', 'Prepare', 'Train']);
    expect(inputs('Prepare').data).toEqual({ Get: "Steps.Ingest.ProcessingOutputConfig.Outputs['dataset'].S3Output.S3Uri" });
  });

  test('are written as AutoML wants them', () => {
    prepared({ prepare: Processor.split({ target: 'income_over_50k', withoutNames: [DatasetPart.TEST] }) });
    expect(step('Prepare').Arguments.AppSpecification.ContainerArguments).toEqual(['--target', 'income_over_50k', '--without-names', 'test']);
  });
});

describe('steps that make the data', () => {
  const split = () => new CallbackStep('Split', { queue: new sqs.Queue(stack, 'Orders') });
  const waiting = () => steps().filter(({ DependsOn }) => DependsOn?.includes('Split')).map(({ Name }) => Name);

  test('come first, and the preparation waits for them', () => {
    prepared({ collect: [split()] });
    expect(steps().slice(0, 2).map(({ Name }) => Name)).toEqual(['Split', 'Prepare']);
    expect(waiting()).toEqual(['Prepare']);
  });

  test('are waited for by all that read data which is split', () => {
    const part = (name: string) => S3Source.fromUri(`s3://data/${name}/`);
    const data = Dataset.fromSplits({ train: part('train'), validation: part('validation'), test: part('test') });
    prepared({ collect: [split()], data, prepare: undefined, monitors: [Monitor.dataQuality()] });
    expect(steps()[0].Name).toBe('Split');
    // The evaluations wait for the model.
    expect(waiting()).toEqual(['Train', 'Baseline']);
  });

  test('come before records go into a feature group', () => {
    const group = new FeatureGroup(stack, 'People', {
      recordIdentifier: 'person_id', eventTime: 'event_time', features: Features.fromCsvSample(CSV), offline: OfflineStore.glue({ bucket: platform.dataBucket, prefix: 'people' }),
    });
    prepared({ collect: [split()], data: FeatureDataset.of(group, { from: S3Source.fromFile(CSV) }) });
    expect(waiting()).toEqual(['Ingest']);
  });
});

test('a preparation that finds its data by itself gets none', () => {
  prepared({ data: undefined });
  expect(Object.keys(inputs('Prepare'))).toEqual(['code']);
});

test('neither data nor a preparation fails', () => {
  expect(refusal(() => prepared({ data: undefined, prepare: undefined }))).toMatch(/PreparationMissing/);
});

describe('the column to be predicted', () => {
  const unsaid = Processor.split({ by: ['person_id'], ignore: ['person_id'] });
  const told = (name: string) => {
    const { ContainerArguments: words = [] } = step(name).Arguments.AppSpecification;
    return words[words.indexOf('--target') + 1];
  };
  const autoMl = (target = 'income') => new AutoMlJob({ target });
  const served = Serving.realTime();

  test.each<[string, () => Partial<ModelLifecycleProps>]>([
    ['in one place for all', () => ({ target: 'income' })],
    ['to AutoML', () => ({ train: autoMl(), serve: served })],
    ['to what splits', () => ({ prepare: Processor.split({ target: 'income' }) })],
    ['to a monitor', () => ({ monitors: [Monitor.dataQuality({ target: 'income' })] })],
    ['in all places', () => ({ target: 'income', train: autoMl(), serve: served, prepare: Processor.split({ target: 'income' }), monitors: [Monitor.dataQuality({ target: 'income' })] })],
  ])('is known to what splits and to monitors when it is said %s', (_, props) => {
    prepared({ prepare: unsaid, monitors: [Monitor.dataQuality({ ignore: ['person_id'] })], ...props() });
    expect([told('Prepare'), told('Baseline')]).toEqual(['income', 'income']);
  });

  test('is told to nobody where nobody says it, nor to a script of yours', () => {
    prepared({ prepare: unsaid, monitors: [Monitor.dataQuality()] });
    expect([step('Prepare'), step('Baseline')].map(({ Arguments }) => JSON.stringify(Arguments.AppSpecification)).join()).not.toContain('--target');
    stack = newStack();
    platform = new MlPlatform(stack, 'Platform');
    prepared({ target: 'income' });
    expect(JSON.stringify(step('Prepare').Arguments.AppSpecification)).not.toContain('income');
  });

  test.each<[string, string, () => Partial<ModelLifecycleProps>]>([
    ['train', 'AutoML', () => ({ target: 'age', train: autoMl(), serve: served })],
    ['prepare', 'what splits', () => ({ target: 'age', prepare: Processor.split({ target: 'income' }) })],
    ['monitors', 'a monitor', () => ({ prepare: Processor.split({ target: 'age' }), monitors: [Monitor.dataQuality({ target: 'income' })] })],
  ])('fails in %s where %s predicts another one', (property, _, props) => {
    expect(refusal(() => prepared(props()))).toMatch(new RegExp(`TargetDiffers {2}Team/Income\\n {2}${property}: predicts another column than 'age'[^]*got 'income'`));
  });

  test('may be known later', () => {
    const target = new CfnParameter(stack, 'Column').valueAsString;
    expect(refusal(() => prepared({ target, prepare: Processor.split({ target: 'income' }) }))).toBe('accepted');
  });
});
