import type { FakeTime } from '../lambda/support/fake-time';
import type { Time } from '../../lambda/shared/time';
import { Killed } from '../lambda/support/fake-sagemaker';
import type { Around, Strike } from './fault';

/** One request that a handler made. */
export interface Sent {
  /** As its client's package is named: `sagemaker`. */
  readonly service: string;
  readonly command: string;
  readonly input: unknown;
}

/** The n-th request of its kind in the life of a world, from 1 on. */
export interface Point {
  readonly service: string;
  readonly command: string;
  readonly occurrence: number;
}

/** A fault and where it strikes. */
export interface Blow {
  readonly point: Point;
  readonly strike: Strike;
  /** What may happen around the request. */
  readonly around: Around;
}

/**
 * What lies between a handler and AWS: every request passes here, is written down, and meets the one fault of this life.
 *
 * A function that was killed makes no request any more and waits for nothing, whatever its code does about errors.
 */
export class Wire {
  public readonly sent: Sent[] = [];
  public blow: Blow | undefined;
  /** Whether the fault's request came. */
  public struck = false;
  private readonly counts = new Map<string, number>();
  private invocation = { dead: false };

  /** The client with the wire in front of it. */
  public client(service: string, client: { send(command: any): Promise<unknown> }): any {
    return {
      send: (command: { readonly input: unknown }) =>
        this.request(service, command.constructor.name.replace(/Command$/, ''), command.input, () => client.send(command)),
    };
  }

  /** The clock as a function sees it. */
  public time(time: FakeTime): Time {
    return {
      now: () => time.now(),
      random: () => time.random(),
      sleep: async (milliseconds) => {
        this.checkAlive();
        await time.sleep(milliseconds);
      },
    };
  }

  /** One invocation of the function. */
  public async invoke<T>(work: () => Promise<T>): Promise<T> {
    const outer = this.invocation;
    const own = { dead: false };
    this.invocation = own;
    try {
      const result = await work();
      this.checkAlive(own);
      return result;
    } catch (error) {
      this.checkAlive(own);
      throw error;
    } finally {
      this.invocation = outer;
    }
  }

  /** Lets a request through, unless this is where the fault strikes. */
  public async request(service: string, command: string, input: unknown, work: () => Promise<unknown>): Promise<unknown> {
    const own = this.invocation;
    this.checkAlive(own);
    const kind = `${service} ${command}`;
    const occurrence = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, occurrence);
    this.sent.push({ service, command, input });
    if (!this.blow || this.struck || !isAt(this.blow.point, service, command, occurrence)) {
      return work();
    }
    this.struck = true;
    const die = (): never => {
      own.dead = true;
      throw new Killed(`killed at ${kind}`);
    };
    return this.blow.strike(work, { ...this.blow.around, die });
  }

  private checkAlive(invocation = this.invocation): void {
    if (invocation.dead) {
      throw new Killed('the function is dead');
    }
  }
}

function isAt(point: Point, service: string, command: string, occurrence: number): boolean {
  return point.service === service && point.command === command && point.occurrence === occurrence;
}
