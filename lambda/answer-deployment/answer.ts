import type { DeploymentAnswer } from '../../lib/core/contract';
import { failure, sendAnswer, success } from '../shared/custom-resource-answer';
import { MalformedEventError } from '../shared/errors';
import type { Log } from '../shared/logging';
import { systemTime, type Time } from '../shared/time';

/** What it takes to answer. */
const MEMBERS = ['ResponseURL', 'StackId', 'RequestId', 'LogicalResourceId', 'PhysicalResourceId'] as const;

/** Tells CloudFormation how the work of a state machine ended. */
export async function answerDeployment(event: unknown, logStream: string, log: Log, time: Time = systemTime): Promise<void> {
  const { request, attributes = {}, error } = checked(event);
  const { PhysicalResourceId: id } = request;
  const answer = error ? failure(request, id, reasonOf(error), logStream) : success(request, id, attributes);
  await sendAnswer(request.ResponseURL, answer, log, time);
  log.info('answered CloudFormation', { stack: request.StackId, resource: request.LogicalResourceId, status: answer.Status });
}

/** The first words of a failed build's phases, and where its log is; of anything else what Step Functions says. */
function reasonOf({ Error: name, Cause: cause = '' }: NonNullable<DeploymentAnswer['error']>): string {
  const build = buildIn(cause);
  if (!build) {
    return `${name}: ${cause}`;
  }
  const { Id = '', Phases = [], Logs } = build;
  const messages = Phases.flatMap(({ Contexts }) => Contexts ?? []).map(({ Message }) => Message);
  return [`the build ${Id} failed`, ...messages, Logs?.DeepLink && `log: ${Logs.DeepLink}`].filter(Boolean).join('; ');
}

interface FailedBuild {
  readonly Id?: string;
  readonly Phases?: readonly { readonly Contexts?: readonly { readonly Message?: string }[] }[];
  readonly Logs?: { readonly DeepLink?: string };
}

function buildIn(cause: string): FailedBuild | undefined {
  try {
    const { Build } = JSON.parse(cause) as { Build?: FailedBuild };
    return Build;
  } catch {
    return undefined;
  }
}

function checked(event: unknown): DeploymentAnswer {
  const { request } = (event ?? {}) as Partial<DeploymentAnswer>;
  const missing = MEMBERS.filter((member) => typeof request?.[member] !== 'string');
  if (missing.length > 0) {
    throw new MalformedEventError(`the request to answer has no ${missing.join(', ')}`);
  }
  return event as DeploymentAnswer;
}
