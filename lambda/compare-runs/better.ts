/** Words in the names of metrics of which less, and more, is better. */
const LESS = ['loss', 'error', 'err', 'rmse', 'mse', 'mae', 'mape', 'smape', 'wape', 'mase', 'brier', 'perplexity', 'wer', 'cer'];
const MORE = ['accuracy', 'acc', 'auc', 'precision', 'recall', 'sensitivity', 'specificity', 'f1', 'r2', 'ndcg', 'mrr', 'bleu', 'rouge', 'iou', 'dice', 'score', 'map'];

/** What somebody said about metrics whose names do not tell. */
export interface Wanted {
  readonly higherIsBetter: readonly string[];
  readonly lowerIsBetter: readonly string[];
}

/** 1 for a metric of which more is better, -1 where less is, 0 where nobody knows: a number of rows is neither. */
export function directionOf(metric: string, { higherIsBetter, lowerIsBetter }: Wanted): 1 | -1 | 0 {
  if (higherIsBetter.includes(metric) || lowerIsBetter.includes(metric)) {
    return higherIsBetter.includes(metric) ? 1 : -1;
  }
  const words = metric.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/);
  if (words.some((word) => LESS.includes(word))) {
    return -1;
  }
  return words.some((word) => MORE.includes(word)) ? 1 : 0;
}

/** Positions of the best of several values; none where nobody knows what is better, or all that there are say the same. */
export function bestOf(values: readonly (number | undefined)[], direction: 1 | -1 | 0): number[] {
  const known = values.filter((value) => value !== undefined && !Number.isNaN(value)) as number[];
  const best = direction === -1 ? Math.min(...known) : Math.max(...known);
  const differ = known.some((value) => value !== best);
  return direction !== 0 && differ ? values.flatMap((value, index) => (value === best ? [index] : [])) : [];
}
