import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { JobFailure } from './failure';

/** A bucket and a key or prefix, as written `s3://bucket/key`. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

export function parseS3Uri(uri: string): S3Location {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri);
  if (!match) {
    throw JobFailure.client(`'${uri}' is not an S3 location: it must look like s3://bucket/key`);
  }
  return { bucket: match[1], key: match[2] ?? '' };
}

/** `s3://bucket/folder` and `/file` make `s3://bucket/folder/file`, with one slash between. */
export function below(uri: string, path: string): string {
  return `${uri.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/** Copies between S3 and local folders the way SageMaker fills and empties a container. */
export class ObjectStore {
  constructor(private readonly s3: S3Client) {}

  async read(uri: string): Promise<Buffer> {
    const { bucket, key } = parseS3Uri(uri);
    const answer = await this.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Buffer.from(await answer.Body!.transformToByteArray());
  }

  async write(uri: string, body: Buffer): Promise<void> {
    const { bucket, key } = parseS3Uri(uri);
    await this.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentLength: body.length }));
  }

  /** Brings one object, or everything below a prefix, into a folder, and returns how many files came. */
  async download(uri: string, folder: string): Promise<number> {
    await mkdir(folder, { recursive: true });
    const objects = await this.objects(uri);
    for (const { uri: object, name } of objects) {
      const path = join(folder, ...name.split('/'));
      if (relative(folder, path).startsWith('..')) {
        throw JobFailure.client(`object ${object} would be written outside its folder`);
      }
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await this.read(object));
    }
    return objects.length;
  }

  /** One object, or everything below a prefix, each with its name below that. */
  async objects(uri: string): Promise<{ readonly uri: string; readonly name: string }[]> {
    const { bucket, key: prefix } = parseS3Uri(uri);
    const keys = (await this.list(bucket, prefix)).filter((key) => !key.endsWith('/'));
    return keys.map((key) => ({ uri: `s3://${bucket}/${key}`, name: localName(key, prefix) }));
  }

  /** Sends every file of a folder below a prefix. */
  async upload(folder: string, uri: string): Promise<void> {
    for (const name of await readdir(folder, { recursive: true })) {
      const path = join(folder, name);
      if ((await lstat(path)).isFile()) {
        await this.write(below(uri, name.split(sep).join('/')), await readFile(path));
      }
    }
  }

  private async list(bucket: string, prefix: string): Promise<string[]> {
    const keys: string[] = [];
    let next: string | undefined;
    do {
      const page = await this.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: next }));
      keys.push(...(page.Contents ?? []).map((object) => object.Key!));
      next = page.NextContinuationToken;
    } while (next);
    return keys;
  }
}

/** How an object is called: by what lies below the prefix, or by its file name where the prefix ends inside that name. */
function localName(key: string, prefix: string): string {
  const rest = key.slice(prefix.length);
  const startsName = rest !== '' && (prefix === '' || prefix.endsWith('/') || rest.startsWith('/'));
  return startsName ? rest.replace(/^\/+/, '') : key.slice(prefix.lastIndexOf('/') + 1);
}
