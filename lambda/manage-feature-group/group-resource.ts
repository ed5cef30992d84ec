import type { SFNClient } from '@aws-sdk/client-sfn';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { FeatureGroupWork } from '../../lib/core/contract';
import { ANSWERED_LATER, type CreateEvent, type CustomResource, type DeleteEvent, type Ending, type Request, type UpdateEvent } from '../shared/custom-resource';
import { startOnce } from '../shared/machines';
import { systemTime, type Time } from '../shared/time';
import { hashOf } from '../shared/tokens';
import { isGroupName, readProperties, saidBefore } from './properties';

/**
 * The custom resource: a state machine makes, changes or deletes the group, and answers. A group in memory takes a quarter of an hour to come and to go, which
 * is longer than a function runs.
 *
 * Its identity is the group's name, so that a group with another name is made before CloudFormation asks for the old one to be deleted.
 */
export class FeatureGroupResource implements CustomResource {
  constructor(private readonly sfn: SFNClient, private readonly time: Time = systemTime) {}

  public idWhenFailed(event: CloudFormationCustomResourceEvent): string {
    return 'PhysicalResourceId' in event ? event.PhysicalResourceId : `no group (${event.LogicalResourceId})`;
  }

  public create(request: Request<CreateEvent>): Promise<Ending> {
    const { StateMachineArn, ...wanted } = readProperties(request.event.ResourceProperties);
    return this.start(request, StateMachineArn, { task: 'MAKE', featureGroupName: wanted.FeatureGroupName, wanted });
  }

  public update(request: Request<UpdateEvent>): Promise<Ending> {
    const { PhysicalResourceId, OldResourceProperties, ResourceProperties } = request.event;
    const { StateMachineArn, ...wanted } = readProperties(ResourceProperties);
    const featureGroupName = wanted.FeatureGroupName;
    const before = saidBefore(OldResourceProperties, featureGroupName);
    const task = featureGroupName === PhysicalResourceId ? 'CHANGE' : 'REPLACE';
    return this.start(request, StateMachineArn, { task, featureGroupName, wanted, ...(before && { before }) });
  }

  public async delete(request: Request<DeleteEvent>): Promise<Ending> {
    const { PhysicalResourceId: physicalId, ResourceProperties } = request.event;
    if (!isGroupName(physicalId)) {
      request.log.info('there is no group to delete', { identity: physicalId });
      return { physicalId };
    }
    const { StateMachineArn } = readProperties(ResourceProperties);
    return this.start(request, StateMachineArn, { task: 'DELETE', featureGroupName: physicalId });
  }

  private async start({ event, deadline, log }: Request, machine: string, work: Omit<FeatureGroupWork, 'request'>): Promise<Ending> {
    const { ResponseURL, StackId, RequestId, LogicalResourceId } = event;
    const input: FeatureGroupWork = { request: { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId: this.idWhenFailed(event) }, ...work };
    const name = `group-${hashOf(StackId, LogicalResourceId, RequestId).slice(0, 40)}`;
    await startOnce(this.sfn, { machine, name, input }, deadline, log, this.time);
    return ANSWERED_LATER;
  }
}
