import type { SFNClient } from '@aws-sdk/client-sfn';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { AwaitedRequest, ExecutionAttributes, ExecutionProperties } from '../../lib/core/contract';
import {
  ANSWERED_LATER, type CreateEvent, type CustomResource, type DeleteEvent, type Ending, type Outcome, type Request, type UpdateEvent,
} from '../shared/custom-resource';
import { MalformedEventError } from '../shared/errors';
import { MACHINE_ARN, startOnce } from '../shared/machines';
import { systemTime, type Time } from '../shared/time';
import { hashOf } from '../shared/tokens';

/**
 * The custom resource: one execution of the state machine for every new run hash.
 *
 * One that is awaited is started for every request, and answers by itself when it has come to its end.
 * Its identity is the state machine, and nothing is left to do when it is deleted: Step Functions ends the executions of a machine that goes.
 */
export class StartedExecution implements CustomResource {
  constructor(private readonly sfn: SFNClient, private readonly time: Time = systemTime) {}

  public idWhenFailed(event: CloudFormationCustomResourceEvent): string {
    return 'PhysicalResourceId' in event ? event.PhysicalResourceId : `no state machine (${event.LogicalResourceId})`;
  }

  public create(request: Request<CreateEvent>): Promise<Ending> {
    return this.start(request);
  }

  /** CloudFormation asks for an update when a property changed; a hash that was there before has its execution already. */
  public update(request: Request<UpdateEvent>): Promise<Ending> {
    return this.start(request);
  }

  public async delete({ event }: Request<DeleteEvent>): Promise<Outcome> {
    return { physicalId: event.PhysicalResourceId };
  }

  private async start({ event, deadline, log }: Request): Promise<Ending> {
    const { StateMachineArn: machine, RunHash, AwaitedInput } = readProperties(event.ResourceProperties);
    const name = `deploy-${hashOf(event.StackId, event.LogicalResourceId, machine, RunHash, ...(AwaitedInput ? [event.RequestId] : [])).slice(0, 40)}`;
    const input = AwaitedInput ? { ...AwaitedInput, request: requestOf(event, machine) } : {};
    await startOnce(this.sfn, { machine, name, input }, deadline, log, this.time);
    const ExecutionArn = `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
    return AwaitedInput ? ANSWERED_LATER : { physicalId: machine, attributes: { ExecutionArn } satisfies ExecutionAttributes };
  }
}

/** What the state machine needs to answer. */
function requestOf({ ResponseURL, StackId, RequestId, LogicalResourceId }: CloudFormationCustomResourceEvent, machine: string): AwaitedRequest {
  return { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId: machine };
}

function readProperties({ StateMachineArn, RunHash, AwaitedInput }: Readonly<Record<string, unknown>>): ExecutionProperties {
  if (typeof StateMachineArn !== 'string' || !MACHINE_ARN.test(StateMachineArn)) {
    throw new MalformedEventError(`StateMachineArn must be the ARN of a state machine, got ${JSON.stringify(StateMachineArn)}`);
  }
  if (typeof RunHash !== 'string' || RunHash === '') {
    throw new MalformedEventError('RunHash must be a text that is not empty');
  }
  if (AwaitedInput !== undefined && (typeof AwaitedInput !== 'object' || AwaitedInput === null || Array.isArray(AwaitedInput))) {
    throw new MalformedEventError('AwaitedInput must be an object of texts');
  }
  return { StateMachineArn, RunHash, AwaitedInput: AwaitedInput as ExecutionProperties['AwaitedInput'] };
}
