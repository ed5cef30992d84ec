import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import type { JobSite } from '../../lib/core/internal/job-site';
import { BuiltInAlgorithm, type BuiltInTrainerOptions, Trainer } from '../../lib/training';
import { algorithms, type HyperparameterFact } from '../../lib/training/private/algorithm-facts';

export const SCRIPT = 'test/pipeline/fixtures/train.py';
export const TRAIN = { train: S3Source.fromUri('s3://data/train') };
export const ENV = { account: '123456789012', region: 'eu-west-1' };

export const newStack = (env?: { account: string; region: string }) => new Stack(new App(), 'Shop', { env });

/** The request that a trainer makes, as the service gets it. */
export function requestOf(trainer: Trainer, channels: Record<string, S3Source> = TRAIN, stack = newStack(), encryptionKey?: kms.IKey): any {
  const role = new iam.Role(stack, 'JobRole', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  const site: JobSite = { scope: stack, role, encryptionKey, outputUri: (output, keep) => `s3://results/${keep}/${output}` };
  return JSON.parse(JSON.stringify(stack.resolve(trainer._render(site, channels))));
}

/** The statements of the job's role. */
export function statementsOf(stack: Stack): any[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement as unknown[]);
}

export function warningsOf(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => entry.data as string);
}

/** Algorithms that are images which need no script. */
export const PLAIN = Object.entries(algorithms()).filter(([, { image }]) => image).map(([name]) => name);
export const SCRIPTED = Object.keys(algorithms()).filter((name) => !PLAIN.includes(name));

/** A value that a hyperparameter takes. */
export function fineValue(fact: HyperparameterFact): unknown {
  switch (fact.type) {
    case 'bool': return true;
    case 'string': return fact.enum?.[0] ?? (fact.pattern ? '1D' : 'x');
    case 'int': return between(fact, 1);
    case 'float': return between(fact, 1e-3);
  }
}

function between({ min, max, exclusiveMin, exclusiveMax }: HyperparameterFact, step: number): number {
  if (min !== undefined) {
    return min;
  }
  if (exclusiveMin !== undefined) {
    return exclusiveMin + step;
  }
  return max ?? (exclusiveMax === undefined ? step : exclusiveMax - step);
}

/** The hyperparameters an algorithm needs in any case. */
export function neededHyperparameters(name: string): Record<string, unknown> {
  const needed = Object.entries(algorithms()[name].hyperparameters).filter(([, { required }]) => required);
  return Object.fromEntries(needed.map(([each, fact]) => [each, fineValue(fact)]));
}

export function neededChannels(name: string): Record<string, S3Source> {
  return Object.fromEntries(BuiltInAlgorithm.of(name).requiredChannels.map((channel) => [channel, S3Source.fromUri(`s3://data/${channel}`)]));
}

/** What an algorithm needs beside what is given, where its usual data makes more hyperparameters necessary. */
const USUAL: Record<string, Record<string, unknown>> = { 'linear-learner': { predictor_type: 'regressor' } };

/** The request of the least that an algorithm can be used with, and what is given. */
export function builtIn(name: string, options: BuiltInTrainerOptions = {}, channels: Record<string, S3Source> = {}, stack = newStack(ENV)): any {
  const hyperparameters = { ...neededHyperparameters(name), ...USUAL[name], ...options.hyperparameters };
  return requestOf(Trainer.builtIn(BuiltInAlgorithm.of(name), { ...options, hyperparameters }), { ...neededChannels(name), ...channels }, stack);
}
