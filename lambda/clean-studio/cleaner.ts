import type { StudioCleanUp, StudioLook, StudioLookAnswer } from '../../lib/core/contract';
import { failure, sendAnswer, success } from '../shared/custom-resource-answer';
import { MalformedEventError } from '../shared/errors';
import type { Log } from '../shared/logging';
import { OutOfTimeError, systemTime, type Time } from '../shared/time';
import { fieldsOf, isText } from '../shared/values';
import type { Studio } from './studio';

const MINUTE_MS = 60_000;
/** CloudFormation waits for an hour. */
const PATIENCE_MS = 55 * MINUTE_MS;
/** How long to wait until the next look, by the time that has gone by: apps take minutes, some take hours. */
const PACES: readonly (readonly [number, number])[] = [[MINUTE_MS, 5], [10 * MINUTE_MS, 15], [60 * MINUTE_MS, 30], [Infinity, 300]];
/** As many of what is left as a message names. */
const NAMED = 8;

/**
 * Empties a domain, a profile or a space in as many looks as it takes, and tells CloudFormation when nothing is left.
 *
 * When CloudFormation's patience ends before the work does, it is told what is still there, and the work goes on: the next deletion finds less.
 */
export class StudioCleaner {
  constructor(private readonly studio: Studio, private readonly time: Time = systemTime) {}

  public async advance(event: unknown, logStream: string, log: Log): Promise<StudioLookAnswer> {
    const { cleanUp, startTime, before = {}, refusal } = readLook(event, log);
    const own = log.with({ ...cleanUp.target });
    const told = before.told === true;
    const answer = async (error?: Error): Promise<void> => {
      const { request } = cleanUp;
      await sendAnswer(
        request.ResponseURL,
        error === undefined ? success(request, request.PhysicalResourceId, {}) : failure(request, request.PhysicalResourceId, error, logStream),
        own, this.time,
      );
      own.info('answered CloudFormation', { error: error?.message });
    };
    if (refusal) {
      await (told ? undefined : answer(new Error(`Studio could not be emptied: ${refusal.Error}: ${refusal.Cause ?? ''}`)));
      return { next: 'DONE', waitSeconds: 0, told: true };
    }
    const left = await this.studio.clean(cleanUp.target, own);
    const needsGroups = left.length === 0 && cleanUp.target.homeVpcId !== undefined;
    const groups = before.groups?.found.map(({ GroupName }) => `security group ${GroupName} (in use)`);
    if (left.length === 0 && (!needsGroups || groups?.length === 0)) {
      await (told ? undefined : answer());
      return { next: 'DONE', waitSeconds: 0, told: true };
    }
    const elapsed = this.time.now() - Date.parse(startTime);
    const isLate = !told && elapsed >= PATIENCE_MS;
    if (isLate) {
      await answer(new OutOfTimeError(`still there: ${named([...left, ...groups ?? []])}; this goes on for a day, delete again to hear of the end`));
    }
    return { next: needsGroups ? 'GROUPS' : 'WAIT', waitSeconds: PACES.find(([until]) => elapsed < until)![1], told: told || isLate };
  }
}

function named(left: readonly string[]): string {
  const more = left.length - NAMED;
  return `${left.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The event is not logged: it holds the signed URL of the answer. */
function readLook(event: unknown, log: Log): StudioLook {
  const { cleanUp, startTime } = fieldsOf(event);
  const { request, target } = fieldsOf(cleanUp) as Partial<StudioCleanUp>;
  const problems = [
    ...(['ResponseURL', 'StackId', 'RequestId', 'LogicalResourceId', 'PhysicalResourceId'] as const).filter((member) => !isText(request?.[member])),
    ...isText(target?.domainId) ? [] : ['domainId'],
    ...isText(startTime) && !Number.isNaN(Date.parse(startTime)) ? [] : ['startTime'],
  ];
  if (problems.length > 0) {
    const error = new MalformedEventError(`the state machine's request has no proper ${problems.join(', ')}`);
    log.error('refused a malformed request', error, { target });
    throw error;
  }
  return event as StudioLook;
}
