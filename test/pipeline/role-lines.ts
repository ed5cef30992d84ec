import type { Stack } from 'aws-cdk-lib/core';
import { FailStep, type Step } from '../../lib/pipeline';
import { newStack, pipelineOf, propertiesOf, withoutHashes } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };

/** What both roles may do: a line for each action on each resource, however the statements are put together. */
export function permissions(make: (stack: Stack) => Step[]): { pipeline: string[]; jobs: string[] } {
  const stack = newStack({ env: ENV });
  pipelineOf(stack, ...make(stack));
  return permissionsIn(stack);
}

/** The same of a stack that has a pipeline already, with the id `Training`. */
export function permissionsIn(stack: Stack): { pipeline: string[]; jobs: string[] } {
  const policies = propertiesOf(stack, 'AWS::IAM::Policy');
  const linesOf = (role: string) => policies
    .filter(({ Roles }) => Roles[0].Ref?.replace(/[0-9A-F]{8}$/, '') === role)
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement.flatMap(lines) as string[]);
  const sorted = (role: string) => [...new Set(withoutHashes(linesOf(role)))].sort();
  return { pipeline: sorted('TrainingRole'), jobs: sorted('TrainingJobRole') };
}

function lines({ Action, Resource, Condition: condition }: Record<string, any>): string[] {
  return [Action].flat().flatMap((action) => [Resource].flat().flatMap((resource) =>
    conditions(condition).map((only) => `${action} on ${written(resource)}${only}`)));
}

/** A condition with several values stands for one of them at a time. */
function conditions(condition: Record<string, Record<string, unknown>> | undefined): string[] {
  const [[operator, keys] = [], ...others] = Object.entries(condition ?? {});
  if (operator === undefined || keys === undefined) {
    return [''];
  }
  const [[key, values], ...otherKeys] = Object.entries(keys);
  expect([others, otherKeys]).toEqual([[], []]);
  return [values].flat().map((value) => ` if ${key} ${operator} ${value}`);
}

function written(resource: any): string {
  if (typeof resource === 'string') {
    return resource;
  }
  const [[name, operand]] = Object.entries<any>(resource);
  return name === 'Fn::Join' ? operand[1].map(written).join('') : name === 'Fn::Sub' ? operand : `<${[operand].flat()[0].replace(/[0-9A-F]{8}$/, '')}>`;
}

export const bare = permissions(() => [new FailStep('Bare', { message: 'over' })]);

/** What a step adds. */
export function added(make: (stack: Stack) => Step[]): { pipeline: string[]; jobs: string[] } {
  const all = permissions(make);
  return { pipeline: all.pipeline.filter((each) => !bare.pipeline.includes(each)), jobs: all.jobs.filter((each) => !bare.jobs.includes(each)) };
}
