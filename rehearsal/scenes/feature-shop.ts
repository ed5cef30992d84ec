import { DeleteRecordCommand, PutRecordCommand } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { withRuntime } from './feature-rows';
import type { Watched } from './runs';

const SELLERS = 8;
const RATINGS = 60;
const DAY = 86_400;
const START = Date.UTC(2025, 11, 22) / 1000;
/** Customers of orders who left on the fifth day. */
export const GONE = ['c198', 'c990', 'c4950', 'c6732'];

/** Names of the two groups. */
export interface Groups {
  readonly customers: string;
  readonly sellers: string;
}

/** Ratings of sellers, in no order, some corrected and some late; and customers who are deleted. Says each seller's newest rating. */
export async function ratingsAndDeletions(play: Watched, { customers, sellers }: Groups): Promise<ReadonlyMap<number, number>> {
  const newest = new Map<number, { readonly at: number; readonly rating: number }>();
  await withRuntime(play, async (runtime) => {
    for (let n = 0; n < RATINGS; n++) {
      const [seller, at, rating] = [1 + n % SELLERS, START + ((n * 17) % 30) * DAY / 2, ((n * 31) % 50) / 10];
      const values = { seller_id: String(seller), rated_at: String(at), rating: String(rating) };
      await runtime.send(new PutRecordCommand({
        FeatureGroupName: sellers, Record: Object.entries(values).map(([FeatureName, ValueAsString]) => ({ FeatureName, ValueAsString })),
      }));
      // Of two with the same time the later one corrects the earlier.
      if (at >= (newest.get(seller)?.at ?? 0)) {
        newest.set(seller, { at, rating });
      }
    }
    for (const RecordIdentifierValueAsString of GONE) {
      await runtime.send(new DeleteRecordCommand({ FeatureGroupName: customers, RecordIdentifierValueAsString, EventTime: '2026-01-05T00:00:00Z' }));
    }
  });
  return new Map([...newest].map(([seller, { rating }]) => [seller, rating]));
}
