import type { Stack } from 'aws-cdk-lib/core';
import type { Pipeline, Step } from '../../lib/pipeline';
import { problemsOf, refused } from './api-judge';
import { added } from './role-lines';
import { refusedElsewhere } from './service-judge';
import { allSteps, definitionOf, mistakesOf, newStack, pipelineOf, withoutHashes } from './support';

export const ENV = { account: '123456789012', region: 'eu-west-1' };

/** A pipeline with a step, which the service would take: its synthesis, its references and its request to the API are without fault. */
export function sound(make: (stack: Stack) => Step[], stack = newStack({ env: ENV })): Pipeline {
  const pipeline = pipelineOf(stack, ...make(stack));
  expect([...mistakesOf(pipeline), ...problemsOf(pipeline), ...refused(pipeline), ...refusedElsewhere(pipeline)]).toEqual([]);
  return pipeline;
}

/** What a step writes, and what its roles may do. */
export function proof(make: (stack: Stack) => Step[]): { steps: unknown; roles: unknown } {
  return { steps: withoutHashes(allSteps(definitionOf(sound(make)).Steps)), roles: added(make) };
}
