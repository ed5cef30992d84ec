import type { DriftDetail, RetrainRequest } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';
import { parameterList, PIPELINE_NAME, type RunRequest } from '../shared/run-request';
import { hashOf } from '../shared/tokens';
import { fieldsOf, isCount, isText, isTextMap, printed } from '../shared/values';

const LONGEST_DESCRIPTION = 3_072;
const DETAIL_TEXTS = ['monitor', 'monitorName', 'endpointName', 'analysisId', 'windowStart', 'windowEnd', 'reportUri'] as const;
const DETAIL_NUMBERS = ['records', 'violationCount', 'worstDrift'] as const;

/** The request of a rule, or a MalformedEventError that names every member that breaks the contract. */
export function readRequest(raw: unknown): RetrainRequest {
  const request = fieldsOf(raw);
  const event = fieldsOf(request.event);
  const detail = fieldsOf(event.detail);
  const parameters: unknown = request.parameters ?? {};
  const { pipelineName, coolDownSeconds } = request;
  const problems = [
    ...(typeof pipelineName === 'string' && PIPELINE_NAME.test(pipelineName) ? [] : [`pipelineName must be the name of a pipeline, got ${printed(pipelineName)}`]),
    ...(isCount(coolDownSeconds) ? [] : [`coolDownSeconds must be a whole number of seconds, got ${printed(coolDownSeconds)}`]),
    ...(isTextMap(parameters) ? [] : ['parameters must be an object of texts']),
    ...['id', 'time'].filter((name) => !isText(event[name])).map((name) => `event.${name} must be a text`),
    ...(detail.version === '1' ? [] : [`event.detail.version must be '1', got ${printed(detail.version)}`]),
    ...DETAIL_TEXTS.filter((name) => !isText(detail[name])).map((name) => `event.detail.${name} must be a text`),
    ...DETAIL_NUMBERS.filter((name) => typeof detail[name] !== 'number').map((name) => `event.detail.${name} must be a number`),
    ...(detail.worstFeature === undefined || isText(detail.worstFeature) ? [] : ['event.detail.worstFeature must be a text']),
    ...(isViolations(detail.violations) ? [] : ['event.detail.violations must be a list of violations']),
  ];
  if (problems.length > 0) {
    throw new MalformedEventError(problems.join('; '));
  }
  return raw as RetrainRequest;
}

/** The one run that belongs to this pipeline and analysis; the same request always gives the same. */
export function runRequest({ pipelineName, parameters = {}, event: { detail } }: RetrainRequest): RunRequest {
  const token = hashOf('drift', pipelineName, detail.analysisId);
  const displayName = `drift-${token.slice(0, 12)}`;
  return {
    displayName,
    input: {
      PipelineName: pipelineName,
      ClientRequestToken: token,
      PipelineExecutionDisplayName: displayName,
      PipelineExecutionDescription: describe(detail),
      ...parameterList(parameters),
    },
  };
}

function describe({ monitorName, endpointName, violationCount, worstFeature }: DriftDetail): string {
  const worst = worstFeature === undefined ? '' : `, worst in ${worstFeature}`;
  const text = `Started by drift: monitor ${monitorName} found ${violationCount} violations on endpoint ${endpointName}${worst}`;
  return text.replace(/\s+/g, ' ').slice(0, LONGEST_DESCRIPTION);
}

function isViolations(value: unknown): boolean {
  return Array.isArray(value) && value.map(fieldsOf).every((each) =>
    isText(each.feature) && isText(each.check) && typeof each.description === 'string' && (each.drift === undefined || typeof each.drift === 'number'));
}
