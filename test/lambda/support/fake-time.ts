import type { Time } from '../../../lambda/shared/time';

/** A clock that moves only when somebody sleeps. */
export class FakeTime implements Time {
  public readonly sleeps: number[] = [];
  private clock = 1_700_000_000_000;

  /** @param dice what `random` returns, from 0 to 1 */
  constructor(private readonly dice: () => number = () => 0.5) {}

  public now(): number {
    return this.clock;
  }

  public sleep(milliseconds: number): Promise<void> {
    this.sleeps.push(milliseconds);
    this.clock += milliseconds;
    return Promise.resolve();
  }

  /** Lets time go by in which nobody sleeps. */
  public pass(milliseconds: number): void {
    this.clock += milliseconds;
  }

  public random(): number {
    return this.dice();
  }

  public get slept(): number {
    return this.sleeps.reduce((sum, ms) => sum + ms, 0);
  }
}
