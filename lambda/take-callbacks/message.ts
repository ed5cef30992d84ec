import type { CallbackMessage } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';

const TOKEN = /^[a-zA-Z0-9]{1,64}$/;
const EXECUTION = /^arn:[^:]+:sagemaker:[^:]+:\d{12}:pipeline\/[^/]+\/execution\/[a-z0-9]+$/;

/** @throws MalformedEventError when the text is no message of a callback step */
export function callbackIn(body: unknown): CallbackMessage {
  const { token, pipelineExecutionArn, arguments: inputs } = objectIn(body);
  if (typeof token !== 'string' || !TOKEN.test(token)) {
    throw new MalformedEventError(`the message has no proper token: ${JSON.stringify(token)}`);
  }
  if (typeof pipelineExecutionArn !== 'string' || !EXECUTION.test(pipelineExecutionArn)) {
    throw new MalformedEventError(`the message has no proper pipelineExecutionArn: ${JSON.stringify(pipelineExecutionArn)}`);
  }
  return { token, pipelineExecutionArn, ...(inputs !== undefined && { arguments: inputs }) };
}

function objectIn(body: unknown): Partial<Record<keyof CallbackMessage, unknown>> {
  try {
    const parsed: unknown = JSON.parse(String(body));
    if (typeof parsed === 'object' && parsed !== null) {
      return parsed;
    }
  } catch {
    // Told below, as is any other text that is no object.
  }
  throw new MalformedEventError('the message must be a JSON object');
}
