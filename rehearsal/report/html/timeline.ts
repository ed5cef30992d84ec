import type { Report, TimelineEntry } from '../report';
import { html, type Content, type Markup } from './markup';
import { percent, seconds } from './numbers';
import { section, table } from './tables';

/** Below this share of the whole, a bar would be too short to be seen. */
const SEEN = 0.004;

/** What happened when; what took time has a bar as long as it took, the rest a mark. */
export function timeline(report: Report): Markup {
  const whole = Math.max(report.seconds, ...report.timeline.map(({ at }) => at));
  const rows = report.timeline.map((entry): Content[] => [
    entry.name, entry.text, span(entry, whole), entry.seconds === undefined ? '' : seconds(entry.seconds), seconds(entry.at),
  ]);
  const columns = [{ title: 'What' }, { title: 'Told' }, { title: 'When', kind: 'aside' }, { title: 'Took', kind: 'number' }, { title: 'At', kind: 'number' }] as const;
  return section('timeline', 'Timeline', rows.length === 0
    ? html`<p class="soft">Nothing was told.</p>`
    : html`<div class="timeline">${table('What happened, in order', columns, rows)}</div>`);
}

function span({ at, seconds: took }: TimelineEntry, whole: number): Markup {
  const shape = took === undefined || took < SEEN * whole
    ? html`<rect class="mark" x="${percent(at, whole)}" y="3" width="2" height="10" />`
    : html`<rect class="under" x="${percent(at - took, whole)}" y="5" width="${percent(Math.min(took, at), whole)}" height="6" rx="1" />`;
  return html`<svg class="bar" aria-hidden="true" width="100%" height="16"><line class="ground" x1="0" x2="100%" y1="8" y2="8" />${shape}</svg>`;
}
