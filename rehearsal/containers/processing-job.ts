import { basename, join } from 'node:path';
import type { CreateProcessingJobRequest, ProcessingInput, ProcessingOutput } from '@aws-sdk/client-sagemaker';
import { JobFailure, lastWords } from './failure';
import { familyOf } from './images';
import type { Job } from './job';
import type { JobResult } from './job-runner';

const ONE_DAY = 86_400;

/** Runs a processing job's command on its inputs and sends its outputs to S3 when it ends well. */
export async function runProcessingJob(job: Job, request: CreateProcessingJobRequest): Promise<Pick<JobResult, 'status' | 'failureReason' | 'exitMessage'>> {
  const app = request.AppSpecification!;
  const image = app.ImageUri!;
  await job.requireModules(image, familyOf(image));
  const entrypoint = app.ContainerEntrypoint;
  if (!entrypoint?.length) {
    throw JobFailure.client(`image '${image}' cannot be run locally without a ContainerEntrypoint: its own program exists in the image only`);
  }
  await writeConfiguration(job, request);
  for (const input of request.ProcessingInputs ?? []) {
    await bring(job, input);
  }
  const outputs = (request.ProcessingOutputConfig?.Outputs ?? []).filter((output) => !output.AppManaged);
  for (const output of outputs) {
    await job.folder.make(s3Output(output).LocalPath!);
  }

  const command = [...ownPython(entrypoint, job), ...(app.ContainerArguments ?? [])];
  const { ending, exitCode } = await job.run(command, request.Environment ?? {}, request.StoppingCondition?.MaxRuntimeInSeconds ?? ONE_DAY);
  const exitMessage = (await job.folder.readText('/opt/ml/output/message'))?.slice(0, 1024);
  if (ending === 'timed out') {
    const limit = request.StoppingCondition?.MaxRuntimeInSeconds ?? ONE_DAY;
    return { status: 'Stopped', failureReason: `MaxRuntimeExceeded: the job ran longer than its ${limit} seconds`, exitMessage };
  }
  if (ending === 'stopped') {
    return { status: 'Stopped', exitMessage };
  }
  if (exitCode !== 0) {
    const words = exitMessage ?? lastWords(await job.folder.log());
    return { status: 'Failed', failureReason: JobFailure.algorithm(words, exitCode).message, exitMessage };
  }
  for (const output of outputs) {
    const { LocalPath, S3Uri } = s3Output(output);
    const folder = job.folder.real(LocalPath!);
    await job.restorePaths(folder);
    await job.site.store.upload(folder, S3Uri!);
  }
  return { status: 'Completed', exitMessage };
}

async function writeConfiguration(job: Job, request: CreateProcessingJobRequest): Promise<void> {
  await job.folder.writeJson('/opt/ml/config/processingjobconfig.json', {
    ...request,
    ProcessingJobArn: `arn:aws:sagemaker:${job.site.region}:${request.RoleArn?.split(':')[4] ?? ''}:processing-job/${job.name.toLowerCase()}`,
  });
  const cluster = request.ProcessingResources?.ClusterConfig;
  await job.folder.writeJson('/opt/ml/config/resourceconfig.json', {
    current_host: 'algo-1',
    current_instance_type: cluster?.InstanceType,
    hosts: ['algo-1'],
    network_interface_name: 'eth0',
  });
  await job.folder.make('/opt/ml/output');
}

async function bring(job: Job, input: ProcessingInput): Promise<void> {
  if (input.AppManaged) {
    return;
  }
  const source = input.S3Input;
  if (!source?.LocalPath) {
    throw JobFailure.client(`input '${input.InputName}' cannot be read locally: it must be an S3Input with a LocalPath`);
  }
  if (source.S3DataType === 'ManifestFile' || source.S3InputMode === 'Pipe') {
    throw JobFailure.client(`input '${input.InputName}' cannot be read locally: use S3DataType S3Prefix and S3InputMode File`);
  }
  const files = await job.site.store.download(source.S3Uri!, await job.folder.make(source.LocalPath));
  if (files === 0) {
    throw JobFailure.client(`Data download failed: No S3 objects found under prefix ${source.S3Uri} for input '${input.InputName}'`);
  }
  await job.note(`input ${input.InputName}: ${files} file${files === 1 ? '' : 's'} from ${source.S3Uri}`);
}

function s3Output(output: ProcessingOutput) {
  if (!output.S3Output?.LocalPath || !output.S3Output.S3Uri) {
    throw JobFailure.client(`output '${output.OutputName}' cannot be written locally: it must be an S3Output with a LocalPath`);
  }
  return output.S3Output;
}

/** Images keep their interpreters in various places, such as /miniconda3/bin/python: each means the rehearsal's. */
function ownPython([program, ...rest]: readonly string[], job: Job): string[] {
  const isPython = /^python(3(\.\d+)?)?$/.test(basename(program));
  return [isPython ? join(job.folder.bin, 'python3') : program, ...rest];
}
