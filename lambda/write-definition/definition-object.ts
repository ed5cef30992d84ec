import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { DefinitionParts, PipelineDefinitionAttributes } from '../../lib/core/contract';
import type { CreateEvent, CustomResource, DeleteEvent, Outcome, Request, UpdateEvent } from '../shared/custom-resource';
import { errorName, MalformedEventError, mayBeYoungPermission, textOf } from '../shared/errors';
import type { Log } from '../shared/logging';
import { retry } from '../shared/retry';
import { systemTime, type Time } from '../shared/time';
import { hashOf } from '../shared/tokens';
import { compose } from './compose';
import { placeOf, readProperties } from './properties';

/** How long IAM may need until a policy of the same deployment is known everywhere. */
const IAM_SETTLES_MS = 60_000;

/**
 * The custom resource: one object in S3, named for the definition that it holds.
 *
 * Its identity is the object. Another definition is another object, and CloudFormation asks for the deletion of the old one when the
 * deployment has succeeded, or of the new one when it was rolled back.
 */
export class DefinitionObject implements CustomResource {
  constructor(private readonly s3: S3Client, private readonly time: Time = systemTime) {}

  public idWhenFailed(event: CloudFormationCustomResourceEvent): string {
    return 'PhysicalResourceId' in event ? event.PhysicalResourceId : `no definition (${event.LogicalResourceId})`;
  }

  public create(request: Request<CreateEvent>): Promise<Outcome> {
    return this.write(request);
  }

  public update(request: Request<UpdateEvent>): Promise<Outcome> {
    return this.write(request);
  }

  public async delete({ event, deadline, log }: Request<DeleteEvent>): Promise<Outcome> {
    const place = placeOf(event.PhysicalResourceId);
    if (place) {
      await this.patiently(deadline, log, () => this.remove(place.Bucket, place.Key));
      log.info('the definition is deleted', place);
    }
    return { physicalId: event.PhysicalResourceId };
  }

  private async write({ event, deadline, log }: Request): Promise<Outcome> {
    const { Bucket, Prefix, EncryptionKeyArn, Source } = readProperties(event.ResourceProperties);
    const parts = await this.patiently(deadline, log, () => this.read(Source.Uri));
    const text = compose(parts, Source.Values ?? []);
    // With the resource in the name, one that takes the place of another, after a refactoring say, loses nothing when that one is deleted.
    const Key = `${Prefix}${hashOf(event.StackId, event.LogicalResourceId, text)}.json`;
    await this.patiently(deadline, log, () => this.s3.send(new PutObjectCommand({
      Bucket, Key, Body: text, ContentType: 'application/json',
      ...(EncryptionKeyArn !== undefined && { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: EncryptionKeyArn }),
    })));
    log.info('the definition is written', { bucket: Bucket, key: Key, characters: text.length });
    return { physicalId: `s3://${Bucket}/${Key}`, attributes: { Key } satisfies PipelineDefinitionAttributes };
  }

  private async read(uri: string): Promise<DefinitionParts> {
    const { Body } = await this.s3.send(new GetObjectCommand(placeOf(uri)!));
    const parts: unknown = JSON.parse(await Body?.transformToString() ?? 'null');
    if (!Array.isArray(parts)) {
      throw new MalformedEventError(`${uri} holds no parts of a definition`);
    }
    return parts as DefinitionParts;
  }

  /** An object that is gone, with its bucket or without, needs nothing more. */
  private async remove(Bucket: string, Key: string): Promise<void> {
    try {
      await this.s3.send(new DeleteObjectCommand({ Bucket, Key }));
    } catch (error) {
      if (errorName(error) !== 'NoSuchBucket') {
        throw error;
      }
    }
  }

  private patiently<T>(deadline: number, log: Log, work: () => Promise<T>): Promise<T> {
    return retry(work, {
      when: mayBeYoungPermission,
      until: Math.min(deadline, this.time.now() + IAM_SETTLES_MS),
      firstMs: 2_000,
      longestMs: 10_000,
      onRetry: (error, waitMs) => log.warn('S3 refused, trying again', { error: textOf(error), waitMs }),
      time: this.time,
    });
  }
}
