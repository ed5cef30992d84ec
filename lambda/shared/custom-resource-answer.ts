import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse } from 'aws-lambda';
import { MalformedEventError, textOf } from './errors';
import type { Log } from './logging';
import { retry } from './retry';
import { systemTime, type Time } from './time';

/** CloudFormation takes at most 4 KB in all; a reason is for people, who read the log for the rest. */
const LONGEST_REASON = 1_500;
const TRY_FOR_MS = 20_000;
const ONE_TRY_MS = 5_000;

/** The URL is refused, expired say; trying again cannot help. */
class AnswerRefusedError extends Error {
  public override readonly name = 'AnswerRefusedError';
}

type Identity = Pick<CloudFormationCustomResourceEvent, 'StackId' | 'RequestId' | 'LogicalResourceId'>;

export function success(event: Identity, physicalId: string, attributes: Readonly<Record<string, string>>): CloudFormationCustomResourceResponse {
  return { Status: 'SUCCESS', PhysicalResourceId: physicalId, Data: attributes, ...identityOf(event) };
}

export function failure(event: Identity, physicalId: string, error: unknown, logStream: string): CloudFormationCustomResourceResponse {
  const text = textOf(error);
  const reason = text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON)}...` : text;
  return { Status: 'FAILED', PhysicalResourceId: physicalId, Reason: `${reason} (log stream ${logStream})`, ...identityOf(event) };
}

function identityOf({ StackId, RequestId, LogicalResourceId }: Identity): Identity {
  return { StackId, RequestId, LogicalResourceId };
}

/**
 * Puts the answer where CloudFormation waits for it, a pre-signed URL that must never be logged.
 *
 * CloudFormation waits up to an hour for an answer, so a failed attempt is repeated.
 */
export async function sendAnswer(url: string, answer: CloudFormationCustomResourceResponse, log: Log, time: Time = systemTime): Promise<void> {
  const target = answerUrl(url);
  // As bytes, not text: the signature covers an empty content type, and text would get one.
  const body = new TextEncoder().encode(JSON.stringify(answer));
  await retry(() => put(target, body), {
    when: (error) => !(error instanceof AnswerRefusedError),
    until: time.now() + TRY_FOR_MS,
    firstMs: 250,
    longestMs: 4_000,
    onRetry: (error, waitMs) => log.warn('the answer to CloudFormation did not arrive, trying again', { error: textOf(error), waitMs }),
    time,
  });
}

async function put(url: URL, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const response = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' }, redirect: 'error', signal: AbortSignal.timeout(ONE_TRY_MS) });
  await response.arrayBuffer();
  if (response.status >= 400 && response.status < 500) {
    throw new AnswerRefusedError(`CloudFormation's answer URL returned ${response.status}`);
  }
  if (!response.ok) {
    throw new Error(`CloudFormation's answer URL returned ${response.status}`);
  }
}

/** HTTPS, or plain HTTP to this machine, which is where a local emulator listens. */
function answerUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (!url || !(url.protocol === 'https:' || local)) {
    throw new MalformedEventError('ResponseURL must be an https URL');
  }
  return url;
}
