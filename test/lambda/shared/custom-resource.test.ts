import { customResourceHandler, type CustomResource, type Outcome } from '../../../lambda/shared/custom-resource';
import { AnswerBox } from '../support/answer-box';
import { FakeTime } from '../support/fake-time';
import { invocation, keptLog } from '../support/invocation';

let box: AnswerBox;
let time: FakeTime;
let kept: ReturnType<typeof keptLog>;

beforeEach(async () => {
  box = await AnswerBox.open();
  time = new FakeTime();
  kept = keptLog();
});
afterEach(() => box.close());

function resource(work: (deadline: number) => Promise<Outcome>): CustomResource {
  const method = ({ deadline }: { deadline: number }) => work(deadline);
  return { idWhenFailed: () => 'unknown', create: method, update: method, delete: method };
}

const request = (extra: object = {}) => ({
  RequestType: 'Create', ResponseURL: box.url, StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Thing', ResourceProperties: { A: '1' }, ...extra,
});

const done = () => Promise.resolve({ physicalId: 'thing-1' });

const handle = (work: (deadline: number) => Promise<Outcome>, event: unknown = request(), remainingMs?: number) =>
  customResourceHandler(resource(work), kept.makeLog, time)(event, invocation(remainingMs));

test('answers success by a PUT without content type, because the URL is signed for none', async () => {
  await handle(() => Promise.resolve({ physicalId: 'thing-1', attributes: { Colour: 'red' } }));
  const [{ method, headers, body }] = box.received;
  expect(method).toBe('PUT');
  expect(headers['content-type']).toBe('');
  expect(Number(headers['content-length'])).toBeGreaterThan(0);
  expect(body).toEqual({
    Status: 'SUCCESS', PhysicalResourceId: 'thing-1', Data: { Colour: 'red' }, StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Thing',
  });
});

test('answers failure with the reason and the log stream when the work throws', async () => {
  await handle(() => Promise.reject(new TypeError('oh no')));
  expect(box.answers).toEqual([{
    Status: 'FAILED', PhysicalResourceId: 'unknown', Reason: 'TypeError: oh no (log stream 2026/11/23/[$LATEST]0123)',
    StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Thing',
  }]);
});

test('answers failure when the work throws before its first await', async () => {
  await handle(() => {
    throw new Error('at once');
  });
  expect(box.answers[0]).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('at once') });
});

test('answers failure shortly before Lambda would end work that hangs', async () => {
  await handle(() => new Promise(() => undefined), request(), 60);
  expect(box.answers[0]).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('the create request was cut off') });
});

test.each([[900_000, 860_000], [40_000, 20_000]])('asks work with %d ms to stop after %d ms', async (remaining, allowed) => {
  let deadline = 0;
  await handle((moment) => {
    deadline = moment;
    return done();
  }, request(), remaining);
  expect(deadline - time.now()).toBe(allowed);
});

test('keeps an answer below the 4 KB that CloudFormation takes', async () => {
  await handle(() => Promise.reject(new Error('x'.repeat(10_000))));
  expect(JSON.stringify(box.answers[0]).length).toBeLessThan(4_096);
});

test('sends the answer again while the other side fails', async () => {
  box.replies.push(500, 503);
  await handle(done);
  expect(box.answers.map(({ Status }) => Status)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
  expect(kept.lines.filter(({ level }) => level === 'WARN')).toHaveLength(2);
});

test('fails when the answer is refused, so that Lambda tries again and keeps the event', async () => {
  box.replies.push(403);
  await expect(handle(done)).rejects.toThrow("CloudFormation's answer URL returned 403");
  expect(box.received).toHaveLength(1);
});

test('fails when nobody listens at the answer URL', async () => {
  const event = request();
  await box.close();
  await expect(handle(done, event)).rejects.toThrow('fetch failed');
  expect(time.slept).toBeGreaterThan(10_000);
  box = await AnswerBox.open();
});

test.each(['http://example.com/answer', 'ftp://example.com/answer', 'not a url'])('fails for an answer URL that is not https: %s', async (url) => {
  await expect(handle(done, request({ ResponseURL: url }))).rejects.toThrow('ResponseURL must be an https URL');
});

test.each([
  ['no object', 'text', 'it has no RequestType, ResponseURL, StackId, RequestId, LogicalResourceId, ResourceProperties'],
  ['nothing', null, 'it has no RequestType'],
  ['a request without answer URL', { RequestType: 'Create', StackId: 's', RequestId: 'r', LogicalResourceId: 'l', ResourceProperties: {} }, 'it has no ResponseURL'],
])('fails on %s, naming what is missing', async (_, event, message) => {
  await expect(handle(done, event)).rejects.toThrow(message);
});

test('fails on an unknown request type and keeps the event in the log, without its secret URL', async () => {
  await expect(handle(done, request({ RequestType: 'Rename' }))).rejects.toThrow("its RequestType is 'Rename'");
  expect(kept.lines[0]).toMatchObject({ level: 'ERROR', event: { RequestType: 'Rename', ResourceProperties: { A: '1' } } });
});

test('never logs the answer URL', async () => {
  box.replies.push(500);
  await handle(() => Promise.reject(new Error('oh no')));
  expect(JSON.stringify(kept.lines)).not.toContain('secret');
});

test('writes lines that carry the request and the resource', async () => {
  await handle(done);
  expect(kept.lines).toEqual([expect.objectContaining({
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/), level: 'INFO', message: 'answered CloudFormation', handler: 'function-1',
    requestId: 'c0ffee00-0000-4000-8000-000000000001', stack: 'stack', resource: 'Thing', request: 'Create', status: 'SUCCESS', physicalId: 'thing-1',
  })]);
});
