import type { ServingContainer, ServingVersionRequest } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';

const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const IMAGE = /^\S{1,255}$/;
const FOLDER = /^s3:\/\/[^/]+(\/.*)?$/;

/** @throws MalformedEventError when the request does not follow the contract */
export function readRequest(event: unknown): ServingVersionRequest {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw new MalformedEventError('the request must be an object');
  }
  const { endpointName, modelPackageGroupName, candidate, artifacts, container } = event as Partial<Record<keyof ServingVersionRequest, unknown>>;
  if (endpointName !== undefined && !matches(endpointName, NAME)) {
    throw refused('endpointName', endpointName);
  }
  if (!matches(modelPackageGroupName, NAME)) {
    throw refused('modelPackageGroupName', modelPackageGroupName);
  }
  if (!matches(artifacts, FOLDER)) {
    throw refused('artifacts', artifacts);
  }
  if (!matches(candidate, FOLDER) || !isBelow(candidate, artifacts)) {
    throw refused(`candidate below ${artifacts}`, candidate);
  }
  return { endpointName, modelPackageGroupName, candidate, artifacts, ...(container !== undefined && { container: containerIn(container) }) };
}

function containerIn(container: unknown): ServingContainer {
  const { image, environment }: { [Name in keyof ServingContainer]?: unknown } = container ?? {};
  const isMap = typeof environment === 'object' && environment !== null && !Array.isArray(environment);
  if (!matches(image, IMAGE) || !isMap || Object.values(environment).some((value) => typeof value !== 'string')) {
    throw refused('container with an image and an environment', container);
  }
  return { image, environment: environment as Record<string, string> };
}

/** Whether a model lies in a folder; `models/income` holds nothing of `models/income-2`. */
export function isBelow(uri: string, folder: string): boolean {
  return uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function refused(member: string, value: unknown): MalformedEventError {
  return new MalformedEventError(`the request has no proper ${member}: ${JSON.stringify(value)}`);
}
