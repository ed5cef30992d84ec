import { randomBytes } from 'node:crypto';
import type { StepState } from '../../pipelines/runner';
import { conflict, validationException, type Json } from '../api';
import type { Context, Handlers } from '../context';
import { isoTime } from '../events/details';
import { pipeline, pipelineExecution } from '../kinds/runs';
import { parseDefinition } from '../pipelines/definition';
import { parametersOf } from '../pipelines/parameters';
import { ClientTokens } from '../resources/client-tokens';
import { statusOf, type Resource } from '../resources/resource';
import { list, pageOf } from './listing';
import { create, standardOperations } from './standard';

/** Runs of pipelines: started once per client token, executed in the background, observed step by step. */
export function executionOperations(context: Context): Handlers {
  const tokens = new ClientTokens();
  const { resources } = context;
  const named = (input: Json) => resources.require(pipelineExecution, input);
  const paged = (member: string, items: readonly Json[], input: Json): Json => {
    const page = pageOf(items, input);
    return { [member]: page.items, ...(page.nextToken && { NextToken: page.nextToken }) };
  };
  return {
    ...standardOperations(pipelineExecution, context),
    StartPipelineExecution: (input) => tokens.once('StartPipelineExecution', input, () => {
      const owner = resources.require(pipeline, input);
      const execution = create(pipelineExecution, newExecution(input, owner), context);
      execution.attributes.StartTime = execution.attributes.CreationTime;
      Object.assign(owner.attributes, { LastRunTime: execution.attributes.CreationTime, LastExecutionTime: execution.attributes.CreationTime });
      launch(execution, context);
      return { PipelineExecutionArn: execution.arn };
    }),
    RetryPipelineExecution: (input) => tokens.once('RetryPipelineExecution', input, () => {
      const execution = named(input);
      if (!['Failed', 'Stopped'].includes(statusOf(execution) ?? '')) {
        throw conflict(`Pipeline execution ${execution.arn} is ${statusOf(execution)}; only one that failed or was stopped can be retried.`);
      }
      delete execution.attributes.FailureReason;
      delete execution.attributes.PipelineExecutionFailureReason;
      changeStatus(execution, 'Executing', context);
      launch(execution, context);
      return { PipelineExecutionArn: execution.arn };
    }),
    StopPipelineExecution: (input) => tokens.once('StopPipelineExecution', input, () => {
      const execution = named(input);
      if (statusOf(execution) !== 'Executing') {
        throw validationException(`Pipeline execution ${execution.arn} is ${statusOf(execution)} and cannot be stopped.`);
      }
      changeStatus(execution, 'Stopping', context);
      execution.stop?.();
      return { PipelineExecutionArn: execution.arn };
    }),
    SendPipelineExecutionStepSuccess: (input) => tokens.once('SendPipelineExecutionStepSuccess', input, () => {
      const outputs = new Map<string, string>((input.OutputParameters ?? []).map(({ Name, Value }: Json) => [Name, Value]));
      return { PipelineExecutionArn: context.callbacks.answer(input.CallbackToken, { outputs }) };
    }),
    SendPipelineExecutionStepFailure: (input) => tokens.once('SendPipelineExecutionStepFailure', input, () => ({
      PipelineExecutionArn: context.callbacks.answer(input.CallbackToken, { failureReason: `ClientError: ${input.FailureReason ?? 'no reason was given'}` }),
    })),
    ListPipelineExecutions: (input) =>
      list(pipelineExecution, { ...input, PipelineName: resources.require(pipeline, input).id }, context),
    ListPipelineExecutionSteps: (input) => {
      const steps = Object.values(named(input).attributes.Steps as Record<string, Json>);
      return paged('PipelineExecutionSteps', input.SortOrder === 'Ascending' ? steps : [...steps].reverse(), input);
    },
    DescribePipelineDefinitionForExecution: (input) => {
      const { PipelineDefinition, CreationTime } = named(input).attributes;
      return { PipelineDefinition, CreationTime };
    },
    ListPipelineParametersForExecution: (input) => {
      const values = Object.entries(named(input).attributes.Parameters as Record<string, string>).map(([Name, Value]) => ({ Name, Value }));
      return paged('PipelineParameters', values, input);
    },
  };
}

/** The document of a new run; it keeps the definition that it was started with. */
function newExecution(input: Json, owner: Resource): Json {
  const { PipelineParameters: given, PipelineName: _name, ...members } = input;
  const { PipelineDefinition } = owner.attributes;
  const ExecutionId = [...randomBytes(12)].map((byte) => (byte % 36).toString(36)).join('');
  return {
    ...members,
    PipelineName: owner.id,
    PipelineArn: owner.arn,
    ExecutionId,
    PipelineExecutionArn: `${owner.arn}/execution/${ExecutionId}`,
    PipelineExecutionDisplayName: input.PipelineExecutionDisplayName ?? `execution-${Date.now()}`,
    PipelineDefinition,
    Parameters: parametersOf(parseDefinition(PipelineDefinition), given),
    Steps: {},
    CreatedBy: {},
    LastModifiedBy: {},
  };
}

/** Executes the steps in the background, and records how it ended. */
function launch(execution: Resource, context: Context): void {
  const { attributes, arn } = execution;
  publishStatus(execution, undefined, context);
  const controller = context.clockwork.background(async (signal) => {
    try {
      const result = await context.pipelineExecutor(context.api, context.s3).execute({
        definition: parseDefinition(attributes.PipelineDefinition),
        parameters: attributes.Parameters,
        pipelineName: attributes.PipelineName,
        pipelineArn: attributes.PipelineArn,
        executionId: attributes.ExecutionId,
        executionArn: arn,
        signal,
        onStep: (step) => recordStep(execution, step, context),
      });
      changeStatus(execution, result.status, context, result.failureReason);
    } catch (error) {
      changeStatus(execution, 'Failed', context, `InternalFailure: ${String(error)}`);
    }
  });
  execution.stop = () => controller.abort();
}

function changeStatus(execution: Resource, status: string, context: Context, failureReason?: string): void {
  const before = statusOf(execution);
  Object.assign(execution.attributes, {
    PipelineExecutionStatus: status,
    LastModifiedTime: context.clockwork.now(),
    ...(failureReason && { FailureReason: failureReason.slice(0, 1300), PipelineExecutionFailureReason: failureReason.slice(0, 1300) }),
  });
  if (status !== 'Executing') {
    publishStatus(execution, before, context);
  }
}

function publishStatus(execution: Resource, previous: string | undefined, context: Context): void {
  const { attributes } = execution;
  const ended = ['Succeeded', 'Failed', 'Stopped'].includes(attributes.PipelineExecutionStatus);
  context.events.publish({
    detailType: 'SageMaker Model Building Pipeline Execution Status Change',
    resources: [attributes.PipelineArn, execution.arn],
    detail: {
      pipelineArn: attributes.PipelineArn,
      pipelineExecutionArn: execution.arn,
      pipelineExecutionDisplayName: attributes.PipelineExecutionDisplayName,
      pipelineExecutionDescription: attributes.PipelineExecutionDescription,
      currentPipelineExecutionStatus: attributes.PipelineExecutionStatus,
      previousPipelineExecutionStatus: previous,
      executionStartTime: isoTime(attributes.CreationTime),
      executionEndTime: ended ? isoTime(attributes.LastModifiedTime) : undefined,
    },
  });
}

function recordStep(execution: Resource, step: StepState, context: Context): void {
  const steps = execution.attributes.Steps as Record<string, Json>;
  const before = steps[step.name]?.StepStatus;
  steps[step.name] = {
    StepName: step.name,
    StepStatus: step.status,
    AttemptCount: step.attempts ?? 0,
    ...(step.startTime !== undefined && { StartTime: step.startTime }),
    ...(step.endTime !== undefined && { EndTime: step.endTime }),
    ...(step.failureReason && { FailureReason: step.failureReason.slice(0, 1024) }),
    ...(step.metadata && { Metadata: step.metadata }),
    ...(step.cachedFrom && { CacheHitResult: { SourcePipelineExecutionArn: step.cachedFrom } }),
  };
  if (before === step.status) {
    return;
  }
  context.events.publish({
    detailType: 'SageMaker Model Building Pipeline Execution Step Status Change',
    resources: [execution.attributes.PipelineArn, execution.arn],
    detail: {
      pipelineArn: execution.attributes.PipelineArn,
      pipelineExecutionArn: execution.arn,
      stepName: step.name,
      stepType: step.type,
      currentStepStatus: step.status,
      previousStepStatus: before,
      stepStartTime: isoTime(step.startTime),
      stepEndTime: isoTime(step.endTime),
      failureReason: step.failureReason,
      metadata: step.metadata && eventMetadata(step.metadata),
    },
  });
}

/** Step metadata as events write it: `{ProcessingJob: {Arn}}` becomes `{processingJob: {arn}}`. */
function eventMetadata(metadata: Json): Json {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [
    name.charAt(0).toLowerCase() + name.slice(1),
    typeof value === 'object' && value !== null && !Array.isArray(value) ? eventMetadata(value) : value,
  ]));
}
