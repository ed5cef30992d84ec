import type { CreateProcessingJobCommandInput, ProcessingInput } from '@aws-sdk/client-sagemaker';
import type { Analysis, MonitorInput, MonitorKind } from '../../lib/core/contract';
import { capturesOf } from './captures';
import type { Due } from './request';

const INPUT = '/opt/ml/processing/input';
const OUTPUT = '/opt/ml/processing/output/report';
/** A job takes ten inputs, of which the code and the baseline are two. */
export const MOST_CAPTURE_INPUTS = 8;

/** The analyzer of each question, in the folder of code that travels with the job. */
const SCRIPTS: Partial<Record<MonitorKind, string>> = { DataQuality: 'analyze_data_quality.py' };

/** Unpacks the code and runs the script in it, whose name is `$0`: any character is safe there. */
const RUN = `cd ${INPUT}/code && tar -xzf *.gz && exec python3 "$0" "$@"`;
/** An argument and a variable have at most this many characters. */
const LONGEST_WORD = 256;

/**
 * The CreateProcessingJob request of one analysis. Its name is that of the monitor with the minute of the window's end, so that
 * a second execution for the same analysis finds the first one's job instead of paying for another.
 */
export function jobRequest(input: MonitorInput, due: Due, analysis: Analysis, baseline: string, folders: readonly string[]): CreateProcessingJobCommandInput {
  const { job } = input;
  const script = SCRIPTS[input.monitor];
  if (script === undefined) {
    throw new Error(`this version has no analyzer for ${input.monitor}`);
  }
  const columns = wordsOf(input.columns ?? []);
  return {
    ProcessingJobName: `${input.monitorName}-${due.end.replace(/\D/g, '').slice(0, 12)}`,
    RoleArn: job.roleArn,
    AppSpecification: {
      ImageUri: job.imageUri,
      ContainerEntrypoint: ['/bin/sh', '-c', `${RUN}${columns.length > 0 ? ` --columns "${columns.map((_, index) => `$C${index}`).join('')}"` : ''}`, script],
      ContainerArguments: argumentsOf(input, due),
    },
    Environment: Object.fromEntries(columns.map((word, index) => [`C${index}`, word])),
    ProcessingInputs: [
      inputOf('code', job.codeS3Uri, `${INPUT}/code`),
      inputOf('baseline', baseline, `${INPUT}/baseline`),
      ...folders.map((folder, index) => inputOf(`captures-${index + 1}`, `${capturesOf(input)}${folder}/`, `${INPUT}/captures/${folder}`)),
    ],
    ProcessingOutputConfig: {
      ...(job.kmsKeyArn !== undefined && { KmsKeyId: job.kmsKeyArn }),
      Outputs: [{ OutputName: 'report', S3Output: { S3Uri: analysis.reportUri.replace(/\/$/, ''), LocalPath: OUTPUT, S3UploadMode: 'EndOfJob' } }],
    },
    ProcessingResources: {
      ClusterConfig: {
        InstanceCount: 1,
        InstanceType: job.instanceType as never,
        VolumeSizeInGB: job.volumeSizeGb,
        ...(job.volumeKeyArn !== undefined && { VolumeKmsKeyId: job.volumeKeyArn }),
      },
    },
    StoppingCondition: { MaxRuntimeInSeconds: job.maxRuntimeSeconds },
    NetworkConfig: {
      // The analyzer needs nothing but its inputs, which SageMaker copies.
      EnableNetworkIsolation: true,
      ...(job.subnets && { VpcConfig: { Subnets: [...job.subnets], SecurityGroupIds: [...job.securityGroupIds ?? []] } }),
    },
  };
}

function argumentsOf(input: MonitorInput, due: Due): string[] {
  return [
    '--baseline', `${INPUT}/baseline`,
    '--captures', `${INPUT}/captures`,
    '--output', OUTPUT,
    '--window-start', due.start,
    '--window-end', due.end,
    '--threshold', String(input.driftThreshold),
    '--minimum-records', String(input.minimumRecords),
  ];
}

/** The names of many columns are longer than an argument may be: they travel in pieces, which the shell puts together. */
function wordsOf(columns: readonly string[]): string[] {
  return columns.join(',').match(new RegExp(`[^]{1,${LONGEST_WORD}}`, 'g')) ?? [];
}

function inputOf(name: string, uri: string, localPath: string): ProcessingInput {
  return { InputName: name, S3Input: { S3Uri: uri, LocalPath: localPath, S3DataType: 'S3Prefix', S3InputMode: 'File' } };
}
