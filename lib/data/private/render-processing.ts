import { Annotations, Duration, Size } from 'aws-cdk-lib/core';
import type { BoundSourceCode, ContainerImage, SourceCode } from '../../core';
import { environmentOf } from '../../core/internal/job-environment';
import { type ApiRequest, grantJobTelemetry, grantPull, type JobSite, volumeKey } from '../../core/internal/job-site';
import { joinNetwork } from '../../core/internal/network';
import type { ProcessingInput, _RenderedInput } from '../processing-input';
import { UploadMode } from '../processing-output';
import type { _Output } from '../processor';
import type { ContainerProcessorOptions, ProcessorOptions, ScriptProcessorOptions } from '../processor-options';
import { checkProcessing } from './check-processing';
import { USUAL_INSTANCE } from '../../core/internal/processors';
import { INPUT_FOLDER, OUTPUT_FOLDER } from './places';

export const CODE_FOLDER = `${INPUT_FOLDER}/code`;

/** Everything that makes a job. */
export interface Work {
  readonly image: ContainerImage;
  readonly options: ProcessorOptions;
  readonly entrypoint?: string[];
  /** In place of those in the options. */
  readonly arguments?: string[];
  /** Inputs as the user gave them. */
  readonly given: readonly ProcessingInput[];
  /** Inputs as the request has them: those given, and those that the job brings along. */
  readonly inputs: readonly _RenderedInput[];
  readonly outputs: readonly ApiRequest[];
}

/** A job that unpacks the user's tarball and runs the script in it, so that tracebacks show the user's own file names. */
export function renderScriptJob(
  site: JobSite,
  image: ContainerImage,
  code: SourceCode,
  options: ScriptProcessorOptions,
  inputs: readonly ProcessingInput[],
  outputs: readonly _Output[],
): ApiRequest {
  const bound = code.bind(site.scope, site.role);
  const install = bound.hasRequirements ? ' && python3 -m pip install --quiet -r requirements.txt' : '';
  warnOfRequirements(site, bound, options);
  // The script's name is `$0`, an argument of its own: any character is safe in it.
  const run = `cd ${CODE_FOLDER} && tar -xzf *.gz${install} && exec python3 "$0" "$@"`;
  return renderJob(site, {
    image,
    options,
    entrypoint: ['/bin/sh', '-c', run, bound.entryPoint],
    given: inputs,
    inputs: [...inputs.map((input) => input._render(site)), renderInput('code', bound.uri, CODE_FOLDER)],
    outputs: renderOutputs(site, options, outputs),
  });
}

/** A job that runs the image's own program. */
export function renderContainerJob(
  site: JobSite,
  image: ContainerImage,
  options: ContainerProcessorOptions,
  inputs: readonly ProcessingInput[],
  outputs: readonly _Output[],
): ApiRequest {
  return renderJob(site, {
    image,
    options,
    entrypoint: options.entrypoint,
    given: inputs,
    inputs: inputs.map((input) => input._render(site)),
    outputs: renderOutputs(site, options, outputs),
  });
}

/** The request of any job. */
export function renderJob(site: JobSite, work: Work): ApiRequest {
  const { image, options } = work;
  checkProcessing(site.scope, work);
  const bound = image.bind(site.scope);
  grantPull(bound, site.role);
  grantJobTelemetry(site.scope, site.role, 'ProcessingJobs');
  const instanceType = options.instanceType ?? USUAL_INSTANCE;
  return {
    AppSpecification: { ImageUri: bound.uri, ContainerEntrypoint: work.entrypoint, ContainerArguments: work.arguments ?? options.arguments },
    ProcessingResources: {
      ClusterConfig: {
        InstanceType: instanceType,
        InstanceCount: options.instanceCount ?? 1,
        VolumeSizeInGB: (options.volumeSize ?? Size.gibibytes(30)).toGibibytes(),
        VolumeKmsKeyId: volumeKey(site, instanceType),
      },
    },
    RoleArn: site.role.roleArn,
    ProcessingInputs: work.inputs,
    ProcessingOutputConfig: { KmsKeyId: site.encryptionKey?.keyArn, Outputs: work.outputs },
    StoppingCondition: { MaxRuntimeInSeconds: (options.maxRuntime ?? Duration.hours(1)).toSeconds() },
    Environment: environmentOf(site, options),
    NetworkConfig: renderNetwork(site, options),
    Tags: options.tags && Object.entries(options.tags).map(([Key, Value]) => ({ Key, Value })),
    ...options.overrides,
  };
}

/** An input that the job brings along. */
export function renderInput(name: string, uri: string, localPath: string): _RenderedInput {
  return { InputName: name, S3Input: { S3Uri: uri, LocalPath: localPath, S3DataType: 'S3Prefix', S3InputMode: 'File' } };
}

/** The folders that are named where the job is used, and the places in its options. */
export function renderOutputs(site: JobSite, options: ProcessorOptions, outputs: readonly _Output[], nameOf = (name: string) => name): ApiRequest[] {
  return [
    ...outputs.map((output) => ({
      OutputName: nameOf(output.name),
      S3Output: {
        S3Uri: site.outputUri(output.name, output.keep), LocalPath: `${OUTPUT_FOLDER}/${output.name}`, S3UploadMode: options.uploadMode ?? UploadMode.END_OF_JOB,
      },
    })),
    ...(options.outputs ?? []).map((output) => output._render(site)),
  ];
}

/** What a requirements.txt names comes from the internet. */
export function warnOfRequirements({ scope }: JobSite, code: BoundSourceCode, { networkIsolation }: ProcessorOptions): void {
  if (code.hasRequirements && networkIsolation) {
    Annotations.of(scope).addWarningV2(
      'cdk-sagemaker-lifecycle:requirementsWithoutNetwork',
      "networkIsolation: 'requirements.txt' is installed from the internet, which the container cannot reach; put what it names into the image",
    );
  }
}

function renderNetwork({ scope, role }: JobSite, options: ProcessorOptions): ApiRequest | undefined {
  const { networkIsolation, encryptTrafficBetweenInstances } = options;
  const vpc = joinNetwork(scope, role, options);
  return vpc || networkIsolation || encryptTrafficBetweenInstances ? {
    EnableNetworkIsolation: networkIsolation ? true : undefined,
    EnableInterContainerTrafficEncryption: encryptTrafficBetweenInstances ? true : undefined,
    VpcConfig: vpc,
  } : undefined;
}
