import { Duration } from 'aws-cdk-lib/core';
import type { S3Source } from '../../core';
import { Mistakes } from '../../core/internal/errors';
import { type ApiRequest, type JobSite, Keep } from '../../core/internal/job-site';
import { Limit } from '../../core/internal/limits';
import { checkNetwork } from '../../core/internal/network';
import type { AutoMlJobProps } from '../auto-ml-options';
import {
  checkCompletion, checkTable, checkValidation, type CompletionOptions, grantJobsInside, mistakeInAlgorithms, renderCompletion, renderSecurity, renderSplit,
} from './auto-ml-rules';

const MODE = 'ENSEMBLING';
const MIME = Limit.between('ContentType', 0, 256);
const ALGORITHMS = Limit.between('AutoMlAlgorithms', 1);

/** The CreateAutoMLJob request, without a name. */
export function renderAutoMlJob(site: JobSite, props: AutoMlJobProps, training: S3Source, validation?: S3Source): ApiRequest {
  const completion: CompletionOptions = { ...props, maxRuntime: props.maxRuntime ?? Duration.hours(4) };
  const mistakes = checkNetwork(new Mistakes(site.scope), props)
    .add(MIME.mistakeInText('contentType', props.contentType))
    .add(ALGORITHMS.mistakeInCount('algorithms', props.algorithms))
    .add(mistakeInAlgorithms(MODE, props.algorithms));
  checkCompletion(checkValidation(checkTable(mistakes, props), props.validationFraction, validation !== undefined), completion).throwIfAny();
  grantJobsInside(site);
  return {
    InputDataConfig: [
      renderChannel(site, props, 'training', training),
      ...(validation ? [renderChannel(site, props, 'validation', validation)] : []),
    ],
    OutputDataConfig: { S3OutputPath: site.outputUri('model', Keep.WITH_THE_MODEL), KmsKeyId: site.encryptionKey?.keyArn },
    ProblemType: props.problemType,
    AutoMLJobObjective: props.metric && { MetricName: props.metric },
    AutoMLJobConfig: {
      Mode: MODE,
      CompletionCriteria: renderCompletion(completion),
      CandidateGenerationConfig: renderCandidates(site, props),
      DataSplitConfig: renderSplit(props.validationFraction),
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
