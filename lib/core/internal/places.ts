import type { S3Place } from '../s3-place';
import { isKnown, type Mistake } from './errors';

/** The prefix of a place as a folder: with a slash at its end, or empty for the whole bucket. */
export function folderOf({ prefix = '' }: S3Place): string {
  return !isKnown(prefix) || prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}

/** The folder as `s3://` URI, without a slash at its end, as SageMaker wants it. */
export function uriOf(place: S3Place): string {
  return place.bucket.s3UrlForObject(folderOf(place).replace(/\/+$/, '') || undefined);
}

/** Whether everything of a place lies in another. */
export function liesIn(place: S3Place, other: S3Place): boolean {
  return place.bucket.bucketName === other.bucket.bucketName && folderOf(place).startsWith(folderOf(other));
}

/** A key goes into a URI and into a policy: what the two read differently would grant another place than the job reads. */
export function mistakeInKey(property: string, key: string): Mistake | undefined {
  return isKnown(key) && /^\/|[*?]/.test(key) ? {
    code: 'S3KeyInvalid',
    property,
    problem: "must not start with a slash or hold '*' or '?'",
    value: key,
    fix: "Write it as the console shows it, for example 'raw/'; a prefix takes everything under it.",
  } : undefined;
}
