/** The clock and the dice; tests bring their own, so that an hour of waiting takes no time and repeats exactly. */
export interface Time {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
}

export const systemTime: Time = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: () => Math.random(),
};

/** Raised when work was not done in the time it had. */
export class OutOfTimeError extends Error {
  public override readonly name = 'OutOfTimeError';
}

/** The result of the work, or an error once the time is over; the work itself is not interrupted. */
export async function within<T>(milliseconds: number, work: Promise<T>, whatWasCutOff: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OutOfTimeError(`${whatWasCutOff} was cut off after ${Math.round(milliseconds / 1000)} s`)), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
