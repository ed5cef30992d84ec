import { Annotations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { DataDistribution, S3Source } from '../../core';
import { isKnown, type Mistake, type Mistakes } from '../../core/internal/errors';
import { nearest } from '../../core/internal/nearest';
import { Channel, InputMode } from '../channel';
import type { AlgorithmFacts } from './algorithm-facts';
import { missingHyperparameters, writeHyperparameters } from './hyperparameters';
import { processorOf, USUAL_GPU_INSTANCE, USUAL_INSTANCE } from '../../core/internal/processors';
import type { Recipe, Searched } from './recipe';

type Channels = Readonly<Record<string, S3Source>>;

/** Content type of the channel that training goes on from. */
export const MODEL_CONTENT_TYPE = 'application/x-sagemaker-model';

/** Checks what is known of a built-in algorithm against what it is to be used with. */
export function checkAlgorithm(scope: Construct, mistakes: Mistakes, recipe: Recipe, channels: Channels, searched: Searched): void {
  const { algorithm: { _facts: facts, name }, written } = recipe.builtIn!;
  const { overrides = {} } = recipe.options;
  if (!('HyperParameters' in overrides)) {
    written.mistakes.forEach((mistake) => mistakes.add(mistake));
    const tried = Object.fromEntries(Object.entries(searched).map(([each, { values }]) => [each, values[0]]));
    missingHyperparameters(facts, { ...written.values, ...tried }, contentTypesOf(facts, channels)).forEach((mistake) => mistakes.add(mistake));
    searchedMistakes(name, facts, searched).forEach((mistake) => mistakes.add(mistake));
    written.unsure.forEach((unsure) => Annotations.of(scope).addWarningV2(
      'cdk-sagemaker-lifecycle:unknownHyperparameter',
      `hyperparameters: '${unsure}' is none of ${name} that this version knows; the image refuses it unless it is newer`,
    ));
  }
  if (!('InputDataConfig' in overrides)) {
    checkChannels(mistakes, name, facts, channels);
    Object.entries(channels).forEach(([channel, source]) => checkData(mistakes, name, facts, recipe, channel, optionsOf(source)));
  }
  if (!('ResourceConfig' in overrides)) {
    checkInstances(mistakes, name, facts, recipe);
  }
  mistakes.when(recipe.options.initialModel !== undefined && !facts.incremental, {
    code: 'AlgorithmNotIncremental', property: 'initialModel', problem: `${name} cannot go on from an earlier model`, fix: "Leave 'initialModel' out.",
  });
}

/** What the jobs of a search would be refused for. */
function searchedMistakes(name: string, facts: AlgorithmFacts, searched: Searched): Mistake[] {
  return Object.entries(searched).flatMap(([hyperparameter, { values, continuous }]) => {
    const found = values.flatMap((value) => writeHyperparameters(name, facts, { [hyperparameter]: value }).mistakes);
    const whole = Object.hasOwn(facts.hyperparameters, hyperparameter) && facts.hyperparameters[hyperparameter].type === 'int';
    const [first] = [...found, ...(continuous && whole ? [{
      code: 'HyperparameterType', property: 'hyperparameters', problem: `'${hyperparameter}' takes whole numbers alone`, fix: 'Use HyperparameterRange.integer.',
    }] : [])];
    return first ? [{ ...first, property: first.property.replace('hyperparameters', 'ranges') }] : [];
  });
}

/** The content type of a channel as the job is told it: what it says, or what the algorithm reads by default. */
export function contentTypeOf(facts: AlgorithmFacts, channel: string, channels: Channels): string | undefined {
  const said = optionsOf(channels[channel]).contentType;
  if (said !== undefined || facts.contentTypeOptional) {
    return said;
  }
  const own = facts.channelContentTypes?.[channel];
  if (own) {
    return own[0];
  }
  // What lies beside the data, such as lists and annotations, is said to be of the data's kind.
  const [, data] = Object.entries(channels).find(([name]) => name === channel.replace(/_(lst|annotation)$/, '') && name !== channel) ?? [];
  return (data && optionsOf(data).contentType) ?? facts.contentTypes[0];
}

function contentTypesOf(facts: AlgorithmFacts, channels: Channels): string[] {
  return Object.keys(channels).flatMap((channel) => {
    const type = contentTypeOf(facts, channel, channels);
    return isKnown(type) ? [baseOf(type)] : [];
  });
}

function optionsOf(source: S3Source | undefined) {
  return source instanceof Channel ? source._options : {};
}

/** A content type without its parameters, such as `label_size`. */
function baseOf(contentType: string): string {
  return contentType.split(';')[0].trim().toLowerCase();
}

function checkInstances(mistakes: Mistakes, name: string, facts: AlgorithmFacts, { instanceType, options, hyperparameters }: Recipe): void {
  const kind = isKnown(instanceType) ? processorOf(instanceType) : undefined;
  const several = isKnown(options.instanceCount) && options.instanceCount > 1;
  const { mode } = hyperparameters;
  mistakes
    .when(kind !== undefined && !facts.instanceKinds.includes(kind), {
      code: 'AlgorithmInstanceKind',
      property: 'instanceType',
      problem: `${name} trains on ${facts.instanceKinds.join(' or ').replace('cpu', 'CPUs').replace('gpu', 'GPUs')} alone`,
      value: instanceType,
      fix: `Use, for example, ${facts.instanceKinds.includes('cpu') ? USUAL_INSTANCE : USUAL_GPU_INSTANCE}.`,
    })
    .when(several && facts.singleInstance === true, {
      code: 'AlgorithmSingleInstance', property: 'instanceCount', problem: `${name} trains on one instance alone`, value: options.instanceCount, fix: "Set 'instanceCount' to 1.",
    })
    .when(several && name === 'blazingtext' && isKnown(mode) && mode !== 'batch_skipgram', {
      code: 'AlgorithmSingleInstance',
      property: 'instanceCount',
      problem: `${name} trains on several instances with the mode batch_skipgram alone, and it is '${mode}'`,
      value: options.instanceCount,
      fix: "Set 'instanceCount' to 1.",
    })
    .when(kind === 'gpu' && name === 'blazingtext' && mode === 'batch_skipgram', {
      code: 'AlgorithmInstanceKind',
      property: 'instanceType',
      problem: `${name} has no mode batch_skipgram on GPUs`,
      value: instanceType,
      fix: `Use an instance without one, for example ${USUAL_INSTANCE}, or another mode.`,
    });
}

function checkChannels(mistakes: Mistakes, name: string, facts: AlgorithmFacts, channels: Channels): void {
  const types = contentTypesOf(facts, channels);
  for (const [channel, required] of Object.entries(facts.channels)) {
    const because = Array.isArray(required) ? (required as string[]).find((type) => types.includes(type)) : undefined;
    const replaced = Object.values(channels).some((source) => source instanceof Channel && source._manifest) && channel.endsWith('_annotation');
    mistakes.when((required === true || because !== undefined) && !(channel in channels) && !replaced, {
      code: 'ChannelMissing',
      property: 'channels',
      problem: `${name} needs the channel '${channel}'${because ? ` with data of type '${because}'` : ''}`,
      fix: `Give it the channels ${Object.keys(facts.channels).filter((each) => facts.channels[each] === true).join(', ')}${because ? ` and ${channel}` : ''}.`,
    });
  }
  const known = [...Object.keys(facts.channels), ...(facts.incremental ? ['model'] : [])];
  for (const channel of Object.keys(channels).filter((each) => !known.includes(each))) {
    const meant = nearest(channel, known);
    mistakes.when(true, {
      code: 'ChannelUnknown',
      property: 'channels',
      problem: `${name} has no such channel`,
      value: channel,
      fix: meant ? `Did you mean '${meant}'?` : `Use some of ${known.join(', ')}.`,
    });
  }
}

function checkData(mistakes: Mistakes, name: string, facts: AlgorithmFacts, { options }: Recipe, channel: string, said: Channel['_options']): void {
  if (channel === 'model') {
    return;
  }
  const property = `channels '${channel}'`;
  const { contentType, distribution } = said;
  const mode = said.inputMode ?? options.inputMode ?? InputMode.FILE;
  const types = facts.channelContentTypes?.[channel] ?? facts.contentTypes;
  const needed = facts.distribution?.[channel];
  const type = isKnown(contentType) ? baseOf(contentType) : undefined;
  mistakes
    .when(type !== undefined && !types.includes(type), {
      code: 'ChannelContentType', property, problem: `${name} does not read this content type here`, value: contentType, fix: `Use one of ${types.join(', ')}.`,
    })
    .when(!facts.inputModes.includes(mode), {
      code: 'ChannelInputMode', property, problem: `${name} does not read its data in this mode`, value: mode, fix: `Use one of ${facts.inputModes.join(', ')}.`,
    })
    .when(mode === InputMode.PIPE && facts.pipeContentTypes !== undefined && type !== undefined && !facts.pipeContentTypes.includes(type), {
      code: 'ChannelInputMode', property, problem: `${name} reads data of this type in File mode alone`, value: contentType, fix: "Leave 'inputMode' out.",
    })
    .when(needed !== undefined && distribution !== undefined && distribution !== (needed as DataDistribution), {
      code: 'ChannelDistribution',
      property,
      problem: `${name} needs its objects ${needed === 'ShardedByS3Key' ? 'shared out between the instances' : 'on each instance'}`,
      value: distribution,
      fix: "Leave 'distribution' out.",
    });
}
