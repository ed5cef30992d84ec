import { Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { S3Source } from '../../core';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { isKnown, Mistakes } from '../../core/internal/errors';
import { type ApiRequest, grantJobTelemetry, type JobSite, Keep } from '../../core/internal/job-site';
import { Limit } from '../../core/internal/limits';
import { checkNetwork, joinNetwork } from '../../core/internal/network';
import { type AutoMlJobProps, AutoMlMetric, AutoMlProblem } from '../auto-ml-options';

const DEFAULT_RUNTIME = Duration.hours(4);

export function renderAutoMlJob(site: JobSite, props: AutoMlJobProps, training: S3Source, validation?: S3Source): ApiRequest {
  check(site.scope, props, validation);
  grant(site);
  const { problem, metric, validationFraction } = props;
  return {
    InputDataConfig: [
      renderChannel(site, props, 'training', training),
      ...(validation ? [renderChannel(site, props, 'validation', validation)] : []),
    ],
    OutputDataConfig: { S3OutputPath: site.outputUri('model', Keep.WITH_THE_MODEL), KmsKeyId: site.encryptionKey?.keyArn },
    ProblemType: problem,
    AutoMLJobObjective: metric && { MetricName: metric },
    AutoMLJobConfig: {
      Mode: 'ENSEMBLING',
      CompletionCriteria: {
        MaxCandidates: props.maxCandidates,
        MaxRuntimePerTrainingJobInSeconds: props.maxRuntimePerTrainingJob?.toSeconds(),
        MaxAutoMLJobRuntimeInSeconds: (props.maxRuntime ?? DEFAULT_RUNTIME).toSeconds(),
      },
      CandidateGenerationConfig: renderCandidates(site, props),
      DataSplitConfig: validationFraction === undefined ? undefined : { ValidationFraction: validationFraction },
      SecurityConfig: renderSecurity(site, props),
    },
    RoleArn: site.role.roleArn,
    ...props.overrides,
  };
}

function renderChannel({ scope, role }: JobSite, props: AutoMlJobProps, type: string, source: S3Source): ApiRequest {
  return {
    ChannelType: type,
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: source.bind(scope, role).uri } },
    TargetAttributeName: props.target,
    ContentType: props.contentType,
    CompressionType: props.gzipped ? 'Gzip' : undefined,
    SampleWeightAttributeName: props.sampleWeight,
  };
}

function renderCandidates({ scope, role }: JobSite, { algorithms, featureSpecification }: AutoMlJobProps): ApiRequest | undefined {
  return algorithms || featureSpecification ? {
    AlgorithmsConfig: algorithms && [{ AutoMLAlgorithms: algorithms }],
    FeatureSpecificationS3Uri: featureSpecification?.bind(scope, role).uri,
  } : undefined;
}

function renderSecurity(site: JobSite, props: AutoMlJobProps): ApiRequest | undefined {
  const { encryptTrafficBetweenInstances } = props;
  const vpc = joinNetwork(site.scope, site.role, props);
  return vpc || encryptTrafficBetweenInstances || site.encryptionKey ? {
    VolumeKmsKeyId: site.encryptionKey?.keyArn,
    EnableInterContainerTrafficEncryption: encryptTrafficBetweenInstances ? true : undefined,
    VpcConfig: vpc,
  } : undefined;
}

/** The jobs inside write as other jobs do, and run in images that SageMaker chooses. */
function grant({ scope, role }: JobSite): void {
  (['ProcessingJobs', 'TrainingJobs', 'TransformJobs'] as const).forEach((kind) => grantJobTelemetry(scope, role, kind));
  allow(role, { actions: ['ecr:GetAuthorizationToken'], resourceArns: ['*'] }, 'Logging in to the registry supports no resource.');
  allow(role, {
    actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    resourceArns: [arnOf(scope, { service: 'ecr', account: '*', resource: 'repository', resourceName: '*' })],
    conditions: { StringNotEquals: { 'aws:ResourceAccount': Stack.of(scope).account } },
  }, 'SageMaker chooses the images of candidates, from accounts of its own.');
}

const TARGET = Limit.between('TargetColumn', 1);
const MIME = Limit.between('ContentType', 0, 256);
const CANDIDATES = Limit.between('MaxCandidates', 1, 750);
const RUNTIME = Limit.between('MaxRuntime', 1);
const FRACTION = Limit.between('ValidationFraction', 0, 1);
const ALGORITHMS = Limit.between('AutoMlAlgorithms', 1);

const OF_CLASSES = [AutoMlMetric.ACCURACY, AutoMlMetric.BALANCED_ACCURACY];
const METRICS: Record<AutoMlProblem, readonly AutoMlMetric[]> = {
  [AutoMlProblem.BINARY_CLASSIFICATION]: [...OF_CLASSES, AutoMlMetric.AUC, AutoMlMetric.F1, AutoMlMetric.PRECISION, AutoMlMetric.RECALL],
  [AutoMlProblem.MULTICLASS_CLASSIFICATION]: [...OF_CLASSES, AutoMlMetric.F1_MACRO, AutoMlMetric.PRECISION_MACRO, AutoMlMetric.RECALL_MACRO],
  [AutoMlProblem.REGRESSION]: [AutoMlMetric.MAE, AutoMlMetric.MSE, AutoMlMetric.RMSE, AutoMlMetric.R2],
};

function check(scope: Construct, props: AutoMlJobProps, validation: S3Source | undefined): void {
  const { problem, metric, sampleWeight, maxRuntime = DEFAULT_RUNTIME, maxRuntimePerTrainingJob } = props;
  const seconds = (time: Duration | undefined) => (time?.isUnresolved() ? undefined : time?.toSeconds());
  const [whole, single] = [seconds(maxRuntime), seconds(maxRuntimePerTrainingJob)];
  checkNetwork(new Mistakes(scope), props)
    .add(TARGET.mistakeInText('target', props.target))
    .add(MIME.mistakeInText('contentType', props.contentType))
    .add(CANDIDATES.mistakeIn('maxCandidates', props.maxCandidates))
    .add(RUNTIME.mistakeIn('maxRuntime', whole))
    .add(RUNTIME.mistakeIn('maxRuntimePerTrainingJob', single))
    .add(FRACTION.mistakeIn('validationFraction', props.validationFraction))
    .add(ALGORITHMS.mistakeInCount('algorithms', props.algorithms))
    .when((problem === undefined) !== (metric === undefined), {
      code: 'AutoMlObjectiveIncomplete', property: problem ? 'metric' : 'problem', problem: `is needed with '${problem ? 'problem' : 'metric'}'`, fix: 'Give both, or neither.',
    })
    .when(problem !== undefined && metric !== undefined && !METRICS[problem].includes(metric), {
      code: 'AutoMlMetric', property: 'metric', problem: `must be one of ${problem && METRICS[problem].join(', ')} for ${problem}`, value: metric, fix: 'Use one of those.',
    })
    .when(validation !== undefined && props.validationFraction !== undefined, {
      code: 'AutoMlValidationTwice', property: 'validationFraction', problem: 'does not go with validation data', fix: 'Leave one of them out.',
    })
    .when(isKnown(sampleWeight) && !/^[a-zA-Z0-9_-]{1,256}$/.test(sampleWeight), {
      code: 'AutoMlSampleWeight', property: 'sampleWeight', problem: 'must be a column of up to 256 letters, digits, hyphens and underscores', value: sampleWeight,
      fix: 'Rename the column.',
    })
    .when(whole !== undefined && single !== undefined && single > whole, {
      code: 'AutoMlRuntimes', property: 'maxRuntimePerTrainingJob', problem: `must not exceed 'maxRuntime' (${whole} seconds)`, value: single, fix: 'Lower it.',
    })
    .throwIfAny();
}
