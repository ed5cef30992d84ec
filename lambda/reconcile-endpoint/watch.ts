import {
  CreateDataQualityJobDefinitionCommand, CreateMonitoringScheduleCommand, DeleteDataQualityJobDefinitionCommand, DeleteMonitoringScheduleCommand,
  ListDataQualityJobDefinitionsCommand, UpdateMonitoringScheduleCommand,
  type CreateDataQualityJobDefinitionCommandInput, type UpdateMonitoringScheduleCommandInput, type ProcessingInstanceType, type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { errorName, isNotFound } from '../shared/errors';
import { isNameOf } from './attempt';
import type { WantedMonitor } from './monitors';
import { isThere, unlessThere } from './roll-out';
import { namesIn, unlessGone } from './tidy';

/** Where the service's container expects what an endpoint captured, and leaves its results. */
const INPUT = '/opt/ml/processing/input/endpoint';
const OUTPUT = '/opt/ml/processing/output';

/** Makes the job definition, whose name holds a hash of what it is, and lets the schedule run it. `busy` when SageMaker is changing the schedule. */
export async function watch(sagemaker: SageMakerClient, endpointName: string, wanted: WantedMonitor, scheduleExists: boolean): Promise<'begun' | 'busy'> {
  await unlessThere(() => sagemaker.send(new CreateDataQualityJobDefinitionCommand(definitionOf(endpointName, wanted))));
  try {
    const schedule = scheduleOf(wanted);
    await (scheduleExists ? sagemaker.send(new UpdateMonitoringScheduleCommand(schedule)) : sagemaker.send(new CreateMonitoringScheduleCommand(schedule)));
    return 'begun';
  } catch (error) {
    if (isBusy(error) || isThere(error) || isNotFound(error)) {
      return 'busy';
    }
    throw error;
  }
}

/** Deletes a schedule, which SageMaker may need time for. The executions that it ran, and their reports, stay. */
export async function deleteSchedule(sagemaker: SageMakerClient, MonitoringScheduleName: string): Promise<void> {
  try {
    await sagemaker.send(new DeleteMonitoringScheduleCommand({ MonitoringScheduleName }));
  } catch (error) {
    if (!isNotFound(error) && !isBusy(error)) {
      throw error;
    }
  }
}

/** Deletes a monitor's job definitions, but for the one that is kept. */
export async function tidyMonitor(sagemaker: SageMakerClient, endpointName: string, monitorName: string, keep: string | undefined): Promise<string[]> {
  const definitions = await namesIn(async (NextToken) => {
    const { JobDefinitionSummaries = [], NextToken: next } = await sagemaker.send(new ListDataQualityJobDefinitionsCommand({
      EndpointName: endpointName, NameContains: monitorName, MaxResults: 100, NextToken,
    }));
    return { names: JobDefinitionSummaries.map(({ MonitoringJobDefinitionName }) => MonitoringJobDefinitionName), next };
  });
  const needless = definitions.filter((name): name is string => name !== undefined && isNameOf(monitorName, name) && name !== keep);
  for (const JobDefinitionName of needless) {
    await unlessGone(sagemaker.send(new DeleteDataQualityJobDefinitionCommand({ JobDefinitionName })));
  }
  return needless;
}

function definitionOf(EndpointName: string, { settings, definitionName, baseline }: WantedMonitor): CreateDataQualityJobDefinitionCommandInput {
  const { reportS3Uri, reportKeyArn, volumeKeyArn } = settings;
  return {
    JobDefinitionName: definitionName,
    RoleArn: settings.roleArn,
    DataQualityAppSpecification: { ImageUri: settings.imageUri },
    DataQualityBaselineConfig: {
      ConstraintsResource: { S3Uri: baseline!.constraintsS3Uri },
      StatisticsResource: { S3Uri: baseline!.statisticsS3Uri },
    },
    DataQualityJobInput: { EndpointInput: { EndpointName, LocalPath: INPUT } },
    DataQualityJobOutputConfig: {
      MonitoringOutputs: [{ S3Output: { S3Uri: reportS3Uri, LocalPath: OUTPUT, S3UploadMode: 'EndOfJob' } }],
      ...(reportKeyArn !== undefined && { KmsKeyId: reportKeyArn }),
    },
    JobResources: {
      ClusterConfig: {
        InstanceCount: 1,
        InstanceType: settings.instanceType as ProcessingInstanceType,
        VolumeSizeInGB: settings.volumeSizeGb,
        ...(volumeKeyArn !== undefined && { VolumeKmsKeyId: volumeKeyArn }),
      },
    },
    StoppingCondition: { MaxRuntimeInSeconds: settings.maxRuntimeSeconds },
  };
}

function scheduleOf({ settings, definitionName }: WantedMonitor): UpdateMonitoringScheduleCommandInput {
  return {
    MonitoringScheduleName: settings.monitorName,
    MonitoringScheduleConfig: {
      MonitoringType: settings.monitor,
      MonitoringJobDefinitionName: definitionName,
      ScheduleConfig: { ScheduleExpression: settings.scheduleExpression },
    },
  };
}

/** A schedule that is being made, or an execution that is going on. */
function isBusy(error: unknown): boolean {
  return errorName(error) === 'ValidationException' && /in status Pending|in-progress|in progress/i.test((error as Error).message);
}
