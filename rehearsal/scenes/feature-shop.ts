import { DeleteRecordCommand, PutRecordCommand } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { withRuntime } from './feature-rows';
import type { Watched } from './runs';

const SELLERS = 8;
const RATINGS = 24;
const DAY = 86_400;
const START = Date.UTC(2025, 11, 22) / 1000;
/** Customers of orders who left on the fifth day. */
export const GONE = ['c198', 'c990', 'c4950', 'c6732'];

/** Names of the two groups. */
export interface Groups {
  readonly customers: string;
  readonly sellers: string;
}

/** Few ratings of sellers, in no order and some corrected at once; and customers who are deleted. Says each seller's newest rating. */
export async function ratingsAndDeletions(play: Watched, { customers, sellers }: Groups): Promise<ReadonlyMap<number, number>> {
  const newest = new Map<number, { readonly at: number; readonly rating: number }>();
  await withRuntime(play, async (runtime) => {
    const rate = async (seller: number, at: number, rating: number): Promise<void> => {
      const values = { seller_id: String(seller), rated_at: String(at), rating: String(rating) };
      await runtime.send(new PutRecordCommand({
        FeatureGroupName: sellers, Record: Object.entries(values).map(([FeatureName, ValueAsString]) => ({ FeatureName, ValueAsString })),
      }));
      if (at >= (newest.get(seller)?.at ?? 0)) {
        newest.set(seller, { at, rating });
      }
    };
    for (let n = 0; n < RATINGS; n++) {
      const [seller, at] = [1 + n % SELLERS, START + ((n * 17) % 30) * DAY / 2];
      await rate(seller, at, ((n * 31) % 50) / 10);
      if (n % 3 === 0) {
        await rate(seller, at, ((n * 31 + 7) % 50) / 10);
      }
    }
    for (const RecordIdentifierValueAsString of GONE) {
      await runtime.send(new DeleteRecordCommand({ FeatureGroupName: customers, RecordIdentifierValueAsString, EventTime: '2026-01-05T00:00:00Z' }));
    }
  });
  return new Map([...newest].map(([seller, { rating }]) => [seller, rating]));
}
