import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Channel, CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { create } from 'tar';
import { JobFailure, lastWords, reasonFromFailureFile } from './failure';
import { familyOf } from './images';
import type { Job } from './job';
import type { TrainingResult } from './job-runner';
import { algorithmMetrics, finalMetrics } from './metrics';
import { below } from './object-store';

const ONE_DAY = 86_400;
const CHECKPOINTS = '/opt/ml/checkpoints';

type Outcome = Pick<TrainingResult, 'status' | 'failureReason' | 'modelArtifacts' | 'finalMetrics'>;

/** Trains by the user's script through AWS's training toolkit, or by the image's own algorithm, and sends the model to S3. */
export async function runTrainingJob(job: Job, request: CreateTrainingJobRequest): Promise<Outcome> {
  const image = request.AlgorithmSpecification?.TrainingImage;
  if (!image) {
    const algorithm = request.AlgorithmSpecification?.AlgorithmName;
    throw JobFailure.client(`algorithm '${algorithm}' cannot be run locally: name a TrainingImage`);
  }
  const family = familyOf(image);
  const hyperparameters = request.HyperParameters ?? {};
  const algorithm = hyperparameters.sagemaker_program ? undefined : family.algorithm?.train;
  await job.requireModules(image, family, ...(algorithm ? [] : ['sagemaker_training']));
  await writeConfiguration(job, request, hyperparameters);
  await bringData(job, request);

  const limit = request.StoppingCondition?.MaxRuntimeInSeconds ?? ONE_DAY;
  const command = algorithm ? ['python3', join(__dirname, algorithm)] : ['python3', '-m', 'sagemaker_training.cli.train'];
  const { ending, exitCode } = await job.run(command, environment(job, request), limit);
  const log = await job.folder.log();
  const metrics = finalMetrics(algorithm ? algorithmMetrics(log) : request.AlgorithmSpecification?.MetricDefinitions ?? [], log, new Date());
  if (ending === 'exited' && exitCode !== 0) {
    return { status: 'Failed', failureReason: await reason(job, exitCode), finalMetrics: metrics };
  }
  // SageMaker keeps the model of a job that was stopped, too.
  const modelArtifacts = await sendResults(job, request);
  if (ending === 'timed out') {
    return { status: 'Stopped', failureReason: `MaxRuntimeExceeded: the job ran longer than its ${limit} seconds`, modelArtifacts, finalMetrics: metrics };
  }
  return { status: ending === 'stopped' ? 'Stopped' : 'Completed', modelArtifacts, finalMetrics: metrics };
}

async function writeConfiguration(job: Job, request: CreateTrainingJobRequest, hyperparameters: Record<string, string>): Promise<void> {
  const channels = Object.fromEntries((request.InputDataConfig ?? []).map((channel) => [channel.ChannelName, describe(channel)]));
  const type = request.ResourceConfig?.InstanceType;
  await job.folder.writeJson('/opt/ml/input/config/hyperparameters.json', hyperparameters);
  await job.folder.writeJson('/opt/ml/input/config/inputdataconfig.json', channels);
  await job.folder.writeJson('/opt/ml/input/config/resourceconfig.json', {
    current_host: 'algo-1',
    current_instance_type: type,
    current_group_name: 'homogeneousCluster',
    hosts: ['algo-1'],
    instance_groups: [{ instance_group_name: 'homogeneousCluster', instance_type: type, hosts: ['algo-1'] }],
    network_interface_name: 'eth0',
  });
  for (const folder of ['/opt/ml/model', '/opt/ml/code', '/opt/ml/output/data', '/opt/ml/input/data']) {
    await job.folder.make(folder);
  }
}

function describe(channel: Channel) {
  return {
    ContentType: channel.ContentType,
    TrainingInputMode: 'File',
    S3DistributionType: channel.DataSource?.S3DataSource?.S3DataDistributionType ?? 'FullyReplicated',
    RecordWrapperType: channel.RecordWrapperType ?? 'None',
  };
}

async function bringData(job: Job, request: CreateTrainingJobRequest): Promise<void> {
  for (const channel of request.InputDataConfig ?? []) {
    const name = channel.ChannelName!;
    const source = channel.DataSource?.S3DataSource;
    const mode = channel.InputMode ?? request.AlgorithmSpecification?.TrainingInputMode;
    if (source?.S3DataType !== 'S3Prefix' || mode === 'Pipe' || channel.CompressionType === 'Gzip') {
      throw JobFailure.client(`channel '${name}' cannot be read locally: use an S3DataSource of type S3Prefix, uncompressed, in File mode`);
    }
    const files = await job.site.store.download(source.S3Uri!, await job.folder.make(`/opt/ml/input/data/${name}`));
    if (files === 0) {
      throw JobFailure.client(`Data download failed: No S3 objects found under prefix ${source.S3Uri} for channel '${name}'`);
    }
    await job.note(`channel ${name}: ${files} file${files === 1 ? '' : 's'} from ${source.S3Uri}`);
  }
  if (request.CheckpointConfig?.S3Uri) {
    await job.site.store.download(request.CheckpointConfig.S3Uri, await job.folder.make(request.CheckpointConfig.LocalPath ?? CHECKPOINTS));
  }
}

function environment(job: Job, request: CreateTrainingJobRequest): Record<string, string> {
  const account = request.RoleArn?.split(':')[4] ?? '';
  return {
    ...request.Environment,
    TRAINING_JOB_NAME: job.name,
    TRAINING_JOB_ARN: `arn:aws:sagemaker:${job.site.region}:${account}:training-job/${job.name.toLowerCase()}`,
    // As the scikit-learn image does: the toolkit hands over to this module.
    SAGEMAKER_TRAINING_MODULE: 'script_mode:main',
    PYTHONPATH: __dirname,
    // The host name algo-1 exists in a cluster only; this is the toolkit's own switch for running outside of one.
    SM_STUDIO_LOCAL_MODE: 'true',
    ...(job.site.isolation.translates && { SAGEMAKER_BASE_DIR: job.folder.ml }),
  };
}

async function reason(job: Job, exitCode: number | null): Promise<string> {
  const log = await job.folder.log();
  const failureFile = await job.folder.readText('/opt/ml/output/failure');
  return JobFailure.algorithm(failureFile === undefined ? lastWords(log) : reasonFromFailureFile(failureFile, log), exitCode).message;
}

async function sendResults(job: Job, request: CreateTrainingJobRequest): Promise<string> {
  const { folder, site } = job;
  const output = below(request.OutputDataConfig!.S3OutputPath!, `${job.name}/output`);
  await job.restorePaths(folder.ml);
  const model = below(output, 'model.tar.gz');
  await site.store.write(model, await archive(folder.real('/opt/ml/model')));
  const data = folder.real('/opt/ml/output/data');
  if ((await readdir(data)).length > 0) {
    await site.store.write(below(output, 'output.tar.gz'), await archive(data));
  }
  if (request.CheckpointConfig?.S3Uri) {
    await site.store.upload(folder.real(request.CheckpointConfig.LocalPath ?? CHECKPOINTS), request.CheckpointConfig.S3Uri);
  }
  await job.note(`model: ${model}`);
  return model;
}

/** A gzipped tar of what a folder holds, without a leading `./`. */
async function archive(folder: string): Promise<Buffer> {
  const names = (await readdir(folder)).sort();
  const chunks: Buffer[] = [];
  for await (const chunk of create({ gzip: true, portable: true, cwd: folder }, names.length > 0 ? names : ['.'])) {
    chunks.push(Buffer.from(chunk as Uint8Array));
  }
  return Buffer.concat(chunks);
}
