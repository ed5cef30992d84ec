import { CfnParameter, Lazy } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { BuiltInAlgorithm, Trainer } from '../../lib/training';
import { algorithms, type HyperparameterFact } from '../../lib/training/private/algorithm-facts';
import { missingHyperparameters, writeHyperparameters } from '../../lib/training/private/hyperparameters';
import { definitionOf, pipelineOf, refusal } from '../pipeline/support';
import { TrainingStep } from '../../lib/pipeline';
import { builtIn, fineValue, neededHyperparameters, newStack, PLAIN, SCRIPT, TRAIN, warningsOf } from './support';

const ALL = Object.entries(algorithms()).flatMap(([name, { hyperparameters }]) =>
  Object.entries(hyperparameters).map(([each, fact]): [string, string, HyperparameterFact] => [name, each, fact]));
const withFact = (keep: (fact: HyperparameterFact) => boolean) => ALL.filter(([, , fact]) => keep(fact));
const isNumber = ({ type }: HyperparameterFact) => type === 'int' || type === 'float';

/** What is said to one value: the code of the refusal, or how it is written. */
function outcome(algorithm: string, name: string, value: unknown): string {
  const { values, mistakes } = writeHyperparameters(algorithm, algorithms()[algorithm], { [name]: value });
  return mistakes[0]?.code ?? `${values[name]}`;
}

/** Values on both sides of an end of a range; at an end that belongs to it, the near side is the end itself. */
function sides({ type }: HyperparameterFact, end: number, open: boolean, outward: 1 | -1): { inside: number; outside: number } {
  const step = type === 'int' ? 1 : Math.max(Math.abs(end) * 1e-6, 1e-9);
  return open ? { inside: end - outward * step, outside: end } : { inside: end, outside: end + outward * step };
}

const ends = withFact(isNumber).flatMap(([algorithm, name, fact]) => {
  const { min, max, exclusiveMin, exclusiveMax } = fact;
  return [
    ...(min === undefined ? [] : [{ ...sides(fact, min, false, -1) }]),
    ...(max === undefined ? [] : [{ ...sides(fact, max, false, 1) }]),
    ...(exclusiveMin === undefined ? [] : [{ ...sides(fact, exclusiveMin, true, -1) }]),
    ...(exclusiveMax === undefined ? [] : [{ ...sides(fact, exclusiveMax, true, 1) }]),
  ].map(({ inside, outside }): [string, string, number, number] => [algorithm, name, inside, outside]);
});

test('ranges of all kinds are looked at', () => {
  expect(ends.length).toBeGreaterThan(350);
});

test.each(ends)('%s: %s takes %p and not %p', (algorithm, name, inside, outside) => {
  const { orValue } = algorithms()[algorithm].hyperparameters[name];
  expect(outcome(algorithm, name, inside)).toBe(`${inside}`);
  expect(outcome(algorithm, name, `${inside}`)).toBe(`${inside}`);
  expect(outcome(algorithm, name, outside)).toBe(outside === orValue ? `${outside}` : 'HyperparameterRange');
});

test.each(withFact(isNumber))('%s: %s is a number', (algorithm, name, fact) => {
  expect(outcome(algorithm, name, fineValue(fact))).toBe(`${fineValue(fact) as number}`);
  expect(outcome(algorithm, name, 'auto')).toBe(fact.orAuto ? 'auto' : 'HyperparameterType');
  ['', 'many', true, {}, [1], NaN, Infinity, null].forEach((value) => expect(outcome(algorithm, name, value)).toBe('HyperparameterType'));
  if (fact.type === 'int') {
    expect(outcome(algorithm, name, (fineValue(fact) as number) + 0.5)).toBe('HyperparameterType');
  }
  if (fact.orValue !== undefined) {
    expect(outcome(algorithm, name, fact.orValue)).toBe(`${fact.orValue}`);
  }
  fact.not?.forEach((value) => expect(outcome(algorithm, name, value)).toBe('HyperparameterRange'));
});

test.each(withFact(({ type }) => type === 'bool'))('%s: %s is true or false, in the letters the algorithm reads', (algorithm, name, { boolStyle }) => {
  const [yes, no] = boolStyle === 'title' ? ['True', 'False'] : ['true', 'false'];
  [true, 'true', 'True'].forEach((value) => expect(outcome(algorithm, name, value)).toBe(yes));
  [false, 'false', 'False'].forEach((value) => expect(outcome(algorithm, name, value)).toBe(no));
  ['yes', 1, '', [true]].forEach((value) => expect(outcome(algorithm, name, value)).toBe('HyperparameterType'));
});

test.each(withFact(({ enum: all, list }) => all !== undefined && !list))('%s: %s is one of its choices', (algorithm, name, fact) => {
  fact.enum!.forEach((each) => expect(outcome(algorithm, name, each)).toBe(each));
  expect(outcome(algorithm, name, 'none of these')).toBe('HyperparameterChoice');
  expect(outcome(algorithm, name, [fact.enum![0]])).toBe('HyperparameterType');
});

test.each(withFact(({ list }) => list !== undefined))('%s: %s takes lists', (algorithm, name, fact) => {
  const [one, other = one] = fact.enum ?? ['1', '0'];
  const written = { json: JSON.stringify([one, other]), comma: `${one},${other}`, tuple: `(${one}, ${other})` }[fact.list!];
  expect(outcome(algorithm, name, [one, other])).toBe(written);
  expect(outcome(algorithm, name, written)).toBe(written);
  expect(outcome(algorithm, name, {})).toBe('HyperparameterType');
  if (fact.enum) {
    expect(outcome(algorithm, name, [one, 'none of these'])).toBe('HyperparameterChoice');
    expect(outcome(algorithm, name, `${one},none of these`)).toBe('HyperparameterChoice');
  }
});

test.each(withFact((fact) => fact.default !== undefined))('%s: %s takes its own default', (algorithm, name, fact) => {
  expect(outcome(algorithm, name, fact.default)).toBe(fact.default);
});

test.each([['1D', true], ['min', true], ['30min', true], ['0D', false], ['D1', false], ['weekly', false]])('the frequency %s of time series is accepted: %s', (value, fine) => {
  expect(outcome('forecasting-deepar', 'time_freq', value)).toBe(fine ? value : 'HyperparameterPattern');
});

test('a choice between true, false and auto takes booleans, and tells what was meant', () => {
  expect(outcome('linear-learner', 'normalize_data', true)).toBe('true');
  expect(outcome('image-classification-tensorflow', 'reinitialize_top_layer', false)).toBe('False');
  expect(outcome('linear-learner', 'optimizer', true)).toBe('HyperparameterChoice');
  expect(writeHyperparameters('linear-learner', algorithms()['linear-learner'], { optimizer: 'adm' }).mistakes).toMatchObject([{ fix: "Did you mean 'adam'?" }]);
});

test.each(PLAIN)('%s: each hyperparameter it needs is missed, one by one and all at once', (name) => {
  const facts = algorithms()[name];
  const needed = neededHyperparameters(name);
  const missing = (given: Record<string, unknown>) =>
    missingHyperparameters(facts, writeHyperparameters(name, facts, given).values, []).map(({ problem }) => problem);
  Object.keys(needed).forEach((each) => {
    const { [each]: _, ...rest } = needed;
    expect(missing(rest)).toContainEqual(`'${each}' is required`);
  });
  expect(missing(needed).filter((problem) => problem.endsWith('is required'))).toEqual([]);
  expect(missing({}).filter((problem) => problem.endsWith('is required'))).toHaveLength(Object.keys(needed).length);
});

test.each<[string, Record<string, unknown>, string | undefined]>([
  ['xgboost', { num_round: 1, objective: 'multi:softmax' }, "'num_class' is required when 'objective' is 'multi:softmax'"],
  ['xgboost', { num_round: 1, objective: 'multi:softprob', num_class: 3 }, undefined],
  ['xgboost', { num_round: 1, objective: 'binary:logistic' }, undefined],
  ['linear-learner', { predictor_type: 'multiclass_classifier' }, "'num_classes' is required when 'predictor_type' is 'multiclass_classifier'"],
  ['linear-learner', { predictor_type: 'multiclass_classifier', num_classes: 3 }, undefined],
  ['linear-learner', { predictor_type: 'regressor' }, undefined],
  ['knn', { dimension_reduction_type: 'sign' }, "'dimension_reduction_target' is required when 'dimension_reduction_type' is set"],
  ['knn', { dimension_reduction_type: 'sign', dimension_reduction_target: 2 }, undefined],
  ['knn', {}, undefined],
])('%s with %p misses: %s', (name, given, problem) => {
  const message = refusal(() => builtIn(name, { hyperparameters: given }));
  expect(message).toContain(problem ?? 'accepted');
});

test('all mistakes are told at once, with the construct, the value and the way out', () => {
  const message = refusal(() => builtIn('xgboost', { hyperparameters: { num_round: 0, eta: 1.5, max_dept: 6, booster: 'gbtre' } }));
  expect(message).toContain("HyperparameterRange  Shop\n  hyperparameters 'num_round': must be at least 1, got 0\n");
  expect(message).toContain("hyperparameters 'eta': must be at least 0 and at most 1, got 1.5");
  expect(message).toContain("hyperparameters: xgboost has no such hyperparameter, got 'max_dept'\n  Did you mean 'max_depth'?");
  expect(message).toContain("hyperparameters 'booster': must be one of gbtree, gblinear, dart, got 'gbtre'\n  Did you mean 'gbtree'?");
});

test('an open end is told as one', () => {
  expect(refusal(() => builtIn('xgboost', { hyperparameters: { subsample: 0 } }))).toContain("hyperparameters 'subsample': must be above 0 and at most 1, got 0");
  expect(refusal(() => builtIn('linear-learner', { hyperparameters: { learning_rate: 0 } }))).toContain("must be above 0 or 'auto', got 0");
});

describe('a name that the table does not have', () => {
  test.each(PLAIN.filter((name) => name !== 'xgboost'))('is refused by %s', (name) => {
    expect(refusal(() => builtIn(name, { hyperparameters: { device_of_the_future: 'x' } }))).toMatch(/HyperparameterUnknown[^]*Use some of /);
  });

  test('may be one of a newer XGBoost: it is warned of, unless it is almost another', () => {
    const stack = newStack();
    expect(builtIn('xgboost', { hyperparameters: { max_cached_hist_node: 5 } }, {}, stack).HyperParameters).toMatchObject({ max_cached_hist_node: '5' });
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/'max_cached_hist_node'[^]*cdk-sagemaker-lifecycle:unknownHyperparameter/)]);
    expect(refusal(() => builtIn('xgboost', { hyperparameters: { num_rounds: 5 } }))).toContain("Did you mean 'num_round'?");
  });

  test('that every object has is no hyperparameter', () => {
    fc.assert(fc.property(fc.constantFrom('constructor', 'toString', 'valueOf', 'hasOwnProperty'), (word) => {
      expect(refusal(() => builtIn('kmeans', { hyperparameters: { [word]: 1 } }))).toContain('HyperparameterUnknown');
    }));
  });
});

test('numbers, booleans and texts are written as texts; what is undefined is left out', () => {
  expect(builtIn('xgboost', { hyperparameters: { num_round: 100, eta: 0.1, deterministic_histogram: true, eval_metric: ['auc', 'error'], seed: undefined } }).HyperParameters)
    .toEqual({ num_round: '100', eta: '0.1', deterministic_histogram: 'true', eval_metric: 'auc,error' });
});

test('tokens pass every check', () => {
  const stack = newStack();
  const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
  const text = new CfnParameter(stack, 'Text').valueAsString;
  const any = Lazy.any({ produce: () => 'late' });
  expect(builtIn('xgboost', { hyperparameters: { num_round: number, eta: text, booster: text, alpha: any, deterministic_histogram: text } }, {}, stack).HyperParameters)
    .toEqual({ num_round: { Ref: 'Number' }, eta: { Ref: 'Text' }, booster: { Ref: 'Text' }, alpha: 'late', deterministic_histogram: { Ref: 'Text' } });
});

test('a condition on a token is not checked, for nobody knows', () => {
  expect(refusal(() => builtIn('xgboost', { hyperparameters: { objective: Lazy.string({ produce: () => 'multi:softmax' }) } }))).toBe('accepted');
});

test("a pipeline's values arrive as the texts that hyperparameters are", () => {
  const stack = newStack();
  const pipeline = pipelineOf(stack);
  const rounds = pipeline.addIntegerParameter('Rounds', { defaultValue: 100 });
  const objective = pipeline.addStringParameter('Objective', { defaultValue: 'binary:logistic' });
  pipeline.addSteps(new TrainingStep('Train', {
    trainer: Trainer.builtIn(BuiltInAlgorithm.XGBOOST, { version: '1.7-1', hyperparameters: { num_round: rounds, max_depth: rounds.valueAsNumber, objective: objective.valueAsString } }),
    channels: TRAIN,
  }));
  const asText = { 'Std:Join': { On: '', Values: [{ Get: 'Parameters.Rounds' }] } };
  expect(definitionOf(pipeline).Steps[0].Arguments.HyperParameters).toEqual({ num_round: asText, max_depth: asText, objective: { Get: 'Parameters.Objective' } });
});

test("a script's hyperparameters stay texts", () => {
  expect(Trainer.sklearn({ entryPoint: SCRIPT, hyperparameters: { depth: '3' } })._hyperparameters).toEqual({ depth: '3' });
  expect(Trainer.builtIn(BuiltInAlgorithm.XGBOOST, { hyperparameters: { num_round: 3 } })._hyperparameters).toEqual({ num_round: '3' });
});
