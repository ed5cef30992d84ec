import { Token } from 'aws-cdk-lib/core';
import { DatasetPart, Processor, type SplitProcessorOptions } from '../../lib/data';
import { refusal } from '../support/reading';
import { refusedOf, requestOf } from './support';

const jobOf = (options: SplitProcessorOptions = {}) => requestOf(Processor.split(options), { outputs: ['train', 'validation', 'test'] });
const words = (options?: SplitProcessorOptions) => jobOf(options).AppSpecification.ContainerArguments;
const verdict = (options: SplitProcessorOptions) => refusal(() => Processor.split(options));

test('a split takes no settings, and runs the library\'s script', () => {
  const request = jobOf();
  expect(request.AppSpecification.ContainerArguments).toBeUndefined();
  expect(JSON.stringify(request.AppSpecification)).toContain('split_rows.py');
  expect(request.ProcessingOutputConfig.Outputs.map(({ OutputName }: any) => OutputName)).toEqual(['train', 'validation', 'test']);
  expect(refusedOf(request)).toEqual([]);
});

test('a split takes every setting', () => {
  const options = {
    by: ['person_id', 'year'], target: 'income', ignore: ['person_id'], validation: 0.15, test: 0.25, withoutNames: [DatasetPart.TRAIN, DatasetPart.TEST],
    instanceType: 'ml.m5.4xlarge', arguments: ['--seed', '3'],
  };
  expect(words(options)).toEqual([
    '--target', 'income', '--by', 'person_id,year', '--ignore', 'person_id', '--without-names', 'train,test', '--validation', '0.15', '--test', '0.25', '--seed', '3',
  ]);
  expect(jobOf(options).ProcessingResources.ClusterConfig.InstanceType).toBe('ml.m5.4xlarge');
});

test.each<[string, SplitProcessorOptions, string]>([
  ['no share', { validation: 0 }, 'SplitShare\n  validation'],
  ['a small share', { validation: 0.001 }, 'accepted'],
  ['all as a share', { test: 1 }, 'SplitShare\n  test'],
  ['most of it', { test: 0.89 }, 'accepted'],
  ['nothing left', { validation: 0.5, test: 0.5 }, 'SplitLeavesNothing'],
  ['a share that is known later', { test: Token.asNumber({ Ref: 'Share' }) }, 'accepted'],
  ['a column with a comma', { by: ['a,b'] }, 'SplitColumnName\n  by'],
  ['a column with a space at its end', { ignore: ['a '] }, 'SplitColumnName\n  ignore'],
  ['a column without a name', { target: '' }, 'SplitColumnName\n  target'],
  ['a column that is known later', { target: Token.asString({ Ref: 'Target' }) }, 'accepted'],
  ['a target that is left out', { target: 'a', ignore: ['b', 'a'] }, 'SplitTargetIgnored'],
])('a split with %s is checked', (_, options, expected) => {
  expect(verdict(options)).toContain(expected);
});
