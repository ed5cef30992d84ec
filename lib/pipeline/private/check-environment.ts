import type { Mistakes } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';

const ENVIRONMENT = Limit.of('ContainerDefinition.Environment');
const VARIABLE = Limit.between('EnvironmentValue', 0, 1024);

/** Adds what the service refuses in the environment of a serving container. */
export function checkEnvironment(mistakes: Mistakes, environment: { readonly [name: string]: string } = {}): void {
  mistakes.add(ENVIRONMENT.mistakeInCount('environment', environment));
  for (const [name, value] of Object.entries(environment)) {
    mistakes
      .when(!/^[a-zA-Z_][a-zA-Z0-9_]{0,1023}$/.test(name), {
        code: 'EnvironmentName', property: 'environment', problem: 'names have up to 1,024 letters, digits and underscores and do not start with a digit', value: name,
        fix: 'Rename the variable.',
      })
      .add(VARIABLE.mistakeInText(`environment '${name}'`, value));
  }
}
