import { Duration, Size } from 'aws-cdk-lib/core';
import { S3Source } from '../../../lib/core';
import {
  Cache, CheckFormat, CheckedProblem, ClarifyCheck, ClarifyCheckStep, QualityCheck, QualityCheckStep, RunChoice, ShapAggregation, TransformStep,
} from '../../../lib/pipeline';
import { make } from './models';
import { type Case, ROWS, type Site } from './site';

/** Checks of data, models and predictions against a baseline, and of a batch that is transformed. */
export const CHECK_CASES: Case[] = [
  { name: 'quality-checks', build: quality },
  { name: 'clarify-checks', build: clarify },
  { name: 'monitored-transform', build: monitoredTransform },
];

const fact = (name: string) => S3Source.fromUri(`s3://facts/${name}.json`);

function quality(site: Site): void {
  const pipeline = site.pipeline({ encryptionKey: site.key });
  const skip = pipeline.addBooleanParameter('Skip', { defaultValue: true });
  const ofData = new QualityCheckStep('Data', {
    group: site.group,
    check: QualityCheck.data({ dataset: ROWS }),
    processing: {
      volumeSize: Size.gibibytes(50), environment: { STAGE: 'test' }, tags: { team: 'risk' }, securityGroups: [site.securityGroup], subnets: [site.subnet('subnet-1')],
      encryptTrafficBetweenInstances: true,
    },
    skipCheck: RunChoice.of(skip),
    failOnViolation: RunChoice.no(),
    registerNewBaseline: RunChoice.yes(),
    suppliedStatistics: fact('statistics'),
    suppliedConstraints: fact('constraints'),
    displayName: 'Check data',
    description: 'Against the baseline',
    cache: Cache.expiringAfter(Duration.days(1)),
  });
  const ofAnswers = new QualityCheckStep('Answers', {
    group: site.group,
    check: QualityCheck.model({
      dataset: ROWS, format: CheckFormat.jsonLines(), problem: CheckedProblem.BINARY_CLASSIFICATION, inference: 'prediction', probability: 'probability',
      groundTruth: 'income', probabilityThreshold: 0.5,
    }),
  });
  pipeline.addSteps(ofData, ofAnswers, site.call('Show', {
    statistics: site.uri(ofData.calculatedStatistics), constraints: site.uri(ofData.calculatedConstraints),
    usedStatistics: site.uri(ofData.driftCheckStatistics), usedConstraints: site.uri(ofData.driftCheckConstraints),
  }));
}

const DATA = { dataset: ROWS, label: 'income', headers: ['age', 'sex', 'income'] };
const BIAS = { positiveLabels: [1], facets: [{ column: 'sex', values: ['Female'] }] };
const OPTIONS = { modelName: '', instanceType: 'ml.m5.large', contentType: 'text/csv', acceptType: 'text/csv' };
const checks = (modelName: string) => ({
  DataBias: ClarifyCheck.dataBias({ data: DATA, bias: { ...BIAS, metrics: ['CI', 'DPL'] } }),
  ModelBias: ClarifyCheck.modelBias({ data: DATA, bias: BIAS, model: { ...OPTIONS, modelName }, prediction: { probabilityThreshold: 0.8 } }),
  Explained: ClarifyCheck.explainability({
    data: DATA, model: { ...OPTIONS, modelName }, shap: { baseline: [[1, 2]], samples: 10, aggregation: ShapAggregation.MEAN_ABS },
  }),
});

/** The settings of each check, which travel in a file of their own. */
export function clarifySettings(): Record<string, unknown> {
  return Object.fromEntries(Object.entries(checks('any')).map(([step, check]) => [step, check._config()]));
}

function clarify(site: Site): void {
  const made = make();
  const { DataBias, ModelBias, Explained } = checks(made.modelName.valueAsString);
  const ofData = new ClarifyCheckStep('DataBias', {
    group: site.group, check: DataBias, skipCheck: RunChoice.yes(), failOnViolation: RunChoice.no(), registerNewBaseline: RunChoice.yes(),
    suppliedConstraints: fact('bias'), displayName: 'Check the data', description: 'For bias', cache: Cache.unlimited(),
  });
  site.pipeline().addSteps(
    made, ofData, new ClarifyCheckStep('ModelBias', { group: site.group, check: ModelBias }), new ClarifyCheckStep('Explained', { group: site.group, check: Explained }),
    site.call('Show', { constraints: site.uri(ofData.calculatedConstraints), used: site.uri(ofData.driftCheckConstraints) }),
  );
}

function monitoredTransform(site: Site): void {
  const check = new QualityCheckStep('Watched-monitoring', {
    check: QualityCheck.data({ dataset: ROWS }), suppliedStatistics: fact('statistics'), suppliedConstraints: fact('constraints'),
  });
  site.pipeline().addSteps(check, new TransformStep('Watched-transform', { modelName: 'income', input: ROWS, dependsOn: [check] }));
}
