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
const ENTRYPOINT = Limit.of('AppSpecification.ContainerEntrypoint');
const WORD = Limit.between('ContainerWord', 0, 256);
const VARIABLE = Limit.between('EnvironmentValue', 0, 256);
const LOCAL_PATH = Limit.between('LocalPath', 0, 256);
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
  // The script's name is `$0`, an argument of its own: any character is safe in it.
  const run = `cd ${CODE_FOLDER} && tar -xzf *.gz${install} && exec python3 "$0" "$@"`;
  return renderJob(site, image, ['/bin/sh', '-c', run, bound.entryPoint], options, outputs, [
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
  check(site.scope, options, entrypoint, inputs, outputs);
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

function check(
  scope: Construct,
  options: ProcessorOptions,
  entrypoint: readonly string[] | undefined,
  inputs: readonly RenderedInput[],
  outputs: readonly _Output[],
): void {
  checkInstanceType(scope, 'instanceType', options.instanceType, FOR_PROCESSING);
  const mistakes = new Mistakes(scope)
    .add(INSTANCES.mistakeIn('instanceCount', options.instanceCount))
    .add(VOLUME.mistakeIn('volumeSize', options.volumeSize?.toGibibytes()))
    .add(RUNTIME.mistakeIn('maxRuntime', options.maxRuntime?.toSeconds()))
    .add(ENVIRONMENT.mistakeInCount('environment', options.environment))
    .add(ARGUMENTS.mistakeInCount('arguments', options.arguments))
    .add(ENTRYPOINT.mistakeInCount('entrypoint', entrypoint))
    .add(INPUTS.mistakeInCount('inputs', inputs))
    .add(OUTPUTS.mistakeInCount('outputs', outputs));
  entrypoint?.forEach((word) => mistakes.add(WORD.mistakeInText('entryPoint', word)));
  options.arguments?.forEach((word) => mistakes.add(WORD.mistakeInText('arguments', word)));
  Object.entries(options.environment ?? {}).forEach(([name, value]) => checkVariable(mistakes, name, value));
  checkFolders(mistakes, inputs, outputs);
  mistakes.throwIfAny();
}

function checkVariable(mistakes: Mistakes, name: string, value: string): void {
  mistakes
    .when(!/^[a-zA-Z_][a-zA-Z0-9_]{0,255}$/.test(name), {
      code: 'EnvironmentName', property: 'environment', problem: 'names have up to 256 letters, digits and underscores and do not start with a digit', value: name,
      fix: 'Rename the variable.',
    })
    .add(VARIABLE.mistakeInText(`environment '${name}'`, value));
}

function checkFolders(mistakes: Mistakes, inputs: readonly RenderedInput[], outputs: readonly _Output[]): void {
  const folders = inputs.map((input) => String(input.S3Input.LocalPath).replace(/\/+$/, ''));
  const repeatedName = firstRepeated([...inputs.map((input) => input.InputName), ...outputs.map((output) => output.name)]);
  const repeatedFolder = firstRepeated(folders);
  mistakes
    .when(repeatedName !== undefined, {
      code: 'ProcessingNameRepeated',
      property: 'inputs',
      problem: "inputs and outputs of a job need different names, and 'code' is taken by the script",
      value: repeatedName,
      fix: 'Give each input and output a name of its own.',
    })
    .when(repeatedName === undefined && repeatedFolder !== undefined, {
      code: 'ProcessingFolderRepeated', property: 'inputs', problem: 'two inputs share a folder', value: repeatedFolder, fix: "Give each a 'localPath' of its own.",
    });
  for (const folder of folders) {
    mistakes.add(LOCAL_PATH.mistakeInText('localPath', folder)).when(!folder.startsWith('/opt/ml/processing/'), {
      code: 'ProcessingFolderOutside', property: 'localPath', problem: 'must begin with /opt/ml/processing/', value: folder,
      fix: "Choose a folder below it, or leave 'localPath' out.",
    });
  }
}

function firstRepeated(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}
