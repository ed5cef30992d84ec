import { IngestionWorld } from './support/ingestion-world';

let world: IngestionWorld;
beforeEach(() => {
  world = new IngestionWorld();
});
afterEach(() => world.close());

const customer = (id: string, day = 1, more: object = {}) => ({ id, at: `2026-01-0${day}T00:00:00Z`, age: 41, ...more });

test('messages are records, and end when they are written', async () => {
  expect(await world.messages(customer('a'), customer('b', 1, { age: null }))).toEqual([]);
  expect([world.records.record('a'), world.records.record('b')]).toEqual([{ id: 'a', at: '2026-01-01T00:00:00Z', age: '41' }, { id: 'b', at: '2026-01-01T00:00:00Z' }]);
  expect(world.counted).toEqual({ Written: 2, Repeated: 0, Late: 0, Malformed: 0 });
});

test('a message that comes again changes nothing, and a late one never wins', async () => {
  await world.messages(customer('a', 3), customer('a', 2, { age: 40 }));
  await world.messages(customer('a', 3));
  expect(world.records.record('a')).toMatchObject({ age: '41' });
  expect(world.records.history).toEqual(['a@1767398400', 'a@1767312000']);
  expect(world.counted).toMatchObject({ Written: 0, Repeated: 1 });
});

test('malformed messages are kept in S3 with their ids, and end', async () => {
  expect(await world.messages('{', customer('b'), { id: 'c' })).toEqual([]);
  expect([...world.lake.kept.keys()]).toEqual([expect.stringMatching(/^rejected\/2026-01-31\/messages-[0-9a-f]{12}\.jsonl$/)]);
  expect(world.lake.keptLines).toEqual([
    { file: 'orders', line: 'm-0', reason: 'is no JSON', row: '{' }, { file: 'orders', line: 'm-2', reason: 'at is empty', row: { id: 'c' } },
  ]);
  expect(world.counted).toMatchObject({ Written: 1, Malformed: 2 });
});

test('what the service refuses is malformed too', async () => {
  world.records.refusals.set('a', ['ValidationException']);
  expect(await world.messages(customer('a'))).toEqual([]);
  expect(world.lake.keptLines).toMatchObject([{ line: 'm-0', reason: 'refused by the service: not now', row: { id: 'a' } }]);
});

test('only messages that were not taken come again', async () => {
  world.records.refusals.set('b', Array.from({ length: 999 }, () => 'ThrottlingException'));
  expect(await world.messages(customer('a'), customer('b'), '{')).toEqual(['m-1']);
  expect([world.records.record('a'), world.lake.keptLines.length]).toEqual([expect.anything(), 1]);
  expect(world.time.slept).toBeGreaterThan(10_000);
});

test('all come again with an error of the function when none was taken', async () => {
  world.records.refusals.set('a', ['AccessForbidden']);
  await expect(world.messages(customer('a'))).rejects.toThrow("writing to feature group 'customers': not now");
});

test('records of a stream are the same, and are told apart by their sequence numbers', async () => {
  world.records.refusals.set('b', Array.from({ length: 999 }, () => 'InternalFailure'));
  const record = (sequenceNumber: string, data: object | string) => ({
    eventSourceARN: 'arn:aws:kinesis:eu-west-1:123456789012:stream/orders',
    kinesis: { sequenceNumber, approximateArrivalTimestamp: 1_769_860_800.5, data: Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)).toString('base64') },
  });
  expect(await world.batch([record('7', customer('ä')), record('8', customer('b')), record('9', 'no')])).toEqual(['8']);
  expect(world.records.record('ä')).toBeDefined();
  expect(world.lake.keptLines).toMatchObject([{ file: 'stream/orders', line: '9' }]);
});
