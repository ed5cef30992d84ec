import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** A report of thousands of features has a few megabytes. */
const LARGEST_FILE = 16 * 1024 * 1024;

/** An analyzer wrote something that is no report; reading it again cannot help. */
export class UnreadableSummaryError extends Error {
  public override readonly name = 'UnreadableSummaryError';
}

/** @throws UnreadableSummaryError when the object is no JSON, or none that an analyzer would write */
export async function readJson(s3: S3Client, uri: string): Promise<unknown> {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri)!;
  const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!Body || ContentLength === 0 || ContentLength > LARGEST_FILE) {
    throw new UnreadableSummaryError(`${uri} has ${ContentLength} bytes`);
  }
  try {
    return JSON.parse(await Body.transformToString());
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new UnreadableSummaryError(`${uri} is not JSON: ${error.message}`);
    }
    throw error;
  }
}
