import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, but not beyond a request to stop. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
