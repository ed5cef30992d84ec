import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Stack } from 'aws-cdk-lib/core';
import { type IMonitoredEndpoint, MonitoredEndpoint } from '../../lib/hosting';
import { DataQualityMonitor, type DataQualityMonitorProps } from '../../lib/monitoring';
import { text } from '../support/reading';

export { refusal, text } from '../support/reading';

export const ACCOUNT = '123456789012';

export function newStack(app = new App(), id = 'Shop'): Stack {
  return new Stack(app, id, { env: { account: ACCOUNT, region: 'eu-west-1' } });
}

/** The one bucket of a stack, whose name is known. */
export function bucketIn(stack: Stack, name = 'traffic'): s3.IBucket {
  return (stack.node.tryFindChild(name) as s3.IBucket | undefined) ?? s3.Bucket.fromBucketName(stack, name, name);
}

export function endpointIn(stack: Stack, endpointName = 'income'): IMonitoredEndpoint {
  const bucket = bucketIn(stack);
  return MonitoredEndpoint.fromAttributes({ endpointName, captures: { bucket, prefix: 'captures' }, artifacts: { bucket, prefix: 'models/income/' } });
}

/** A monitor with the fewest properties, and whatever a test is about. */
export function monitorIn(stack: Stack, props: Partial<DataQualityMonitorProps> = {}, id = 'Monitor'): DataQualityMonitor {
  return new DataQualityMonitor(stack, id, { endpoint: endpointIn(stack), ...props });
}

export function resources(stack: Stack, type: string): Record<string, any> {
  return Template.fromStack(stack).findResources(type);
}

/** The properties of the only resource of a type. */
export function only(stack: Stack, type: string): any {
  const found = Object.values(resources(stack, type));
  expect(found).toHaveLength(1);
  return found[0].Properties;
}

/** The input that the only schedule starts the machine with. */
export function settingsOf(stack: Stack): any {
  return JSON.parse(text(only(stack, 'AWS::Scheduler::Schedule').Target.Input));
}

/** What a role may do, as `action resource [condition]`, sorted. */
export function permissions(stack: Stack, role: RegExp): string[] {
  return Object.values(resources(stack, 'AWS::IAM::Policy'))
    .filter(({ Properties }) => role.test(text(Properties.Roles[0])))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action, Resource, Condition }) => [Action].flat().flatMap((action: string) => [Resource].flat()
      .map((resource: unknown) => [action, text(resource), Condition && JSON.stringify(Condition)].filter(Boolean).join(' '))))
    .sort();
}
