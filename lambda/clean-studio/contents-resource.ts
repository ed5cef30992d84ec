import type { SFNClient } from '@aws-sdk/client-sfn';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { StudioCleanUp } from '../../lib/core/contract';
import { ANSWERED_LATER, type CreateEvent, type CustomResource, type DeleteEvent, type Ending, type Outcome, type Request, type UpdateEvent } from '../shared/custom-resource';
import { startOnce } from '../shared/machines';
import { systemTime, type Time } from '../shared/time';
import { hashOf } from '../shared/tokens';
import { identityOf, readProperties, targetOf } from './target';

/**
 * The custom resource: nothing while it lives; when it is deleted, a state machine empties what it stands for, and answers.
 *
 * Its identity is what is to be emptied, so that CloudFormation empties the old domain when another takes its place.
 */
export class StudioContents implements CustomResource {
  constructor(private readonly sfn: SFNClient, private readonly time: Time = systemTime) {}

  public idWhenFailed(event: CloudFormationCustomResourceEvent): string {
    return 'PhysicalResourceId' in event ? event.PhysicalResourceId : `nothing (${event.LogicalResourceId})`;
  }

  public async create({ event }: Request<CreateEvent>): Promise<Outcome> {
    return { physicalId: identityOf(readProperties(event.ResourceProperties)) };
  }

  public async update({ event }: Request<UpdateEvent>): Promise<Outcome> {
    return { physicalId: identityOf(readProperties(event.ResourceProperties)) };
  }

  public async delete({ event, deadline, log }: Request<DeleteEvent>): Promise<Ending> {
    const { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId } = event;
    if (!targetOf(PhysicalResourceId, undefined)) {
      log.info('there is nothing to empty', { identity: PhysicalResourceId });
      return { physicalId: PhysicalResourceId };
    }
    const { StateMachineArn: machine, HomeVpcId } = readProperties(event.ResourceProperties);
    const input: StudioCleanUp = {
      request: { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId },
      target: targetOf(PhysicalResourceId, HomeVpcId)!,
    };
    const name = `clean-${hashOf(StackId, LogicalResourceId, RequestId).slice(0, 40)}`;
    await startOnce(this.sfn, { machine, name, input }, deadline, log, this.time);
    return ANSWERED_LATER;
  }
}
