import type { ModelAnswer } from '../../containers/model-host';
import { ServiceError, type Json } from '../api';
import type { Context, Handlers } from '../context';
import { endpoint } from '../kinds/hosting';
import { statusOf } from '../resources/resource';
import type { ServingVariant } from './fleet';

const ANSWERING = ['InService', 'Updating', 'RollingBack', 'SystemUpdating'];

/** The runtime of endpoints: a request goes to one variant's server, and what it answers comes back. Bodies travel as latin1 text, a character a byte. */
export function endpointRuntimeOperations(context: Context): Handlers {
  return {
    InvokeEndpoint: async (input) => {
      const serving = servingVariant(input, context);
      const body = Buffer.from(input.Body, 'latin1');
      const contentType = input.ContentType ?? 'application/octet-stream';
      const answer = await serving.server
        .invoke({ body, contentType, accept: input.Accept, customAttributes: input.CustomAttributes })
        .catch((error: unknown) => { throw new ServiceError('ServiceUnavailable', `The server of variant ${serving.name} does not answer: ${String(error)}`, 503); });
      if (answer.status >= 400) {
        throw modelError(input.EndpointName, answer, context);
      }
      context.capture.add({
        endpoint: input.EndpointName,
        variant: serving.name,
        input: { contentType, body },
        output: { contentType: answer.contentType, body: answer.body },
        inferenceId: input.InferenceId,
        customAttributes: input.CustomAttributes,
      }, serving.capture);
      return { Body: answer.body.toString('latin1'), ContentType: answer.contentType, InvokedProductionVariant: serving.name };
    },
  };
}

function servingVariant(input: Json, context: Context): ServingVariant {
  const found = context.resources.find(endpoint, input.EndpointName);
  const traffic = found && ANSWERING.includes(statusOf(found) ?? '') ? context.hosting.trafficOf(found) : undefined;
  if (!traffic) {
    throw new ServiceError('ValidationError', `Endpoint ${input.EndpointName} of account ${context.account} not found.`);
  }
  const serving = traffic.next(input.TargetVariant);
  if (!serving) {
    throw new ServiceError('ValidationError', input.TargetVariant
      ? `Variant ${input.TargetVariant} not found for endpoint ${input.EndpointName}.`
      : `No variant of endpoint ${input.EndpointName} has a weight above 0.`);
  }
  return serving;
}

function modelError(name: string, answer: ModelAnswer, context: Context): ServiceError {
  const message = answer.body.toString('utf8');
  const blame = answer.status < 500 ? 'client' : 'server';
  const group = `/aws/sagemaker/Endpoints/${name}`;
  const where = `https://${context.region}.console.aws.amazon.com/cloudwatch/home?region=${context.region}#logEventViewer:group=${group}`;
  return new ServiceError(
    'ModelError',
    `Received ${blame} error (${answer.status}) from primary with message "${message}". See ${where} in account ${context.account} for more information.`,
    424,
    {
      OriginalStatusCode: answer.status, OriginalMessage: message,
      LogStreamArn: `arn:aws:logs:${context.region}:${context.account}:log-group:${group}`,
    },
  );
}
