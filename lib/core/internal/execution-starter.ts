import { Duration } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { EXECUTION_RESOURCE_TYPE, type ExecutionProperties } from '../contract';
import { allow } from './allow';
import { handledResource } from './handled-resource';
import { HandlerFunction } from './handler-function';
import { sharedInStack } from './shared-in-stack';
import type { Workflow } from './workflow';

/** Starts a machine when the stack is deployed, and whenever the run hash has changed, by a function that the machines of a stack share. */
export function executeOnDeployment(scope: Construct, id: string, machine: Workflow, work: Omit<ExecutionProperties, 'StateMachineArn'>) {
  const starter = starterOf(scope);
  allow(starter, { actions: ['states:StartExecution'], resourceArns: [machine.stateMachineArn] });
  const properties: ExecutionProperties = { StateMachineArn: machine.stateMachineArn, ...work };
  const resource = handledResource(scope, id, EXECUTION_RESOURCE_TYPE, starter, properties);
  resource.node.addDependency(machine, starter);
  return resource;
}

function starterOf(scope: IConstruct): HandlerFunction {
  return sharedInStack(scope, 'SageMakerExecutionStarter', (stack, id) => new HandlerFunction(stack, id, {
    handler: 'start-execution', description: 'Starts state machines when they are deployed', timeout: Duration.minutes(2),
  }));
}
