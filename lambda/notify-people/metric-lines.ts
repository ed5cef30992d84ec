import { rounded, type Metric } from '../shared/metrics';
import type { ModelDetails, ServingVersion } from './details';

/** What is known of how good a version is, beside the version that serves. */
export function metricLines(details: ModelDetails, group: string): string[] {
  const { metrics, serving } = details;
  if (serving?.packageArn !== undefined && serving.metrics.length > 0 && metrics.length > 0) {
    return ['Metrics on the same held-out rows:', ...table(comparison(metrics, serving.metrics, nameOf(serving.packageArn, group)))];
  }
  return [...ownLines(details), ...(serving ? [servingLine(serving, group)] : [])];
}

function ownLines({ metrics, approval, unread }: ModelDetails): string[] {
  if (metrics.length === 0) {
    // Without an answer from the registry nothing is known about metrics; the unread part says so.
    return approval !== undefined && unread.length === 0 ? ['It was registered without metrics.'] : [];
  }
  return ['Metrics:', ...table(metrics.map((metric) => [metric.name, figure(metric)]))];
}

function servingLine({ packageArn }: ServingVersion, group: string): string {
  return packageArn === undefined ? 'Nothing serves yet.' : `The ${nameOf(packageArn, group)} cannot be compared with it.`;
}

/** A row for each metric of either version, in the order of the new one's. */
function comparison(metrics: readonly Metric[], serving: readonly Metric[], servingName: string): string[][] {
  const names = new Set([...metrics, ...serving].map(({ name }) => name));
  const rows = [...names].map((name) => {
    const [own, other] = [metrics, serving].map((all) => all.find((metric) => metric.name === name));
    return [name, own ? figure(own) : '-', other ? figure(other) : '-', own && other ? difference(own.value - other.value) : '-'];
  });
  return [['metric', 'this version', servingName, 'difference'], ...rows];
}

/** `serving version 2`, with its group where that is another one. */
function nameOf(packageArn: string, group: string): string {
  const [, ownGroup, version] = /:model-package\/([^/]+)\/(\d+)$/.exec(packageArn) ?? [];
  if (version === undefined) {
    return `serving version ${packageArn}`;
  }
  return ownGroup === group.toLowerCase() ? `serving version ${version}` : `serving version ${version} of ${ownGroup}`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd());
}

function figure({ value, deviation }: Metric): string {
  return deviation === undefined ? rounded(value) : `${rounded(value)} +/- ${rounded(deviation)}`;
}

function difference(of: number): string {
  // What is left of two equal decimals in binary is no difference.
  const value = Number(of.toFixed(10));
  return value > 0 ? `+${rounded(value)}` : rounded(value);
}
