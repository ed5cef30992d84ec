import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { create, extract } from 'tar';
import { workFolder } from '../host/project';
import type { Json } from '../sagemaker/api';
import { download, placeOf } from './artifacts';
import { endpointNow, servedBy } from './endpoints';
import { groupName, versionOf, type Version } from './registry';
import type { Play } from './scene';

/** What a copy has from its original. */
const COPIED = ['ModelMetrics', 'DriftCheckBaselines', 'CustomerMetadataProperties'];

/** The newest version that waits for approval; where no run left one, a copy of the version that serves. */
export async function versionToApprove(play: Play): Promise<Version> {
  const serving = versionOf(await servedBy(play, (await endpointNow(play))!));
  const { ModelPackageSummaryList } = await play.stage.sagemaker.call('ListModelPackages', {
    ModelPackageGroupName: await groupName(play), ModelApprovalStatus: 'PendingManualApproval',
  });
  const [newest] = (ModelPackageSummaryList as Json[]).map(({ ModelPackageArn }) => versionOf(String(ModelPackageArn))).sort((a, b) => b.number - a.number);
  return newest && newest.number > serving.number ? newest : registerCopy(play, serving.arn);
}

/** Registers a version as a run would, with another one's model; its inference.py can be changed. */
export async function registerCopy(play: Play, original: string, change?: (script: string) => string): Promise<Version> {
  const { stage, report } = play;
  const { InferenceSpecification, ...good } = await stage.sagemaker.call('DescribeModelPackage', { ModelPackageName: original });
  const [container] = InferenceSpecification.Containers as Json[];
  const ModelDataUrl = change ? await changed(play, String(container.ModelDataUrl), change) : container.ModelDataUrl;
  const { ModelPackageArn } = await stage.sagemaker.call('CreateModelPackage', {
    ModelPackageGroupName: await groupName(play),
    ModelApprovalStatus: 'PendingManualApproval',
    InferenceSpecification: { ...InferenceSpecification, Containers: [{ Image: container.Image, ModelDataUrl, Environment: container.Environment }] },
    ...Object.fromEntries(COPIED.filter((name) => good[name] !== undefined).map((name) => [name, good[name]])),
  });
  const copy = versionOf(String(ModelPackageArn));
  report.modelPackages.push({ version: copy.number, approval: 'PendingManualApproval' });
  return copy;
}

/** Puts an artifact with a changed inference.py beside another. */
async function changed({ stage }: Play, artifact: string, change: (script: string) => string): Promise<string> {
  const folder = join(workFolder, 'changed');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'model'), { recursive: true });
  await extract({ file: await download(stage, artifact, join(folder, 'good.tar.gz')), cwd: join(folder, 'model') });
  const script = join(folder, 'model', 'code', 'inference.py');
  writeFileSync(script, change(readFileSync(script, 'utf8')));
  await create({ file: join(folder, 'model.tar.gz'), cwd: join(folder, 'model'), gzip: true }, ['.']);
  const place = artifact.replace(/[^/]+$/, 'broken/model.tar.gz');
  await stage.s3.send(new PutObjectCommand({ ...placeOf(place), Body: readFileSync(join(folder, 'model.tar.gz')) }));
  return place;
}
