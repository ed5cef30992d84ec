import { isKnown, type Mistake } from '../../core/internal/errors';

/** The mistake in a name of something in Bedrock; its pattern takes no two hyphens or underscores in a row. */
export function mistakeInBedrockName(property: string, name: string): Mistake | undefined {
  return !isKnown(name) || (name.length <= 63 && /^([0-9a-zA-Z][_-]?)+$/.test(name)) ? undefined : {
    code: 'BedrockNameInvalid', property, problem: 'must have 1 to 63 letters, digits, and single hyphens and underscores between them', value: name,
    fix: 'Choose another name.',
  };
}
