import { answerDeployment } from '../../lambda/answer-deployment/answer';
import { AnswerBox } from './support/answer-box';
import { FakeTime } from './support/fake-time';
import { keptLog } from './support/invocation';

let box: AnswerBox;
beforeAll(async () => {
  box = await AnswerBox.open();
});
afterAll(() => box.close());

const request = () => ({ ResponseURL: box.url, StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Image', PhysicalResourceId: 'machine' });

/** What CloudFormation is told, and what the log says. */
async function answerTo(event: object) {
  const { log, lines } = keptLog();
  await answerDeployment({ request: request(), ...event }, 'stream', log, new FakeTime());
  return { answer: box.answers.at(-1), lines };
}

test('a good end is told with its attributes, and the URL stays out of the log', async () => {
  const { answer, lines } = await answerTo({ attributes: { ImageUri: 'registry/images:1' } });
  expect(answer).toEqual({
    Status: 'SUCCESS', StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Image', PhysicalResourceId: 'machine', Data: { ImageUri: 'registry/images:1' },
  });
  expect(JSON.stringify(lines)).not.toContain(box.url);
});

test('a build that failed is told with what its phases say and where its log is', async () => {
  const Build = {
    Id: 'images:1', Phases: [{ PhaseType: 'BUILD', Contexts: [{ Message: 'exit status 1', StatusCode: 'COMMAND_EXECUTION_ERROR' }] }, {}], Logs: { DeepLink: 'https://logs' },
  };
  const { answer } = await answerTo({ error: { Error: 'States.TaskFailed', Cause: JSON.stringify({ Build }) } });
  expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'the build images:1 failed; exit status 1; log: https://logs (log stream stream)' });
});

test.each([['in words', 'no permission'], ['in other JSON', '{"a":1}']])('any other failure is told as it is, %s', async (_, Cause) => {
  const { answer } = await answerTo({ error: { Error: 'Ecr.EcrException', Cause } });
  expect(answer).toMatchObject({ Status: 'FAILED', Reason: `Ecr.EcrException: ${Cause} (log stream stream)` });
});

test('a failure without a cause is told by its name', async () => {
  expect((await answerTo({ error: { Error: 'States.Timeout' } })).answer).toMatchObject({ Status: 'FAILED', Reason: 'States.Timeout:  (log stream stream)' });
});

test.each([
  ['nothing', undefined], ['no URL', { request: { StackId: 's', RequestId: 'r', LogicalResourceId: 'l', PhysicalResourceId: 'p' } }],
])('fails for %s', async (_, event) => {
  await expect(answerDeployment(event, 'stream', keptLog().log, new FakeTime())).rejects.toThrow('the request to answer has no');
});
