import { StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { AwaitedRequest, ExecutionAttributes, ExecutionProperties } from '../../lib/core/contract';
import {
  ANSWERED_LATER, type CreateEvent, type CustomResource, type DeleteEvent, type Ending, type Outcome, type Request, type UpdateEvent,
} from '../shared/custom-resource';
import { errorName, MalformedEventError, mayBeYoungPermission, textOf } from '../shared/errors';
import { retry } from '../shared/retry';
import { systemTime, type Time } from '../shared/time';
import { hashOf } from '../shared/tokens';

/** How long IAM may need until a role or policy of the same deployment is known everywhere. */
const IAM_SETTLES_MS = 60_000;
const MACHINE_ARN = /^arn:[a-z-]+:states:[a-z0-9-]+:\d{12}:stateMachine:[^\s:]{1,80}$/;

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
    const input = JSON.stringify(AwaitedInput ? { ...AwaitedInput, request: requestOf(event, machine) } : {});
    await retry(() => this.startOnce(machine, name, input), {
      when: mayBeYoungPermission,
      until: Math.min(deadline, this.time.now() + IAM_SETTLES_MS),
      firstMs: 2_000,
      longestMs: 10_000,
      onRetry: (error, waitMs) => log.warn('the execution could not be started yet, trying again', { machine, error: textOf(error), waitMs }),
      time: this.time,
    });
    log.info('the execution is there', { machine, execution: name });
    const ExecutionArn = `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
    return AwaitedInput ? ANSWERED_LATER : { physicalId: machine, attributes: { ExecutionArn } satisfies ExecutionAttributes };
  }

  /** Step Functions keeps names for 90 days: an execution that was started before is not started again, whether it still runs or has ended. */
  private async startOnce(stateMachineArn: string, name: string, input: string): Promise<void> {
    try {
      await this.sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    } catch (error) {
      if (errorName(error) !== 'ExecutionAlreadyExists') {
        throw error;
      }
    }
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
