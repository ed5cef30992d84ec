import {
  DeleteEndpointConfigCommand, DeleteModelCommand, ListEndpointConfigsCommand, ListModelsCommand, type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { isNotFound } from '../shared/errors';
import { isNameOf } from './attempt';

/** Deletes an endpoint's models and configurations, but for those that are kept. */
export async function tidy(sagemaker: SageMakerClient, endpointName: string, keep: readonly string[]): Promise<string[]> {
  const needless = (name: string | undefined): name is string => name !== undefined && isNameOf(endpointName, name) && !keep.includes(name);
  const list = { NameContains: endpointName, MaxResults: 100 };
  const configs = await namesIn(async (NextToken) => {
    const { EndpointConfigs = [], NextToken: next } = await sagemaker.send(new ListEndpointConfigsCommand({ ...list, NextToken }));
    return { names: EndpointConfigs.map(({ EndpointConfigName }) => EndpointConfigName), next };
  });
  const models = await namesIn(async (NextToken) => {
    const { Models = [], NextToken: next } = await sagemaker.send(new ListModelsCommand({ ...list, NextToken }));
    return { names: Models.map(({ ModelName }) => ModelName), next };
  });
  for (const EndpointConfigName of configs.filter(needless)) {
    await unlessGone(sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName })));
  }
  for (const ModelName of models.filter(needless)) {
    await unlessGone(sagemaker.send(new DeleteModelCommand({ ModelName })));
  }
  return [...configs, ...models].filter(needless);
}

export interface Page {
  readonly names: readonly (string | undefined)[];
  readonly next?: string;
}

/** All pages are read before the first is acted on: deleting while listing skips some. */
export async function namesIn(read: (token: string | undefined) => Promise<Page>): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  let token: string | undefined;
  do {
    const page = await read(token);
    found.push(...page.names);
    token = page.next;
  } while (token);
  return found;
}

export async function unlessGone(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
  }
}
