import type { Construct } from 'constructs';
import { isKnown, Mistakes } from '../../core/internal/errors';
import { checkInstanceType, FOR_TRANSFORM } from '../../core/internal/instance-types';
import { type ApiRequest, type JobSite, Keep, volumeKey } from '../../core/internal/job-site';
import { Limit } from '../../core/internal/limits';
import type { TransformOptions } from '../transform-options';

/** The request to transform a batch, without the names of job and model. */
export function renderTransform(site: JobSite, inputUri: string, options: TransformOptions): ApiRequest {
  checkTransform(site.scope, options);
  const { instanceType = 'ml.m5.large', instanceCount = 1, requestTimeout, requestRetries } = options;
  const key = site.encryptionKey?.keyArn;
  return {
    MaxConcurrentTransforms: options.maxConcurrent,
    MaxPayloadInMB: options.maxPayload?.toMebibytes(),
    BatchStrategy: options.batch,
    ModelClientConfig: requestTimeout === undefined && requestRetries === undefined ? undefined : {
      InvocationsTimeoutInSeconds: requestTimeout?.toSeconds(), InvocationsMaxRetries: requestRetries,
    },
    Environment: options.environment,
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: options.manifest ? 'ManifestFile' : 'S3Prefix', S3Uri: inputUri } },
      ContentType: options.contentType,
      CompressionType: options.gzipped ? 'Gzip' : undefined,
      SplitType: options.split,
    },
    TransformOutput: {
      S3OutputPath: site.outputUri('transformed', Keep.FOR_THE_RUN),
      Accept: options.accept,
      AssembleWith: options.assembleLines ? 'Line' : undefined,
      KmsKeyId: key,
    },
    DataCaptureConfig: options.capture ? { DestinationS3Uri: site.outputUri('captured', Keep.FOR_THE_RUN), KmsKeyId: key, GenerateInferenceId: true } : undefined,
    TransformResources: { InstanceType: instanceType, InstanceCount: instanceCount, VolumeKmsKeyId: volumeKey(site, instanceType) },
    DataProcessing: renderFilters(options),
  };
}

function renderFilters({ inputFilter, outputFilter, joinInput }: TransformOptions): ApiRequest | undefined {
  return inputFilter === undefined && outputFilter === undefined && !joinInput
    ? undefined
    : { InputFilter: inputFilter, OutputFilter: outputFilter, JoinSource: joinInput ? 'Input' : undefined };
}

const INSTANCES = Limit.between('InstanceCount', 1);
const FILTER = Limit.between('TransformFilter', 1, 63);
const MIME = Limit.between('ContentType', 0, 256);
const CONCURRENT = Limit.of('CreateTransformJobRequest.MaxConcurrentTransforms');
const TIMEOUT = Limit.between('RequestTimeout', 1, 3600);
const RETRIES = Limit.between('RequestRetries', 0, 3);
const ENVIRONMENT = Limit.of('CreateTransformJobRequest.Environment');
const VARIABLE = Limit.between('EnvironmentValue', 0, 10_240);
/** What the requests to an instance at one time may hold together, in MiB. */
const MOST_PAYLOAD = 100;

function checkTransform(scope: Construct, options: TransformOptions): void {
  checkInstanceType(scope, 'instanceType', options.instanceType, FOR_TRANSFORM);
  const payload = options.maxPayload?.isUnresolved() ? undefined : options.maxPayload?.toMebibytes({ rounding: 2 });
  const concurrent = isKnown(options.maxConcurrent) ? options.maxConcurrent : 1;
  const mistakes = new Mistakes(scope)
    .add(INSTANCES.mistakeIn('instanceCount', options.instanceCount))
    .add(MIME.mistakeInText('contentType', options.contentType))
    .add(MIME.mistakeInText('accept', options.accept))
    .add(FILTER.mistakeInText('inputFilter', options.inputFilter))
    .add(FILTER.mistakeInText('outputFilter', options.outputFilter))
    .add(CONCURRENT.mistakeIn('maxConcurrent', options.maxConcurrent))
    .add(TIMEOUT.mistakeIn('requestTimeout', options.requestTimeout?.isUnresolved() ? undefined : options.requestTimeout?.toSeconds()))
    .add(RETRIES.mistakeIn('requestRetries', options.requestRetries))
    .add(ENVIRONMENT.mistakeInCount('environment', options.environment))
    .when(payload !== undefined && (!Number.isInteger(payload) || payload * Math.max(concurrent, 1) > MOST_PAYLOAD), {
      code: 'TransformPayload', property: 'maxPayload', problem: `must be whole MiB, and at most ${MOST_PAYLOAD} together with 'maxConcurrent' (${concurrent}) requests`,
      value: `${payload} MiB`, fix: 'Lower one of them.',
    })
    .when(options.batch !== undefined && (options.split ?? 'None') === 'None', {
      code: 'TransformBatchUnsplit', property: 'batch', problem: "needs records, which 'split' makes", fix: 'Set TransformSplit.LINE.',
    });
  for (const [name, value] of Object.entries(options.environment ?? {})) {
    mistakes
      .when(!/^[a-zA-Z_][a-zA-Z0-9_]{0,1023}$/.test(name), {
        code: 'EnvironmentName', property: 'environment', problem: 'names have up to 1,024 letters, digits and underscores and do not start with a digit', value: name,
        fix: 'Rename the variable.',
      })
      .add(VARIABLE.mistakeInText(`environment '${name}'`, value));
  }
  mistakes.throwIfAny();
}
