import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { textRecords } from '../../lambda/ingest-files/text-records';
import { CUSTOMERS } from './support/fake-features';
import { Killed } from './support/fake-sagemaker';
import { DEAD_LETTERS, FILES_QUEUE, HEADER, IngestionWorld, line } from './support/ingestion-world';

let world: IngestionWorld;
beforeEach(() => {
  world = new IngestionWorld();
});
afterEach(() => world.close());

const many = (count: number, from = 0) => Array.from({ length: count }, (_, n) => line(`c${from + n}`, 1 + (n % 28))).join('');

test('rows of a file go in, typed as the group is', async () => {
  await world.file(world.lake.land('customers/one.csv', HEADER + line('a', 1) + line('b', 1, ',1e-3,')));
  expect(world.records.record('a')).toEqual({ id: 'a', at: '2026-01-01T00:00:00Z', age: '41', score: '0.5', city: 'Bern' });
  expect(world.records.record('b')).toEqual({ id: 'b', at: '2026-01-01T00:00:00Z', score: '0.001' });
  expect(world.counted).toEqual({ Written: 2, Repeated: 0, Late: 0, Malformed: 0 });
});

test('a receipt says what a file held, and lies where people find it by day and name', async () => {
  const event = world.lake.land('customers/new/one.csv', HEADER + line('a', 2) + line('a', 1) + line('a', 2) + line('b', 1, 'old,,'));
  await world.file(event);
  expect(world.lake.receipts).toEqual([{
    file: 's3://lake/customers/new/one.csv', etag: event.detail.object.etag, featureGroup: 'customers', rows: 4, written: 2, repeated: 1, late: 1, malformed: 1,
  }]);
  expect([...world.lake.kept.keys()].sort()).toEqual([
    expect.stringMatching(/^rejected\/2026-01-31\/one\.csv-[0-9a-f]{12}\/0000000\.jsonl$/), expect.stringMatching(/^rejected\/2026-01-31\/one\.csv-[0-9a-f]{12}\/summary\.json$/),
  ]);
});

test('a file of many requests is written whole, 25 records to each', async () => {
  await world.file(world.lake.land('customers/many.csv', HEADER + many(1_260)));
  expect(world.records.history).toHaveLength(1_260);
  expect(world.records.requests('BatchWriteRecord')).toHaveLength(51);
  expect(world.records.requests('BatchGetRecord')).toHaveLength(13);
});

describe('a row that comes again', () => {
  test('is not written again, nor is it when it is written otherwise', async () => {
    await world.file(world.lake.land('customers/one.csv', HEADER + line('a', 1)));
    await world.file(world.lake.land('customers/two.csv', HEADER + line('a', 1, '041,0.50,Bern') + line('a', 1)));
    expect(world.records.history).toHaveLength(1);
    expect(world.counted).toEqual({ Written: 0, Repeated: 2, Late: 0, Malformed: 0 });
  });

  test('is kept when it says something else of the same moment', async () => {
    await world.file(world.lake.land('customers/one.csv', HEADER + line('a', 1) + line('a', 1, '42,0.5,Bern')));
    expect(world.records.record('a')).toMatchObject({ age: '41' });
    expect(world.lake.keptLines).toEqual([{
      file: 's3://lake/customers/one.csv', line: 3, reason: 'another row has the same identifier and event time and other values',
      row: { id: 'a', at: '2026-01-01T00:00:00Z', age: '42', score: '0.5', city: 'Bern' },
    }]);
  });

  test('is written again where nothing is looked up', async () => {
    world.lookUp = false;
    const event = world.lake.land('customers/one.csv', HEADER + line('a', 1));
    await world.file(event);
    await world.file(event);
    expect(world.records.requests('BatchGetRecord')).toEqual([]);
    expect(world.records.history).toEqual(['a@1767225600', 'a@1767225600']);
  });
});

describe('a late row', () => {
  test('is history, and never what is looked up', async () => {
    await world.file(world.lake.land('customers/one.csv', HEADER + line('a', 3)));
    await world.file(world.lake.land('customers/two.csv', HEADER + line('a', 2, '40,0.5,Basel')));
    expect(world.records.record('a')).toMatchObject({ city: 'Bern' });
    expect(world.records.history).toEqual(['a@1767398400', 'a@1767312000']);
    expect(world.counted).toEqual({ Written: 1, Repeated: 0, Late: 1, Malformed: 0 });
  });

  test('is kept where the group has no history', async () => {
    const { OfflineStoreConfig: _, ...description } = CUSTOMERS;
    world.groups.description = description;
    await world.file(world.lake.land('customers/one.csv', HEADER + line('a', 3) + line('a', 2)));
    expect(world.lake.keptLines).toMatchObject([{ line: 3, reason: 'a newer version of the record is there, and the group keeps no history' }]);
  });

  test('is not told where the group has no look-ups', async () => {
    const { OnlineStoreConfig: _, ...description } = CUSTOMERS;
    world.groups.description = description;
    await world.file(world.lake.land('customers/one.csv', HEADER + line('a', 3) + line('a', 2)));
    expect(world.counted).toEqual({ Written: 2, Repeated: 0, Late: 0, Malformed: 0 });
    expect(world.records.requests('BatchGetRecord')).toEqual([]);
  });
});

describe('malformed rows', () => {
  test('are kept with file, line, reason and row, as the ingestion job keeps them', async () => {
    await world.file(world.lake.land('customers/one.csv', `${HEADER}a,2026-01-01T00:00:00Z,old,,\n${line('b', 1)}c,2026-01-01T00:00:00Z\n`));
    expect(world.lake.keptLines).toEqual([
      { file: 's3://lake/customers/one.csv', line: 2, reason: "age must be a whole number, found 'old'", row: { id: 'a', at: '2026-01-01T00:00:00Z', age: 'old', score: '', city: '' } },
      { file: 's3://lake/customers/one.csv', line: 4, reason: 'has 2 cells and the header has 5', row: { cells: ['c', '2026-01-01T00:00:00Z'] } },
    ]);
    expect(world.counted).toEqual({ Written: 1, Repeated: 0, Late: 0, Malformed: 2 });
  });

  test('are those that the service refuses too', async () => {
    world.records.refusals.set('b', ['ValidationError']);
    await world.file(world.lake.land('customers/one.csv', HEADER + line('a', 1) + line('b', 1)));
    expect(world.lake.keptLines).toMatchObject([{ line: 3, reason: 'refused by the service: not now' }]);
    expect(world.counted).toMatchObject({ Written: 1, Malformed: 1 });
  });

  const { rows } = JSON.parse(readFileSync(join(__dirname, '..', 'features', 'rows', 'rows.json'), 'utf8')) as { rows: any[] };
  test.each(rows.map((each) => [JSON.stringify(each.row), each]))('are the same as for the ingestion job: %s', async (json, { row, written, reason }) => {
    await world.file(world.lake.land('customers/one.jsonl', json));
    expect(world.lake.keptLines.map((kept) => kept.reason)).toEqual(reason ? [reason] : []);
    expect(written ? world.records.record(row.id) : undefined).toEqual(written);
  });
});

describe('a busy service', () => {
  test('is asked again, with growing, random waits, for what it did not take', async () => {
    world.records.refusals.set('a', ['ThrottlingException', 'InternalFailure']);
    world.records.unread.set('b', ['ThrottlingException']);
    await world.file(world.lake.land('customers/one.csv', HEADER + line('a', 1) + line('b', 1)));
    expect(world.records.history).toEqual(['b@1767225600', 'a@1767225600']);
    expect(world.records.requests('BatchWriteRecord').map(({ Entries }) => Entries.length)).toEqual([2, 1, 1]);
    expect(world.time.sleeps).toEqual([50, 50, 100]);
  });

  test('that takes part of a request gets the rest again', async () => {
    world.records.takes = 10;
    await world.file(world.lake.land('customers/one.csv', HEADER + many(25)));
    expect(world.records.history).toHaveLength(25);
    expect(world.records.requests('BatchWriteRecord').map(({ Entries }) => Entries.length)).toEqual([25, 15, 5]);
  });

  test.each([['takes nothing', 'ThrottlingException'], ['forbids it', 'AccessForbidden']])('that %s brings the message back', async (_, code) => {
    world.records.refusals.set('a', Array.from({ length: 999 }, () => code));
    await expect(world.file(world.lake.land('customers/one.csv', HEADER + line('a', 1)))).rejects.toThrow();
    expect([world.queues.in(FILES_QUEUE), world.lake.receipts]).toEqual([[], []]);
  });
});

describe('a large file', () => {
  /** A thousand rows of a megabyte in all take ten minutes, so that a function has time for two thousand. */
  const slow = () => {
    world.records.fault = (operation, moment) => {
      if (operation === 'BatchGetRecord' && moment === 'before') {
        world.time.pass(50_000);
      }
    };
  };
  const wide = (from: number) => Array.from({ length: 2_000 }, (_, n) => line(`c${from + n}`, 1, `1,1,${'x'.repeat(1_100)}`)).join('');
  const large = HEADER + wide(0) + 'x,never,,,\n' + wide(2_000);

  test('is read by several functions, one after the other, and each row goes in once', async () => {
    slow();
    expect(await world.wholeFile(world.lake.land('customers/large.csv', large))).toBe(3);
    expect(new Set(world.records.history).size).toBe(4_000);
    expect(world.records.history).toHaveLength(4_000);
    expect(world.lake.receipts).toMatchObject([{ rows: 4_001, written: 4_000, malformed: 1 }]);
    expect(world.lake.keptLines).toMatchObject([{ line: 2_002, reason: "at must look like 2026-01-31T12:00:00Z, found 'never'" }]);
  });

  test('that is replaced while it is read is left to the message of what replaced it', async () => {
    slow();
    await world.file(world.lake.land('customers/large.csv', large));
    const rest = world.queues.in(FILES_QUEUE).shift()!;
    const counts = { written: world.records.history.length };
    expect(JSON.parse(rest.body).position).toMatchObject({ at: expect.any(Number), line: expect.any(Number), counts });
    world.lake.land('customers/large.csv', HEADER + line('z', 1));
    await world.file(rest.body);
    expect(world.lines.map(({ message }) => message)).toContain('the file was replaced; a message of its own tells of what it is now');
    expect([world.queues.in(FILES_QUEUE), world.queues.in(DEAD_LETTERS)]).toEqual([[], []]);
  });

  test('ends in the same state wherever the function dies', async () => {
    const content = HEADER + many(40) + 'x,never,,,\n' + many(10) + line('c1', 28, '1,1,Rome');
    const event = world.lake.land('customers/small.csv', content);
    await world.file(event);
    const state = () => [[...new Set(world.records.history)].sort(), world.lake.keptLines, world.records.record('c1')];
    const wanted = state();
    for (const fake of ['records', 'lake', 'groups'] as const) {
      for (const moment of ['before', 'after'] as const) {
        for (let call = 1; call <= 3; call++) {
          const other = new IngestionWorld();
          other.lake.land('customers/small.csv', content);
          let alive = true;
          other[fake].fault = (_, at, number) => {
            if (alive && at === moment && number === call) {
              alive = false;
              throw new Killed();
            }
          };
          await other.file(event).catch(() => undefined);
          await other.file(event);
          [wanted[0], wanted[1], wanted[2]].forEach((part, n) => {
            expect([[...new Set(other.records.history)].sort(), other.lake.keptLines, other.records.record('c1')][n]).toEqual(part);
          });
          other.close();
        }
      }
    }
  });
});

describe('a file that nobody can read', () => {
  test.each([
    ['has no records', '', 'it is empty'],
    ['has a column that is no feature', 'id,at,shoe\na,2026-01-01T00:00:00Z,42\n', "it has columns that are no features of 'customers' (shoe): add them to the group or drop them"],
    ['lacks the event time', 'id,age\na,1\n', 'it lacks the column at'],
    ['has a column twice', 'id,at,id\n', 'it has the column id more than once'],
    ['is not UTF-8', Buffer.from([...Buffer.from(HEADER), 0xff, 0x0a]), 'it is not UTF-8 text at byte 21'],
    ['has a quote that is never closed', `${HEADER}"a,2026\n`, 'a quote is opened after byte 21 and never closed'],
    ['has text after a quote', `${HEADER}"a"b,2026-01-01T00:00:00Z,,,\n`, 'it cannot be read beyond line 2 (text follows a closing quote)'],
  ])('because it %s is kept in the dead letters with the reason, and can be sent again', async (_, content, reason) => {
    const event = world.lake.land('customers/one.csv', content);
    await world.file(event);
    expect(world.queues.in(DEAD_LETTERS)).toEqual([{ body: JSON.stringify(event), reason: expect.stringContaining(reason) }]);
    world.lake.land('customers/one.csv', HEADER + line('a', 1));
    const { etag: _etag, ...object } = event.detail.object;
    await world.file({ ...event, detail: { ...event.detail, object } });
    expect(world.records.record('a')).toBeDefined();
  });

  test('because it is gone is kept in the dead letters', async () => {
    const event = world.lake.land('customers/one.csv', HEADER);
    world.lake.files.clear();
    await world.file(event);
    expect(world.queues.in(DEAD_LETTERS)).toMatchObject([{ reason: 'UnreadableFile: it is not there any more: put it there again' }]);
  });

  test('because it got a feature too early goes in when the group has it', async () => {
    const event = world.lake.land('customers/one.csv', 'id,at,shoe\na,2026-01-01T00:00:00Z,42\n');
    await world.file(event);
    world.groups.description = { ...CUSTOMERS, FeatureDefinitions: [...CUSTOMERS.FeatureDefinitions, { FeatureName: 'shoe', FeatureType: 'Integral' }] };
    await world.file(world.queues.in(DEAD_LETTERS)[0].body);
    expect(world.records.record('a')).toMatchObject({ shoe: '42' });
  });
});

test.each(['customers/_SUCCESS', 'customers/', 'customers/one.csv.crc'])('%s holds no records and is left alone', async (key) => {
  await world.file(world.lake.land(key, 'anything'));
  expect([world.lake.requests('GetObject'), world.queues.in(DEAD_LETTERS)]).toEqual([[], []]);
});

test.each([
  ['no JSON', '{', 'detail.bucket.name must be a text, got nothing; detail.object.key must be a text, got nothing'],
  ['a position that is none', JSON.stringify({ detail: { bucket: { name: 'lake' }, object: { key: 'a.csv' } }, position: { at: -1 } }), 'position must be where the function left the file'],
])('fails with %s, and keeps the message in the log as it came', async (_, body, problem) => {
  await expect(world.file(body)).rejects.toThrow(problem);
  expect(world.lines).toMatchObject([{ message: 'refused a malformed event', event: { body } }]);
});

test('fails while the group is being made, so that the message comes again', async () => {
  world.groups.description = { ...CUSTOMERS, FeatureGroupStatus: 'Creating' };
  await expect(world.file(world.lake.land('customers/one.csv', HEADER))).rejects.toThrow("feature group 'customers' is Creating");
});

describe('JSON lines', () => {
  const jsonl = (...rows: (object | string)[]) => rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');
  const at = '2026-01-01T00:00:00Z';

  test('are numbers and texts, and null is nothing', async () => {
    await world.file(world.lake.land('customers/one.jsonl', jsonl({ id: 'a', at, age: 41, score: 0.5, city: null }, '', { id: 'b', at, age: '7' })));
    expect([world.records.record('a'), world.records.record('b')]).toEqual([{ id: 'a', at, age: '41', score: '0.5' }, { id: 'b', at, age: '7' }]);
  });

  test('keep all digits of long numbers, also beside texts that look like them', async () => {
    await world.file(world.lake.land('customers/one.ndjson', `{"id":"say \\"1234567890123456789\\"","at":"${at}","age":9007199254740993}`));
    expect(world.records.record('say "1234567890123456789"')).toMatchObject({ age: '9007199254740993' });
  });

  test.each([
    ['{"id":', 'is no JSON'], ['[1]', 'is no JSON object'], [{ id: 'a', at, age: { n: 1 } }, 'age must be a text, a number, or an array of those, found {"n":1}'],
    [{ id: 'a', at, shoe: 1 }, 'shoe is no feature of the group'], [{ id: 'a', at, age: true }, "age must be a whole number, found 'true'"],
    [{ id: 'a', at, age: [1, 2] }, 'age must be a single value, found 2'],
  ])('that are malformed are kept: %j', async (row, reason) => {
    await world.file(world.lake.land('customers/one.json', jsonl({ id: 'ok', at }, row)));
    expect(world.lake.keptLines).toMatchObject([{ line: 2, reason }]);
    expect(world.records.record('ok')).toBeDefined();
  });
});

describe('collections', () => {
  beforeEach(() => {
    world.groups.description = {
      ...CUSTOMERS,
      FeatureDefinitions: [...CUSTOMERS.FeatureDefinitions, { FeatureName: 'tags', FeatureType: 'String', CollectionType: 'Set' },
        { FeatureName: 'embedding', FeatureType: 'Fractional', CollectionType: 'Vector', CollectionConfig: { VectorConfig: { Dimension: 2 } } }],
    };
  });
  const at = '2026-01-01T00:00:00Z';

  test('are arrays, also as text in a CSV file, and come again unwritten', async () => {
    await world.file(world.lake.land('customers/one.jsonl', JSON.stringify({ id: 'a', at, tags: ['x', 'y'], embedding: [1, 0.5] })));
    expect(world.records.record('a')).toEqual({ id: 'a', at, tags: ['y', 'x'], embedding: ['1.0', '0.5'] });
    await world.file(world.lake.land('customers/two.csv', `id,at,tags,embedding\na,${at},"[""x"",""y""]","[1.0,0.5]"\n`));
    expect(world.counted).toMatchObject({ Repeated: 1, Written: 0 });
  });

  test('are lists in a Parquet file, as Arrow writes them', async () => {
    const collection = (FeatureName: string, FeatureType: string, CollectionType = 'List') => ({ FeatureName, FeatureType, CollectionType });
    world.groups.description = {
      ...CUSTOMERS,
      FeatureDefinitions: [
        { FeatureName: 'id', FeatureType: 'String' }, { FeatureName: 'at', FeatureType: 'Fractional' }, { FeatureName: 'last', FeatureType: 'String' },
        collection('tags', 'String', 'Set'), collection('seen', 'Integral'), collection('flags', 'String'),
        { ...collection('taste', 'Fractional', 'Vector'), CollectionConfig: { VectorConfig: { Dimension: 3 } } },
      ],
    };
    const file = readFileSync(join(__dirname, '..', 'features', 'fixtures', 'lists.parquet'));
    await world.file(world.lake.land('customers/one.parquet', new Uint8Array(file)));
    expect(world.records.record('a')).toEqual({ id: 'a', at: '1.0', tags: ['x'], seen: ['1'], taste: ['1.0', '2.0', '3.0'], flags: ['true'], last: 'z' });
  });

  test('that are sets hold each value once, and are the same in any order', async () => {
    const row = (tags: string[]) => JSON.stringify({ id: 'a', at, tags });
    await world.file(world.lake.land('customers/one.jsonl', row(['x', 'y', 'z', 'x'])));
    expect(world.records.record('a')!.tags).toHaveLength(3);
    await world.file(world.lake.land('customers/two.jsonl', row(['y', 'z', 'x'])));
    expect(world.counted).toMatchObject({ Repeated: 1, Written: 0 });
    await world.file(world.lake.land('customers/three.jsonl', row(['x', 'y', 'other'])));
    expect(world.counted).toMatchObject({ Repeated: 0, Malformed: 1 });
  });

  test.each([[[1], 'embedding must have 2 values, found 1'], [['a', 1], "embedding must be a number, found 'a'"], ['x', "embedding must be a JSON array of texts or numbers, found 'x'"]])(
    'that are malformed are kept: %j', async (embedding, reason) => {
      await world.file(world.lake.land('customers/one.jsonl', JSON.stringify({ id: 'a', at, embedding })));
      expect(world.lake.keptLines).toMatchObject([{ reason }]);
    },
  );
});

describe('text in parts', () => {
  const records = async (text: string, size: number, quoted: boolean) => {
    const bytes = Buffer.from(text);
    const parts = (async function* () {
      for (let at = 0; at < bytes.length; at += size) {
        yield bytes.subarray(at, at + size);
      }
    })();
    const found: { text: string; from: number; to: number; lines: number }[] = [];
    for await (const record of textRecords(parts, 0, quoted)) {
      found.push({ text: Buffer.from(record.bytes).toString(), from: record.from, to: record.to, lines: record.lines });
    }
    return found.filter(({ text: each }) => each !== '');
  };

  test('is cut at its line ends and not within quotes', async () => {
    expect(await records('a,"b\nc"\r\nd,e\rf\n\n"x""\ny",z', 1_000, true)).toEqual([
      { text: 'a,"b\nc"', from: 0, to: 8, lines: 2 }, { text: 'd,e', from: 9, to: 13, lines: 1 }, { text: 'f', from: 13, to: 15, lines: 1 },
      { text: '"x""\ny",z', from: 16, to: 25, lines: 2 },
    ]);
  });

  test('is cut alike however its bytes come', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.constantFrom('a', '"', ',', '\n', '\r\n', '\r', 'ü', '""'), { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), fc.boolean(),
      async (pieces, size, quoted) => {
        const text = pieces.join('');
        const cut = async (by: number) => records(text, by, quoted).then(
          (found) => found.map(({ text: each, from, lines }) => [each, from, lines]), (error: Error) => error.name,
        );
        expect(await cut(size)).toEqual(await cut(1_000));
      },
    ), { numRuns: 300 });
  });
});

describe('Parquet', () => {
  const days = (count: number) => Array.from({ length: count }, (_, n) => new Date(Date.UTC(2026, 0, 1 + (n % 28))));
  const columns = (count: number) => [
    { name: 'id', data: Array.from({ length: count }, (_, n) => `c${n}`), type: 'STRING' as const },
    { name: 'at', data: days(count), type: 'TIMESTAMP' as const },
    { name: 'age', data: Array.from({ length: count }, (_, n) => (n === 1 ? null : BigInt(n))), type: 'INT64' as const },
    { name: 'score', data: Array.from({ length: count }, (_, n) => n / 2), type: 'DOUBLE' as const },
  ];
  const parquet = async (columnData: any[], options: object = {}) => {
    const { parquetWriteBuffer } = await import('hyparquet-writer');
    return new Uint8Array(parquetWriteBuffer({ columnData, ...options }));
  };

  test('is read by its types: times, long numbers, gaps', async () => {
    const data = columns(3);
    await world.file(world.lake.land('customers/one.parquet', await parquet(data)));
    expect(world.records.record('c0')).toEqual({ id: 'c0', at: '2026-01-01T00:00:00.000Z', age: '0', score: '0.0' });
    expect(world.records.record('c1')).toEqual({ id: 'c1', at: '2026-01-02T00:00:00.000Z', score: '0.5' });
    expect(world.counted).toMatchObject({ Written: 3, Malformed: 0 });
  });

  test('is read on in the midst of a row group, by blocks of the file, and each row goes in once', async () => {
    world.records.fault = (operation, moment) => {
      if (operation === 'BatchGetRecord' && moment === 'before') {
        world.time.pass(20_000);
      }
    };
    expect(await world.wholeFile(world.lake.land('customers/large.parquet', await parquet(columns(9_000), { rowGroupSize: 5_500 })))).toBe(3);
    expect(world.records.history).toHaveLength(9_000);
    expect(new Set(world.records.history).size).toBe(9_000);
    expect(world.lake.receipts).toMatchObject([{ rows: 9_000, written: 9_000 }]);
  });

  test('tells the row of what is malformed', async () => {
    await world.file(world.lake.land('customers/one.parquet', await parquet([...columns(3).slice(0, 2), { name: 'age', data: ['1', 'x', '2'], type: 'STRING' }])));
    expect(world.lake.keptLines).toEqual([{
      file: 's3://lake/customers/one.parquet', line: 2, reason: "age must be a whole number, found 'x'", row: { id: 'c1', at: '2026-01-02T00:00:00.000Z', age: 'x' },
    }]);
  });

  test('with gaps in a column of floating-point numbers, as tables have them, fills whole numbers', async () => {
    await world.file(world.lake.land('customers/one.parquet', await parquet([...columns(2).slice(0, 2), { name: 'age', data: [41, NaN], type: 'DOUBLE' }])));
    expect([world.records.record('c0'), world.records.record('c1')]).toMatchObject([{ age: '41' }, { id: 'c1' }]);
    expect(world.counted).toMatchObject({ Written: 2 });
  });

  test('has times in seconds where the event time is a number', async () => {
    world.groups.description = { ...CUSTOMERS, FeatureDefinitions: CUSTOMERS.FeatureDefinitions.map((each) => (each.FeatureName === 'at' ? { ...each, FeatureType: 'Fractional' } : each)) };
    await world.file(world.lake.land('customers/one.parquet', await parquet(columns(1))));
    expect(world.records.record('c0')).toMatchObject({ at: '1767225600.0' });
  });

  test.each([
    ['is cut off', async () => (await parquet(columns(2))).subarray(0, 200), 'it cannot be read as Parquet'],
    ['has columns that are no features', async () => parquet([...columns(2), { name: 'shoe', data: [1, 2], type: 'DOUBLE' }]), 'no features of \'customers\' (shoe)'],
  ])('that %s goes to the dead letters', async (_, content, reason) => {
    await world.file(world.lake.land('customers/one.parquet', await content()));
    expect(world.queues.in(DEAD_LETTERS)).toMatchObject([{ reason: expect.stringContaining(reason) }]);
  });

  test('brings the message back when S3 breaks off, which is not the file\'s fault', async () => {
    const event = world.lake.land('customers/one.parquet', await parquet(columns(2)));
    world.lake.fault = (operation, moment) => {
      if (operation === 'GetObject' && moment === 'before') {
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      }
    };
    await expect(world.file(event)).rejects.toThrow('socket hang up');
    expect(world.queues.in(DEAD_LETTERS)).toEqual([]);
  });
});
