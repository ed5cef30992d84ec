import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { errorName } from '../shared/errors';
import { isBusy } from '../shared/features/busy';
import { retry } from '../shared/retry';
import type { Time } from '../shared/time';

/** A file that no further try could read; the message says what to do. */
export class UnreadableFile extends Error {
  public override readonly name = 'UnreadableFile';
}

/** The object was replaced since it was told of; what replaced it is told of too. */
export class ReplacedFile extends Error {
  public override readonly name = 'ReplacedFile';
}

/** Where an object is. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
  /** The fingerprint that it must have. */
  readonly etag?: string;
}

/** Asked for at a time; what is read of a file is never more than this in memory. */
export const PART_BYTES = 4 * 1024 * 1024;
const PATIENCE = { firstMs: 200, longestMs: 5_000 };

/** An object of S3, read in parts: a connection that stays open while records are written would be cut off. */
export class LandedObject {
  /**
   * Looks at the beginning of an object.
   *
   * @throws UnreadableFile when it is gone, ReplacedFile when it is another by now
   */
  public static async open(s3: S3Client, place: ObjectPlace, until: number, time: Time): Promise<LandedObject> {
    const object = new LandedObject(s3, place, until, time);
    object.first = await object.get(0, PART_BYTES);
    return object;
  }

  public etag = '';
  public size = 0;
  private first: Uint8Array = new Uint8Array();

  private constructor(private readonly s3: S3Client, private readonly place: ObjectPlace, private readonly until: number, private readonly time: Time) {}

  /** The bytes from one position up to, not including, another. */
  public async read(from: number, to: number): Promise<Uint8Array> {
    const end = Math.min(to, this.size);
    if (from >= end) {
      return new Uint8Array();
    }
    return end <= this.first.length ? this.first.subarray(from, end) : this.get(from, end);
  }

  /** All bytes from a position on, in parts. */
  public async *parts(from: number): AsyncGenerator<Uint8Array> {
    for (let at = from; at < this.size; at += PART_BYTES) {
      yield this.read(at, at + PART_BYTES);
    }
  }

  private get(from: number, to: number): Promise<Uint8Array> {
    const { bucket, key, versionId, etag = this.etag } = this.place;
    return retry(async () => {
      try {
        const { Body, ContentRange = '', ETag = '' } = await this.s3.send(new GetObjectCommand({
          Bucket: bucket, Key: key, Range: `bytes=${from}-${to - 1}`, ...(versionId && { VersionId: versionId }), ...(etag && { IfMatch: etag }),
        }));
        this.etag = ETag.replace(/"/g, '');
        this.size = Number(ContentRange.split('/')[1] ?? 0);
        return await Body!.transformToByteArray();
      } catch (error) {
        switch (errorName(error)) {
          case 'InvalidRange': return new Uint8Array();
          case 'PreconditionFailed': throw new ReplacedFile('the object is another by now');
          case 'NoSuchKey': case 'NoSuchVersion': throw new UnreadableFile('it is not there any more: put it there again');
          default: throw error;
        }
      }
    }, { ...PATIENCE, when: isBusy, until: this.until, time: this.time });
  }
}
