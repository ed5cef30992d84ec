import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { metricsIn, type Metric } from './metrics';

/** Larger reports are not evaluation reports, and would not fit what people read. */
const LARGEST_REPORT = 256 * 1024;

/** The evaluation reports that pipelines leave in S3. */
export class EvaluationReports {
  constructor(private readonly s3: S3Client) {}

  /** The metrics in a report. Throws for what is not there, not to be read, or no report. */
  public async metrics(uri: string): Promise<Metric[]> {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    if (!bucket || !key) {
      throw new Error('not the address of an S3 object');
    }
    const { Body, ContentLength = 0 } = await this.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!Body || ContentLength > LARGEST_REPORT) {
      throw new Error(`the object has ${ContentLength} bytes; a report has at most ${LARGEST_REPORT}`);
    }
    return metricsIn(await Body.transformToString());
  }
}
