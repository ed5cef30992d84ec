/** One number that says how good a model is. */
export interface Metric {
  readonly name: string;
  readonly value: number;
  /** How far the value would move on another test set of the same size. */
  readonly deviation?: number;
}

/** More would bury the ones that decide. */
const MOST_METRICS = 20;

/**
 * The metrics in an evaluation report: plain numbers, and the Model Registry's form, in which groups such as
 * `binary_classification_metrics` hold `{ value, standard_deviation }`. Anything else, a confusion matrix say, is left out.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function metricsIn(report: string): Metric[] {
  const found = new Map<string, Metric>();
  collect(JSON.parse(withoutNonNumbers(report)), found, 0);
  return [...found.values()].slice(0, MOST_METRICS);
}

/** A number as people read it. */
export function rounded(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

function collect(node: unknown, found: Map<string, Metric>, depth: number): void {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) {
    return;
  }
  for (const [name, child] of Object.entries(node as Record<string, unknown>)) {
    const metric = metricOf(name, child);
    if (metric) {
      found.set(name, { ...found.get(name), ...metric });
    } else if (depth === 0) {
      collect(child, found, depth + 1);
    }
  }
}

function metricOf(name: string, node: unknown): Metric | undefined {
  if (typeof node === 'number') {
    return { name, value: node };
  }
  const { value, standard_deviation: deviation } = (node ?? {}) as { value?: unknown; standard_deviation?: unknown };
  if (typeof value !== 'number') {
    return undefined;
  }
  return { name, value, ...(typeof deviation === 'number' && { deviation }) };
}

/** Python writes NaN and Infinity where JSON has no word for them. */
function withoutNonNumbers(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (part) => (part.startsWith('"') ? part : 'null'));
}
