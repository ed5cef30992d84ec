import type { EnrichedColumn } from '../../lib/core/contract';
import { expectRequestsTheApiTakes } from './support/api-model';
import { EnrichmentWorld, LOOK_UPS } from './support/enrichment-world';
import { awsError } from './support/invocation';

let world: EnrichmentWorld;
beforeEach(() => {
  world = new EnrichmentWorld();
});
afterEach(() => {
  expectRequestsTheApiTakes(world.stores.mock, 'sagemaker-featurestore-runtime');
  expectRequestsTheApiTakes(world.endpoint.mock, 'sagemaker-runtime');
  world.close();
});

const ROW = { customer_id: 'c-1', shop_id: 's-1', basket: 12.5 };
const asked = () => world.stores.requests('BatchGetRecord').flatMap(({ Identifiers }) => Identifiers);

describe('a row', () => {
  test('gets what is looked up in several groups by one request, in the order of the model', async () => {
    const answer = await world.ask([ROW]);
    expect(world.body).toBe('12.5,41,"Köln, ""am Dom""",0.5\n');
    expect(answer).toEqual({ prediction: `asked:${world.body}`, contentType: 'text/csv', variant: 'AllTraffic', missing: [[]] });
    expect(world.stores.requests('BatchGetRecord')).toHaveLength(1);
    expect(asked()).toEqual([
      { FeatureGroupName: 'customers', RecordIdentifiersValueAsString: ['c-1'], FeatureNames: ['age', 'score'] },
      { FeatureGroupName: 'shops', RecordIdentifiersValueAsString: ['s-1'], FeatureNames: ['city'] },
    ]);
    expect(world.counted).toEqual({ EnrichedRows: 1, MissingFeatures: 0, missing: {} });
  });

  test('is a JSON object a line where the model reads those, with the types of its columns', async () => {
    await world.ask([ROW, { ...ROW, customer_id: 'c-2', basket: '3' }], { contentType: 'application/jsonlines' });
    expect(world.body.split('\n')).toEqual([
      '{"basket":12.5,"age":41,"shop_city":"Köln, \\"am Dom\\"","score":0.5}', '{"basket":3.0,"age":7,"shop_city":"Köln, \\"am Dom\\"","score":null}', '',
    ]);
  });

  test('keeps columns in order that are called as numbers, and whole numbers of 64 bits as they are', async () => {
    const columns: EnrichedColumn[] = [['b', 'S', -1], ['1', 'I', -1]];
    await world.ask([{ 1: '9223372036854775807', b: true }], { columns, contentType: 'application/jsonlines' });
    expect(world.body).toBe('{"b":"true","1":9223372036854775807}\n');
  });

  test('has what the caller knows, which is not looked up', async () => {
    await world.ask([{ ...ROW, age: 18, score: 1 }]);
    expect(world.body).toMatch(/^12.5,18,.*,1.0\n$/);
    expect(asked().map(({ FeatureGroupName }: any) => FeatureGroupName)).toEqual(['shops']);
    await world.ask([{ basket: 1, age: 18, score: 1, shop_city: '' }]);
    expect(world.body).toBe('1.0,18,,1.0\n');
    expect(asked()).toHaveLength(1);
  });

  test('shares a look-up with rows about the same record, however often it is named', async () => {
    await world.ask([ROW, ROW, { ...ROW, customer_id: 'c-2' }]);
    expect(asked()[0].RecordIdentifiersValueAsString).toEqual(['c-1', 'c-2']);
    expect(world.body.split('\n')).toHaveLength(4);
  });

  test('can name two records of one group', async () => {
    const columns: EnrichedColumn[] = [['payer_age', 'I', 0], ['payee_score', 'F', 1, '0']];
    const lookUps = [{ group: 'customers', on: 'payer', prefix: 'payer_' }, { group: 'customers', on: 'payee', prefix: 'payee_' }];
    await world.ask([{ payer: 'c-2', payee: 'c-1' }], { columns, lookUps });
    expect(world.body).toBe('7,0.5\n');
    expect(asked()).toEqual([{ FeatureGroupName: 'customers', RecordIdentifiersValueAsString: ['c-2', 'c-1'], FeatureNames: ['age', 'score'] }]);
  });

  test('has columns that are called otherwise than their features, also as what every object has', async () => {
    world.stores.stored = { customers: { 'c-1': { years: '41', constructor: 'x' } } };
    const columns: EnrichedColumn[] = [['p_age', 'I', 0], ['constructor', 'S', 1]];
    await world.ask([{ customer_id: 'c-1' }], { columns, lookUps: [{ group: 'customers', on: 'customer_id', prefix: 'p_', renamed: { p_age: 'years' } }, LOOK_UPS[0]] });
    expect(world.body).toBe('41,x\n');
  });

  test('is looked up by the ARN of a group that another account shares', async () => {
    const [customers, shops] = LOOK_UPS;
    const lookUps = [{ ...customers, group: 'arn:aws:sagemaker:eu-west-1:111122223333:feature-group/customers' }, shops];
    await world.ask([ROW], { lookUps });
    expect(world.body).toContain('12.5,41,');
  });

  test('may hold lists in JSON lines, and none in CSV', async () => {
    world.stores.stored = { customers: { 'c-1': { tags: ['a', 'b'], vector: ['1', '0.5'] } } };
    const columns: EnrichedColumn[] = [['tags', 'S', 0], ['vector', 'F', 0], ['given', 'I', -1]];
    const row = { customer_id: 'c-1', given: [1, 2] };
    await world.ask([row], { columns, contentType: 'application/jsonlines' });
    expect(world.body).toBe('{"tags":["a","b"],"vector":[1.0,0.5],"given":[1,2]}\n');
    await expect(world.ask([row], { columns })).rejects.toThrow("'tags' has a list of 2 values, which a row of CSV cannot hold: use JSON lines");
  });
});

describe('a missing feature', () => {
  test('has its default, which may be nothing at all, and is reported and counted', async () => {
    const { missing } = await world.ask([{ ...ROW, shop_id: 's-9' }, { customer_id: 'c-2', basket: 1 }]);
    expect(world.body).toBe('12.5,41,nowhere,0.5\n1.0,7,nowhere,\n');
    expect(missing).toEqual([['shop_city'], ['shop_city', 'score']]);
    expect(world.counted).toEqual({ EnrichedRows: 2, MissingFeatures: 3, missing: { shop_city: 2, score: 1 } });
  });

  test('without a default fails the call, which names it and says why; it is counted, and the model is not asked', async () => {
    world.stores.stored.customers['c-3'] = { score: '1' };
    const rows = [ROW, { ...ROW, customer_id: 'c-9' }, { shop_id: 's-1', age: '', customer_id: null }, { ...ROW, customer_id: 'c-3' }, { ...ROW, customer_id: 'c-8' }];
    await expect(world.ask(rows)).rejects.toMatchObject({
      name: 'MissingFeaturesError',
      message: "row 2 lacks 'age' (no record 'c-9' in 'customers'); row 3 lacks 'basket' (not given), 'age' (no 'customer_id' given); "
        + "row 4 lacks 'age' (not in record 'c-3' of 'customers'); and 1 more rows",
    });
    expect(world.counted).toEqual({ EnrichedRows: 5, MissingFeatures: 8, missing: { age: 4, score: 3, basket: 1 } });
    expect(world.endpoint.requests('InvokeEndpoint')).toEqual([]);
    expect(world.kept.lines.at(-1)).toMatchObject({ level: 'ERROR', endpoint: 'ml-income', error: expect.stringContaining('MissingFeaturesError') });
  });
});

describe('a busy store', () => {
  test('is asked again for what it left out, and for nothing else', async () => {
    world.stores.unread.set('c-2', ['ThrottlingException']);
    await world.ask([ROW, { ...ROW, customer_id: 'c-2' }]);
    expect(world.body.split('\n')[1]).toMatch(/^12.5,7,/);
    expect(asked().at(-1)).toEqual({ FeatureGroupName: 'customers', RecordIdentifiersValueAsString: ['c-2'], FeatureNames: ['age', 'score'] });
  });

  test('fails the call after half of the time, and is no missing feature', async () => {
    world.stores.unread.set('c-1', Array.from({ length: 99 }, () => 'ThrottlingException'));
    await expect(world.ask([ROW])).rejects.toMatchObject({ name: 'UnprocessedError', message: 'feature store: 1 look-ups were not answered' });
    expect(world.time.slept).toBeGreaterThan(5_000);
    expect(world.time.slept).toBeLessThan(15_000);
    expect(world.endpoint.requests('InvokeEndpoint')).toEqual([]);
  });

  test('fails the call at once where it forbids', async () => {
    world.stores.unread.set('c-1', ['AccessForbidden']);
    await expect(world.ask([ROW])).rejects.toMatchObject({ name: 'AccessForbidden', message: "feature store: looking up 'c-1' in 'customers': not now" });
  });
});

describe('the endpoint', () => {
  test('is asked once, with what the API takes', async () => {
    await world.ask([ROW], { accept: 'application/json' }, { inferenceId: 'order 17' });
    expect(world.endpoint.requests('InvokeEndpoint')).toEqual([
      { EndpointName: 'ml-income', ContentType: 'text/csv', Accept: 'application/json', InferenceId: 'order 17', Body: expect.any(Buffer) },
    ]);
  });

  test.each([
    ['ModelError', 'Received server error (500) from primary'], ['ValidationError', 'Endpoint ml-income not found.'], ['ThrottlingException', 'Rate exceeded'],
  ])('hands on %s with its name', async (name, message) => {
    world.endpoint.refusal = awsError(name, message);
    await expect(world.ask([ROW])).rejects.toMatchObject({ name, message: `endpoint 'ml-income': ${message}` });
  });

  test('that does not answer in time fails the call before the function is cut off', async () => {
    jest.useFakeTimers();
    try {
      world.endpoint.mock.onAnyCommand().callsFake(() => new Promise(() => undefined));
      const answer = world.ask([ROW]).catch((error: unknown) => error);
      await jest.advanceTimersByTimeAsync(29_000);
      expect(await answer).toMatchObject({ name: 'OutOfTimeError', message: 'looking up features and asking the model was cut off after 29 s' });
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('a value that its column cannot hold fails the call, and says where it comes from', () => {
  test.each<[string, object, object, string]>([
    ['of the request', { age: 'old' }, {}, "row 1, of the request: age must be a whole number, found 'old'"],
    ['of a fraction', { age: 1.5 }, {}, "age must be a whole number, found '1.5'"],
    ['of a record', {}, { age: 'old' }, "row 1, of record 'c-1' of 'customers': age must be a whole number, found 'old'"],
    ['of no number', { basket: 'NaN' }, {}, "basket must be a number, found 'NaN'"],
  ])('%s', async (_, given, stored, message) => {
    Object.assign(world.stores.stored.customers['c-1'], stored);
    await expect(world.ask([{ ...ROW, ...given }])).rejects.toMatchObject({ name: 'UnfitValueError', message: expect.stringContaining(message) });
    expect(world.endpoint.requests('InvokeEndpoint')).toEqual([]);
  });
});

describe('a malformed request fails, and nothing is asked', () => {
  test.each<[string, unknown, string]>([
    ['without rows', {}, "whose 'rows' are a list"], ['of no rows', { rows: [] }, "whose 'rows' are a list"], ['of a text', 'rows', "whose 'rows' are a list"],
    ['of nothing', undefined, "whose 'rows' are a list"],
    ['with a row of another kind', { rows: [ROW, 7] }, 'row 2 must be an object'], ['with a list for a row', { rows: [[1]] }, 'row 1 must be an object'],
    ['with an unknown member', { rows: [{ ...ROW, custmer_id: 1 }] },
      "row 1: 'custmer_id' is neither a column nor an identifier; those are basket, age, shop_city, score, customer_id, shop_id"],
    ['with an object for a value', { rows: [{ ...ROW, age: {} }] }, "row 1: 'age' must be a text, a number or a list of those"],
    ['with a list of lists', { rows: [{ ...ROW, age: [[1]] }] }, "row 1: 'age' must be"],
    ['with an empty inference id', { rows: [ROW], inferenceId: '' }, "'inferenceId' must be a text of 1 to 64 characters"],
    ['with a long inference id', { rows: [ROW], inferenceId: 'x'.repeat(65) }, "'inferenceId' must be"],
  ])('%s', async (_, event, message) => {
    await expect(world.send(event)).rejects.toMatchObject({ name: 'MalformedEventError', message: expect.stringContaining(message) });
    expect([asked(), world.endpoint.requests('InvokeEndpoint')]).toEqual([[], []]);
    expect(JSON.stringify(world.kept.lines)).not.toContain('"rows"');
  });
});
