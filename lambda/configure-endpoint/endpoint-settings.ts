import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { ANSWERED_LATER, type CreateEvent, type CustomResource, type DeleteEvent, type Outcome, type Request, type UpdateEvent } from '../shared/custom-resource';
import type { EndpointRecords } from '../shared/endpoints/records';
import { readSettings } from '../shared/endpoints/settings';
import type { Waker } from '../shared/endpoints/wake';
import { systemTime, type Time } from '../shared/time';

const NO_ENDPOINT = 'no endpoint';

/**
 * The custom resource: what an endpoint should be. Its identity is the endpoint's name.
 *
 * A deployment does not wait for the endpoint: at the first one there is no model yet. A deletion does: the reconciler answers
 * CloudFormation when nothing of the endpoint is left. Lambda may deliver a request twice, and the second time after later ones, the endpoint's deletion
 * among them: then it changes nothing.
 */
export class EndpointSettingsResource implements CustomResource {
  constructor(private readonly records: EndpointRecords, private readonly waker: Waker, private readonly time: Time = systemTime) {}

  public idWhenFailed(event: CloudFormationCustomResourceEvent): string {
    return 'PhysicalResourceId' in event ? event.PhysicalResourceId : `${NO_ENDPOINT} (${event.LogicalResourceId})`;
  }

  public create(request: Request<CreateEvent>): Promise<Outcome> {
    return this.configure(request);
  }

  public update(request: Request<UpdateEvent>): Promise<Outcome> {
    return this.configure(request);
  }

  public async delete({ event, log }: Request<DeleteEvent>): Promise<Outcome | typeof ANSWERED_LATER> {
    const { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId } = event;
    const record = PhysicalResourceId.startsWith(NO_ENDPOINT) ? undefined : await this.records.wish(PhysicalResourceId, {
      deletion: { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId }, requestId: RequestId,
    });
    if (!record) {
      log.info('there is no such endpoint, or it was asked for something else since', { endpoint: PhysicalResourceId });
      return { physicalId: PhysicalResourceId };
    }
    await this.waker.wake(record, this.time.now());
    log.info('the reconciler removes the endpoint, and answers', { endpoint: PhysicalResourceId });
    return ANSWERED_LATER;
  }

  private async configure({ event, log }: Request): Promise<Outcome> {
    const settings = readSettings(event.ResourceProperties.Settings);
    const record = await this.records.wish(settings.endpointName, { settings, requestId: event.RequestId });
    if (record) {
      await this.waker.wake(record, this.time.now());
      log.info('the settings are in the record', { endpoint: settings.endpointName, settingsHash: record.settingsHash });
    } else {
      log.warn('the request came before, and others since: the settings stay as they are', { endpoint: settings.endpointName });
    }
    return { physicalId: settings.endpointName };
  }
}
