import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, statSync } from 'node:fs';
import { basename, extname, join, relative, resolve, sep } from 'node:path';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { FileAssetPackaging, Stack, Stage } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { allow } from './allow';
import { invalid } from './errors';

/** A file that `cdk deploy` uploads, and the permission to read just that object. */
export interface StagedObject {
  readonly uri: string;
  /** Hash of the content; changes exactly when the content does. */
  readonly hash: string;
  grantRead(grantee: iam.IGrantable): void;
}

/** Files that belong to an editor, an interpreter or a version control system, never to a job. */
const NEVER_SHIPPED = new Set(['__pycache__', '.git', '.ipynb_checkpoints', '.DS_Store', '.venv', 'node_modules', '.pytest_cache', '.mypy_cache']);

/** Uploads one file as it is. */
export function stageFile(scope: Construct, path: string): StagedObject {
  const source = existingFile(scope, 'file', path);
  const hash = sha256([readFileSync(source)]);
  // SageMaker tells an archive by its whole ending.
  const extension = source.endsWith('.tar.gz') ? '.tar.gz' : extname(source);
  return stage(scope, hash, extension, (target) => copyFileSync(source, target));
}

/** Uploads files as one gzipped tarball whose bytes depend on names, contents and executable bits alone. */
export function stageTarball(scope: Construct, directory: string, files: readonly string[]): StagedObject {
  const hash = sha256(files.flatMap((file) => {
    const content = readFileSync(join(directory, file));
    return [JSON.stringify([file, isExecutable(join(directory, file)), content.length]), content];
  }));
  return stage(scope, hash, '.tar.gz', (target) => {
    // Loaded here because most programs that import a phase never make a tarball.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { create } = require('tar') as typeof import('tar');
    create({
      file: target,
      cwd: directory,
      gzip: { level: 9 },
      portable: true,
      noMtime: true,
      follow: true,
      sync: true,
      onWriteEntry: (entry) => {
        entry.stat!.mode = isExecutable(entry.absolute) ? 0o755 : 0o644;
      },
    }, [...files]);
  });
}

/** The files below a folder that a job may need, sorted, with forward slashes. */
export function shippableFiles(scope: IConstruct, directory: string): string[] {
  const walk = (folder: string, above: readonly string[]): string[] => {
    const real = realpathSync(folder);
    // A link to a folder is shipped as that folder, but one that leads back up would never end.
    if (above.includes(real)) {
      return [];
    }
    return readdirSync(folder)
      .filter((name) => !NEVER_SHIPPED.has(name) && !name.endsWith('.pyc'))
      .map((name) => join(folder, name))
      .flatMap((path) => (isFolder(scope, path) ? walk(path, [...above, real]) : [path]));
  };
  return walk(directory, []).map((file) => relative(directory, file).split(sep).join('/')).sort();
}

/** The absolute path of a file that is there and not empty. */
export function existingFile(scope: IConstruct, property: string, path: string): string {
  const absolute = resolve(path);
  const stats = existsSync(absolute) ? statSync(absolute) : undefined;
  if (!stats?.isFile()) {
    throw invalid(scope, {
      code: 'FileMissing',
      property,
      problem: 'no such file',
      value: path,
      fix: `Create ${basename(path)}, or correct the path; it is relative to the folder the app runs in (${process.cwd()}).`,
    });
  }
  if (stats.size === 0) {
    throw invalid(scope, { code: 'FileEmpty', property, problem: 'the file is empty', value: path, fix: `Put content into ${basename(path)}.` });
  }
  return absolute;
}

function stage(scope: Construct, hash: string, extension: string, write: (target: string) => void): StagedObject {
  const stack = Stack.of(scope);
  const outdir = Stage.of(scope)!.assetOutdir;
  mkdirSync(outdir, { recursive: true });
  const name = `${hash}${extension}`;
  const target = join(outdir, `asset.${name}`);
  if (!existsSync(target)) {
    // Renamed when it is whole: a file cut short by Ctrl-C would otherwise pass for the asset ever after.
    const unfinished = `${target}.${process.pid}`;
    write(unfinished);
    renameSync(unfinished, target);
  }
  const location = stack.synthesizer.addFileAsset({
    // The CDK takes only the last part of an ending for the key, and SageMaker wants `.tar.gz` whole: the rest goes with the hash.
    sourceHash: basename(name, extname(name)),
    packaging: FileAssetPackaging.FILE,
    fileName: relative(Stage.of(scope)!.outdir, target),
  });
  return {
    uri: location.s3ObjectUrl,
    hash,
    grantRead: (grantee) => {
      allow(grantee, {
        actions: ['s3:GetObject'],
        resourceArns: [stack.formatArn({ service: 's3', region: '', account: '', resource: location.bucketName, resourceName: location.objectKey })],
      });
      // A single object given as a prefix is listed before it is read.
      allow(grantee, {
        actions: ['s3:ListBucket'],
        resourceArns: [stack.formatArn({ service: 's3', region: '', account: '', resource: location.bucketName })],
        conditions: { StringEquals: { 's3:prefix': location.objectKey } },
      });
    },
  };
}

function isFolder(scope: IConstruct, path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) {
    throw invalid(scope, {
      code: 'LinkBroken',
      property: 'sourceDir',
      problem: 'holds a link that leads nowhere',
      value: path,
      fix: `Remove ${basename(path)}, or link it to a file that exists.`,
    });
  }
  return stats.isDirectory();
}

function isExecutable(path: string): boolean {
  return (statSync(path).mode & 0o100) !== 0;
}

function sha256(parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  parts.forEach((part) => hash.update(part));
  return hash.digest('hex');
}
