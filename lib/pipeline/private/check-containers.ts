import { checkEnvironment, OF_SERVING } from '../../core/internal/environment';
import { isKnown, type Mistakes } from '../../core/internal/errors';
import type { ModelContainer } from '../model-container';

/** Adds what the service refuses in the containers of one model. */
export function checkContainers(mistakes: Mistakes, containers: readonly ModelContainer[]): void {
  const hostnames = containers.map(({ _options }) => _options.hostname).filter((name) => name !== undefined);
  mistakes
    .when(containers.length < 1 || containers.length > 15, {
      code: 'ContainersCount', property: 'containers', problem: 'must have from 1 to 15 entries', value: containers.length, fix: 'Give the model from 1 to 15 containers.',
    })
    .when(hostnames.length > 0 && hostnames.length < containers.length, {
      code: 'ContainerHostnames', property: 'containers', problem: "must all have a 'hostname', or none", fix: 'Name all of them.',
    })
    .when(new Set(hostnames).size < hostnames.length, {
      code: 'ContainerHostnameRepeated', property: 'containers', problem: 'must have different hostnames', value: hostnames.join(), fix: 'Rename one.',
    });
  for (const { _options: { hostname, environment } } of containers) {
    mistakes.when(isKnown(hostname) && !/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/.test(hostname), {
      code: 'ContainerHostname', property: 'containers', problem: "'hostname' may have up to 63 letters, digits and hyphens", value: hostname, fix: "Name it as 'first'.",
    });
    checkEnvironment(mistakes, OF_SERVING, environment);
  }
}
