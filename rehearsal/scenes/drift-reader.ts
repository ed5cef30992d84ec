import { EventBridgeClient, DeleteRuleCommand, PutEventsCommand, PutRuleCommand, PutTargetsCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, DeleteQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DRIFT_DETAIL_TYPE, DRIFT_EVENT_SOURCE, type DriftDetail } from '../../lib/core/contract';
import type { Stage } from '../stage/stage';
import { eventually } from './runs';

const NAME = 'rehearsal-drift';
const ARRIVES_WITHIN_MS = 15_000;

/** Somebody who listens to drift events, as any other application may. */
export class DriftReader {
  static async listen(stage: Stage): Promise<DriftReader> {
    const reader = new DriftReader(new EventBridgeClient(stage.client), new SQSClient(stage.client), `${stage.emulator.endpoint}/000000000000/${NAME}`);
    await reader.start();
    return reader;
  }

  private constructor(private readonly events: EventBridgeClient, private readonly sqs: SQSClient, private readonly QueueUrl: string) {}

  private async start(): Promise<void> {
    await this.sqs.send(new CreateQueueCommand({ QueueName: NAME }));
    const { Attributes } = await this.sqs.send(new GetQueueAttributesCommand({ QueueUrl: this.QueueUrl, AttributeNames: ['QueueArn'] }));
    await this.events.send(new PutRuleCommand({ Name: NAME, EventPattern: JSON.stringify({ source: [DRIFT_EVENT_SOURCE] }) }));
    await this.events.send(new PutTargetsCommand({ Rule: NAME, Targets: [{ Id: 'queue', Arn: Attributes!.QueueArn }] }));
  }

  /** The drift event, once it arrives. */
  async next(): Promise<DriftDetail> {
    return eventually(ARRIVES_WITHIN_MS, 'no drift event came', async () => {
      const { Messages } = await this.sqs.send(new ReceiveMessageCommand({ QueueUrl: this.QueueUrl }));
      return Messages?.[0] && (JSON.parse(Messages[0].Body!) as { detail: DriftDetail }).detail;
    });
  }

  /** Whether any event has come. */
  async heardNothing(): Promise<boolean> {
    const { Messages } = await this.sqs.send(new ReceiveMessageCommand({ QueueUrl: this.QueueUrl, VisibilityTimeout: 0 }));
    return (Messages ?? []).length === 0;
  }

  /** Delivers an event once more, as EventBridge may. */
  async repeat(detail: DriftDetail): Promise<void> {
    await this.events.send(new PutEventsCommand({ Entries: [{ Source: DRIFT_EVENT_SOURCE, DetailType: DRIFT_DETAIL_TYPE, Detail: JSON.stringify(detail) }] }));
  }

  async stop(): Promise<void> {
    await this.events.send(new RemoveTargetsCommand({ Rule: NAME, Ids: ['queue'] }));
    await this.events.send(new DeleteRuleCommand({ Name: NAME }));
    await this.sqs.send(new DeleteQueueCommand({ QueueUrl: this.QueueUrl }));
    this.events.destroy();
    this.sqs.destroy();
  }
}
