import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  CreateEndpointCommand, CreateEndpointConfigCommand, CreateModelCommand, DescribeEndpointCommand, UpdateEndpointCommand,
  type CreateEndpointConfigCommandInput, type DescribeEndpointCommandOutput, type UpdateEndpointCommandInput,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, type InvokeEndpointCommandInput } from '@aws-sdk/client-sagemaker-runtime';
import { S3Client } from '@aws-sdk/client-s3';
import { create } from 'tar';
import { LocalModelHost } from '../../../rehearsal/containers/local-model-host';
import type { SageMakerOptions } from '../../../rehearsal/sagemaker/sagemaker';
import { findPython } from '../containers/python';
import { Stage, eventually } from './stage';

export const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.4-2-cpu-py3';
export const EndpointName = 'Income';
export const ENVIRONMENT = { SAGEMAKER_PROGRAM: 'inference.py', SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' };

/** A script whose model is the number in its artifact: it answers `<number> times the input`, and who it is. */
export const MULTIPLIER = `
import json, os

def model_fn(model_dir):
    with open(os.path.join(model_dir, "factor.json")) as file:
        return json.load(file)

def input_fn(body, content_type):
    if content_type != "text/csv":
        raise ValueError(f"content type {content_type} is not supported")
    return [float(cell) for cell in body.split(",")]

def predict_fn(numbers, factor):
    return {"products": [factor * number for number in numbers], "pid": os.getpid()}

def output_fn(prediction, accept):
    return json.dumps(prediction), "application/json"
`;

/** A stand-in that serves models by real processes. */
export class ServingStage {
  static async open(more: Partial<SageMakerOptions> = {}): Promise<ServingStage> {
    const folder = mkdtempSync(join(tmpdir(), 'endpoints-'));
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const stage = await Stage.open((endpoint) => ({
      stepMs: 20,
      captureFlushMs: 50,
      modelHost: new LocalModelHost({
        s3: new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials }),
        python: findPython(), folder, region: 'us-east-1', environment: {}, graceMs: 500,
      }),
      ...more,
    }));
    return new ServingStage(stage, folder);
  }

  private constructor(readonly stage: Stage, readonly folder: string) {}

  async close(): Promise<void> {
    await this.stage.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A model whose artifact holds the given files. */
  async model(ModelName: string, files: Record<string, string | Buffer>, environment: Record<string, string> = ENVIRONMENT): Promise<void> {
    this.stage.aws.objects.set(`ml/${ModelName}/model.tar.gz`, await tarball(files));
    await this.stage.sagemaker.send(new CreateModelCommand({
      ModelName, PrimaryContainer: { Image: IMAGE, ModelDataUrl: `s3://ml/${ModelName}/model.tar.gz`, Environment: environment },
    }));
  }

  /** A model that multiplies, and a configuration of the same name. */
  async multiplier(name: string, factor: number, script = MULTIPLIER): Promise<void> {
    await this.model(name, { 'factor.json': String(factor), 'code/inference.py': script });
    await this.config(name);
  }

  async config(name: string, more: Partial<CreateEndpointConfigCommandInput> = {}): Promise<void> {
    await this.stage.sagemaker.send(new CreateEndpointConfigCommand({
      EndpointConfigName: name,
      ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: name, InitialInstanceCount: 2, InstanceType: 'ml.m5.large' }],
      ...more,
    }));
  }

  async createEndpoint(EndpointConfigName: string): Promise<void> {
    await this.stage.sagemaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName }));
  }

  async update(EndpointConfigName: string, more: Partial<UpdateEndpointCommandInput> = {}): Promise<void> {
    await this.stage.sagemaker.send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName, ...more }));
  }

  describe(): Promise<DescribeEndpointCommandOutput> {
    return this.stage.sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
  }

  settled(status: string): Promise<DescribeEndpointCommandOutput> {
    return eventually(() => this.describe(), (endpoint) => endpoint.EndpointStatus === status);
  }

  async invoke(Body: string, more: Partial<InvokeEndpointCommandInput> = {}) {
    const answer = await this.stage.runtime.send(new InvokeEndpointCommand({ EndpointName, Body, ContentType: 'text/csv', ...more }));
    return { ...answer, text: Buffer.from(answer.Body).toString('utf8') };
  }

  async answer(Body: string): Promise<{ products: number[]; pid: number }> {
    return JSON.parse((await this.invoke(Body)).text);
  }

  /** The statuses that EventBridge was told, in order. */
  statuses(detailType = 'SageMaker Endpoint State Change'): string[] {
    return this.stage.aws.details(detailType).map((detail) => detail.EndpointStatus);
  }
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export async function tarball(files: Record<string, string | Buffer>): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'tar-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of create({ gzip: true, cwd: folder }, Object.keys(files))) {
    chunks.push(Buffer.from(chunk as Uint8Array));
  }
  rmSync(folder, { recursive: true });
  return Buffer.concat(chunks);
}
