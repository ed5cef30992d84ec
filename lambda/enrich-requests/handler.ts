import { SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { Context } from 'aws-lambda';
import type { EnrichmentAnswer, EnrichmentEnvironment } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { optional, required } from '../shared/environment';
import { LookUp } from '../shared/features/look-up';
import { Log } from '../shared/logging';
import { systemTime } from '../shared/time';
import { Enricher } from './enricher';
import { Model } from './model';
import { settingsIn } from './settings';

/** A model has a minute to answer, and somebody waits: it is asked three times at most. */
const modelSettings = { ...clientSettings, maxAttempts: 3, requestHandler: { ...clientSettings.requestHandler, requestTimeout: 65_000 } };

const variable = (name: keyof EnrichmentEnvironment): string => required<EnrichmentEnvironment>(name);
const enricher = new Enricher(
  settingsIn({ columns: variable('COLUMNS'), lookUps: variable('LOOK_UPS'), contentType: variable('CONTENT_TYPE') }),
  new LookUp(new SageMakerFeatureStoreRuntimeClient(clientSettings), systemTime),
  new Model(new SageMakerRuntimeClient(modelSettings), {
    endpointName: variable('ENDPOINT_NAME'), contentType: variable('CONTENT_TYPE'), accept: optional<EnrichmentEnvironment>('ACCEPT'),
  }),
);

/** Called by somebody who waits for the answer. */
export const handler = (event: unknown, context: Context): Promise<EnrichmentAnswer> =>
  enricher.answer(event, Date.now() + context.getRemainingTimeInMillis(), new Log({ handler: context.functionName, requestId: context.awsRequestId }));
