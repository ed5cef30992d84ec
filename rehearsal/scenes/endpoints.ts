import { SageMakerRuntimeClient, InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import type { Json } from '../sagemaker/api';
import { Failure } from './failure';
import { groupName } from './registry';
import { eventually } from './runs';
import type { Play } from './scene';

const MOVING = ['Creating', 'Updating', 'RollingBack'];
const BEGINS_WITHIN_MS = 25_000;
const SERVES_WITHIN_MS = 60_000;

/** The endpoint as SageMaker describes it; undefined while there is none. */
export async function endpointNow(play: Play): Promise<Json | undefined> {
  const name = await groupName(play);
  const { Endpoints } = await play.stage.sagemaker.call('ListEndpoints', { NameContains: name });
  return (Endpoints as Json[]).length === 0 ? undefined : play.stage.sagemaker.call('DescribeEndpoint', { EndpointName: name });
}

/**
 * Waits until the endpoint serves a version, and notes each configuration that it had. Throws the reason once it is clear that it will not.
 *
 * @param before the endpoint as it was, whose failure is an old one
 */
export async function untilServes(play: Play, packageArn: string, before: Json | undefined): Promise<Json> {
  const look = async () => {
    const endpoint = await endpointNow(play);
    const failure = endpoint?.FailureReason as string | undefined;
    if (failure && (failure !== before?.FailureReason || endpoint?.CreationTime !== before?.CreationTime)) {
      throw new Failure(`the endpoint does not serve ${packageArn}: ${failure}`);
    }
    const serves = endpoint?.EndpointStatus === 'InService' && await servedBy(play, endpoint) === packageArn;
    return { endpoint, serves };
  };
  await eventually(BEGINS_WITHIN_MS, `the endpoint does not serve ${packageArn}: nothing has heard of the approval`, async () => {
    const { endpoint, serves } = await look();
    return serves || MOVING.includes(String(endpoint?.EndpointStatus)) ? true : undefined;
  });
  return eventually(SERVES_WITHIN_MS, `the endpoint does not serve ${packageArn}`, async () => {
    const { endpoint, serves } = await look();
    return serves ? noted(play, endpoint!) : undefined;
  });
}

/** The version behind an endpoint's configuration. */
export async function servedBy({ stage }: Play, endpoint: Json): Promise<string> {
  const { ProductionVariants } = await stage.sagemaker.call('DescribeEndpointConfig', { EndpointConfigName: endpoint.EndpointConfigName });
  const model = await stage.sagemaker.call('DescribeModel', { ModelName: (ProductionVariants as Json[])[0].ModelName });
  return String(model.PrimaryContainer.ModelPackageName);
}

/** Asks the endpoint as a client does; the answer as text. */
export async function invoke(play: Play, body: string): Promise<string> {
  const runtime = new SageMakerRuntimeClient({ ...play.stage.client, endpoint: play.stage.sagemakerUrl });
  const { Body } = await runtime.send(new InvokeEndpointCommand({
    EndpointName: await groupName(play), ContentType: 'text/csv', Accept: 'application/json', Body: body,
  }));
  runtime.destroy();
  return new TextDecoder().decode(Body);
}

function noted({ report }: Play, endpoint: Json): Json {
  const { EndpointName: name, EndpointStatus: status, EndpointConfigName: config } = endpoint as Record<string, string>;
  const configsSeen = [...report.endpoint?.configsSeen ?? []];
  report.endpoint = { name, status, configsSeen: configsSeen.includes(config) ? configsSeen : [...configsSeen, config] };
  return endpoint;
}
