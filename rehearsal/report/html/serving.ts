import type { DriftSummary, EndpointSummary, Prediction, Report } from '../report';
import { bars } from './bars';
import { html, type Markup } from './markup';
import { counted } from './numbers';
import { badge, toneOf } from './states';
import { facts, section } from './tables';

/** The endpoint and what it answered; nothing when the rehearsal did not come so far. */
export function serving({ endpoint, prediction }: Report): Markup | undefined {
  return endpoint ?? prediction
    ? section('serving', 'Endpoint', endpoint && seen(endpoint), prediction && exchange(prediction))
    : undefined;
}

function seen({ name, status, configsSeen }: EndpointSummary): Markup {
  return html`${facts([['Name', html`<span class="code">${name}</span>`], ['Status', badge(toneOf(status), status)]])}
<h3>Configurations that it ran</h3>
<ol>${configsSeen.map((config) => html`<li class="code">${config}</li>`)}</ol>`;
}

function exchange({ input, output }: Prediction): Markup {
  return html`
<div class="pair">
<div><h3>A request</h3><pre tabindex="0">${printed(input)}</pre></div>
<div><h3>Its answer</h3><pre tabindex="0">${printed(output)}</pre></div>
</div>`;
}

/** What the monitor found, and what came of it. */
export function drift(report: Report): Markup | undefined {
  return report.drift !== undefined || report.retrained !== undefined
    ? section('drift', 'Drift', report.drift && found(report.drift), report.retrained !== undefined && retraining(report))
    : undefined;
}

function found({ cleanViolations, driftedViolations, byFeature, threshold, event }: DriftSummary): Markup {
  const measured = byFeature && Object.keys(byFeature).length > 0 ? html`
<h3>Drift by feature</h3>${bars(byFeature, { caption: 'Drift by feature, the most first', titles: ['Feature', 'Distance'], threshold })}
${threshold !== undefined && html`<p class="note">The line marks ${threshold}, from which on a feature counts as drifted.</p>`}` : undefined;
  return html`${facts([
    ['Violations in clean traffic', cleanViolations], ['Violations in shifted traffic', driftedViolations],
  ])}${measured}${event && html`
<details><summary>The drift event</summary><pre tabindex="0">${printed(event)}</pre></details>`}`;
}

function retraining({ retrained, retrainingRuns }: Report): Markup {
  const word = retrained ? badge('good', 'retrained') : badge('bad', 'not retrained as it should be');
  return html`
<h3>Retraining</h3>
<p>${word} <span class="soft">${counted(retrainingRuns.length, 'run')} for one drift</span></p>`;
}

/** Texts as they are, everything else as JSON. */
function printed(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2) ?? '';
}
