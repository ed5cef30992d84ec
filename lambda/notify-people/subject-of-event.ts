import {
  AWAITS_APPROVAL, PIPELINE_ENDED_BADLY, SAGEMAKER_DETAIL_TYPES, SAGEMAKER_EVENT_SOURCE,
  type ModelPackageEvent, type PipelineExecutionEvent,
} from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';

/** Where an event happened; decides the addresses of links. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** A pipeline run that failed or was stopped. */
export interface EndedRun extends Place {
  readonly kind: 'run';
  readonly pipeline: string;
  readonly executionArn: string;
  readonly status: (typeof PIPELINE_ENDED_BADLY)[number];
  readonly displayName: string | undefined;
}

/** A model version that waits for somebody's decision. */
export interface WaitingModel extends Place {
  readonly kind: 'model';
  readonly packageArn: string;
  readonly group: string;
  readonly version: string;
}

export type Subject = EndedRun | WaitingModel;

const EXECUTION_ARN = /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:\d{12}:pipeline\/([^/]+)\/execution\/[^/]+$/;
const PACKAGE_ARN = /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:\d{12}:model-package\/([^/]+)\/(\d+)$/;

/**
 * What an event asks people to look at; undefined when it follows its contract and says nothing they need to know.
 *
 * @throws MalformedEventError when it does not follow the contract
 */
export function subjectOf(raw: unknown): Subject | undefined {
  const event = objectIn(raw, 'the event');
  if (event.source !== SAGEMAKER_EVENT_SOURCE) {
    throw new MalformedEventError(`expected an event of ${SAGEMAKER_EVENT_SOURCE}, got source ${JSON.stringify(event.source)}`);
  }
  const place = { account: textIn(event, 'account'), region: textIn(event, 'region') };
  const detail = objectIn(event.detail, 'detail');
  switch (event['detail-type']) {
    case SAGEMAKER_DETAIL_TYPES.PIPELINE_EXECUTION: return endedRun(place, detail);
    case SAGEMAKER_DETAIL_TYPES.MODEL_PACKAGE: return waitingModel(place, detail);
    default: throw new MalformedEventError(`this handler knows no event of type ${JSON.stringify(event['detail-type'])}`);
  }
}

function endedRun(place: Place, detail: Fields<PipelineExecutionEvent['detail']>): EndedRun | undefined {
  const current = textIn(detail, 'currentPipelineExecutionStatus');
  const executionArn = textIn(detail, 'pipelineExecutionArn');
  const pipeline = EXECUTION_ARN.exec(executionArn)?.[1];
  if (!pipeline) {
    throw new MalformedEventError(`pipelineExecutionArn is not the ARN of a pipeline run: '${executionArn}'`);
  }
  const status = PIPELINE_ENDED_BADLY.find((name) => sameStatus(name, current));
  const displayName = typeof detail.pipelineExecutionDisplayName === 'string' ? detail.pipelineExecutionDisplayName : undefined;
  return status && { kind: 'run', ...place, pipeline, executionArn, status, displayName };
}

function waitingModel(place: Place, detail: Fields<ModelPackageEvent['detail']>): WaitingModel | undefined {
  const packageArn = textIn(detail, 'ModelPackageArn');
  const approval = detail.ModelApprovalStatus;
  if (typeof approval === 'string' && !sameStatus(AWAITS_APPROVAL, approval)) {
    return undefined;
  }
  const [, group, version] = PACKAGE_ARN.exec(packageArn) ?? [];
  if (!group || !version) {
    throw new MalformedEventError(`ModelPackageArn is not the ARN of a model version: '${packageArn}'`);
  }
  return { kind: 'model', ...place, packageArn, group, version };
}

/** The API writes `PendingManualApproval`; some events write the same as `PENDING_MANUAL_APPROVAL`. */
export function sameStatus(one: string, other: string): boolean {
  const letters = (text: string) => text.replace(/[^a-z]/gi, '').toLowerCase();
  return letters(one) === letters(other);
}

type Fields<T> = { readonly [Name in keyof T]?: unknown };

function objectIn(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedEventError(`${what} must be an object`);
  }
  return value as Record<string, unknown>;
}

function textIn<T>(fields: Fields<T>, name: keyof T & string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') {
    throw new MalformedEventError(`the event has no ${name}`);
  }
  return value;
}
