import { type Duration, Stack } from 'aws-cdk-lib/core';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import type { Mistake, Mistakes } from '../../core/internal/errors';
import { type ApiRequest, grantJobTelemetry, type JobSite } from '../../core/internal/job-site';
import { Limit } from '../../core/internal/limits';
import { joinNetwork, type Network } from '../../core/internal/network';
import { AutoMlAlgorithm, AutoMlMetric, AutoMlProblemType } from '../auto-ml-options';

const TARGET = Limit.of('TabularJobConfig.TargetAttributeName');
const SAMPLE_WEIGHT = Limit.of('TabularJobConfig.SampleWeightAttributeName');
const CANDIDATES = Limit.of('AutoMLJobCompletionCriteria.MaxCandidates');
const WHOLE_RUNTIME = Limit.of('AutoMLJobCompletionCriteria.MaxAutoMLJobRuntimeInSeconds');
const RUNTIME_OF_ONE = Limit.of('AutoMLJobCompletionCriteria.MaxRuntimePerTrainingJobInSeconds');
const FRACTION = Limit.of('AutoMLDataSplitConfig.ValidationFraction');

const OF_CLASSES = [AutoMlMetric.ACCURACY, AutoMlMetric.BALANCED_ACCURACY];
const METRICS: Record<AutoMlProblemType, readonly AutoMlMetric[]> = {
  [AutoMlProblemType.BINARY_CLASSIFICATION]: [...OF_CLASSES, AutoMlMetric.AUC, AutoMlMetric.F1, AutoMlMetric.PRECISION, AutoMlMetric.RECALL],
  [AutoMlProblemType.MULTICLASS_CLASSIFICATION]: [...OF_CLASSES, AutoMlMetric.F1_MACRO, AutoMlMetric.PRECISION_MACRO, AutoMlMetric.RECALL_MACRO],
  [AutoMlProblemType.REGRESSION]: [AutoMlMetric.MAE, AutoMlMetric.MSE, AutoMlMetric.RMSE, AutoMlMetric.R2],
};

/** What a search of any kind of table is told. */
export interface TableOptions {
  readonly target: string;
  readonly problemType?: AutoMlProblemType;
  readonly metric?: AutoMlMetric;
  readonly sampleWeight?: string;
}

/** Columns, and what candidates are compared by. */
export function checkTable(mistakes: Mistakes, { target, problemType, metric, sampleWeight }: TableOptions): Mistakes {
  return mistakes
    .add(TARGET.mistakeInText('target', target))
    .add(SAMPLE_WEIGHT.mistakeInText('sampleWeight', sampleWeight))
    .when((problemType === undefined) !== (metric === undefined), {
      code: 'AutoMlObjectiveIncomplete', property: problemType ? 'metric' : 'problemType', problem: `is needed with '${problemType ? 'problemType' : 'metric'}'`,
      fix: 'Give both, or neither.',
    })
    .when(problemType !== undefined && metric !== undefined && !METRICS[problemType].includes(metric), {
      code: 'AutoMlMetric', property: 'metric', problem: `must be one of ${problemType && METRICS[problemType].join(', ')} for ${problemType}`, value: metric,
      fix: 'Use one of those.',
    });
}

/** When a search ends. */
export interface CompletionOptions {
  readonly maxCandidates?: number;
  readonly maxRuntime: Duration;
  readonly maxRuntimePerTrainingJob?: Duration;
}

export function checkCompletion(mistakes: Mistakes, { maxCandidates, maxRuntime, maxRuntimePerTrainingJob }: CompletionOptions): Mistakes {
  const seconds = (time: Duration | undefined) => (time?.isUnresolved() ? undefined : time?.toSeconds());
  const [whole, single] = [seconds(maxRuntime), seconds(maxRuntimePerTrainingJob)];
  return mistakes
    .add(CANDIDATES.mistakeIn('maxCandidates', maxCandidates))
    .add(WHOLE_RUNTIME.mistakeIn('maxRuntime', whole))
    .add(RUNTIME_OF_ONE.mistakeIn('maxRuntimePerTrainingJob', single))
    .when(whole !== undefined && single !== undefined && single > whole, {
      code: 'AutoMlRuntimes', property: 'maxRuntimePerTrainingJob', problem: `must not exceed 'maxRuntime' (${whole} seconds)`, value: single, fix: 'Lower it.',
    });
}

export function renderCompletion({ maxCandidates, maxRuntime, maxRuntimePerTrainingJob }: CompletionOptions): ApiRequest {
  return {
    MaxCandidates: maxCandidates,
    MaxRuntimePerTrainingJobInSeconds: maxRuntimePerTrainingJob?.toSeconds(),
    MaxAutoMLJobRuntimeInSeconds: maxRuntime.toSeconds(),
  };
}

/** The algorithms that each way to search chooses from. */
const ALGORITHMS: Record<string, readonly AutoMlAlgorithm[]> = {
  ENSEMBLING: Object.values(AutoMlAlgorithm).filter((each) => each !== AutoMlAlgorithm.MLP),
  HYPERPARAMETER_TUNING: [AutoMlAlgorithm.LINEAR_LEARNER, AutoMlAlgorithm.MLP, AutoMlAlgorithm.XGBOOST],
};

/** Refuses algorithms that a way to search does not know. */
export function mistakeInAlgorithms(mode: string, algorithms: readonly AutoMlAlgorithm[] = []): Mistake | undefined {
  const known = ALGORITHMS[mode] ?? algorithms;
  const strange = algorithms.filter((each) => !known.includes(each));
  return strange.length === 0 ? undefined : {
    code: 'AutoMlAlgorithmUnknown', property: 'algorithms', problem: `are not all known to the mode ${mode}`, value: strange.join(', '), fix: `Use ${known.join(', ')}.`,
  };
}

/** Data to validate with is given, or cut off. */
export function checkValidation(mistakes: Mistakes, fraction: number | undefined, isGiven: boolean): Mistakes {
  return mistakes
    .add(FRACTION.mistakeIn('validationFraction', fraction))
    .when(isGiven && fraction !== undefined, {
      code: 'AutoMlValidationTwice', property: 'validationFraction', problem: 'does not go with validation data', fix: 'Leave one of them out.',
    });
}

export function renderSplit(fraction: number | undefined): ApiRequest | undefined {
  return fraction === undefined ? undefined : { ValidationFraction: fraction };
}

/** Network and encryption of the instances. */
export function renderSecurity(site: JobSite, options: Partial<Network> & { readonly encryptTrafficBetweenInstances?: boolean }): ApiRequest | undefined {
  const { encryptTrafficBetweenInstances } = options;
  const vpc = joinNetwork(site.scope, site.role, options);
  return vpc || encryptTrafficBetweenInstances || site.encryptionKey ? {
    VolumeKmsKeyId: site.encryptionKey?.keyArn,
    EnableInterContainerTrafficEncryption: encryptTrafficBetweenInstances ? true : undefined,
    VpcConfig: vpc,
  } : undefined;
}

/** The jobs inside write as other jobs do, and run in images that SageMaker chooses. */
export function grantJobsInside({ scope, role }: JobSite): void {
  (['ProcessingJobs', 'TrainingJobs', 'TransformJobs'] as const).forEach((kind) => grantJobTelemetry(scope, role, kind));
  allow(role, { actions: ['ecr:GetAuthorizationToken'], resourceArns: ['*'] }, 'Logging in to the registry supports no resource.');
  allow(role, {
    actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    resourceArns: [arnOf(scope, { service: 'ecr', account: '*', resource: 'repository', resourceName: '*' })],
    conditions: { StringNotEquals: { 'aws:ResourceAccount': Stack.of(scope).account } },
  }, 'SageMaker chooses the images of candidates, from accounts of its own.');
}
