import { Duration, Size } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ContainerImage, SourceCode } from '../../core';
import { Mistakes } from '../../core/internal/errors';
import { checkInstanceType, FOR_PROCESSING } from '../../core/internal/instance-types';
import { type ApiRequest, grantJobTelemetry, grantPull, type JobSite, volumeKey } from '../../core/internal/job-site';
import { Limit } from '../../core/internal/limits';
import type { ProcessingInput } from '../processing-input';
import type { ContainerProcessorOptions, ProcessorOptions, ScriptProcessorOptions, _Output } from '../processor';

const CODE_FOLDER = '/opt/ml/processing/input/code';
const OUTPUT_FOLDER = '/opt/ml/processing/output';

const RUNTIME = Limit.of('ProcessingStoppingCondition.MaxRuntimeInSeconds');
const INSTANCES = Limit.of('ProcessingClusterConfig.InstanceCount');
const VOLUME = Limit.of('ProcessingClusterConfig.VolumeSizeInGB');
const INPUTS = Limit.of('CreateProcessingJobRequest.ProcessingInputs');
const OUTPUTS = Limit.of('ProcessingOutputConfig.Outputs');
const ENVIRONMENT = Limit.of('CreateProcessingJobRequest.Environment');
const ARGUMENTS = Limit.of('AppSpecification.ContainerArguments');
const DEFAULT_INSTANCE = 'ml.m5.large';

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
  const run = `cd ${CODE_FOLDER} && tar -xzf *.gz${install} && exec python3 '${bound.entryPoint}' "$@"`;
  return renderJob(site, image, ['/bin/sh', '-c', run, 'script'], options, outputs, [
    ...inputs.map((input) => renderInput(input.name, input.source.bind(site.scope, site.role).uri, input.localPath)),
    renderInput('code', bound.uri, CODE_FOLDER),
  ]);
}

/** A job that runs the image's own program. */
export function renderContainerJob(
  site: JobSite,
  image: ContainerImage,
  options: ContainerProcessorOptions,
  inputs: readonly ProcessingInput[],
  outputs: readonly _Output[],
): ApiRequest {
  return renderJob(site, image, options.entrypoint, options, outputs, inputs.map((input) =>
    renderInput(input.name, input.source.bind(site.scope, site.role).uri, input.localPath)));
}

interface RenderedInput {
  readonly InputName: string;
  readonly S3Input: ApiRequest;
}

function renderJob(
  site: JobSite,
  image: ContainerImage,
  entrypoint: string[] | undefined,
  options: ProcessorOptions,
  outputs: readonly _Output[],
  inputs: readonly RenderedInput[],
): ApiRequest {
  check(site.scope, options, inputs, outputs);
  const bound = image.bind(site.scope);
  grantPull(bound, site.role);
  grantJobTelemetry(site.scope, site.role, 'ProcessingJobs');
  const instanceType = options.instanceType ?? DEFAULT_INSTANCE;
  return {
    AppSpecification: { ImageUri: bound.uri, ContainerEntrypoint: entrypoint, ContainerArguments: options.arguments },
    ProcessingResources: {
      ClusterConfig: {
        InstanceType: instanceType,
        InstanceCount: options.instanceCount ?? 1,
        VolumeSizeInGB: (options.volumeSize ?? Size.gibibytes(30)).toGibibytes(),
        VolumeKmsKeyId: volumeKey(site, instanceType),
      },
    },
    RoleArn: site.role.roleArn,
    ProcessingInputs: inputs,
    ProcessingOutputConfig: {
      KmsKeyId: site.encryptionKey?.keyArn,
      Outputs: outputs.map((output) => ({
        OutputName: output.name,
        S3Output: { S3Uri: site.outputUri(output.name, output.keep), LocalPath: `${OUTPUT_FOLDER}/${output.name}`, S3UploadMode: 'EndOfJob' },
      })),
    },
    StoppingCondition: { MaxRuntimeInSeconds: (options.maxRuntime ?? Duration.hours(1)).toSeconds() },
    Environment: options.environment,
    ...options.overrides,
  };
}

function renderInput(name: string, uri: string, localPath: string): RenderedInput {
  return { InputName: name, S3Input: { S3Uri: uri, LocalPath: localPath, S3DataType: 'S3Prefix', S3InputMode: 'File' } };
}

function check(scope: Construct, options: ProcessorOptions, inputs: readonly RenderedInput[], outputs: readonly _Output[]): void {
  checkInstanceType(scope, 'instanceType', options.instanceType, FOR_PROCESSING);
  const names = [...inputs.map((input) => input.InputName), ...outputs.map((output) => output.name)];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  new Mistakes(scope)
    .add(INSTANCES.mistakeIn('instanceCount', options.instanceCount))
    .add(VOLUME.mistakeIn('volumeSize', options.volumeSize?.toGibibytes()))
    .add(RUNTIME.mistakeIn('maxRuntime', options.maxRuntime?.toSeconds()))
    .add(ENVIRONMENT.mistakeInCount('environment', options.environment))
    .add(ARGUMENTS.mistakeInCount('arguments', options.arguments))
    .add(INPUTS.mistakeInCount('inputs', inputs))
    .add(OUTPUTS.mistakeInCount('outputs', outputs))
    .when(repeated !== undefined, {
      code: 'ProcessingNameRepeated',
      property: 'inputs',
      problem: "inputs and outputs of a job need different names, and 'code' is taken by the script",
      value: repeated,
      fix: 'Give each input and output a name of its own.',
    })
    .throwIfAny();
}
