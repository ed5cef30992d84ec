import type { Log } from '../shared/logging';
import type { Notice, NoticeTopic } from '../shared/notices';
import { understood } from '../shared/understood';
import type { Details } from './details';
import { isSettled, modelNotice, runNotice } from './notice';
import { subjectOf, type Subject } from './subject-of-event';

/** Turns one event into one message on the topic, or into none when there is nothing to tell. */
export class Notifier {
  constructor(private readonly details: Details, private readonly topic: NoticeTopic, private readonly studioDomainId?: string) {}

  /** Throws on a malformed event and when the message cannot be sent, so that Lambda tries again and then keeps the event. */
  public async handle(event: unknown, log: Log): Promise<void> {
    const subject = understood(subjectOf, event, log, 'event');
    if (!subject) {
      log.info('nothing to tell: the status needs nobody');
      return;
    }
    const subjectLog = log.with(subject.kind === 'run' ? { pipeline: subject.pipeline, execution: subject.executionArn } : { modelPackage: subject.packageArn });
    const notice = await this.noticeFor(subject, subjectLog);
    if (!notice) {
      subjectLog.info('nothing to tell: the model version is not waiting for a decision now');
      return;
    }
    const messageId = await this.topic.tell(notice);
    subjectLog.info('told people', { kind: notice.kind, subject: notice.subject, messageId });
  }

  private async noticeFor(subject: Subject, log: Log): Promise<Notice | undefined> {
    if (subject.kind === 'run') {
      const details = await this.details.ofRun(subject);
      warnAboutGaps(log, details.unread);
      return runNotice(subject, details);
    }
    const details = await this.details.ofModel(subject);
    warnAboutGaps(log, details.unread);
    return isSettled(details) ? undefined : modelNotice(subject, details, this.studioDomainId);
  }
}

function warnAboutGaps(log: Log, unread: readonly string[]): void {
  if (unread.length > 0) {
    log.warn('the notice lacks details', { unread });
  }
}
