import { variableOutput, type ServingContainer, type ServingVersionAnswer, type ServingVersionRequest } from '../../lib/core/contract';
import { isBelow } from './request';
import type { Version } from './versions';

/** What a pipeline may use of a version; a text says why it can use nothing of it. */
export function usable({ modelPackageArn, modelDataUrl, containers }: Version, { artifacts, container }: ServingVersionRequest): ServingVersionAnswer | string {
  if (modelDataUrl === undefined || !isBelow(modelDataUrl, artifacts)) {
    return `whose model ${modelDataUrl ?? '(none)'} is not below ${artifacts}`;
  }
  const found = { modelPackageArn, modelDataUrl };
  if (container === undefined) {
    return found;
  }
  const [{ Image: image, Environment: environment = {} }] = containers;
  if (containers.length > 1) {
    return `which ${containers.length} containers serve, one after the other; a pipeline can have a batch answered by one`;
  }
  if (image === undefined || repositoryOf(image) !== repositoryOf(container.image)) {
    return `whose image ${image ?? '(none)'} is not of the repository ${repositoryOf(container.image)}, from which the jobs may pull`;
  }
  const unknown = Object.keys(environment).filter((variable) => !(variable in container.environment));
  if (unknown.length > 0) {
    return `which sets ${unknown.join(', ')}, and the pipeline knows no such environment variable`;
  }
  return { ...found, ...served({ image, environment: { ...container.environment, ...environment } }) };
}

/** A container as outputs of the step. */
export function served({ image, environment }: ServingContainer): Pick<ServingVersionAnswer, 'image'> {
  return { image, ...Object.fromEntries(Object.entries(environment).map(([variable, value]) => [variableOutput(variable), value])) };
}

/** An image's URI without digest and tag; the registry's port is no tag. */
function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}
