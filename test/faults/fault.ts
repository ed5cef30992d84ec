/** What may happen around a request. */
export interface Around {
  /** Delivers the event that is being handled once more, while this delivery waits. */
  readonly again: () => Promise<void>;
  /** Delivers the event after this one ahead of its time; the one before it, late, where none comes after. */
  readonly neighbour: () => Promise<void>;
}

/** Ends the function on the spot. */
export interface Mortal extends Around {
  readonly die: () => never;
}

/** What befalls one request, given the request. */
export type Strike = (work: () => Promise<unknown>, around: Mortal) => Promise<unknown>;

/** An error as the SDK throws it when its own tries are used up. */
function failure(name: string, message: string, httpStatusCode: number): Error {
  return Object.assign(new Error(message), { name, $fault: httpStatusCode < 500 ? 'client' : 'server', $metadata: { httpStatusCode, attempts: 6 } });
}

/** A request that arrives, whatever comes of it. */
async function arrives(work: () => Promise<unknown>): Promise<void> {
  await work().catch(() => undefined);
}

/** Everything that can befall a request of a handler. */
export const FAULTS = {
  'killed before': async (_, { die }) => die(),
  'killed after': async (work, { die }) => {
    await arrives(work);
    return die();
  },
  'throttled': async () => {
    throw failure('ThrottlingException', 'Rate exceeded', 429);
  },
  '5xx': async () => {
    throw failure('InternalServerError', 'We encountered an internal error. Please try again.', 500);
  },
  // The answer is lost, and the SDK gives up: what was asked for is done.
  'time-out': async (work) => {
    await arrives(work);
    throw Object.assign(new Error('Connection timed out after 15000 ms'), { name: 'TimeoutError' });
  },
  // The answer is lost, and the SDK asks for the same again.
  'asked twice': async (work) => {
    await arrives(work);
    return work();
  },
  'event twice': async (work, { again }) => {
    await again();
    return work();
  },
  'out of order': async (work, { neighbour }) => {
    await neighbour();
    return work();
  },
} satisfies Record<string, Strike>;

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];
