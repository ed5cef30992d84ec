import { mkdirSync, rmSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { create, extract } from 'tar';
import { workFolder } from '../host/project';
import type { Json } from '../sagemaker/api';
import { placeOf, download } from './artifacts';
import { endpointNow, invoke, servedBy } from './endpoints';
import { HeldOutRows } from './held-out';
import { expectNotice } from './notices';
import { approve, groupName, version } from './registry';
import { check, type Play } from './scene';

/** A version whose own inference.py fails its health check is rolled back, and the one before goes on serving. */
export async function badVersion(play: Play): Promise<void> {
  const { report, printer } = play;
  const serving = await servedBy(play, (await endpointNow(play))!);
  const number = await registerBroken(play, await version(play, 2));
  await approve(play, number);
  await expectNotice(play, `version ${number} was not deployed`);
  const endpoint = (await endpointNow(play))!;
  const kept = endpoint.EndpointStatus === 'InService' && await servedBy(play, endpoint) === serving;
  check(report, 'a version that fails its health check is rolled back', kept, String(endpoint.FailureReason ?? ''));
  const answer = JSON.parse(await invoke(play, HeldOutRows.read().csv(0, 1))) as { predictions: unknown[] };
  check(report, 'the version before goes on serving', answer.predictions.length === 1);
  printer.line('roll back', `version ${number} failed its health check; version 2 goes on serving`);
}

/** Registers a copy of a version with an inference.py that cannot load its model. */
async function registerBroken(play: Play, good: Json): Promise<number> {
  const { stage } = play;
  const [container] = good.InferenceSpecification.Containers as Json[];
  const folder = join(workFolder, 'broken');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'model'), { recursive: true });
  const artifact = await download(stage, String(container.ModelDataUrl), join(folder, 'good.tar.gz'));
  await extract({ file: artifact, cwd: join(folder, 'model') });
  const script = join(folder, 'model', 'code', 'inference.py');
  writeFileSync(script, readFileSync(script, 'utf8').replace('def model_fn(model_dir):', 'def model_fn(model_dir):\n    raise RuntimeError("broken on purpose")'));
  await create({ file: join(folder, 'model.tar.gz'), cwd: join(folder, 'model'), gzip: true }, ['.']);
  const ModelDataUrl = String(container.ModelDataUrl).replace(/[^/]+$/, 'broken/model.tar.gz');
  await stage.s3.send(new PutObjectCommand({ ...placeOf(ModelDataUrl), Body: readFileSync(join(folder, 'model.tar.gz')) }));
  const { ModelPackageArn } = await stage.sagemaker.call('CreateModelPackage', {
    ModelPackageGroupName: await groupName(play),
    ModelApprovalStatus: 'PendingManualApproval',
    InferenceSpecification: {
      Containers: [{ Image: container.Image, ModelDataUrl, Environment: container.Environment }],
      SupportedContentTypes: ['text/csv'], SupportedResponseMIMETypes: ['application/json'], SupportedRealtimeInferenceInstanceTypes: ['ml.m5.large'],
    },
  });
  const number = Number(String(ModelPackageArn).split('/').pop());
  play.report.modelPackages.push({ version: number, approval: 'PendingManualApproval' });
  return number;
}
