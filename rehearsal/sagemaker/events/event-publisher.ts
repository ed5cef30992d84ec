import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Json } from '../api';
import type { Settings } from '../context';
import type { ServiceModel } from '../model/service-model';
import type { Resource } from '../resources/resource';
import { stateChangeDetail } from './details';

export interface StateChangeEvent {
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Json;
}

/** Puts the service's events on EventBridge. SageMaker's delivery is best effort, so a lost event is told on the log and no more. */
export class EventPublisher {
  private readonly client?: EventBridgeClient;
  private readonly model: ServiceModel;
  private readonly settings: Pick<Settings, 'dropEvents'>;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(options: { model: ServiceModel; settings: Pick<Settings, 'dropEvents'>; endpoint?: string; region: string }) {
    this.model = options.model;
    this.settings = options.settings;
    if (options.endpoint) {
      this.client = new EventBridgeClient({
        endpoint: options.endpoint, region: options.region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 2,
      });
    }
  }

  /** Tells of the present state of a resource, if its kind has such an event. */
  stateChange(resource: Resource, more: Json = {}, detailType = resource.kind.eventType): void {
    if (detailType) {
      const detail = { ...stateChangeDetail(resource, this.model), ...more };
      this.publish({ detailType, resources: [resource.arn], detail });
    }
  }

  /** Sends one event after those before it. */
  publish(event: StateChangeEvent): void {
    const { client } = this;
    if (!client || event.detailType === this.settings.dropEvents) {
      return;
    }
    const entry = {
      Source: 'aws.sagemaker', DetailType: event.detailType, Resources: [...event.resources], Detail: JSON.stringify(event.detail), Time: new Date(),
    };
    this.queue = this.queue.then(async () => {
      try {
        const answer = await client.send(new PutEventsCommand({ Entries: [entry] }));
        if (answer.FailedEntryCount) {
          throw new Error(answer.Entries?.[0]?.ErrorMessage ?? 'the entry was refused');
        }
      } catch (error) {
        console.error(`sagemaker: the event '${event.detailType}' of ${event.resources.join(', ')} was lost: ${String(error)}`);
      }
    });
  }

  /** Waits for the events that are on their way. */
  async close(): Promise<void> {
    await this.queue;
    this.client?.destroy();
  }
}
