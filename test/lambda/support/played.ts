import { mockClient } from 'aws-sdk-client-mock';

/**
 * A service of which a test plays some operations: through the mock of its SDK client, which remembers requests, or without it.
 *
 * Making a mock takes longer than a whole life of a handler: it is made when somebody asks for it.
 */
export class Played {
  private readonly answers = new Map<string, { readonly command: any; readonly answer: (input: any) => unknown }>();
  private made: { readonly mock: any; readonly client: any } | undefined;

  /** @param service the class of the SDK's client, where somebody may ask for its mock */
  constructor(private readonly service?: new (settings: object) => object) {}

  /** Plays an operation, by its command or by its name alone. */
  public on(command: string | { readonly name: string }, answer: (input: any) => unknown): this {
    const name = typeof command === 'string' ? command : command.name.replace(/Command$/, '');
    this.answers.set(name, { command, answer });
    return this;
  }

  /** A client that answers at once; the mock hears nothing of its requests. */
  public readonly direct = {
    send: async (command: { readonly input: unknown }): Promise<any> => {
      const name = command.constructor.name.replace(/Command$/, '');
      const played = this.answers.get(name);
      if (!played) {
        throw new Error(`nobody plays ${name}`);
      }
      return played.answer(command.input);
    },
  };

  public get mock(): any {
    return this.mocked().mock;
  }

  /** The SDK's client, mocked. */
  public get client(): any {
    return this.mocked().client;
  }

  public restore(): void {
    this.made?.mock.restore();
  }

  private mocked() {
    if (!this.made) {
      const mock: any = mockClient(this.service as never);
      this.answers.forEach(({ command, answer }) => mock.on(command).callsFake(answer));
      this.made = { mock, client: new this.service!({}) };
    }
    return this.made;
  }
}
