import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { App, Stack } from 'aws-cdk-lib/core';
import { type JobSite, Keep } from '../../lib/core/internal/job-site';
import type { ProcessingInput, Processor } from '../../lib/data';
import { ServiceModel } from '../../rehearsal/sagemaker/model/service-model';
import { withPlainArns } from '../pipeline/support';
import { botocoreData } from '../rehearsal/sagemaker/model-folder';

export const SCRIPT = 'test/pipeline/fixtures/prepare.py';
export const ENV = { account: '123456789012', region: 'eu-west-1' };
const ROLE = 'arn:aws:iam::123456789012:role/sagemaker-lifecycle/job';
const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/1';
const model = ServiceModel.load(botocoreData(), 'sagemaker');

export const newStack = () => new Stack(new App(), 'Shop', { env: ENV });

/** A place where a job may run; results go to a bucket called `results`. */
export function siteIn(stack: Stack, encryptionKey?: kms.IKey): JobSite {
  const role = new iam.Role(stack, 'JobRole', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  return { scope: stack, role, encryptionKey, outputUri: (output, keep) => `s3://results/${keep}/${output}` };
}

export interface Given {
  readonly stack?: Stack;
  readonly inputs?: ProcessingInput[];
  readonly outputs?: string[];
  readonly key?: kms.IKey;
}

/** The request that a processor makes, as the template has it. */
export function requestOf(processor: Processor, { stack = newStack(), inputs = [], outputs = [], key }: Given = {}): any {
  const request = processor._render(siteIn(stack, key), inputs, outputs.map((name) => ({ name, keep: Keep.FOR_THE_RUN })));
  return withPlainArns(JSON.parse(JSON.stringify(stack.resolve(request))));
}

/** What the service would refuse of a request. */
export function refusedOf(request: object): string[] {
  return model.validateInput('CreateProcessingJob', { ProcessingJobName: 'job-1', ...(sample(request) as object) });
}

/** Values of the right shape in place of what is known when the stack is deployed. */
export function sample(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sample);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const [[name, operand] = [], ...others] = Object.entries(value);
  switch (others.length === 0 ? name : undefined) {
    case 'Ref': return operand.startsWith('AWS::') ? 'aws' : 'some-name';
    case 'Fn::GetAtt': return operand[0].includes('Key') ? KEY : operand[0].includes('Role') ? ROLE : `arn:aws:s3:::${operand[0].replace(/[0-9A-F]{8}$/, '').toLowerCase()}`;
    case 'Fn::Join': return operand[1].map(sample).join(operand[0]);
    case 'Fn::Sub': return operand.replace(/\$\{[^}]*\}/g, 'x');
    default: return Object.fromEntries(Object.entries(value).map(([member, each]) => [member, sample(each)]));
  }
}

/** What every job may do: write its log and metrics, and read its code. */
const USUAL = ['logs:', 'cloudwatch:', 'ecr:'];

/** What the job's role may do beyond the usual and the assets: a line for each action on each resource. */
export function permissionsOf(stack: Stack, also: readonly string[] = []): string[] {
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const statements = policies.flatMap(({ Properties }) => withPlainArns(Properties.PolicyDocument.Statement) as Record<string, any>[]);
  return statements.flatMap(({ Action, Resource, Condition }) => [Action].flat().flatMap((action: string) =>
    [Resource].flat().map((resource) => `${action} on ${String(sample(resource))}${Condition ? ` if ${JSON.stringify(Condition)}` : ''}`)))
    .filter((line) => (also.length > 0 || !line.includes('cdk-hnb659fds-assets')) && !USUAL.some((each) => line.startsWith(each) && !also.includes(each)))
    .sort();
}
