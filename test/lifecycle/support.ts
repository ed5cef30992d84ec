import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Dataset, Processor } from '../../lib/data';
import { Serving } from '../../lib/hosting';
import { type MlPlatform, ModelLifecycle, type ModelLifecycleProps } from '../../lib/lifecycle';
import { Monitor } from '../../lib/monitoring';
import { Metric } from '../../lib/pipeline';
import { Trainer } from '../../lib/training';
import { text } from '../support/reading';

export { text } from '../support/reading';

const CODE = 'examples/income/model';

/** A model with the fewest properties, and whatever a test is about. */
export function income(scope: Construct, platform: MlPlatform, props: Partial<ModelLifecycleProps> = {}, id = 'Income'): ModelLifecycle {
  return new ModelLifecycle(scope, id, {
    platform,
    data: Dataset.fromFile('examples/income/data/income.csv'),
    prepare: Processor.sklearn({ entryPoint: `${CODE}/prepare.py` }),
    train: Trainer.sklearn({ entryPoint: `${CODE}/train.py` }),
    evaluate: Processor.sklearn({ entryPoint: `${CODE}/evaluate.py` }),
    accept: [Metric.of('auc').atLeast(0.85)],
    serve: Serving.realTime({ entryPoint: `${CODE}/inference.py` }),
    ...props,
  });
}

/** A model whose traffic is watched too. */
export function watched(scope: Construct, platform: MlPlatform, props: Partial<ModelLifecycleProps> = {}, id = 'Income'): ModelLifecycle {
  return income(scope, platform, { monitors: [Monitor.dataQuality({ ignore: ['person_id'], target: 'income_over_50k' })], ...props }, id);
}

export function newStack(app = new App(), id = 'Team'): Stack {
  return new Stack(app, id, { env: { account: '123456789012', region: 'eu-west-1' } });
}

/** Resources of one type, by logical id. */
export function resources(stack: Stack, type?: string): Record<string, any> {
  const all: Record<string, any> = Template.fromStack(stack).toJSON().Resources;
  return Object.fromEntries(Object.entries(all).filter(([, { Type }]) => type === undefined || Type === type));
}

/** The statements of the policies of one type, each with lists of actions and resources; of all, or of those with a certain logical id. */
export function statements(stack: Stack, type = 'AWS::IAM::Policy', logicalId = /./): any[] {
  return Object.entries(resources(stack, type)).filter(([id]) => logicalId.test(id))
    .flatMap(([, { Properties }]) => (Properties.PolicyDocument ?? Properties.KeyPolicy).Statement)
    .map((statement) => ({ ...statement, Action: [statement.Action].flat(), Resource: [statement.Resource].flat() }));
}

/** The pipeline's definition, with `<Logical.Id>` where CloudFormation fills something in. */
export function definition(stack: Stack): any {
  const [pipeline] = Object.values(resources(stack, 'AWS::SageMaker::Pipeline'));
  return JSON.parse(text(pipeline.Properties.PipelineDefinition.PipelineDefinitionBody));
}
