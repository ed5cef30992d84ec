import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { Stage } from '../stage/stage';

interface Place {
  readonly Bucket: string;
  readonly Key: string;
}

export function placeOf(uri: string): Place {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri)!;
  return { Bucket, Key };
}

export async function readJson(stage: Stage, uri: string): Promise<Record<string, unknown>> {
  const { Body } = await stage.s3.send(new GetObjectCommand(placeOf(uri)));
  return JSON.parse(await Body!.transformToString()) as Record<string, unknown>;
}

export async function download(stage: Stage, uri: string, file: string): Promise<string> {
  mkdirSync(dirname(file), { recursive: true });
  const { Body } = await stage.s3.send(new GetObjectCommand(placeOf(uri)));
  await pipeline(Body as Readable, createWriteStream(file));
  return file;
}

/** Everything below a prefix, into a folder. */
export async function downloadPrefix(stage: Stage, uri: string, folder: string): Promise<string[]> {
  const { Bucket, Key: Prefix } = placeOf(uri);
  const { Contents } = await stage.s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  const keys = (Contents ?? []).map(({ Key }) => Key!);
  return Promise.all(keys.map((key) => download(stage, `s3://${Bucket}/${key}`, join(folder, key.slice(Prefix.length)))));
}
