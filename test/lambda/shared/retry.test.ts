import fc from 'fast-check';
import { poll, retry, waitAfter } from '../../../lambda/shared/retry';
import { OutOfTimeError, within } from '../../../lambda/shared/time';
import { FakeTime } from '../support/fake-time';

const BACKOFF = { firstMs: 100, longestMs: 1_000 };

test('a wait is never negative, never above the bound, and the bound doubles up to the longest', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 2_000 }), fc.double({ min: 0, max: 0.999_999, noNaN: true }), (tries, dice) => {
    const wait = waitAfter(tries, BACKOFF, () => dice);
    expect(wait).toBeGreaterThanOrEqual(0);
    expect(wait).toBeLessThan(Math.min(1_000, 100 * 2 ** (tries - 1)));
  }));
});

test('tries again until the work succeeds', async () => {
  const time = new FakeTime(() => 0.999);
  let left = 3;
  const work = () => (left-- > 0 ? Promise.reject(new Error('not yet')) : Promise.resolve('done'));
  const told: number[] = [];
  await expect(retry(work, { ...BACKOFF, when: () => true, until: time.now() + 60_000, onRetry: (_, ms) => told.push(ms), time })).resolves.toBe('done');
  expect(time.sleeps).toEqual([99, 199, 399]);
  expect(told).toEqual(time.sleeps);
});

test('fails at once on an error that time does not heal', async () => {
  const time = new FakeTime();
  await expect(retry(() => Promise.reject(new Error('no')), { ...BACKOFF, when: () => false, until: Infinity, time })).rejects.toThrow('no');
  expect(time.sleeps).toEqual([]);
});

test('fails with the last error and never sleeps past the end of its time', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 20_000 }), fc.double({ min: 0.01, max: 0.999, noNaN: true }), async (budget, dice) => {
    const time = new FakeTime(() => dice);
    let tries = 0;
    const work = () => Promise.reject(new Error(`try ${++tries}`));
    const ended = await retry(work, { ...BACKOFF, when: () => true, until: time.now() + budget, time }).catch((error: Error) => error.message);
    expect(ended).toBe(`try ${tries}`);
    expect(time.slept).toBeLessThanOrEqual(budget);
  }));
});

test('looks until there is a result, with waits that are never near zero', async () => {
  const time = new FakeTime(() => 0);
  let looks = 0;
  await expect(poll(() => Promise.resolve(++looks === 4 ? 'there' : undefined), { ...BACKOFF, until: time.now() + 60_000, time })).resolves.toBe('there');
  expect(time.sleeps).toEqual([50, 100, 200]);
});

test('gives up looking when the time is over', async () => {
  const time = new FakeTime();
  await expect(poll(() => Promise.resolve(undefined), { ...BACKOFF, until: time.now() + 5_000, time })).resolves.toBeUndefined();
  expect(time.slept).toBeLessThanOrEqual(5_000);
});

test('fails work that hangs, and lets go of the timer when it does not', async () => {
  await expect(within(5, new Promise(() => undefined), 'the work')).rejects.toThrow(OutOfTimeError);
  await expect(within(60_000, Promise.resolve(1), 'the work')).resolves.toBe(1);
});
