import { PutObjectCommand } from '@aws-sdk/client-s3';
import { validationException, type Json } from '../api';
import type { Context, Handlers } from '../context';
import { jobDefinitions, monitoringSchedule } from '../kinds/monitoring';
import { processingJob } from '../kinds/runs';
import { statusOf, type Resource } from '../resources/resource';
import { pageOf } from './listing';
import { create, setStatus, standardOperations } from './standard';

/** How an execution of a monitor ends, as a scene wants it. */
export interface EndedMonitoring {
  readonly MonitoringScheduleName: string;
  /** In seconds since 1970. */
  readonly ScheduledTime: number;
  /** Entries of constraint_violations.json; left out where the execution fails. */
  readonly violations?: readonly Json[];
  readonly records?: number;
  readonly FailureReason?: string;
}

/** The service's own monitors: they can be made, changed and deleted with the service's checks; none runs by itself, a scene ends executions. */
export function monitoringOperations(context: Context): Handlers {
  const toStatus = (status: string) => (input: Json) => {
    setStatus(context.resources.require(monitoringSchedule, input), status, context);
    return {};
  };
  return {
    ...Object.assign({}, ...Object.values(jobDefinitions).map((kind) => standardOperations(kind, context))),
    ...standardOperations(monitoringSchedule, context),
    StartMonitoringSchedule: toStatus('Scheduled'),
    StopMonitoringSchedule: toStatus('Stopped'),
    ListMonitoringExecutions: (input) => {
      const found = context.resources.all(monitoringSchedule)
        .filter(({ attributes }) => passes(attributes, input, ['MonitoringScheduleName', 'EndpointName']))
        .flatMap(({ attributes }): Json[] => attributes.Executions ?? [])
        .filter((execution) => [undefined, execution.MonitoringExecutionStatus].includes(input.StatusEquals) && isWithin(execution, input));
      const member = input.SortBy === 'Status' ? 'MonitoringExecutionStatus' : input.SortBy ?? 'CreationTime';
      const sorted = found.sort((a, b) => (a[member] < b[member] ? -1 : a[member] > b[member] ? 1 : 0));
      const page = pageOf(input.SortOrder === 'Ascending' ? sorted : sorted.reverse(), input);
      return { MonitoringExecutionSummaries: page.items, ...(page.nextToken && { NextToken: page.nextToken }) };
    },
  };
}

/** Ends an execution of a schedule: its job, its files in S3, and what the lists say of it. */
export async function endMonitoring(ended: EndedMonitoring, context: Context): Promise<Json> {
  const schedule = context.resources.require(monitoringSchedule, { ...ended });
  if (statusOf(schedule) !== 'Scheduled') {
    throw validationException(`Monitoring schedule ${schedule.id} is ${statusOf(schedule)}: nothing runs by it.`);
  }
  const { MonitoringType: type, MonitoringJobDefinitionName: definitionName, EndpointName } = schedule.attributes;
  const definition = context.resources.require(jobDefinitions[type], { JobDefinitionName: definitionName });
  const failed = ended.violations === undefined;
  const job = failed ? undefined : await runJob(ended as EndedMonitoring & { violations: Json[] }, schedule, definition, context);
  const now = context.clockwork.now();
  const execution: Json = {
    MonitoringScheduleName: schedule.id, ScheduledTime: ended.ScheduledTime, CreationTime: now, LastModifiedTime: now, EndpointName,
    MonitoringExecutionStatus: failed ? 'Failed' : ended.violations.length > 0 ? 'CompletedWithViolations' : 'Completed',
    MonitoringJobDefinitionName: definitionName, MonitoringType: type,
    ...(job && { ProcessingJobArn: job.arn }), ...(failed && { FailureReason: ended.FailureReason }),
  };
  schedule.attributes.Executions = [...schedule.attributes.Executions ?? [], execution];
  schedule.attributes.LastMonitoringExecutionSummary = execution;
  return execution;
}

/** The job behind an execution, which writes below the definition's place: endpoint, schedule and hour. */
async function runJob(ended: EndedMonitoring & { violations: Json[] }, schedule: Resource, definition: Resource, context: Context): Promise<Resource> {
  const { EndpointName } = schedule.attributes;
  const { AppSpecification, JobOutputConfig, JobResources, RoleArn } = partsOf(definition);
  const hour = new Date(ended.ScheduledTime * 1_000).toISOString().slice(0, 13).replace(/[-T]/g, '/');
  const output = JobOutputConfig.MonitoringOutputs[0].S3Output;
  const folder = `${output.S3Uri.replace(/\/+$/, '')}/${EndpointName}/${schedule.id}/${hour}`;
  const [, Bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(folder)!;
  const files = {
    'constraint_violations.json': { violations: ended.violations },
    'statistics.json': { version: 0, dataset: { item_count: ended.records ?? 0 }, features: [] },
  };
  for (const [name, content] of Object.entries(files)) {
    await context.s3.send(new PutObjectCommand({ Bucket, Key: `${prefix}/${name}`, Body: JSON.stringify(content) }));
  }
  return create(processingJob, {
    ProcessingJobName: `model-monitoring-${hour.replace(/\D/g, '')}00-${schedule.attributes.Executions?.length ?? 0}${definition.id.slice(-12)}`,
    ProcessingJobStatus: 'Completed', MonitoringScheduleArn: schedule.arn, RoleArn, AppSpecification, ProcessingResources: JobResources,
    ProcessingOutputConfig: { Outputs: [{ OutputName: 'monitoring_output', S3Output: { S3UploadMode: 'EndOfJob', ...output, S3Uri: folder } }] },
  }, context);
}

/** The members of a definition whose names begin with its kind. */
function partsOf({ attributes, kind }: Resource): Json {
  const prefix = kind.name.replace(/JobDefinition$/, '');
  return { ...attributes, AppSpecification: { ImageUri: attributes[`${prefix}AppSpecification`].ImageUri }, JobOutputConfig: attributes[`${prefix}JobOutputConfig`] };
}

function passes(attributes: Json, input: Json, members: readonly string[]): boolean {
  return members.every((member) => input[member] === undefined || input[member] === attributes[member]);
}

function isWithin(execution: Json, input: Json): boolean {
  return ['CreationTime', 'LastModifiedTime', 'ScheduledTime'].every((member) =>
    !(execution[member] <= input[`${member}After`]) && !(execution[member] >= input[`${member}Before`]));
}
