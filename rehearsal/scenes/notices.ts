import { ListTopicsCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, DeleteQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Failure } from './failure';
import { eventually } from './runs';
import { check, type Play } from './scene';

const QUEUE = 'rehearsal-reader';
const NOTICE_WITHIN_MS = 60_000;

/** Subscribes a queue of the rehearsal's own to the platform's topic, as a person would subscribe a mailbox. */
export async function listenToNotices({ stage }: Play): Promise<void> {
  const sns = new SNSClient(stage.client);
  const sqs = new SQSClient(stage.client);
  const { Topics } = await sns.send(new ListTopicsCommand({}));
  const topic = Topics?.map(({ TopicArn }) => TopicArn!).find((arn) => arn.includes('MlPlatform'));
  if (!topic) {
    throw new Failure('the platform has no topic for notices');
  }
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: QUEUE }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: Attributes!.QueueArn }));
  sns.destroy();
  sqs.destroy();
}

/** What the reader has taken out of the mailbox so far. */
const read = new WeakMap<Play['stage'], Notice[]>();

interface Notice {
  readonly subject: string;
  readonly text: string;
}

/** Waits for a notice whose text holds some words, until `inVain` says why it will never come. */
export async function expectNotice(play: Play, words: string, inVain?: () => Promise<string | undefined>): Promise<void> {
  const { printer, report } = play;
  const { subject } = await eventually(NOTICE_WITHIN_MS, `nobody was told of '${words}'`, async () => {
    const why = await inVain?.();
    if (why !== undefined) {
      throw new Failure(why);
    }
    return (await readAll(play)).find((notice) => `${notice.subject}\n${notice.text}`.includes(words));
  });
  report.notices.push(subject);
  printer.line('notice', subject);
  check(report, 'people are told', true, subject);
}

/** Every notice up to now; a mailbox hands out ten at a time. */
async function readAll({ stage }: Play): Promise<Notice[]> {
  const sqs = new SQSClient(stage.client);
  const QueueUrl = `${stage.emulator.endpoint}/000000000000/${QUEUE}`;
  const notices = read.get(stage) ?? [];
  read.set(stage, notices);
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  for (const { Body, ReceiptHandle } of Messages ?? []) {
    const { Subject = '', Message } = JSON.parse(Body!) as { Subject?: string; Message: string };
    notices.push({ subject: Subject, text: Message });
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  sqs.destroy();
  return notices;
}

/** The reader's own queue goes with the rehearsal, not with the app. */
export async function stopListening({ stage }: Play): Promise<void> {
  const sqs = new SQSClient(stage.client);
  await sqs.send(new DeleteQueueCommand({ QueueUrl: `${stage.emulator.endpoint}/000000000000/${QUEUE}` }));
  sqs.destroy();
}
