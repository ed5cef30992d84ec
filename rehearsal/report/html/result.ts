import type { Check, Report } from '../report';
import { html, type Content, type Markup } from './markup';
import { counted, seconds } from './numbers';
import { badge, signAt, type Tone } from './states';
import { facts, section, table } from './tables';

export interface Result {
  readonly tone: Tone;
  readonly words: string;
}

/** How the rehearsal went; one without checks shows nothing, so it did not go well either. */
export function resultOf({ checks }: Report): Result {
  const failed = checks.filter(({ ok }) => !ok).length;
  const words = `${checks.length - failed} passed, ${failed} failed`;
  return checks.length === 0 ? { tone: 'idle', words: 'Nothing was checked' } : { tone: failed > 0 ? 'bad' : 'good', words };
}

/** A rehearsal that failed may not have come to look for leftovers. */
export function leftoversKnown(report: Report): boolean {
  return report.leftovers.length > 0 || resultOf(report).tone === 'good';
}

/** The first screen: the result, what it cost in time, and how much there was. */
export function header(report: Report): Markup {
  const { tone, words } = resultOf(report);
  return html`
<header>
<p class="over">Rehearsal on a local AWS</p>
<h1 class="${tone}"><svg aria-hidden="true" width="32" height="32" viewBox="0 0 12 12">${signAt(tone, 0, 0)}</svg>${words}</h1>
<p class="lead">in ${seconds(report.seconds)}</p>
<p class="soft">started <time datetime="${report.started}">${moment(report.started)}</time></p>${facts([
    ['Stacks', report.stacks.length],
    ['Resources', report.stacks.reduce((sum, { resources }) => sum + resources, 0)],
    ['Steps run', report.pipelineSteps.length],
    ['Model versions', report.modelPackages.length],
    ['SageMaker requests', report.sdkRequests.total],
    ['Left over', leftoversKnown(report) ? report.leftovers.length : 'not known'],
  ])}
</header>`;
}

/** What failed, first of all, with its cause. */
export function failures({ checks }: Report): Markup | undefined {
  const failed = checks.filter(({ ok }) => !ok);
  return failed.length === 0 ? undefined : section('failed', 'What failed', failed.map(({ what, detail }) => html`
<p class="reason"><strong>${what}</strong>${detail || 'no cause was given'}</p>`));
}

/** Everything that had to be so. */
export function checks(report: Report): Markup {
  const rows = report.checks.map(({ what, ok, detail }: Check): Content[] => [
    what, ok ? badge('good', 'passed') : badge('bad', 'failed'), ok ? detail : html`<a href="#failed">told at the top</a>`,
  ]);
  return section('checks', 'Checks', rows.length === 0
    ? html`<p class="soft">Nothing was checked.</p>`
    : html`<div class="checks">${table('Everything that had to be so', [{ title: 'What' }, { title: 'Result' }, { title: 'Detail' }], rows)}
</div>
<p class="note">${counted(report.sdkRequests.total, 'request')} to SageMaker were checked against AWS's own API model; ${report.sdkRequests.refusedUnexpectedly.length} refused unexpectedly.</p>`);
}

/** `2026-10-05T12:34:56.789Z` as people write it. */
function moment(iso: string): string {
  return iso.replace(/^(\S+)T(\d\d:\d\d).*Z$/, '$1 at $2 UTC');
}
