import { Annotations, Size, Stack } from 'aws-cdk-lib/core';
import type { BoundSourceCode, S3Source } from '../../core';
import { environmentOf } from '../../core/internal/job-environment';
import { type ApiRequest, grantJobTelemetry, grantPull, type JobSite, Keep, volumeKey } from '../../core/internal/job-site';
import { joinNetwork } from '../../core/internal/network';
import { InputMode } from '../channel';
import { checkTraining, CODE_CHANNEL, DEFAULT_RUNTIME } from './check-training';
import type { Recipe, Searched } from './recipe';
import { renderChannels } from './render-channels';

export function renderTrainingJob(site: JobSite, recipe: Recipe, channels: Readonly<Record<string, S3Source>>, searched: Searched): ApiRequest {
  const { image, options, instanceType, metrics } = recipe;
  checkTraining(site.scope, recipe, channels, searched);
  const bound = image.bind(site.scope);
  grantPull(bound, site.role);
  grantJobTelemetry(site.scope, site.role, 'TrainingJobs');
  const code = recipe.code?.bind(site.scope, site.role);
  return {
    AlgorithmSpecification: {
      TrainingImage: bound.uri,
      TrainingInputMode: options.inputMode ?? InputMode.FILE,
      MetricDefinitions: metrics?.map((metric) => ({ Name: metric.name, Regex: metric.regex })),
    },
    HyperParameters: {
      ...recipe.hyperparameters,
      ...(code ? scriptMode(site, code, options.networkIsolation === true) : {}),
      ...recipe.distribution?._hyperparameters({ family: image._family, instanceType }),
    },
    InputDataConfig: renderChannels(site, recipe, channels, code),
    OutputDataConfig: { S3OutputPath: site.outputUri('model', Keep.WITH_THE_MODEL), KmsKeyId: site.encryptionKey?.keyArn },
    ResourceConfig: {
      InstanceType: instanceType,
      InstanceCount: options.instanceCount ?? 1,
      VolumeSizeInGB: (options.volumeSize ?? Size.gibibytes(30)).toGibibytes(),
      VolumeKmsKeyId: volumeKey(site, instanceType),
      KeepAlivePeriodInSeconds: options.keepAlive?.toSeconds(),
    },
    StoppingCondition: {
      MaxRuntimeInSeconds: (options.maxRuntime ?? DEFAULT_RUNTIME).toSeconds(),
      MaxWaitTimeInSeconds: options.spot?.maxWait.toSeconds(),
    },
    EnableManagedSpotTraining: options.spot ? true : undefined,
    CheckpointConfig: options.checkpoints?._render(site),
    RetryStrategy: options.retries === undefined ? undefined : { MaximumRetryAttempts: options.retries },
    VpcConfig: joinNetwork(site.scope, site.role, options),
    EnableNetworkIsolation: options.networkIsolation ? true : undefined,
    EnableInterContainerTrafficEncryption: options.encryptTrafficBetweenInstances ? true : undefined,
    RoleArn: site.role.roleArn,
    Environment: environmentOf(site, options),
    // SageMaker Debugger takes no new customers; without this its profiler would be asked for.
    ProfilerConfig: { DisableProfiler: true },
    ...options.overrides,
  };
}

/** The hyperparameters by which AWS's training toolkit finds the user's code: in S3, or where a channel puts it for a container without a network. */
function scriptMode({ scope }: JobSite, code: BoundSourceCode, isolated: boolean): Record<string, string> {
  if (isolated && code.hasRequirements) {
    Annotations.of(scope).addWarningV2(
      'cdk-sagemaker-lifecycle:requirementsWithoutNetwork',
      "networkIsolation: 'requirements.txt' is installed from the internet, which the container cannot reach; put what it names into the image",
    );
  }
  return {
    sagemaker_program: code.entryPoint,
    sagemaker_submit_directory: isolated ? `/opt/ml/input/data/${CODE_CHANNEL}/${code.hash}.tar.gz` : code.uri,
    sagemaker_region: Stack.of(scope).region,
    sagemaker_container_log_level: '20',
  };
}
