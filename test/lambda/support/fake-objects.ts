import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { FakeService } from './fake-service';
import { awsError } from './invocation';

/** S3 as far as single objects go. */
export class FakeObjects extends FakeService {
  /** Texts by `s3://` URI. */
  public readonly objects = new Map<string, string>();
  public readonly buckets: Set<string>;

  constructor(...buckets: string[]) {
    super(S3Client);
    this.buckets = new Set(buckets);
    this.on('GetObject', GetObjectCommand, (input) => {
      const text = this.objects.get(this.uri(input));
      if (text === undefined) {
        throw awsError('NoSuchKey', 'The specified key does not exist.');
      }
      return { Body: { transformToString: async () => text }, ContentLength: text.length };
    });
    this.on('PutObject', PutObjectCommand, (input) => {
      this.objects.set(this.uri(input), input.Body as string);
      return {};
    });
    this.on('DeleteObject', DeleteObjectCommand, (input) => {
      this.objects.delete(this.uri(input));
      return {};
    });
  }

  private uri({ Bucket, Key }: { readonly Bucket: string; readonly Key: string }): string {
    if (!this.buckets.has(Bucket)) {
      throw awsError('NoSuchBucket', 'The specified bucket does not exist');
    }
    return `s3://${Bucket}/${Key}`;
  }
}
