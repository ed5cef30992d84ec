import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Duration, Stack, type StackProps } from 'aws-cdk-lib/core';
import { SourceCode } from '../../lib/core';
import { ProcessingInput, Processor } from '../../lib/data';
import {
  Cache, Condition, ConditionStep, FailStep, Join, PackageModelStep, Pipeline, type PipelineProps, ProcessingStep, RegisterModelStep, type Step, TrainingStep,
} from '../../lib/pipeline';
import { ModelPackageGroup } from '../../lib/registry';
import { Trainer } from '../../lib/training';

export { refusal } from '../support/reading';

export const script = (name: string) => `test/pipeline/fixtures/${name}.py`;

export function newStack(props?: StackProps): Stack {
  return new Stack(new App(), 'Shop', props);
}

/** A processing step that does nothing special. */
export function work(name: string, props: Partial<ConstructorParameters<typeof ProcessingStep>[1]> = {}): ProcessingStep {
  return new ProcessingStep(name, { processor: Processor.sklearn({ entryPoint: script('prepare') }), ...props });
}

/** A pipeline with the given steps. */
export function pipelineOf(stack: Stack, ...steps: Step[]): Pipeline {
  const pipeline = new Pipeline(stack, 'Training');
  pipeline.addSteps(...steps);
  return pipeline;
}

/** Prepare, train, evaluate, package and register: every type of step, as a team would write it. */
export function wholePipeline(stack: Stack, props: PipelineProps = {}): Pipeline {
  const pipeline = new Pipeline(stack, 'Training', props);
  const rounds = pipeline.addIntegerParameter('Rounds', { defaultValue: 100 });
  const raw = s3.Bucket.fromBucketName(stack, 'Raw', 'raw-data');
  const group = new ModelPackageGroup(stack, 'Group', { modelPackageGroupName: 'income' });

  const prepare = new ProcessingStep('Prepare', {
    processor: Processor.sklearn({ entryPoint: script('prepare'), version: '1.2-1' }),
    inputs: [ProcessingInput.fromS3(raw, 'raw/')],
    outputs: ['train', 'validation', 'test'],
  });
  const train = new TrainingStep('Train', {
    trainer: Trainer.xgboost({ entryPoint: script('train'), version: '1.7-1', hyperparameters: { num_round: rounds.valueAsString } }),
    channels: { train: prepare.output('train'), validation: prepare.output('validation') },
    cache: Cache.expiringAfter(Duration.days(7)),
  });
  const evaluate = new ProcessingStep('Evaluate', {
    processor: Processor.sklearn({ entryPoint: script('evaluate'), version: '1.2-1' }),
    inputs: [ProcessingInput.fromSource(train.model, { name: 'model' }), ProcessingInput.fromSource(prepare.output('test'), { name: 'test' })],
    metrics: 'evaluation.json',
  });
  const complete = new PackageModelStep('Package', { model: train.model, inferenceCode: SourceCode.fromScript(script('inference')) });
  const register = new RegisterModelStep('Register', { group, model: complete.model, image: train.trainer.image.serving, metrics: evaluate });
  pipeline.addSteps(prepare, train, evaluate, new ConditionStep('GoodEnough', {
    conditions: [Condition.greaterThanOrEqualTo(evaluate.metric('auc'), 0.85)],
    ifTrue: [complete, register],
    otherwise: [new FailStep('TooWeak', { message: Join.of(' ', 'auc was', evaluate.metric('auc')).valueAsString })],
  }));
  return pipeline;
}

/** The definition with CloudFormation's functions in place of its tokens. */
export function definitionOf(pipeline: Pipeline): Record<string, any> {
  return Stack.of(pipeline).resolve(pipeline._definition()) as Record<string, any>;
}

export function stepOf(pipeline: Pipeline, name: string): Record<string, any> {
  return allSteps(definitionOf(pipeline).Steps).find((step) => step.Name === name)!;
}

/** Steps and those in branches, in the order in which they are written. */
export function allSteps(steps: Record<string, any>[]): Record<string, any>[] {
  return steps.flatMap((step) => [step, ...['IfSteps', 'ElseSteps', 'ForEachBody'].flatMap((side) => allSteps(step.Arguments[side] ?? []))]);
}

/** What a template says about the pipeline, as plain text. */
export function propertiesOf(stack: Stack, type: string): Record<string, any>[] {
  return Object.values(Template.fromStack(stack).findResources(type)).map(({ Properties }) => withPlainArns(Properties) as Record<string, any>);
}

/** ARNs as plain text, whether the partition is written out or left to CloudFormation. */
export function withPlainArns(value: unknown): any {
  if (Array.isArray(value)) {
    return value.map(withPlainArns);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { Ref: ref, 'Fn::Join': join } = value as { Ref?: string; 'Fn::Join'?: [string, unknown[]] };
  if (ref === 'AWS::Partition') {
    return 'aws';
  }
  const parts = join?.[1].map(withPlainArns);
  return parts?.every((part) => typeof part === 'string')
    ? parts.join(join![0])
    : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withPlainArns(member)]));
}

/** Hashes of contents change with every edit of a script; the rest of a template does not. */
export function withoutHashes<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replace(/[0-9a-f]{64}/g, '<hash>')) as T;
}

/** What synthesis says about a pipeline. */
export function mistakesOf(pipeline: Pipeline): string[] {
  return pipeline.node.validate();
}
