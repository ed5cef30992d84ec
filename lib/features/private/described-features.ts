import type { DescribedFeature } from '../../core/contract';
import type { Mistakes } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import type { Feature } from '../feature';

const DESCRIPTION = Limit.of('UpdateFeatureMetadataRequest.Description');
const PARAMETERS = Limit.of('UpdateFeatureMetadataRequest.ParameterAdditions');
const KEY = Limit.of('FeatureParameter.Key');
const VALUE = Limit.of('FeatureParameter.Value');
/** An update carries the old words and the new, and Lambda has long taken no event of more than 256 KB. */
const MOST_BYTES = 100_000;

/** The features about which there is something to say, as the function is told; tokens stay tokens. */
export function describedFeatures(features: readonly Feature[]): DescribedFeature[] {
  return features.flatMap(({ name, _options: { description, parameters = {} } }) => {
    const list = Object.entries(parameters).map(([Key, Value]) => ({ Key, Value }));
    const isSilent = description === undefined && list.length === 0;
    return isSilent ? [] : [{ FeatureName: name, Description: description, Parameters: list.length > 0 ? list : undefined }];
  });
}

/** Notes what the service would refuse about the words of features. */
export function checkDescribed(mistakes: Mistakes, features: readonly Feature[]): void {
  for (const { name, _options: { description, parameters } } of features) {
    mistakes.add(DESCRIPTION.mistakeInText(`${name}.description`, description)).add(PARAMETERS.mistakeInCount(`${name}.parameters`, parameters));
    for (const [key, value] of Object.entries(parameters ?? {})) {
      mistakes.add(KEY.mistakeInText(`${name}.parameters`, key)).add(VALUE.mistakeInText(`${name}.parameters.${key}`, value));
    }
  }
  const bytes = Buffer.byteLength(JSON.stringify(describedFeatures(features)));
  mistakes.when(bytes > MOST_BYTES, {
    code: 'FeatureDescriptionsSize',
    property: 'features',
    problem: `descriptions and parameters must have at most ${MOST_BYTES} bytes together, as JSON`,
    value: bytes,
    fix: 'Shorten them, or describe fewer features.',
  });
}
