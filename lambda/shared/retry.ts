import { systemTime, type Time } from './time';

/** How long to wait between tries. */
export interface Backoff {
  /** Upper bound of the first wait in milliseconds; it doubles with every try. */
  readonly firstMs: number;
  /** Upper bound of every wait. */
  readonly longestMs: number;
}

export interface RetryOptions extends Backoff {
  /** Whether another try may help. */
  readonly when: (error: unknown) => boolean;
  /** Moment after which no try starts, in milliseconds since 1970. */
  readonly until: number;
  /** Told about every failed try that is followed by another. */
  readonly onRetry?: (error: unknown, waitMs: number) => void;
  readonly time?: Time;
}

/** A wait of random length up to the bound for this try ("full jitter"), so that many callers do not come back together. */
export function waitAfter(failedTries: number, { firstMs, longestMs }: Backoff, random: () => number): number {
  const bound = Math.min(longestMs, firstMs * 2 ** Math.min(failedTries - 1, 30));
  return Math.floor(random() * bound);
}

/** Does the work again while it fails in a way that time may heal. The last error is thrown as it is. */
export async function retry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const time = options.time ?? systemTime;
  for (let failedTries = 1; ; failedTries++) {
    try {
      return await work();
    } catch (error) {
      const waitMs = waitAfter(failedTries, options, () => time.random());
      if (!options.when(error) || time.now() + waitMs > options.until) {
        throw error;
      }
      options.onRetry?.(error, waitMs);
      await time.sleep(waitMs);
    }
  }
}

export interface PollOptions extends Backoff {
  /** Moment after which nothing is looked at any more, in milliseconds since 1970. */
  readonly until: number;
  readonly time?: Time;
}

/** Looks again and again until there is a result; undefined when there was none in time. */
export async function poll<T>(look: () => Promise<T | undefined>, options: PollOptions): Promise<T | undefined> {
  const time = options.time ?? systemTime;
  for (let looks = 1; ; looks++) {
    const result = await look();
    if (result !== undefined) {
      return result;
    }
    // Half of the wait is certain: an idle loop that happens to draw small numbers would hammer the API.
    const bound = { firstMs: options.firstMs / 2, longestMs: options.longestMs / 2 };
    const waitMs = waitAfter(looks, bound, () => time.random()) + waitAfter(looks, bound, () => 1);
    if (time.now() + waitMs > options.until) {
      return undefined;
    }
    await time.sleep(waitMs);
  }
}
