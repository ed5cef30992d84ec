import { randomBytes } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Json, ServiceError } from '../sagemaker/api';
import { StepFailure } from './failure';

/** What a step asks of somebody outside. */
export interface CallbackRequest {
  readonly queueUrl: string;
  readonly arguments: Json;
  readonly executionArn: string;
}

/** What somebody answered: outputs as text by their names, or a reason why not. */
export type CallbackAnswer = { readonly outputs: ReadonlyMap<string, string> } | { readonly failureReason: string };

/** A request that was sent, and the answer to come; undefined when the run is stopped before. */
export interface PendingCallback {
  readonly token: string;
  readonly answer: Promise<CallbackAnswer | undefined>;
}

/** Asks for steps, and hands them the answers. */
export interface Callbacks {
  ask(request: CallbackRequest, signal: AbortSignal): Promise<PendingCallback>;
}

/** Puts a message on a queue. */
export interface Queues {
  send(queueUrl: string, body: string): Promise<void>;
}

interface Waiting {
  readonly executionArn: string;
  readonly end: (answer: CallbackAnswer | undefined) => void;
}

/** The requests that nobody answered yet, by their tokens. */
export class OpenCallbacks implements Callbacks {
  private readonly waiting = new Map<string, Waiting>();

  constructor(private readonly queues: Queues) {}

  async ask({ queueUrl, executionArn, arguments: inputs }: CallbackRequest, signal: AbortSignal): Promise<PendingCallback> {
    const token = [...randomBytes(10)].map((byte) => (byte % 36).toString(36)).join('');
    const answer = new Promise<CallbackAnswer | undefined>((end) => {
      this.waiting.set(token, { executionArn, end });
      signal.addEventListener('abort', () => this.end(token, undefined), { once: true });
      if (signal.aborted) {
        this.end(token, undefined);
      }
    });
    try {
      await this.queues.send(queueUrl, JSON.stringify({ token, pipelineExecutionArn: executionArn, arguments: inputs, status: 'Executing' }));
    } catch (error) {
      this.end(token, undefined);
      throw new StepFailure(`cannot send to queue ${queueUrl}: ${(error as Error).message}`);
    }
    return { token, answer };
  }

  /** Ends a step's waiting, and gives the run it belongs to; refused for a token that nobody waits with, as the service does. */
  answer(token: string, answer: CallbackAnswer): string {
    const found = this.waiting.get(token);
    if (!found) {
      throw new ServiceError('ResourceNotFound', `No callback step waits with token ${token}.`);
    }
    this.end(token, answer);
    return found.executionArn;
  }

  private end(token: string, answer: CallbackAnswer | undefined): void {
    this.waiting.get(token)?.end(answer);
    this.waiting.delete(token);
  }
}

/** The queues that were deployed. */
export class DeployedQueues implements Queues {
  private readonly sqs: SQSClient;

  constructor(endpoint: string, region: string) {
    this.sqs = new SQSClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 });
  }

  async send(QueueUrl: string, MessageBody: string): Promise<void> {
    await this.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }

  close(): void {
    this.sqs.destroy();
  }
}

/** Where no queue was deployed. */
export const NO_QUEUES: Queues = {
  send: () => Promise.reject(new Error('this runner was not told where queues are')),
};
