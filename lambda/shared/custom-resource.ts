import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { failure, sendAnswer, success } from './custom-resource-answer';
import { MalformedEventError } from './errors';
import { Log, type LogFields } from './logging';
import { systemTime, within, type Time } from './time';

/** Time kept back for the answer to CloudFormation, whatever the work does. */
const ANSWER_MS = 30_000;
/** The work is asked to stop this much before it would be cut off, so that it can say what it was waiting for. */
const LAST_WORDS_MS = 10_000;
/** The share of a short timeout that the two together may take. */
const LARGEST_SHARE = 0.5;

/** What CloudFormation learns about a resource. */
export interface Outcome {
  /** Identity of the resource; another one on update makes CloudFormation delete the old resource afterwards. */
  readonly physicalId: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** One request of CloudFormation. */
export interface Request<Event extends CloudFormationCustomResourceEvent = CloudFormationCustomResourceEvent> {
  readonly event: Event;
  /** Moment at which the work should give up with an error of its own, in milliseconds since 1970. */
  readonly deadline: number;
  readonly log: Log;
}

/** Somebody else answers CloudFormation when the work is done. */
export const ANSWERED_LATER = Symbol('answered later');

/** How a request ended, or that it has not yet. */
export type Ending = Outcome | typeof ANSWERED_LATER;

/** What a custom resource does; every method may be called twice for the same request, and after a call that died half way. */
export interface CustomResource {
  /** Identity to report when the work failed; deletion is asked for under it. */
  idWhenFailed(event: CloudFormationCustomResourceEvent): string;
  create(request: Request<CreateEvent>): Promise<Ending>;
  update(request: Request<UpdateEvent>): Promise<Ending>;
  delete(request: Request<DeleteEvent>): Promise<Ending>;
}

export type CreateEvent = Extract<CloudFormationCustomResourceEvent, { RequestType: 'Create' }>;
export type UpdateEvent = Extract<CloudFormationCustomResourceEvent, { RequestType: 'Update' }>;
export type DeleteEvent = Extract<CloudFormationCustomResourceEvent, { RequestType: 'Delete' }>;

/**
 * A handler that CloudFormation calls directly and that always answers: when the work succeeds, when it throws, and when it
 * hangs, shortly before Lambda would end it. Without an answer a deployment hangs for an hour.
 *
 * It throws only when no answer can be given; Lambda then tries again and keeps the event in the dead-letter queue.
 */
export function customResourceHandler(
  resource: CustomResource,
  makeLog: (fields: LogFields) => Log = (fields) => new Log(fields),
  time: Time = systemTime,
) {
  return async (input: unknown, context: Context): Promise<void> => {
    const log = makeLog({ handler: context.functionName, requestId: context.awsRequestId });
    const event = checked(input, log);
    const requestLog = log.with({ stack: event.StackId, resource: event.LogicalResourceId, request: event.RequestType });
    const answer = await outcomeOf(resource, event, context, requestLog, time).then(
      (outcome) => outcome === ANSWERED_LATER ? undefined : success(event, outcome.physicalId, outcome.attributes ?? {}),
      (error: unknown) => {
        requestLog.error('the request of CloudFormation failed', error);
        return failure(event, resource.idWhenFailed(event), error, context.logStreamName);
      },
    );
    if (!answer) {
      requestLog.info('the answer to CloudFormation is left to others');
      return;
    }
    await sendAnswer(event.ResponseURL, answer, requestLog, time);
    requestLog.info('answered CloudFormation', { status: answer.Status, physicalId: answer.PhysicalResourceId });
  };
}

async function outcomeOf(resource: CustomResource, event: CloudFormationCustomResourceEvent, context: Context, log: Log, time: Time): Promise<Ending> {
  const remaining = context.getRemainingTimeInMillis();
  const scale = Math.min(1, (remaining * LARGEST_SHARE) / (ANSWER_MS + LAST_WORDS_MS));
  const limit = remaining - ANSWER_MS * scale;
  const deadline = time.now() + limit - LAST_WORDS_MS * scale;
  return within(limit, dispatch(resource, event, deadline, log), `the ${event.RequestType.toLowerCase()} request`);
}

async function dispatch(resource: CustomResource, event: CloudFormationCustomResourceEvent, deadline: number, log: Log): Promise<Ending> {
  switch (event.RequestType) {
    case 'Create': return resource.create({ event, deadline, log });
    case 'Update': return resource.update({ event, deadline, log });
    case 'Delete': return resource.delete({ event, deadline, log });
  }
}

/** Refuses an event that could not be answered, and keeps it in the log without its secret URL. */
function checked(input: unknown, log: Log): CloudFormationCustomResourceEvent {
  const event = (typeof input === 'object' && input !== null ? input : {}) as Partial<CloudFormationCustomResourceEvent>;
  const missing = (['RequestType', 'ResponseURL', 'StackId', 'RequestId', 'LogicalResourceId', 'ResourceProperties'] as const)
    .filter((field) => !event[field]);
  const known = ['Create', 'Update', 'Delete'].includes(String(event.RequestType));
  if (missing.length === 0 && known) {
    return event as CloudFormationCustomResourceEvent;
  }
  const problem = missing.length > 0 ? `it has no ${missing.join(', ')}` : `its RequestType is '${event.RequestType}'`;
  const error = new MalformedEventError(`not a request of CloudFormation: ${problem}`);
  log.error('refused a malformed event', error, { event: { ...event, ResponseURL: undefined } });
  throw error;
}
