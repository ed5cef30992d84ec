import { customResourceHandler, type CustomResource } from '../../../lambda/shared/custom-resource';
import type { Time } from '../../../lambda/shared/time';
import { invocation, noLog } from '../../lambda/support/invocation';
import { ACCOUNT, REGION } from '../site';
import type { Wire } from '../wire';

/** A request of CloudFormation as a scenario writes it. */
export interface Asked {
  readonly type: 'Create' | 'Update' | 'Delete';
  /** Tells requests apart. */
  readonly id: string;
  readonly resource: string;
  readonly properties: object;
  readonly oldProperties?: object;
  readonly physicalId?: string;
}

/** CloudFormation: it asks, waits at a URL, and keeps what it is answered. */
export class CloudFormation {
  /** The last answer to each request. */
  public readonly answers = new Map<string, any>();
  private readonly original = globalThis.fetch;

  constructor(private readonly wire: Wire, private readonly time: Time, private readonly resourceType: string) {
    globalThis.fetch = (url, init) => wire.request('cloudformation', 'Answer', {}, async () => this.take(url as URL, init)) as Promise<Response>;
  }

  /** One request to the function. Throws when it is answered with a failure: whoever deploys tries again. */
  public async ask(resource: CustomResource, asked: Asked): Promise<void> {
    const handler = customResourceHandler(resource, noLog, this.time);
    this.answers.delete(asked.id);
    await this.wire.invoke(() => handler(this.request(asked), invocation()));
    const answer = this.answers.get(asked.id);
    if (answer && answer.Status !== 'SUCCESS') {
      throw new Error(`the deployment failed: ${answer.Reason}`);
    }
  }

  /** The request as the function gets it. */
  public request({ type, id, resource, properties, oldProperties, physicalId }: Asked) {
    return {
      RequestType: type,
      ResponseURL: `https://cloudformation.example/${id}`,
      StackId: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/income/5d0e6a10`,
      RequestId: id,
      LogicalResourceId: resource,
      ResourceType: this.resourceType,
      ...(physicalId !== undefined && { PhysicalResourceId: physicalId }),
      ...(oldProperties && { OldResourceProperties: oldProperties }),
      ResourceProperties: { ServiceToken: 'arn', ...properties },
    };
  }

  /** Requests of these that wait in vain. */
  public waiting(...ids: string[]): string[] {
    return ids.filter((id) => this.answers.get(id)?.Status !== 'SUCCESS').map((id) => `request ${id} without an answer`);
  }

  public close(): void {
    globalThis.fetch = this.original;
  }

  private take(url: URL, init: RequestInit | undefined): Response {
    const answer = JSON.parse(new TextDecoder().decode(init?.body as Uint8Array)) as unknown;
    this.answers.set(url.pathname.slice(1), answer);
    return new Response(null, { status: 200 });
  }
}
