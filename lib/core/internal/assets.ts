import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import * as iam from 'aws-cdk-lib/aws-iam';
import { FileAssetPackaging, Lazy, Stack, Stage, type FileAssetLocation } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { allow } from './allow';
import { arnOf } from './arns';
import { invalid } from './errors';

/** A file that `cdk deploy` uploads, and the permission to read just that object. */
export interface StagedObject {
  readonly uri: string;
  /** Hash of the content; changes exactly when the content does. */
  readonly hash: string;
  /** Lets somebody read it; listing names the object, or the folder that it lies in. */
  grantRead(grantee: iam.IGrantable, listsFolder?: boolean): void;
}

/** Files that belong to an editor, an interpreter or a version control system, never to a job. */
const NEVER_SHIPPED = new Set(['__pycache__', '.git', '.ipynb_checkpoints', '.DS_Store', '.venv', 'node_modules', '.pytest_cache', '.mypy_cache']);

/** Uploads one file as it is. */
export function stageFile(scope: Construct, path: string): StagedObject {
  const source = existingFile(scope, 'file', path);
  const hash = hashOfFiles(dirname(source), [basename(source)]);
  // SageMaker tells an archive by its whole ending.
  const extension = source.endsWith('.tar.gz') ? '.tar.gz' : extname(source);
  return stage(scope, hash, extension, (target) => copyFileSync(source, target));
}

/** Uploads a text as an object that ends in the given name, for programs that look for a file of that name. */
export function stageText(scope: Construct, name: string, text: string): StagedObject {
  const hash = sha256([JSON.stringify(name), text]);
  return stage(scope, hash, extname(name), (target) => writeFileSync(target, text), `${hash}/${basename(name, extname(name))}`);
}

/** Uploads a text into a folder of the assets, for somebody who may read the whole folder: what texts there will be is not known when permissions are made. */
export function stageInFolder(scope: Construct, folder: string, extension: string, text: string): StagedObject {
  const hash = sha256([text]);
  return stage(scope, hash, extension, (target) => writeFileSync(target, text), `${folder}/${hash}`);
}

/** Files that lie in one folder under their own names. */
export interface StagedFolder {
  /** `s3://` URI of the folder, with a slash at its end. */
  readonly uri: string;
  grantRead(grantee: iam.IGrantable): void;
}

/** Uploads files side by side under their own names, into a folder that is named for their contents. */
export function stageSideBySide(scope: Construct, paths: readonly string[]): StagedFolder {
  const sources = paths.map((path) => existingFile(scope, 'file', path));
  const hash = sha256(sources.flatMap((source) => [JSON.stringify(basename(source)), readFileSync(source)]));
  const objects = sources.map((source, index) =>
    stage(scope, `${hash}-${index}`, extname(source), (target) => copyFileSync(source, target), `${hash}/${basename(source, extname(source))}`));
  return {
    uri: objects[0].uri.slice(0, objects[0].uri.lastIndexOf('/') + 1),
    grantRead: (grantee) => objects.forEach((object) => object.grantRead(grantee, true)),
  };
}

/** Uploads files as one gzipped tarball whose bytes depend on names, contents and executable bits alone. */
export function stageTarball(scope: Construct, directory: string, files: readonly string[]): StagedObject {
  const hash = hashOfFiles(directory, files);
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

/** Uploads a folder of plain files, zipped by `cdk deploy`. */
export function stageFolder(scope: Construct, directory: string): FileAssetLocation {
  const files = readdirSync(directory).sort();
  const hash = hashOfFiles(directory, files);
  const target = write(scope, `asset.${hash}`, (unfinished) => cpSync(directory, unfinished, { recursive: true }));
  return Stack.of(scope).synthesizer.addFileAsset({
    sourceHash: hash,
    packaging: FileAssetPackaging.ZIP_DIRECTORY,
    fileName: relative(Stage.of(scope)!.outdir, target),
  });
}

/** Uploads files of a folder as one zip, made by `cdk deploy`, for programs that take no other archive. */
export function stageZip(scope: Construct, directory: string, files: readonly string[]): StagedObject {
  const hash = hashOfFiles(directory, files);
  return stage(scope, hash, '.zip', (target) => files.forEach((file) => {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    copyFileSync(join(directory, file), join(target, file));
  }), hash, FileAssetPackaging.ZIP_DIRECTORY);
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

/** Writes an asset into the assembly, unless it is there already. */
function write(scope: Construct, name: string, writeTo: (target: string) => void): string {
  const outdir = Stage.of(scope)!.assetOutdir;
  mkdirSync(outdir, { recursive: true });
  const target = join(outdir, name);
  if (!existsSync(target)) {
    // Renamed when it is whole: a file cut short by Ctrl-C would otherwise pass for the asset ever after.
    const unfinished = `${target}.${process.pid}`;
    writeTo(unfinished);
    renameSync(unfinished, target);
  }
  return target;
}

/** What a stack uploads already; the models of a stack share scripts, this library's own at the least. */
const staged = new WeakMap<Stack, Map<string, StagedObject>>();

function stage(
  scope: Construct, hash: string, extension: string, writeTo: (target: string) => void, key?: string, packaging = FileAssetPackaging.FILE,
): StagedObject {
  const stack = Stack.of(scope);
  const known = staged.get(stack) ?? new Map<string, StagedObject>();
  staged.set(stack, known);
  const name = `${hash}${extension}`;
  // The CDK takes only the last part of an ending for the key, and SageMaker wants `.tar.gz` whole: the rest goes with the hash.
  const object = known.get(name) ?? stageNew(stack, hash, name, key ?? basename(name, extname(name)), writeTo, packaging);
  known.set(name, object);
  return object;
}

function stageNew(
  stack: Stack, hash: string, name: string, key: string, writeTo: (target: string) => void, packaging: FileAssetPackaging,
): StagedObject {
  const target = write(stack, `asset.${name}`, writeTo);
  const location = stack.synthesizer.addFileAsset({
    sourceHash: key,
    packaging,
    fileName: relative(Stage.of(stack)!.outdir, target),
  });
  const bucketArn = arnOf(stack, { service: 's3', region: '', account: '', resource: location.bucketName });
  return {
    uri: location.s3ObjectUrl,
    hash,
    grantRead: (grantee, listsFolder = false) => {
      allow(grantee, {
        actions: ['s3:GetObject'],
        resourceArns: [`${bucketArn}/${location.objectKey}`],
      });
      // A single object given as a prefix is listed before it is read.
      const { objectKey } = location;
      grantListing(grantee, bucketArn, listsFolder ? objectKey.slice(0, objectKey.lastIndexOf('/') + 1) : objectKey);
    },
  };
}

/** The objects that a principal may list, by bucket; one statement holds them all. */
const listed = new WeakMap<iam.IPrincipal, Map<string, string[]>>();

function grantListing({ grantPrincipal }: iam.IGrantable, bucketArn: string, objectKey: string): void {
  const byBucket = listed.get(grantPrincipal) ?? new Map<string, string[]>();
  listed.set(grantPrincipal, byBucket);
  const keys = byBucket.get(bucketArn);
  if (keys) {
    keys.push(...(keys.includes(objectKey) ? [] : [objectKey]));
    return;
  }
  const first = [objectKey];
  byBucket.set(bucketArn, first);
  iam.Grant.addToPrincipal({
    grantee: { grantPrincipal },
    actions: ['s3:ListBucket'],
    resourceArns: [bucketArn],
    conditions: { StringEquals: { 's3:prefix': Lazy.uncachedAny({ produce: () => (first.length === 1 ? first[0] : [...first].sort()) }) } },
  });
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

/** Hashes of files as they were when they had this time and size; models of one app often share their scripts. */
const hashes = new Map<string, string>();

/** Changes exactly when a name, a content or an executable bit does. */
function hashOfFiles(directory: string, files: readonly string[]): string {
  const state = JSON.stringify([directory, ...files.map((file) => {
    const { mtimeMs, ctimeMs, size, mode } = statSync(join(directory, file));
    return [file, mtimeMs, ctimeMs, size, mode];
  })]);
  const hash = hashes.get(state) ?? sha256(files.flatMap((file) => {
    const content = readFileSync(join(directory, file));
    return [JSON.stringify([file, isExecutable(join(directory, file)), content.length]), content];
  }));
  hashes.set(state, hash);
  return hash;
}

function sha256(parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  parts.forEach((part) => hash.update(part));
  return hash.digest('hex');
}
