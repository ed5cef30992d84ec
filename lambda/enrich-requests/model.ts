import { InvokeEndpointCommand, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { EnrichmentAnswer } from '../../lib/core/contract';
import { about } from '../shared/errors';

/** How a model is asked. */
export interface ModelSettings {
  readonly endpointName: string;
  readonly contentType: string;
  readonly accept?: string;
}

/** The model behind an endpoint. */
export class Model {
  constructor(private readonly runtime: SageMakerRuntimeClient, private readonly settings: ModelSettings) {}

  public get endpointName(): string {
    return this.settings.endpointName;
  }

  /** Asks once; asking again changes nothing, but is captured again. Throws what the endpoint refuses, with the endpoint's name. */
  public async answer(body: string, inferenceId?: string): Promise<Omit<EnrichmentAnswer, 'missing'>> {
    const { endpointName: EndpointName, contentType, accept: Accept } = this.settings;
    try {
      const { Body, ContentType, InvokedProductionVariant } = await this.runtime.send(new InvokeEndpointCommand({
        EndpointName, ContentType: contentType, Accept, InferenceId: inferenceId, Body: Buffer.from(body),
      }));
      return {
        prediction: Buffer.from(Body ?? []).toString('utf8'),
        ...(ContentType !== undefined && { contentType: ContentType }),
        ...(InvokedProductionVariant !== undefined && { variant: InvokedProductionVariant }),
      };
    } catch (error) {
      throw about(`endpoint '${EndpointName}'`, error);
    }
  }
}
