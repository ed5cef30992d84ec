import type { ContainerDefinition } from '@aws-sdk/client-sagemaker';

/** What a container needs to serve: the members of a model's container that say so, with a package's own already put in. */
export type ServedContainer = Pick<ContainerDefinition, 'Image' | 'ModelDataUrl' | 'ModelDataSource' | 'Environment'>;

/** One server to be started. */
export interface ServerOrder {
  readonly endpoint: string;
  readonly variant: string;
  readonly container: ServedContainer;
  /** How long it may take until /ping is answered. */
  readonly startupMs: number;
}

export interface ModelRequest {
  readonly body: Buffer;
  readonly contentType: string;
  readonly accept?: string;
  readonly customAttributes?: string;
}

export interface ModelAnswer {
  readonly status: number;
  readonly body: Buffer;
  readonly contentType: string;
}

/** A model that answers. */
export interface ModelServer {
  readonly logFile: string;
  /** What the container answers, errors included; throws when nobody answers. */
  invoke(request: ModelRequest): Promise<ModelAnswer>;
  /** Returns when no process of it is left. */
  stop(): Promise<void>;
}

/** Starts servers for models. */
export interface ModelHost {
  /** Comes back when the server is healthy; throws a {@link ServingFailure} when it does not become so, or when the signal says that nobody waits. */
  start(order: ServerOrder, signal: AbortSignal): Promise<ModelServer>;
}

/** A model does not serve; the message is the failure reason that a person reads in DescribeEndpoint. */
export class ServingFailure extends Error {
  /** The container started, and did not answer /ping in time; `cause` is what its log says. */
  static ping(variant: string, cause: string): ServingFailure {
    const sentence = `The primary container for production variant ${variant} did not pass the ping health check. Please check CloudWatch logs for this endpoint.`;
    return new ServingFailure(`${sentence} [rehearsal] ${cause}`);
  }

  /** The artifact is not where the model says it is. */
  static download(variant: string, uri: string): ServingFailure {
    return new ServingFailure(
      `Failed to download model data for container "container_1" of production variant ${variant} from URL: "${uri}". `
      + 'Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the model.',
    );
  }
}
