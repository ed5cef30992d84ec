import { CUSTOMERS } from './support/fake-features';
import { DEAD_LETTERS, IngestionWorld } from './support/ingestion-world';

/** A function that is kept warm remembers the group's definitions; then the group gets a feature. */
let world: IngestionWorld;
beforeEach(async () => {
  world = new IngestionWorld();
  world.warm = true;
  await land('before.csv', 'id,at\nz,2026-01-01T00:00:00Z\n');
});
afterEach(() => world.close());

const grow = () => {
  world.time.pass(1_000);
  world.groups.description = { ...CUSTOMERS, FeatureDefinitions: [...CUSTOMERS.FeatureDefinitions, { FeatureName: 'shoe', FeatureType: 'Integral' }] };
  world.time.pass(1_000);
};
const now = () => new Date(world.time.now()).toISOString();
const land = (name: string, text: string) => world.file(world.lake.land(`customers/${name}`, text, now()));
const asked = () => world.groups.requests('DescribeFeatureGroup').length;
const message = (body: object, sentAt = world.time.now()) => ({
  messageId: 'm', body: JSON.stringify(body), eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:orders', attributes: { SentTimestamp: String(sentAt) },
});

test.each([
  ['CSV', 'grown.csv', 'id,at,shoe\na,2026-01-01T00:00:00Z,42\n'],
  ['JSON lines', 'grown.jsonl', '{"id":"a","at":"2026-01-01T00:00:00Z","shoe":42}\n'],
])('a file of %s that lands afterwards goes in with the new feature', async (_, name, text) => {
  grow();
  await land(name, text);
  expect(world.records.record('a')).toMatchObject({ shoe: '42' });
  expect([world.queues.in(DEAD_LETTERS), world.lake.keptLines]).toEqual([[], []]);
});

test('a file that came too early goes in when it is sent again at once', async () => {
  await land('early.csv', 'id,at,shoe\na,2026-01-01T00:00:00Z,42\n');
  const [{ body }] = world.queues.in(DEAD_LETTERS);
  grow();
  await world.file(body);
  expect(world.records.record('a')).toMatchObject({ shoe: '42' });
});

test('a message that is sent afterwards goes in with the new feature', async () => {
  grow();
  expect(await world.batch([message({ id: 'a', at: '2026-01-01T00:00:00Z', shoe: 42 })])).toEqual([]);
  expect(world.records.record('a')).toMatchObject({ shoe: '42' });
});

test('a message with a feature that the group lacks is kept, and does not ask for what was asked since it was sent', async () => {
  const before = asked();
  await world.batch([message({ id: 'a', at: '2026-01-01T00:00:00Z', shoe: 42 }, world.time.now() - 1)]);
  expect(world.lake.keptLines).toMatchObject([{ reason: 'shoe is no feature of the group' }]);
  expect(asked()).toBe(before);
});

test('messages of known features ask for nothing within a minute', async () => {
  const before = asked();
  grow();
  await world.batch([message({ id: 'a', at: '2026-01-01T00:00:00Z', age: 41 })]);
  expect(asked()).toBe(before);
});
