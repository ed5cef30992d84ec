import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, Stack } from 'aws-cdk-lib/core';
import { ContainerImage } from '../../lib/core';
import type { EndpointSettings } from '../../lib/core/contract';
import { ContinuousDeployment, EndpointReconciler, type ContinuousDeploymentProps, type EndpointReconcilerProps } from '../../lib/hosting';
import { ModelPackageGroup, type IModelPackageGroup } from '../../lib/registry';
import { text } from '../support/reading';

export { refusal, text } from '../support/reading';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';
export const SAGEMAKER = `arn:aws:sagemaker:${REGION}:${ACCOUNT}`;
export const IMAGE = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/serving`;
export const SETTINGS = 'Custom::SageMakerEndpointSettings';

export function newStack(app = new App(), id = 'Shop'): Stack {
  return new Stack(app, id, { env: { account: ACCOUNT, region: REGION } });
}

/** What is already there in a stack; made when first asked for. */
function found<T>(stack: Stack, id: string, make: () => T): T {
  return (stack.node.tryFindChild(id) as T | undefined) ?? make();
}

export const bucketIn = (stack: Stack, name = 'models'): s3.IBucket => found(stack, name, () => s3.Bucket.fromBucketName(stack, name, name));
export const topicIn = (stack: Stack): sns.ITopic => found(stack, 'Topic', () => new sns.Topic(stack, 'Topic', { enforceSSL: true }));
export const groupIn = (stack: Stack, name = 'income'): IModelPackageGroup =>
  found(stack, `Group-${name}`, () => new ModelPackageGroup(stack, `Group-${name}`, { modelPackageGroupName: name }));

/** An endpoint with the fewest properties, and whatever a test is about. */
export function endpointIn(stack: Stack, props: Partial<ContinuousDeploymentProps> = {}, id = 'Income'): ContinuousDeployment {
  return new ContinuousDeployment(stack, id, {
    group: groupIn(stack),
    artifacts: { bucket: bucketIn(stack), prefix: 'income/' },
    images: [ContainerImage.fromUri(`${IMAGE}:1`)],
    captures: { bucket: bucketIn(stack, 'captures') },
    topic: topicIn(stack),
    endpointName: 'income',
    ...props,
  });
}

export function reconcilerIn(stack: Stack, props: Partial<EndpointReconcilerProps> = {}, id = 'Reconciler'): EndpointReconciler {
  return new EndpointReconciler(stack, id, { topic: topicIn(stack), ...props });
}

export function resources(stack: Stack, type: string): Record<string, any> {
  return Template.fromStack(stack).findResources(type);
}

/** The resource of a type whose logical id fits; there must be one. */
export function only(stack: Stack, type: string, logicalId = /./): any {
  const fitting = Object.entries(resources(stack, type)).filter(([id]) => logicalId.test(id));
  expect(fitting.map(([id]) => id)).toHaveLength(1);
  return fitting[0][1];
}

/** What the only endpoint of a stack should be, as the handler reads it. */
export function settingsOf(stack: Stack): EndpointSettings {
  return JSON.parse(text(only(stack, SETTINGS).Properties.Settings)) as EndpointSettings;
}

/** What a role may do, as `actions on resources if condition`, without the hashes of logical ids. */
export function permissions(stack: Stack, role: RegExp): string[] {
  return Object.values(resources(stack, 'AWS::IAM::Policy'))
    .filter(({ Properties }) => role.test(text(Properties.Roles[0])))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .map(({ Action, Resource, Condition }) => {
      const condition = Condition ? ` if ${JSON.stringify(Condition)}` : '';
      return `${[Action].flat().join(' ')} on ${[Resource].flat().map(text).join(' ')}${condition}`.replace(/[0-9A-F]{8}(?=[.>])/g, '');
    });
}
