import type { AwsStub } from 'aws-sdk-client-mock';
import { Played } from './played';

/** Raised where a test lets the function die; not an error of AWS, so nothing tries again. */
export class Killed extends Error {}

/** A service of which a test plays some operations, counts the requests, and lets any of them fail. */
export abstract class FakeService {
  /** Most entries on a page of a list. */
  public pageSize = 100;
  /** Called around every request with its number from 1; throws to let it fail. */
  public fault: (operation: string, moment: 'before' | 'after', call: number) => void = () => undefined;
  private readonly played: Played;
  private calls = 0;

  /** @param service the class of the SDK's client */
  protected constructor(service: new (settings: object) => object) {
    this.played = new Played(service);
  }

  /** A client without the SDK; the mock hears nothing of its requests. */
  public get direct(): Played['direct'] {
    return this.played.direct;
  }

  public get mock(): AwsStub<any, any, any> {
    return this.played.mock;
  }

  public get client(): any {
    return this.played.client;
  }

  /** Starts counting requests anew, as for a new invocation. */
  public restart(): void {
    this.calls = 0;
  }

  public requests(operation: string): any[] {
    return this.mock.calls().filter((call) => call.args[0].constructor.name === `${operation}Command`).map((call) => call.args[0].input);
  }

  /** Counts a request and lets it fail where a test says so; requests to other services are counted with these. */
  public around<T>(operation: string, work: () => T): T {
    const call = ++this.calls;
    this.fault(operation, 'before', call);
    const output = work();
    this.fault(operation, 'after', call);
    return output;
  }

  protected on(operation: string, command: any, answer: (input: any) => unknown): void {
    this.played.on(command, (input) => this.around(operation, () => answer(input)));
  }
}
