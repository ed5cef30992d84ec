import type { Log } from './logging';

/** Reads what a function is asked; what does not follow its contract is kept in the log as it came. */
export function understood<Request>(read: (event: unknown) => Request, event: unknown, log: Log, what: 'event' | 'request'): Request {
  try {
    return read(event);
  } catch (error) {
    log.error(`refused a malformed ${what}`, error, { event });
    throw error;
  }
}
