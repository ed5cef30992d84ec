/** Names in a version's customer metadata that say what it was compared with before it was registered. */
export const COMPARISON_METADATA = {
  /** ARN of the version that served, or `NOTHING_SERVES`. */
  SERVING_MODEL_PACKAGE: 'servingModelPackage',
  /** S3 address of the metrics of that version on the same held-out rows. */
  SERVING_METRICS: 'servingMetrics',
} as const;

/** What stands for the serving version where none serves. */
export const NOTHING_SERVES = 'none';
