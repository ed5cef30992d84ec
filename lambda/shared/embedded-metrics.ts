import type { LogFields } from './logging';

/** Fields of a line of the log that CloudWatch takes counts from: no request is made, and no permission needed. */
export function embedded(namespace: string, dimensions: Readonly<Record<string, string>>, counts: Readonly<Record<string, number>>, now: number): LogFields {
  return {
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [{
        Namespace: namespace, Dimensions: [Object.keys(dimensions)], Metrics: Object.keys(counts).map((Name) => ({ Name, Unit: 'Count' })),
      }],
    },
    ...dimensions,
    ...counts,
  };
}
