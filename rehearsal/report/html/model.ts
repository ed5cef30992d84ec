import type { Report } from '../report';
import { html, type Content, type Markup } from './markup';
import { number } from './numbers';
import { badge, toneOf } from './states';
import { section, table } from './tables';

/** The registered model: how good it is, by two that do not know each other, and what the registry says of its versions. */
export function model(report: Report): Markup {
  return html`
<div class="pair">${section('metrics', 'Held-out metrics', metrics(report))}${section('registry', 'Registry', versions(report))}
</div>`;
}

function metrics({ metrics: held, recomputedMetrics: anew }: Report): Markup {
  const names = [...new Set([...Object.keys(held), ...Object.keys(anew)])];
  const values = [held, anew].map((each) => new Map(Object.entries(each)));
  const rows = names.map((name): Content[] => {
    const [registered, recomputed] = values.map((each) => each.get(name));
    return [name, shown(registered), shown(recomputed), comparison(registered, recomputed)];
  });
  return names.length === 0
    ? html`<p class="soft">No model was measured.</p>`
    : html`${table('Held-out metrics of the model', [
      { title: 'Metric' }, { title: 'Registered', kind: 'number' }, { title: 'Recomputed', kind: 'number' }, { title: 'Difference', kind: 'number' },
    ], rows)}
<p class="note">Registered: as its evaluation wrote it. Recomputed: from the stored artifact, by a script of the rehearsal.</p>`;
}

const shown = (value: number | undefined): Content => (value === undefined ? absent : number(value));

function comparison(held: number | undefined, anew: number | undefined): Content {
  return held === undefined || anew === undefined ? absent : held === anew ? 'none' : number(Math.abs(held - anew));
}

const absent = html`<span class="soft" aria-label="not measured">–</span>`;

function versions({ modelPackages, notices }: Report): Markup {
  const rows = modelPackages.map(({ version, approval }): Content[] => [`Version ${version}`, badge(toneOf(approval), approval)]);
  const told = notices.length > 0 && html`
<h3>What people were told</h3>
<ul>${notices.map((notice) => html`<li>${notice}</li>`)}</ul>`;
  return html`${rows.length === 0
    ? html`<p class="soft">No version was registered.</p>`
    : table('Versions of the model', [{ title: 'Version' }, { title: 'Approval' }], rows)}${told}`;
}
