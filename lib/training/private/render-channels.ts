import { type BoundSourceCode, DataDistribution, type S3Source } from '../../core';
import type { JobSite } from '../../core/internal/job-site';
import { Channel, type ChannelOptions, InputMode } from '../channel';
import { contentTypeOf, MODEL_CONTENT_TYPE } from './check-algorithm';
import { CODE_CHANNEL, MODEL_CHANNEL } from './check-training';
import type { Recipe } from './recipe';

type Channels = Readonly<Record<string, S3Source>>;

/** The data of a job: what the user gives, an earlier model, and code that the container cannot fetch by itself. */
export function renderChannels(site: JobSite, recipe: Recipe, channels: Channels, code: BoundSourceCode | undefined): Record<string, unknown>[] {
  const { initialModel, networkIsolation } = recipe.options;
  const facts = recipe.builtIn?.algorithm._facts;
  return [
    ...Object.entries(channels).map(([name, source]) => renderChannel(site, name, source, facts && {
      contentType: contentTypeOf(facts, name, channels), distribution: facts.distribution?.[name] as DataDistribution | undefined,
    })),
    ...(initialModel ? [renderChannel(site, MODEL_CHANNEL, initialModel, { contentType: MODEL_CONTENT_TYPE, inputMode: InputMode.FILE })] : []),
    ...(networkIsolation && code ? [channelOf(CODE_CHANNEL, code.uri, { inputMode: InputMode.FILE })] : []),
  ];
}

function renderChannel(site: JobSite, name: string, source: S3Source, defaults: ChannelOptions = {}): Record<string, unknown> {
  const options = source instanceof Channel ? source._options : {};
  const manifest = source instanceof Channel ? source._manifest : undefined;
  const { contentType = defaults.contentType, inputMode = defaults.inputMode, distribution = defaults.distribution } = options;
  return channelOf(name, source.bind(site.scope, site.role).uri, { ...options, contentType, inputMode, distribution }, manifest?.attributeNames);
}

function channelOf(name: string, uri: string, options: ChannelOptions, attributeNames?: readonly string[]): Record<string, unknown> {
  const { contentType, inputMode, distribution = DataDistribution.FULLY_REPLICATED, gzipped, wrapped, shuffleSeed } = options;
  return {
    ChannelName: name,
    DataSource: {
      S3DataSource: {
        S3DataType: attributeNames ? 'AugmentedManifestFile' : 'S3Prefix', S3Uri: uri, S3DataDistributionType: distribution, AttributeNames: attributeNames,
      },
    },
    ContentType: contentType,
    InputMode: inputMode,
    CompressionType: gzipped ? 'Gzip' : undefined,
    RecordWrapperType: wrapped ? 'RecordIO' : undefined,
    ShuffleConfig: shuffleSeed === undefined ? undefined : { Seed: shuffleSeed },
  };
}
