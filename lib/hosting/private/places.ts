import { isKnown } from '../../core/internal/errors';
import type { S3Place } from '../monitored-endpoint';

/** The prefix of a place as a folder: with a slash at its end, or empty for the whole bucket. */
export function folderOf({ prefix = '' }: S3Place): string {
  return !isKnown(prefix) || prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}

/** The place as SageMaker wants it: without a slash at its end. */
export function uriOf(place: S3Place): string {
  const folder = folderOf(place).replace(/\/$/, '');
  return place.bucket.s3UrlForObject(folder === '' ? undefined : folder);
}
