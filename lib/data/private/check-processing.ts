import type { Construct } from 'constructs';
import { checkEnvironment, OF_PROCESSING } from '../../core/internal/environment';
import { Mistakes } from '../../core/internal/errors';
import { checkInstanceType, FOR_PROCESSING } from '../../core/internal/instance-types';
import { mistakeInTracking } from '../../core/internal/job-environment';
import { Limit } from '../../core/internal/limits';
import { checkNetwork } from '../../core/internal/network';
import type { ProcessorOptions } from '../processor-options';
import type { Work } from './render-processing';

const RUNTIME = Limit.of('ProcessingStoppingCondition.MaxRuntimeInSeconds');
const INSTANCES = Limit.of('ProcessingClusterConfig.InstanceCount');
const VOLUME = Limit.of('ProcessingClusterConfig.VolumeSizeInGB');
const INPUTS = Limit.of('CreateProcessingJobRequest.ProcessingInputs');
const OUTPUTS = Limit.of('ProcessingOutputConfig.Outputs');
const ARGUMENTS = Limit.of('AppSpecification.ContainerArguments');
const ENTRYPOINT = Limit.of('AppSpecification.ContainerEntrypoint');
const TAG_KEY = Limit.of('Tag.Key');
const TAG_VALUE = Limit.of('Tag.Value');
const TAGS = Limit.between('Tags', 0, 50);
const WORD = Limit.between('ContainerWord', 0, 256);

/** Refuses what the service would, all mistakes at once. */
export function checkProcessing(scope: Construct, work: Work): void {
  const { options, entrypoint, inputs, outputs } = work;
  const words = work.arguments ?? options.arguments;
  checkInstanceType(scope, 'instanceType', options.instanceType, FOR_PROCESSING);
  const mistakes = new Mistakes(scope)
    .add(INSTANCES.mistakeIn('instanceCount', options.instanceCount))
    .add(VOLUME.mistakeIn('volumeSize', options.volumeSize?.toGibibytes()))
    .add(RUNTIME.mistakeIn('maxRuntime', options.maxRuntime?.toSeconds()))
    .add(ARGUMENTS.mistakeInCount('arguments', words))
    .add(ENTRYPOINT.mistakeInCount('entrypoint', entrypoint))
    .add(INPUTS.mistakeInCount('inputs', inputs))
    .add(OUTPUTS.mistakeInCount('outputs', outputs));
  entrypoint?.forEach((word) => mistakes.add(WORD.mistakeInText('entryPoint', word)));
  words?.forEach((word) => mistakes.add(WORD.mistakeInText('arguments', word)));
  checkEnvironment(mistakes, OF_PROCESSING, options.environment);
  checkPlaces(mistakes, work);
  checkNetwork(mistakes, options);
  mistakes.add(mistakeInTracking(options));
  checkIsolation(mistakes, options);
  checkTags(mistakes, options.tags);
  mistakes.throwIfAny();
}

function checkPlaces(mistakes: Mistakes, { given, inputs, outputs, options }: Work): void {
  const folders = inputs.map((input) => String((input.S3Input ?? input.DatasetDefinition)!.LocalPath).replace(/\/+$/, ''));
  const repeatedName = firstRepeated([...inputs.map((input) => input.InputName), ...outputs.map((output) => String(output.OutputName))]);
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
  [...given, ...(options.outputs ?? [])].forEach((place) => place._mistakes().forEach((mistake) => mistakes.add(mistake)));
}

function checkIsolation(mistakes: Mistakes, { networkIsolation, outputs = [] }: ProcessorOptions): void {
  const record = outputs.find((output) => output._needsNetwork);
  mistakes
    .when(networkIsolation === true && record !== undefined, {
      code: 'OutputNeedsNetwork', property: 'networkIsolation', problem: 'keeps the container from putting records into a feature group', value: record?.name,
      fix: 'Leave it out, or let another job put the records in.',
    });
}

function checkTags(mistakes: Mistakes, tags: Readonly<Record<string, string>> = {}): void {
  mistakes.add(TAGS.mistakeInCount('tags', tags));
  Object.entries(tags).forEach(([key, value]) => mistakes
    .add(TAG_KEY.mistakeInText('tags', key))
    .add(TAG_VALUE.mistakeInText(`tags '${key}'`, value))
    .when(/^aws:/i.test(key), { code: 'TagReserved', property: 'tags', problem: "keys that start with 'aws:' are taken by AWS", value: key, fix: 'Rename the tag.' }));
}

function firstRepeated(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}
