import type { CallbackMessage, GlueCrawlerWork, GlueJobWork, GlueRunRequest } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';

const NAME = /^[^\p{Cc}]{1,255}$/u;

/** @throws MalformedEventError when the state machine asks for something else */
export function readRequest(event: unknown): GlueRunRequest {
  const { callback, startTime, before } = (event ?? {}) as Partial<Record<keyof GlueRunRequest, unknown>>;
  const { token, pipelineExecutionArn }: { [Name in keyof CallbackMessage]?: unknown } = callback ?? {};
  if (typeof token !== 'string' || typeof pipelineExecutionArn !== 'string') {
    throw new MalformedEventError('the request has no callback with a token and a pipelineExecutionArn');
  }
  if (typeof startTime !== 'string' || Number.isNaN(Date.parse(startTime))) {
    throw new MalformedEventError(`the request has no proper startTime: ${JSON.stringify(startTime)}`);
  }
  return { callback: callback as CallbackMessage, startTime, before: (before ?? {}) };
}

/** What a step asks for; a text says why its inputs are of no use, and looking again cannot help. */
export function workIn({ arguments: inputs }: CallbackMessage): GlueJobWork | GlueCrawlerWork | string {
  const { jobName, jobArguments = {}, crawlerName }: { [Name in keyof GlueJobWork | keyof GlueCrawlerWork]?: unknown } = inputs ?? {};
  if (isName(crawlerName)) {
    return { crawlerName };
  }
  if (!isName(jobName)) {
    return 'the step names neither a job nor a crawler of Glue';
  }
  if (typeof jobArguments !== 'object' || jobArguments === null || Object.values(jobArguments).some((value) => value === null || typeof value === 'object')) {
    return 'the arguments of a job must be texts by their names';
  }
  return { jobName, jobArguments: Object.fromEntries(Object.entries(jobArguments).map(([name, value]) => [name, String(value)])) };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value);
}
