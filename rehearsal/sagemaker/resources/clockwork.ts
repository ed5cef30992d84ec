/** Everything that goes on after an answer has been given: delayed changes of state and work in the background. */
export class Clockwork {
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly work = new Set<Promise<void>>();
  private readonly controllers = new Set<AbortController>();
  private closed = false;

  /** Seconds since 1970 with milliseconds, as the API writes times. */
  now(): number {
    return Date.now() / 1000;
  }

  /** Runs `change` after a while, unless the stand-in is closed by then. */
  later(milliseconds: number, change: () => void): void {
    if (this.closed) {
      return;
    }
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      change();
    }, milliseconds);
    this.timers.add(timer);
  }

  /** Starts work that can be told to stop; closing tells it, and waits for it. */
  background(work: (signal: AbortSignal) => Promise<void>): AbortController {
    const controller = new AbortController();
    if (this.closed) {
      controller.abort();
    }
    const running = work(controller.signal).catch((error: unknown) => console.error(`sagemaker: background work failed: ${String(error)}`));
    this.controllers.add(controller);
    this.work.add(running);
    void running.finally(() => {
      this.work.delete(running);
      this.controllers.delete(controller);
    });
    return controller;
  }

  /** Cancels what is planned, stops what runs, and returns when it has stopped. */
  async close(): Promise<void> {
    this.closed = true;
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
    this.controllers.forEach((controller) => controller.abort());
    while (this.work.size > 0) {
      await Promise.all(this.work);
    }
  }
}
