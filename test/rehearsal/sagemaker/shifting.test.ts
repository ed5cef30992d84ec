import { stagesOf } from '../../../rehearsal/sagemaker/hosting/shifting';
import { WeightedChoice } from '../../../rehearsal/sagemaker/hosting/weighted-choice';

const blueGreen = (routing: object, more: object = {}) =>
  ({ BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { WaitIntervalInSeconds: 60, ...routing }, ...more } });
const percent = (Value: number) => ({ Type: 'CAPACITY_PERCENT', Value });

test.each<[string, object | undefined, [number, number][]]>([
  ['no strategy', undefined, [[1, 0]]],
  ['all at once', blueGreen({ Type: 'ALL_AT_ONCE' }), [[1, 60]]],
  ['a canary', blueGreen({ Type: 'CANARY', CanarySize: percent(10) }, { TerminationWaitInSeconds: 30 }), [[0.1, 60], [1, 90]]],
  ['a canary of one instance', blueGreen({ Type: 'CANARY', CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 } }), [[0.25, 60], [1, 60]]],
  ['linear steps', blueGreen({ Type: 'LINEAR', LinearStepSize: percent(50) }), [[0.5, 60], [1, 60]]],
  ['linear steps that do not add up', blueGreen({ Type: 'LINEAR', LinearStepSize: percent(40) }), [[0.4, 60], [0.8, 60], [1, 60]]],
  ['ten linear steps', blueGreen({ Type: 'LINEAR', LinearStepSize: percent(10) }), Array.from({ length: 10 }, (_, n) => [(n + 1) / 10, 60])],
  ['rolling batches', { RollingUpdatePolicy: { MaximumBatchSize: { Type: 'INSTANCE_COUNT', Value: 2 }, WaitIntervalInSeconds: 5 } }, [[0.5, 5], [1, 5]]],
])('requests move to a new fleet of four instances with %s', (_, strategy, expected) => {
  const stages = stagesOf(strategy, 4).map(({ share, watchSeconds }) => [Math.round(share * 1e9) / 1e9, watchSeconds]);
  expect(stages).toEqual(expected);
});

const turns = (choice: WeightedChoice, count: number) => Array.from({ length: count }, () => choice.next());

test('turns are taken by weight, spread evenly', () => {
  const choice = new WeightedChoice(new Map([['a', 3], ['b', 1]]));
  expect(turns(choice, 8)).toEqual(['a', 'a', 'b', 'a', 'a', 'a', 'b', 'a']);
});

test('nobody with a weight of 0 has a turn, and nobody at all when all weights are 0', () => {
  const choice = new WeightedChoice(new Map([['a', 0], ['b', 1]]));
  expect(new Set(turns(choice, 5))).toEqual(new Set(['b']));
  choice.setWeight('b', 0);
  expect(choice.next()).toBeUndefined();
  choice.setWeight('a', 1);
  expect(choice.next()).toBe('a');
});
