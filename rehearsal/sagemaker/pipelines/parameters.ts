import type { PipelineDefinition } from '../../pipelines/definition';
import { validationException, type Json } from '../api';

const LOOKS_LIKE: Readonly<Record<string, RegExp>> = {
  Integer: /^[+-]?\d+$/,
  Float: /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/,
  Boolean: /^(true|false)$/i,
};

/** The value of every parameter of a run: what the caller gave, or the default. Refuses what does not fit the definition. */
export function parametersOf(definition: PipelineDefinition, given: readonly Json[] = []): Record<string, string> {
  const declared = definition.Parameters ?? [];
  const values = new Map<string, string>(given.map((parameter) => [parameter.Name, parameter.Value]));
  const unknown = [...values.keys()].filter((name) => !declared.some((parameter) => parameter.Name === name));
  if (unknown.length > 0) {
    throw validationException(`Invalid pipeline parameters: [${unknown.join(', ')}] are not defined in the pipeline definition.`);
  }
  const missing = declared.filter((parameter) => !values.has(parameter.Name) && parameter.DefaultValue === undefined);
  if (missing.length > 0) {
    throw validationException(`Missing pipeline parameters: [${missing.map((parameter) => parameter.Name).join(', ')}] have no default and were not given a value.`);
  }
  return Object.fromEntries(declared.map((parameter) => {
    const value = values.get(parameter.Name) ?? String(parameter.DefaultValue);
    const form = LOOKS_LIKE[parameter.Type];
    if (form && !form.test(value)) {
      throw validationException(`Cannot assign the value '${value}' to the parameter '${parameter.Name}' of type ${parameter.Type}.`);
    }
    if (parameter.EnumValues && !parameter.EnumValues.includes(value)) {
      throw validationException(`The value '${value}' of the parameter '${parameter.Name}' is not one of [${parameter.EnumValues.join(', ')}].`);
    }
    return [parameter.Name, value];
  }));
}
