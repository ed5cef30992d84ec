import { INGESTION_METRICS, INGESTION_NAMESPACE, type IngestionCounts } from '../../../lib/core/contract';
import { embedded } from '../embedded-metrics';
import type { LogFields } from '../logging';
import type { Written } from './record-writer';

export const NOTHING: IngestionCounts = { written: 0, repeated: 0, late: 0, malformed: 0 };

/** What a writer did, and all that was refused. */
interface Done extends Pick<Written<never>, 'late' | 'repeated' | 'written'> {
  readonly refused: readonly unknown[];
}

/** What was counted, with what a writer did and further rows that were malformed. */
export function withWritten(counts: IngestionCounts, { written, repeated, late, refused }: Done): IngestionCounts {
  return {
    written: counts.written + written, repeated: counts.repeated + repeated, late: counts.late + late, malformed: counts.malformed + refused.length,
  };
}

/** What was counted since. */
export function since(before: IngestionCounts, now: IngestionCounts): IngestionCounts {
  return {
    written: now.written - before.written, repeated: now.repeated - before.repeated, late: now.late - before.late, malformed: now.malformed - before.malformed,
  };
}

/** What was counted, as metrics of the group. */
export function metricsOf(featureGroup: string, counts: IngestionCounts, now: number): LogFields {
  const { WRITTEN, REPEATED, LATE, MALFORMED } = INGESTION_METRICS;
  const values = { [WRITTEN]: counts.written, [REPEATED]: counts.repeated, [LATE]: counts.late, [MALFORMED]: counts.malformed };
  return embedded(INGESTION_NAMESPACE, { FeatureGroup: featureGroup }, values, now);
}
