import { isKnown, Mistakes } from '../../core/internal/errors';
import { type ApiRequest, type JobSite, Keep } from '../../core/internal/job-site';
import { Limit } from '../../core/internal/limits';
import { checkNetwork } from '../../core/internal/network';
import type { S3Source } from '../../core';
import { AutoMlDataType, type AutoMlSearchProps } from '../auto-ml-search-options';
import type { ProblemKind } from './auto-ml-problem-kind';
import { checkCompletion, checkValidation, grantJobsInside, renderCompletion, renderSecurity, renderSplit } from './auto-ml-rules';

const TAGS = Limit.of('CreateTrainingJobRequest.Tags');
const TAG_KEY = Limit.of('Tag.Key');
const TAG_VALUE = Limit.of('Tag.Value');

/** The CreateAutoMLJobV2 request, without a name. */
export function renderAutoMlSearch(site: JobSite, props: AutoMlSearchProps): ApiRequest {
  const { _kind: kind } = props.problem;
  const { tags } = props;
  checkSearch(new Mistakes(site.scope), props, kind);
  grantJobsInside(site);
  const placeOf = (source: S3Source) => source.bind(site.scope, site.role).uri;
  return {
    AutoMLJobInputDataConfig: [
      renderChannel(props, 'training', placeOf(props.trainingData)),
      ...(props.validationData ? [renderChannel(props, 'validation', placeOf(props.validationData))] : []),
    ],
    AutoMLProblemTypeConfig: { [kind.member]: { ...kind.render(placeOf), CompletionCriteria: renderCompletion(kind.completion) } },
    AutoMLJobObjective: kind.metric === undefined ? undefined : { MetricName: kind.metric },
    DataSplitConfig: renderSplit(props.validationFraction),
    OutputDataConfig: { S3OutputPath: site.outputUri('', Keep.WITH_THE_MODEL), KmsKeyId: site.encryptionKey?.keyArn },
    SecurityConfig: renderSecurity(site, props),
    ModelDeployConfig: props.deployment?._render(site),
    RoleArn: site.role.roleArn,
    Tags: tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    ...props.overrides,
  };
}

function renderChannel({ contentType, dataType, gzipped }: AutoMlSearchProps, type: string, uri: string): ApiRequest {
  return {
    ChannelType: type,
    ContentType: contentType,
    CompressionType: gzipped ? 'Gzip' : undefined,
    DataSource: { S3DataSource: { S3DataType: dataType ?? AutoMlDataType.S3_PREFIX, S3Uri: uri } },
  };
}

function checkSearch(mistakes: Mistakes, props: AutoMlSearchProps, kind: ProblemKind): void {
  const { contentType, dataType, gzipped, prefix, tags = {}, validationData, validationFraction } = props;
  kind.check(mistakes);
  checkCompletion(mistakes, kind.completion);
  checkValidation(checkNetwork(mistakes, props), validationFraction, validationData !== undefined)
    .when(isKnown(contentType) && !kind.contentTypes.includes(contentType), {
      code: 'AutoMlContentType', property: 'contentType', problem: `is not read for ${kind.name}`, value: contentType, fix: `Use one of ${kind.contentTypes.join(', ')}.`,
    })
    .when(dataType !== undefined && !kind.dataTypes.includes(dataType), {
      code: 'AutoMlDataType', property: 'dataType', problem: `is not read for ${kind.name}`, value: dataType, fix: `Use one of ${kind.dataTypes.join(', ')}.`,
    })
    .when(gzipped === true && (!kind.takesGzip || dataType === AutoMlDataType.MANIFEST_FILE), {
      code: 'AutoMlGzip', property: 'gzipped', problem: 'is for tables below a prefix alone', fix: 'Unpack the data.',
    })
    .when(!kind.takesValidation && (validationData !== undefined || validationFraction !== undefined), {
      code: 'AutoMlOwnSplit', property: validationData ? 'validationData' : 'validationFraction', problem: `does not go with ${kind.name}: Autopilot splits the data by itself`,
      fix: 'Leave it out.',
    })
    .when(isKnown(prefix) && /^\/|[*?]/.test(prefix), {
      code: 'S3KeyInvalid', property: 'prefix', problem: "must not start with a slash or hold '*' or '?'", value: prefix, fix: "Write it as the console shows it, for example 'searches/'.",
    })
    .add(TAGS.mistakeInCount('tags', tags));
  Object.entries(tags).forEach(([key, value]) => mistakes.add(TAG_KEY.mistakeInText('tags', key)).add(TAG_VALUE.mistakeInText('tags', value)));
  mistakes.throwIfAny();
}
