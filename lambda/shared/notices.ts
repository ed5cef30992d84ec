import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { NoticeKind } from '../../lib/core/contract';

/** A message to people. */
export interface Notice {
  readonly kind: NoticeKind;
  /** At most 100 printable ASCII characters: what SNS takes. */
  readonly subject: string;
  readonly message: string;
}

const LONGEST_SUBJECT = 100;

/** The topic that people subscribe to. */
export class NoticeTopic {
  constructor(private readonly sns: SNSClient, private readonly topicArn: string) {}

  /** Publishes the notice and says what id it got. */
  public async tell({ kind, subject, message }: Notice): Promise<string | undefined> {
    const { MessageId } = await this.sns.send(new PublishCommand({
      TopicArn: this.topicArn,
      Subject: subject,
      Message: message,
      MessageAttributes: { kind: { DataType: 'String', StringValue: kind } },
    }));
    return MessageId;
  }
}

/** One line that SNS takes as a subject: printable ASCII, cut where it gets too long. */
export function subjectLine(text: string): string {
  const ascii = text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').replace(/[^\x20-\x7e]/g, '?').trim();
  return ascii.length > LONGEST_SUBJECT ? `${ascii.slice(0, LONGEST_SUBJECT - 3)}...` : ascii;
}

/** Paragraphs of lines, without those that have nothing to say. */
export function paragraphs(...parts: readonly (false | readonly (string | false | undefined)[])[]): string {
  const texts = parts.map((lines) => (lines || []).filter(Boolean).join('\n'));
  return `${texts.filter(Boolean).join('\n\n')}\n`;
}
