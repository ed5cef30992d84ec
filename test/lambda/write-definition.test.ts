import { customResourceHandler } from '../../lambda/shared/custom-resource';
import { compose } from '../../lambda/write-definition/compose';
import { DefinitionObject } from '../../lambda/write-definition/definition-object';
import { LARGEST_DEFINITION, type DefinitionParts } from '../../lib/core/contract';
import { AnswerBox } from './support/answer-box';
import { expectRequestsTheApiTakes } from './support/api-model';
import { FakeObjects } from './support/fake-objects';
import { Killed } from './support/fake-service';
import { FakeTime } from './support/fake-time';
import { awsError, invocation, keptLog } from './support/invocation';

let box: AnswerBox;
let s3: FakeObjects;
let time: FakeTime;

const UPLOAD = 's3://assets/sagemaker-pipelines/one.json';
const PARTS: DefinitionParts = ['{"Role":"', { value: 0, as: 'text' }, '/x","Count":', { value: 1, as: 'number' }, ',"Subnets":', { value: 2, as: 'json' }, '}'];
const VALUES = ['arn:aws:iam::1:role/a', '3', ['subnet-1', 'subnet-2']];

beforeAll(async () => {
  box = await AnswerBox.open();
});
afterAll(() => box.close());
beforeEach(() => {
  box.received.length = 0;
  fresh();
  time = new FakeTime();
});
afterEach(() => {
  expectRequestsTheApiTakes(s3.mock, 's3');
  s3.mock.restore();
});

function fresh(): void {
  s3?.mock.restore();
  s3 = new FakeObjects('assets', 'models');
  s3.objects.set(UPLOAD, JSON.stringify(PARTS));
}

const source = (Values: unknown = VALUES, Uri = UPLOAD) => ({ Source: { Uri, Values } });

function request(RequestType: 'Create' | 'Update' | 'Delete', properties: object = {}, extra: object = {}) {
  return {
    RequestType,
    ResponseURL: box.url,
    StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/income/5d0e6a10',
    RequestId: '11111111-1111-4111-8111-111111111111',
    LogicalResourceId: 'Definition',
    ResourceType: 'Custom::SageMakerPipelineDefinition',
    ...(RequestType !== 'Create' && { PhysicalResourceId: 's3://models/definitions/Shop/income/old.json' }),
    ...(RequestType === 'Update' && { OldResourceProperties: {} }),
    ResourceProperties: { ServiceToken: 'arn', Bucket: 'models', Prefix: 'definitions/Shop/income/', ...source(), ...properties },
    ...extra,
  };
}

/** Lets the handler do one request and returns what CloudFormation was told. */
async function answerTo(event: object, remainingMs?: number) {
  const handler = customResourceHandler(new DefinitionObject(s3.client, time), keptLog().makeLog, time);
  s3.restart();
  await handler(event, invocation(remainingMs));
  return box.answers.at(-1);
}

const written = () => [...s3.objects].filter(([uri]) => uri !== UPLOAD);

describe('when the definition is new', () => {
  test.each(['Create', 'Update'] as const)('%s writes it with all values, and tells where', async (type) => {
    const answer = await answerTo(request(type));
    expect(written()).toEqual([[answer.PhysicalResourceId, '{"Role":"arn:aws:iam::1:role/a/x","Count":3,"Subnets":["subnet-1","subnet-2"]}']]);
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: expect.stringMatching(/^s3:\/\/models\/definitions\/Shop\/income\/[0-9a-f]{64}\.json$/) });
    expect(answer.Data).toEqual({ Key: answer.PhysicalResourceId.slice('s3://models/'.length) });
    expect(JSON.stringify(answer).length).toBeLessThan(4_096);
  });

  test('encrypts it as the bucket says, or with the key that it is given', async () => {
    await answerTo(request('Create'));
    await answerTo(request('Create', { EncryptionKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1' }));
    expect(s3.requests('PutObject')).toEqual([
      expect.not.objectContaining({ ServerSideEncryption: expect.anything() }),
      expect.objectContaining({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'arn:aws:kms:us-east-1:123456789012:key/1', ContentType: 'application/json' }),
    ]);
  });

  test('needs no values where nothing is filled in', async () => {
    s3.objects.set(UPLOAD, '["{}"]');
    await answerTo(request('Create', { Source: { Uri: UPLOAD } }));
    expect(written().map(([, text]) => text)).toEqual(['{}']);
  });

  test.each<[string, object, object]>([
    ['a value alone', source(['arn:aws:iam::1:role/b', '3', []]), {}],
    ['the stack', {}, { StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/other/1' }],
    ['the resource, so that a refactoring loses nothing', {}, { LogicalResourceId: 'Moved' }],
  ])('takes another object when something changes: %s', async (_, properties, extra) => {
    const one = await answerTo(request('Create'));
    expect((await answerTo(request('Create', properties, extra))).Data.Key).not.toBe(one.Data.Key);
    expect(written()).toHaveLength(2);
  });

  test('takes the same object for the same text, wherever it was uploaded', async () => {
    const one = await answerTo(request('Create'));
    s3.objects.set('s3://assets/elsewhere.json', JSON.stringify(PARTS));
    expect((await answerTo(request('Update', source(VALUES, 's3://assets/elsewhere.json')))).PhysicalResourceId).toBe(one.PhysicalResourceId);
  });

  test.each([
    ['a policy is not known everywhere yet', 'GetObject', 'AccessDenied'], ['a policy is not known everywhere yet', 'PutObject', 'AccessDenied'],
  ])('tries again for a while when %s: %s', async (_, operation, name) => {
    let left = 3;
    s3.fault = (each, moment) => {
      if (each === operation && moment === 'before' && left-- > 0) {
        throw awsError(name);
      }
    };
    expect(await answerTo(request('Create'))).toMatchObject({ Status: 'SUCCESS' });
    expect(time.sleeps).toHaveLength(3);
  });

  test('fails with the reason when permission never comes, and keeps the identity', async () => {
    s3.fault = () => {
      throw awsError('AccessDenied', 'no permission');
    };
    const answer = await answerTo(request('Update'));
    expect(answer).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 's3://models/definitions/Shop/income/old.json', Reason: expect.stringContaining('AccessDenied: no permission') });
    expect(time.slept).toBeLessThanOrEqual(60_000);
  });

  test.each<[string, object, string]>([
    ['no bucket', { Bucket: '' }, 'Bucket must be the name of a bucket'],
    ['a prefix without end', { Prefix: 'definitions' }, 'Prefix must be a text that ends in a slash'],
    ['an empty key', { EncryptionKeyArn: '' }, 'EncryptionKeyArn must be the ARN of a key'],
    ['an upload elsewhere', { Source: { Uri: 'https://x/y' } }, 'Source.Uri must be an s3:// URI'],
    ['no upload', { Source: undefined }, 'Source.Uri must be an s3:// URI'],
    ['values that are no list', source('x'), 'Source.Values must be a list'],
    ['a value that is neither text nor list', source([{ a: 'b' }]), 'Source.Values must be a list of texts and of lists of texts'],
    ['a list in a list', source([[['a']]]), 'Source.Values must be a list of texts and of lists of texts'],
  ])('fails on %s without calling AWS', async (_, properties, reason) => {
    expect(await answerTo(request('Create', properties))).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'no definition (Definition)', Reason: expect.stringContaining(reason) });
    expect(s3.mock.calls()).toHaveLength(0);
  });

  test.each([['no JSON', 'x', 'SyntaxError'], ['no parts', '{}', 'holds no parts of a definition'], ['parts that make no JSON', '["{"]', 'SyntaxError']])('fails on an upload with %s, and writes nothing', async (_, text, reason) => {
    s3.objects.set(UPLOAD, text);
    expect(await answerTo(request('Create'))).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(reason) });
    expect(written()).toEqual([]);
  });
});

describe('composing', () => {
  test.each<[string, string]>([
    ['quotes', 'say "hi"'], ['backslashes', 'a\\b'], ['line breaks', 'a\nb\r\t'], ['what looks like JSON', '","Role":"other'], ['what looks like a gap', '{"value":0,"as":"text"}'],
    ['line breaks of Unicode', 'a\u2028b\u2029c\u0085'], ['half a character', '\ud800'], ['a dollar', '$& $1'],
  ])('keeps %s in a text as they are', (_, value) => {
    const text = compose(['{"A":"<', { value: 0, as: 'text' }, '>","B":', { value: 0, as: 'json' }, '}'], [value]);
    expect(JSON.parse(text)).toEqual({ A: `<${value}>`, B: value });
    expect(text).toMatch(/^.*(?:[ \r\n\t].*)*$/);
  });

  test.each([['0'], ['-1'], ['2.50'], ['1e-3']])('takes the number %s', (value) => {
    expect(JSON.parse(compose(['[', { value: 0, as: 'number' }, ']'], [value]))).toEqual([Number(value)]);
  });

  test.each([[''], ['1,2'], ['0x1'], ['01'], ['NaN'], ['1 ']])('fails on %p for a number', (value) => {
    expect(() => compose([{ value: 0, as: 'number' }], [value])).toThrow('must be a number');
  });

  test('fails for a value that is missing, and for a list where a text belongs', () => {
    expect(() => compose([{ value: 1, as: 'text' }], ['x'])).toThrow('needs a value with the number 1');
    expect(() => compose(['"', { value: 0, as: 'text' }, '"'], [['x']])).toThrow('must be a text');
  });

  test('takes a definition of a mebibyte and no more', () => {
    const filled = (length: number) => compose(['"', { value: 0, as: 'text' }, '"'], ['x'.repeat(length - 2)]).length;
    expect(filled(LARGEST_DEFINITION)).toBe(LARGEST_DEFINITION);
    expect(() => filled(LARGEST_DEFINITION + 1)).toThrow('1048577 characters, and 1048576 are allowed');
  });
});

describe('when an object is no longer wanted', () => {
  const OLD = 's3://models/definitions/Shop/income/old.json';

  test('deletes that of the identity, whatever the properties say', async () => {
    s3.objects.set(OLD, '{}');
    const { PhysicalResourceId } = await answerTo(request('Create'));
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: OLD });
    expect(written().map(([uri]) => uri)).toEqual([PhysicalResourceId]);
  });

  test('has nothing to do for an object that is gone, with its bucket or without', async () => {
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'SUCCESS' });
    s3.buckets.delete('models');
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'SUCCESS' });
  });

  test('has nothing to do for a resource that never wrote one', async () => {
    const { PhysicalResourceId } = await answerTo(request('Create', { Bucket: '' }));
    expect(await answerTo(request('Delete', {}, { PhysicalResourceId }))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId });
    expect(s3.mock.calls()).toHaveLength(0);
  });

  test('fails with the reason when it may not', async () => {
    s3.fault = () => {
      throw awsError('AccessDenied', 'no permission');
    };
    expect(await answerTo(request('Delete'))).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('AccessDenied: no permission') });
  });

  test('a deployment and its rollback leave the first object, and the second one goes', async () => {
    const first = await answerTo(request('Create'));
    const before = written();
    const second = await answerTo(request('Update', source(['other', '4', []]), { PhysicalResourceId: first.PhysicalResourceId }));
    const back = await answerTo(request('Update', {}, { PhysicalResourceId: second.PhysicalResourceId }));
    expect(back.PhysicalResourceId).toBe(first.PhysicalResourceId);
    await answerTo(request('Delete', source(['other', '4', []]), { PhysicalResourceId: second.PhysicalResourceId }));
    expect(written()).toEqual(before);
  });
});

test('a second delivery ends as one undisturbed delivery does, wherever the first one died', async () => {
  let points = 0;
  for (const event of [request('Create'), request('Update'), request('Delete')]) {
    fresh();
    const wanted = [await answerTo(event), written()];
    for (const moment of ['before', 'after'] as const) {
      for (let call = 1, killed = true; killed; call++) {
        fresh();
        killed = false;
        s3.fault = (_operation, at, number) => {
          if (at === moment && number === call && !killed) {
            killed = true;
            throw new Killed(`killed ${moment} call ${call}`);
          }
        };
        await answerTo(event);
        s3.fault = () => undefined;
        expect([await answerTo(event), written()]).toEqual(wanted);
        points += killed ? 1 : 0;
      }
    }
  }
  expect(points).toBe(10);
});
