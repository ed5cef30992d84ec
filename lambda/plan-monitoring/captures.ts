import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { MonitorInput } from '../../lib/core/contract';
import { daysOf, hoursOf } from './window';
import type { Due } from './request';

/** What an endpoint captured, as SageMaker files it: `<captures>/<endpoint>/<variant>/yyyy/mm/dd/hh/`. */
export class Captures {
  constructor(private readonly s3: S3Client) {}

  /** The hours of a window in which anything was captured. */
  public async hours(input: MonitorInput, due: Due): Promise<string[]> {
    const { bucket, prefix } = placeOf(capturesOf(input));
    const wanted = new Set(hoursOf(due));
    const found: string[] = [];
    for (const day of daysOf(due)) {
      found.push(...await this.foldersOf(bucket, `${prefix}${day}/`, prefix));
    }
    return found.filter((hour) => wanted.has(hour));
  }

  private async foldersOf(bucket: string, dayPrefix: string, prefix: string): Promise<string[]> {
    const folders: string[] = [];
    let token: string | undefined;
    do {
      const page = await this.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: dayPrefix, Delimiter: '/', ContinuationToken: token }));
      folders.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!.slice(prefix.length, -1)));
      token = page.NextContinuationToken;
    } while (token);
    return folders;
  }
}

/** The folder of a variant's captures, with a slash at the end. */
export function capturesOf({ captureS3Uri, endpointName, variantName }: MonitorInput): string {
  return `${captureS3Uri.replace(/\/+$/, '')}/${endpointName}/${variantName}/`;
}

function placeOf(uri: string): { bucket: string; prefix: string } {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri)!;
  return { bucket, prefix };
}
