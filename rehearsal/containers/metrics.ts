import type { MetricData, MetricDefinition } from '@aws-sdk/client-sagemaker';
import { JobFailure } from './failure';

/** The last value of each metric that the job's definitions find in its log, as DescribeTrainingJob lists them. */
export function finalMetrics(definitions: readonly MetricDefinition[], log: string, at: Date): MetricData[] {
  const lines = log.split('\n');
  return definitions.flatMap(({ Name, Regex }) => {
    const pattern = compile(Name ?? '', Regex ?? '');
    const values = lines.flatMap((line) => pattern.exec(line)?.[1] ?? []).map(Number).filter((value) => !Number.isNaN(value));
    return values.length > 0 ? [{ MetricName: Name, Value: values[values.length - 1], Timestamp: at }] : [];
  });
}

/**
 * The metrics of an image's own algorithm: those of lines such as `[9]#011train-auc:0.91#011validation-auc:0.90`, as `train:auc` and `validation:auc`.
 *
 * The service knows them without being told.
 */
export function algorithmMetrics(log: string): MetricDefinition[] {
  const found = [...log.matchAll(/#011(train|validation)-([\w@.-]+):/g)].map(([, data, metric]) => `${data}:${metric}`);
  return [...new Set(found)].map((name) => ({ Name: name, Regex: `.*\\[[0-9]+\\].*#011${name.replace(':', '-')}:([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?).*` }));
}

/** The service's dialect writes flags inside, at the start: `(?i)accuracy=(.*)`. */
function compile(name: string, regex: string): RegExp {
  const [, flags = '', source] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(regex)!;
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw JobFailure.client(`metric '${name}': its regular expression cannot be read: ${(error as Error).message}`);
  }
}
