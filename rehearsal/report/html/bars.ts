import { html, type Content, type Markup } from './markup';
import { number, percent } from './numbers';
import { table } from './tables';

export interface BarsOptions {
  /** What the bars are of, for those who hear the page. */
  readonly caption: string;
  /** What the rows are, and what is measured. */
  readonly titles: readonly [string, string];
  /**
   * A value that matters: a line marks it, and bars that reach it stand out.
   *
   * @default - none
   */
  readonly threshold?: number;
}

/** Horizontal bars, the longest first. Each is a picture in a row of a table, which holds the numbers too. */
export function bars(values: Readonly<Record<string, number>>, { caption, titles: [what, measure], threshold }: BarsOptions): Markup {
  const longestFirst = Object.entries(values).sort(([, one], [, other]) => other - one);
  const finite = [...Object.values(values), threshold ?? 0].filter(Number.isFinite);
  const whole = Math.max(0, ...finite);
  const rows = longestFirst.map(([name, value]): Content[] => [name, bar(value, whole, threshold), number(value)]);
  return html`<div class="bars">${table(caption, [{ title: what }, { title: 'Bar', kind: 'aside' }, { title: measure, kind: 'number' }], rows)}</div>`;
}

function bar(value: number, whole: number, threshold?: number): Markup {
  const reaches = threshold !== undefined && value >= threshold;
  const line = threshold === undefined ? undefined : html`<line x1="${percent(threshold, whole)}" x2="${percent(threshold, whole)}" y1="0" y2="16" />`;
  return html`<svg class="bar" aria-hidden="true" width="100%" height="16"><rect class="track" y="5" width="100%" height="6" rx="1" /><rect class="${reaches ? 'over' : 'under'}" y="5" width="${percent(value, whole)}" height="6" rx="1" />${line}</svg>`;
}
