import { basename, dirname, relative, resolve, sep } from 'node:path';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { S3Place, S3Source } from '../../core';
import { allow } from '../../core/internal/allow';
import { existingFile, shippableFiles, stageFile, stageZip } from '../../core/internal/assets';
import { invalid } from '../../core/internal/errors';
import { folderOf } from '../../core/internal/places';
import { grantReadPrefix, grantWritePrefix } from '../../core/internal/s3-grants';

/** A Spark program in S3. */
export interface SparkCode {
  /** `s3://` URI of the script or JAR file. */
  readonly script: string;
  /** `s3://` URI of a zip with the folder that it was shipped with; its files are modules beside it. */
  readonly modules?: string;
}

/** Uploads a program, alone or with the Python modules of its folder, and lets a role read it. */
export function stageSparkCode(scope: Construct, role: iam.IGrantable, entryPoint: string, sourceDir?: string): SparkCode {
  const file = existingFile(scope, 'entryPoint', entryPoint);
  const script = stageFile(scope, file);
  script.grantRead(role);
  if (sourceDir === undefined) {
    return { script: script.uri };
  }
  if (relative(resolve(sourceDir), dirname(file)).split(sep)[0] === '..') {
    throw invalid(scope, {
      code: 'EntryPointOutsideSourceDir', property: 'entryPoint', problem: `must lie in 'sourceDir' (${sourceDir})`, value: entryPoint,
      fix: `Move ${basename(file)} into the folder, or name a folder that holds it.`,
    });
  }
  const modules = stageZip(scope, resolve(sourceDir), shippableFiles(scope, resolve(sourceDir)));
  modules.grantRead(role);
  return { script: script.uri, modules: modules.uri };
}

/** Lets a role read places, and write folders the way Spark does: it lists, writes beside, moves and deletes. */
export function grantPlaces(scope: Construct, role: iam.IGrantable, reads: readonly S3Source[], writes: readonly S3Place[]): void {
  reads.forEach((source) => source.bind(scope, role));
  for (const place of writes) {
    const { bucket } = place;
    const prefix = folderOf(place);
    grantReadPrefix(bucket, prefix, role);
    grantWritePrefix(bucket, prefix, role);
    allow(role, { actions: ['s3:DeleteObject'], resourceArns: [bucket.arnForObjects(`${prefix}*`)] }, 'Spark writes beside its results, and moves them when they are whole.');
  }
}
