import { html, type Markup } from './markup';

/** A number, rounded for the eye; the value itself stays in the page. */
export function number(value: number, digits = 4): Markup {
  return html`<data value="${value}">${rounded(value, digits)}</data>`;
}

/** How long something took; a page that is read in a hurry needs tenths and no more. */
export function seconds(value: number): Markup {
  return html`<data value="${value}">${value.toFixed(1)}</data> s`;
}

/** `1 step`, `2 steps`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A share of a whole as a length in an SVG; a whole of nothing has no shares. */
export function percent(part: number, whole: number): string {
  const share = whole > 0 && Number.isFinite(part) ? Math.min(Math.max(part / whole, 0), 1) : 0;
  return `${Math.round(share * 10_000) / 100}%`;
}

/** Small numbers keep their leading digits: 0.00002 is not 0. */
function rounded(value: number, digits: number): string {
  const scale = 10 ** digits;
  const near = Math.round(value * scale) / scale;
  return near === 0 && value !== 0 ? value.toExponential(1) : String(near);
}
