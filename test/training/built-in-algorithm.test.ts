import { execFileSync } from 'node:child_process';
import { BuiltInAlgorithm, ProblemType, Trainer } from '../../lib/training';
import { algorithms } from '../../lib/training/private/algorithm-facts';
import { refusal } from '../pipeline/support';
import { ENV, newStack, PLAIN, SCRIPTED } from './support';

const NAMES = Object.keys(algorithms());
const members = Object.values(BuiltInAlgorithm).filter((each): each is BuiltInAlgorithm => each instanceof BuiltInAlgorithm);

test('every algorithm has a member and is found by its name', () => {
  expect(members.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
  expect(NAMES).toHaveLength(24);
  NAMES.forEach((name) => expect(BuiltInAlgorithm.of(name).name).toBe(name));
});

test.each([
  ['xgbost', "Did you mean 'xgboost'?"],
  ['linear_learner', "Did you mean 'linear-learner'?"],
  ['prophet', 'Use one of xgboost, linear-learner'],
  ['constructor', 'Use one of xgboost'],
  ['__proto__', 'Use one of xgboost'],
])('the name %s that no algorithm has fails', (name, fix) => {
  expect(refusal(() => BuiltInAlgorithm.of(name))).toMatch(/^AlgorithmUnknown/);
  expect(refusal(() => BuiltInAlgorithm.of(name))).toContain(fix);
});

test.each<[ProblemType, string[]]>([
  [ProblemType.ANOMALY_DETECTION, ['randomcutforest', 'ipinsights']],
  [ProblemType.PATTERN_RECOGNITION, ['ipinsights']],
  [ProblemType.CLUSTERING, ['kmeans']],
  [ProblemType.DIMENSIONALITY_REDUCTION, ['pca']],
  [ProblemType.TOPIC_MODELING, ['lda', 'ntm']],
  [ProblemType.TIME_SERIES_FORECASTING, ['forecasting-deepar']],
  [ProblemType.TEXT_CLASSIFICATION, ['blazingtext', 'text-classification-tensorflow']],
  [ProblemType.TRANSLATION, ['seq2seq']],
  [ProblemType.SUMMARIZATION, ['seq2seq']],
  [ProblemType.IMAGE_CLASSIFICATION, ['image-classification', 'image-classification-tensorflow']],
  [ProblemType.OBJECT_DETECTION, ['object-detection', 'object-detection-tensorflow']],
  [ProblemType.SEMANTIC_SEGMENTATION, ['semantic-segmentation']],
  [ProblemType.RANKING, ['xgboost']],
  [ProblemType.REGRESSION, ['xgboost', 'linear-learner', 'factorization-machines', 'knn', 'object2vec', 'lightgbm', 'catboost', 'tabtransformer', 'autogluon-tabular']],
])('the problem %s is solved by %p, those without a script first', (problem, names) => {
  expect(BuiltInAlgorithm.forProblem(problem).map(({ name }) => name)).toEqual(names);
});

test('every problem is solved by some algorithm, and every algorithm solves a problem that has a name', () => {
  const problems = Object.values(ProblemType);
  problems.forEach((problem) => expect(BuiltInAlgorithm.forProblem(problem)).not.toEqual([]));
  members.forEach(({ problemTypes }) => problemTypes.forEach((each) => expect(problems).toContain(each)));
});

test('an algorithm tells what it needs and can', () => {
  const { XGBOOST, SEMANTIC_SEGMENTATION, RANDOM_CUT_FOREST, LDA, LIGHTGBM } = BuiltInAlgorithm;
  expect(XGBOOST).toMatchObject({
    requiredChannels: ['train'], optionalChannels: ['validation'], inputModes: ['File', 'Pipe', 'FastFile'], instanceKinds: ['cpu', 'gpu'],
    supportsDistributedTraining: true, supportsIncrementalTraining: false, needsNoScript: true,
  });
  expect(XGBOOST.contentTypes[0]).toBe('text/csv');
  expect(XGBOOST.inferenceContentTypes).toContain('text/libsvm');
  expect(XGBOOST.metricNames).toContain('validation:auc');
  expect(XGBOOST.hyperparameterNames).toEqual(expect.arrayContaining(['num_round', 'eta', 'learning_rate', 'num_parallel_tree']));
  expect(SEMANTIC_SEGMENTATION.requiredChannels).toEqual(['train', 'validation', 'train_annotation', 'validation_annotation']);
  expect(SEMANTIC_SEGMENTATION.supportsIncrementalTraining).toBe(true);
  expect(RANDOM_CUT_FOREST.instanceKinds).toEqual(['cpu']);
  expect(LDA.supportsDistributedTraining).toBe(false);
  expect(LIGHTGBM.needsNoScript).toBe(false);
});

test.each(PLAIN)('%s trains and serves with one image, in a region and in whichever', (name) => {
  const { training, serving } = BuiltInAlgorithm.of(name).image();
  expect(training.bind(newStack(ENV)).uri).toMatch(/^\d{12}\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/[a-z0-9-]+:[\w.-]+$/);
  expect(serving.bind(newStack(ENV))).toMatchObject({ uri: training.bind(newStack(ENV)).uri });
  expect(JSON.stringify(newStack().resolve(training.bind(newStack()).uri))).toContain('AWS::Region');
});

test('the version chooses the image of XGBoost', () => {
  const uri = (version?: string) => BuiltInAlgorithm.XGBOOST.image(version).bind(newStack(ENV)).uri;
  expect(uri('1.7-1')).toBe('141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1');
  expect(uri()).toMatch(/sagemaker-xgboost:3\.2-0$/);
  expect(() => uri('7.7')).toThrow(/^ImageVersionUnknown[^]*1\.7-1/);
});

test('an algorithm that is not in a region fails with those that have it', () => {
  const stack = newStack({ account: '123456789012', region: 'af-south-1' });
  expect(() => BuiltInAlgorithm.LDA.image().bind(stack)).toThrow(/^ImageNotInRegion[^]*Deploy to one of .*eu-west-1/);
});

test.each(SCRIPTED)('%s fails, with what to use instead', (name) => {
  const message = refusal(() => Trainer.builtIn(BuiltInAlgorithm.of(name)));
  expect(message).toMatch(/^AlgorithmNeedsScript/);
  expect(message).toMatch(/Use (BuiltInAlgorithm|Trainer)\./);
  [...message.matchAll(/BuiltInAlgorithm\.([A-Z0-9_]+)/g)].forEach(([, member]) => expect(members).toContain(BuiltInAlgorithm[member as 'XGBOOST']));
  [...message.matchAll(/Trainer\.([a-zA-Z]+)/g)].forEach(([, method]) => expect(Object.getOwnPropertyNames(Trainer)).toContain(method));
});

test('a program that uses no algorithm does not load their table', () => {
  const program = `
    const { Trainer, BuiltInAlgorithm } = require('./lib/training');
    Trainer.sklearn({ entryPoint: 'x.py' });
    const loaded = () => Object.keys(require.cache).some((path) => path.endsWith('algorithms.json'));
    const before = loaded();
    BuiltInAlgorithm.XGBOOST.contentTypes;
    console.log(before, loaded());`;
  expect(execFileSync(process.execPath, ['--require', 'tsx/cjs', '--eval', program], { encoding: 'utf8' }).trim()).toBe('false true');
});

describe('what is known', () => {
  test.each(NAMES)('of %s fits together', (name) => {
    const facts = algorithms()[name];
    expect(Object.values(facts.channels)).toContain(true);
    expect(facts.inputModes).toContain('File');
    expect(facts.instanceKinds.every((kind) => ['cpu', 'gpu'].includes(kind))).toBe(true);
    [...facts.contentTypes, ...Object.values(facts.channelContentTypes ?? {}).flat()].forEach((type) => expect(type).toMatch(/^[\w./-]+$/));
    Object.keys({ ...facts.channelContentTypes, ...facts.distribution }).forEach((channel) => expect(facts.channels).toHaveProperty([channel]));
    Object.values(facts.channels).forEach((required) => {
      if (Array.isArray(required)) {
        expect(facts.contentTypes).toEqual(expect.arrayContaining(required as string[]));
      }
    });
    for (const [hyperparameter, fact] of Object.entries(facts.hyperparameters)) {
      expect(`${hyperparameter} ${fact.type}`).toMatch(/^[\w.-]+ (int|float|string|bool)$/);
      expect(fact.min ?? fact.exclusiveMin ?? -Infinity).toBeLessThan(fact.max ?? fact.exclusiveMax ?? Infinity);
      [fact.aliasOf, fact.requiredWhen?.name].forEach((other) => expect(other === undefined || other in facts.hyperparameters).toBe(true));
    }
  });
});
