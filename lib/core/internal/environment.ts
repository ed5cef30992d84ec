import { isKnown, type Mistake, type Mistakes } from './errors';
import { Limit } from './limits';

/** How long names and values of variables may be, and how many there may be. */
export interface EnvironmentRule {
  readonly count: Limit;
  readonly longestName: number;
  readonly longestValue: number;
}

export const OF_PROCESSING: EnvironmentRule = { count: Limit.of('CreateProcessingJobRequest.Environment'), longestName: 256, longestValue: 256 };
export const OF_TRAINING: EnvironmentRule = { count: Limit.of('CreateTrainingJobRequest.Environment'), longestName: 512, longestValue: 512 };
export const OF_SERVING: EnvironmentRule = { count: Limit.of('ContainerDefinition.Environment'), longestName: 1024, longestValue: 1024 };

/** Adds what the service refuses in the environment of a container. */
export function checkEnvironment(mistakes: Mistakes, rule: EnvironmentRule, environment: Readonly<Record<string, string>> = {}): void {
  const { count, longestName, longestValue } = rule;
  mistakes.add(count.mistakeInCount('environment', environment));
  const values = Limit.between('EnvironmentValue', 0, longestValue);
  for (const [name, value] of Object.entries(environment)) {
    const isRefused = isKnown(name) && (name.length > longestName || !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name));
    mistakes.add(isRefused ? nameMistake(name, longestName) : undefined).add(values.mistakeInText(`environment '${name}'`, value));
  }
}

function nameMistake(value: string, longest: number): Mistake {
  return {
    code: 'EnvironmentName', property: 'environment', value, fix: 'Rename the variable.',
    problem: `names have up to ${longest.toLocaleString('en')} letters, digits and underscores and do not start with a digit`,
  };
}
