import { DeleteObjectsCommand, ListBucketsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { groupName } from './registry';
import type { Play } from './scene';

/** Deletes what was captured up to now, so that the next analysis judges what is sent from now on. */
export async function forgetTraffic(play: Play): Promise<void> {
  const { s3, sagemaker } = play.stage;
  await sagemaker.flush();
  const name = await groupName(play);
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  for (const { Name: Bucket } of Buckets) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    const captured = Contents.flatMap(({ Key }) => (Key?.includes(`/${name}/`) && Key.endsWith('.jsonl') ? { Key } : []));
    if (captured.length > 0) {
      await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: captured } }));
    }
  }
}
