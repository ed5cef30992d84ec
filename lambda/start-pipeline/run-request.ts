import type { PipelineRunProperties } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';
import { parameterList, PIPELINE_NAME, type RunRequest } from '../shared/run-request';
import { hashOf } from '../shared/tokens';

/** Which resource of which stack asks for a run. */
export interface Requester {
  readonly StackId: string;
  readonly LogicalResourceId: string;
}

const PARAMETER_NAME = /^[A-Za-z0-9\-_]{1,256}$/;
const MOST_PARAMETERS = 200;
const LONGEST_VALUE = 1024;

/** The pipeline that a physical id stands for; undefined for the id of a request that never named one. */
export function pipelineNamed(text: unknown): string | undefined {
  return typeof text === 'string' && PIPELINE_NAME.test(text) ? text : undefined;
}

/** The properties of the custom resource, or an error that names every member that breaks the contract. */
export function readProperties(raw: Readonly<Record<string, unknown>>): PipelineRunProperties {
  const parameters = raw.Parameters ?? {};
  const problems = [
    ...(pipelineNamed(raw.PipelineName) ? [] : [`PipelineName must be the name of a pipeline, got ${JSON.stringify(raw.PipelineName)}`]),
    ...(raw.RunHash === undefined || (typeof raw.RunHash === 'string' && raw.RunHash !== '') ? [] : ['RunHash must be a text that is not empty']),
    ...parameterProblems(parameters),
  ];
  if (problems.length > 0) {
    throw new MalformedEventError(problems.join('; '));
  }
  return { PipelineName: raw.PipelineName as string, RunHash: raw.RunHash as string | undefined, Parameters: parameters as Record<string, string> };
}

function parameterProblems(parameters: unknown): string[] {
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
    return ['Parameters must be an object of texts'];
  }
  const entries = Object.entries(parameters);
  return [
    ...(entries.length > MOST_PARAMETERS ? [`Parameters can hold ${MOST_PARAMETERS} values, got ${entries.length}`] : []),
    ...entries.filter(([name]) => !PARAMETER_NAME.test(name)).map(([name]) => `'${name}' cannot be the name of a parameter`),
    ...entries.filter(([, value]) => typeof value !== 'string' || value.length > LONGEST_VALUE)
      .map(([name]) => `parameter '${name}' must be a text of at most ${LONGEST_VALUE} characters`),
  ];
}

/** The one run that belongs to this resource, pipeline and run hash; the same arguments always give the same request. */
export function runRequest(requester: Requester, run: PipelineRunProperties & { readonly RunHash: string }, why: string): RunRequest {
  const token = hashOf(requester.StackId, requester.LogicalResourceId, run.PipelineName, run.RunHash);
  const displayName = `deploy-${token.slice(0, 12)}`;
  return {
    displayName,
    input: {
      PipelineName: run.PipelineName,
      ClientRequestToken: token,
      PipelineExecutionDisplayName: displayName,
      PipelineExecutionDescription: `Started by stack ${stackName(requester.StackId)}: ${why}`,
      ...parameterList(run.Parameters),
    },
  };
}

/** The same run once more, because another one has come between: the same arguments always give the same request. */
export function onceMore({ displayName, input }: RunRequest, after: string): RunRequest {
  const token = hashOf(input.ClientRequestToken!, after);
  const newName = `${displayName}-${token.slice(0, 6)}`;
  return { displayName: newName, input: { ...input, ClientRequestToken: token, PipelineExecutionDisplayName: newName } };
}

function stackName(stackId: string): string {
  return stackId.split('/')[1] ?? stackId;
}
