import {
  CreateEndpointCommand, CreateEndpointConfigCommand, CreateModelCommand, UpdateEndpointCommand,
  type CreateEndpointConfigInput, type CreateModelInput, type ProductionVariantInstanceType, type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { EndpointSettings } from '../../lib/core/contract';
import type { Attempt } from '../shared/endpoints/record';
import { errorName } from '../shared/errors';

/** Makes the model and the configuration of an attempt, which have a name of their own each, so that a repetition finds them. */
export async function prepare(sagemaker: SageMakerClient, settings: EndpointSettings, attempt: Attempt): Promise<void> {
  await unlessThere(() => sagemaker.send(new CreateModelCommand(modelOf(settings, attempt))));
  await unlessThere(() => sagemaker.send(new CreateEndpointConfigCommand(configOf(settings, attempt))));
}

/** Lets the endpoint run the configuration. `busy` when SageMaker is changing it already: somebody was faster, or an earlier call arrived after all. */
export async function begin(sagemaker: SageMakerClient, settings: EndpointSettings, attempt: Attempt, exists: boolean): Promise<'begun' | 'busy'> {
  const named = { EndpointName: settings.endpointName, EndpointConfigName: attempt.configName };
  try {
    if (exists) {
      await sagemaker.send(new UpdateEndpointCommand({
        ...named,
        DeploymentConfig: settings.deployment,
        // With scaling the number of instances is its own.
        ...(settings.scaling && { RetainAllVariantProperties: true }),
      }));
    } else {
      await sagemaker.send(new CreateEndpointCommand(named));
    }
    return 'begun';
  } catch (error) {
    if (isBusy(error) || isThere(error)) {
      return 'busy';
    }
    throw error;
  }
}

function modelOf(settings: EndpointSettings, { packageArn, configName }: Attempt): CreateModelInput {
  return {
    ModelName: configName,
    ExecutionRoleArn: settings.executionRoleArn,
    PrimaryContainer: { ModelPackageName: packageArn, ...(settings.environment && { Environment: { ...settings.environment } }) },
    ...(settings.vpc && { VpcConfig: { Subnets: [...settings.vpc.subnets], SecurityGroupIds: [...settings.vpc.securityGroupIds] } }),
    ...(settings.networkIsolation && { EnableNetworkIsolation: true }),
  };
}

function configOf(settings: EndpointSettings, { configName }: Attempt): CreateEndpointConfigInput {
  const { dataCapture, volumeKeyArn, startupTimeoutSeconds } = settings;
  return {
    EndpointConfigName: configName,
    ProductionVariants: [{
      VariantName: settings.variantName,
      ModelName: configName,
      InstanceType: settings.instanceType as ProductionVariantInstanceType,
      InitialInstanceCount: settings.instanceCount,
      InitialVariantWeight: 1,
      ...(startupTimeoutSeconds && { ContainerStartupHealthCheckTimeoutInSeconds: startupTimeoutSeconds }),
    }],
    ...(volumeKeyArn && { KmsKeyId: volumeKeyArn }),
    ...(dataCapture && {
      DataCaptureConfig: {
        EnableCapture: true,
        InitialSamplingPercentage: dataCapture.percentage,
        DestinationS3Uri: dataCapture.destinationS3Uri,
        CaptureOptions: dataCapture.modes.map((CaptureMode) => ({ CaptureMode })),
        CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'], JsonContentTypes: ['application/json'] },
        ...(dataCapture.kmsKeyArn && { KmsKeyId: dataCapture.kmsKeyArn }),
      },
    }),
  };
}

/** Makes something whose name holds a hash of what it stands for. */
export async function unlessThere(create: () => Promise<unknown>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!isThere(error)) {
      throw error;
    }
  }
}

/** Names hold a hash of what they stand for, so that something of the same name is the same thing. */
export function isThere(error: unknown): boolean {
  return errorName(error) === 'ResourceInUse' || (errorName(error) === 'ValidationException' && /already exist/i.test((error as Error).message));
}

/** SageMaker changes one thing at a time. */
export function isBusy(error: unknown): boolean {
  return errorName(error) === 'ValidationException' && /in-progress|in progress|Cannot update|cannot be deleted while/i.test((error as Error).message);
}

/** An answer that will be the same next time: a limit of the account, or a request that the service does not take. */
export function isFinal(error: unknown): boolean {
  return ['ResourceLimitExceeded', 'ValidationException', 'ValidationError', 'AccessDeniedException'].includes(errorName(error));
}
