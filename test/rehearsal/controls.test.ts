import { BREAKS } from '../../rehearsal/breaks';
import { Controls, verdictOn } from '../../rehearsal/controls';
import { playScenes } from '../../rehearsal/play';
import { Printer } from '../../rehearsal/report/printer';
import { check, type Play } from '../../rehearsal/scenes/scene';
import type { SceneName } from '../../rehearsal/scenes/scenes';
import { forgetTraffic } from '../../rehearsal/scenes/traffic';
import type { Stage } from '../../rehearsal/stage/stage';

jest.mock('../../rehearsal/play', () => ({ ...jest.requireActual<object>('../../rehearsal/play'), playScenes: jest.fn() }));
jest.mock('../../rehearsal/scenes/sabotage');
jest.mock('../../rehearsal/scenes/traffic');
jest.mock('../../rehearsal/stage/workspace', () => ({ Workspace: { create: () => ({ edit: jest.fn(), removeData: jest.fn() }) } }));

const played = jest.mocked(playScenes);
let refused: { operation: string; code: string; reason: string }[];
let lines: string[];
let controls: Controls;

/** The last scene fails with a message; those before it go to their end. */
const failsWith = (message: string) => async ({ report }: Play, names: readonly SceneName[]) => {
  check(report, 'what is shown', false, message);
  return names.slice(0, -1);
};

beforeEach(() => {
  refused = [];
  lines = [];
  const sagemaker = { settings: { dropEvents: '' }, requests: () => ({ total: refused.length, refused: [...refused], brokenAnswers: [] }) };
  controls = new Controls({ sagemaker } as unknown as Stage, new Printer((line) => lines.push(line)));
  jest.clearAllMocks();
});

/** Which scenes were played for each defect. */
async function scenesOf(...defects: string[]): Promise<string[][]> {
  for (const defect of defects) {
    played.mockImplementationOnce(failsWith(BREAKS[defect].says));
    expect(await controls.plant(defect)).toMatchObject({ defect, noticed: true });
  }
  return played.mock.calls.map(([, names]) => [...names]);
}

test('what stands is not played again for the next control', async () => {
  expect(await scenesOf('no-shift', 'false-alarm', 'made-anew')).toEqual([['deploy', 'firstRun', 'metrics', 'serve', 'drift'], ['drift'], ['lostEvent']]);
});

test('what a control changed in the app is deployed anew for itself and for the next one', async () => {
  expect(await scenesOf('made-anew', 'metric-bar', 'settings-lost')).toEqual([
    ['deploy', 'firstRun', 'metrics', 'serve', 'lostEvent'], ['deploy', 'firstRun'], ['deploy', 'firstRun', 'metrics', 'serve', 'changedSettings'],
  ]);
});

test('an endpoint that was harmed is put right for the next control', async () => {
  expect(await scenesOf('old-version-lost', 'settings-lost', 'left-behind')).toEqual([
    ['deploy', 'firstRun', 'metrics', 'serve', 'badVersion'], ['serve', 'changedSettings'], ['destroy'],
  ]);
});

test('traffic of a control is forgotten, so that the next one judges its own', async () => {
  await scenesOf('no-shift', 'made-anew');
  expect(forgetTraffic).toHaveBeenCalledTimes(1);
});

test('fails a control whose defect is noticed by other words, and says which', async () => {
  played.mockImplementationOnce(failsWith('something else broke'));
  expect(await controls.plant('metric-bar')).toMatchObject({ noticed: false, message: 'what is shown: something else broke' });
});

test('a refused request counts for the control that it was made in, and for no other', async () => {
  refused.push({ operation: 'CreateModel', code: 'ValidationException', reason: 'no such image' });
  played.mockImplementationOnce(failsWith(BREAKS['metric-bar'].says));
  const { noticed, message } = await controls.plant('metric-bar');
  expect([noticed, message.split('\n')[1]]).toEqual([false, 'no request to SageMaker is refused unexpectedly: CreateModel: ValidationException: no such image']);
  await scenesOf('train-script');
});

describe('a verdict', () => {
  const failed = (detail: string) => ({ what: 'the app is deployed', ok: false, detail });
  const passed = { what: 'both stacks are deployed', ok: true, detail: 'no such file' };

  test('is that one message with the words was noticed', () => {
    expect(verdictOn([passed, failed('no such file')], { says: 'such file' })).toEqual({ noticed: true, message: 'the app is deployed: no such file' });
  });

  test.each([
    ['nothing failed', [passed], 'nothing was noticed'],
    ['the words are missing', [failed('no such folder')], 'the app is deployed: no such folder'],
    ['a second message', [failed('no such file'), failed('b')], 'the app is deployed: no such file\nthe app is deployed: b'],
  ])('fails when %s', (_, checks, message) => {
    expect(verdictOn(checks, { says: 'such file' })).toEqual({ noticed: false, message });
  });
});

test('the verdicts are told with their messages, and counted', () => {
  new Printer((line) => lines.push(line)).verdicts([
    { defect: 'metric-bar', noticed: true, message: 'auc was 0.9', seconds: 12.4 }, { defect: 'no-shift', noticed: false, message: 'nothing was noticed', seconds: 5 },
  ]);
  expect(lines.join('\n')).toContain('NOT NOTICED no-shift');
  expect(lines.join('\n')).toContain('1 of 2 defects were noticed');
});
