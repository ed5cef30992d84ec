import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateProcessingJobRequest, CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { create } from 'tar';
import type { Isolation } from '../../../rehearsal/containers/isolation';
import { LocalJobRunner } from '../../../rehearsal/containers/local-job-runner';
import { findPython } from './python';
import { S3Fake } from './s3-fake';

const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.4-2-cpu-py3';
const ROLE = 'arn:aws:iam::000000000000:role/model';

/** A runner with an S3 and a folder of its own, for the tests of one file. */
export class Bench {
  readonly s3 = new S3Fake();
  readonly folder = mkdtempSync(join(tmpdir(), 'jobs-'));
  readonly python = findPython();
  private count = 0;

  runner(isolation?: Isolation, python = this.python): LocalJobRunner {
    return new LocalJobRunner({
      s3: this.s3.client(), python, folder: this.folder, region: 'us-east-1', environment: this.s3.environment, isolation, graceMs: 500,
    });
  }

  /** The same Python without any package. */
  barePython(): string {
    const bare = join(this.folder, 'bare-python');
    writeFileSync(bare, `#!/bin/sh\nexec '${this.python}' -S "$@"\n`, { mode: 0o755 });
    return bare;
  }

  async tearDown(): Promise<void> {
    await this.s3.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A processing job that runs a script given as text. */
  processing(script: string, more: Partial<CreateProcessingJobRequest> = {}): CreateProcessingJobRequest {
    const name = `processing-${++this.count}`;
    this.s3.put(`s3://code/${name}/run.py`, script);
    return {
      ProcessingJobName: name,
      RoleArn: ROLE,
      AppSpecification: { ImageUri: IMAGE, ContainerEntrypoint: ['python3', '/opt/ml/processing/input/code/run.py'] },
      ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 30 } },
      ...more,
      ProcessingInputs: [
        { InputName: 'code', S3Input: { S3Uri: `s3://code/${name}/run.py`, LocalPath: '/opt/ml/processing/input/code', S3DataType: 'S3Prefix', S3InputMode: 'File' } },
        ...(more.ProcessingInputs ?? []),
      ],
    };
  }

  /** A training job in script mode that runs a script given as text. */
  async training(script: string, more: Partial<CreateTrainingJobRequest> = {}): Promise<CreateTrainingJobRequest> {
    const name = `training-${++this.count}`;
    this.s3.put(`s3://code/${name}/sourcedir.tar.gz`, await tarball({ 'train.py': script }));
    return {
      TrainingJobName: name,
      RoleArn: ROLE,
      AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File' },
      OutputDataConfig: { S3OutputPath: 's3://models/here' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 },
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
      ...more,
      HyperParameters: {
        sagemaker_program: 'train.py', sagemaker_submit_directory: `s3://code/${name}/sourcedir.tar.gz`, sagemaker_region: 'us-east-1', ...more.HyperParameters,
      },
    };
  }
}

export function input(name: string, uri: string) {
  return { InputName: name, S3Input: { S3Uri: uri, LocalPath: `/opt/ml/processing/input/${name}`, S3DataType: 'S3Prefix' as const, S3InputMode: 'File' as const } };
}

export function output(name: string, uri: string) {
  return { OutputName: name, S3Output: { S3Uri: uri, LocalPath: `/opt/ml/processing/output/${name}`, S3UploadMode: 'EndOfJob' as const } };
}

export function channel(name: string, uri: string) {
  return { ChannelName: name, DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: uri } } };
}

/** A gzipped tar of files given as text. */
export async function tarball(files: Record<string, string>): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'tar-'));
  Object.entries(files).forEach(([name, text]) => writeFileSync(join(folder, name), text));
  const chunks: Buffer[] = [];
  for await (const chunk of create({ gzip: true, cwd: folder }, Object.keys(files))) {
    chunks.push(Buffer.from(chunk as Uint8Array));
  }
  rmSync(folder, { recursive: true });
  return Buffer.concat(chunks);
}
