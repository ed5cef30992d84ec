import type { PipelineDefinition } from '../../pipelines/definition';
import { validateDefinition } from '../../pipelines/validate-definition';
import { validationException } from '../api';

/** The document behind a definition's text, refused as CreatePipeline refuses one that it cannot run. */
export function parseDefinition(text: string): PipelineDefinition {
  let definition: unknown;
  try {
    definition = JSON.parse(text);
  } catch (error) {
    throw refused([`it is not valid JSON: ${(error as Error).message}`]);
  }
  const problems = validateDefinition(definition);
  if (problems.length > 0) {
    throw refused(problems);
  }
  return definition as PipelineDefinition;
}

const refused = (problems: readonly string[]) => validationException(`Unable to parse pipeline definition. ${problems.join('; ')}.`);
