import type { Report } from '../report';
import { bars } from './bars';
import { html, type Content, type Markup } from './markup';
import { leftoversKnown } from './result';
import { list, section, table } from './tables';

/** What was deployed: by stack, by type, and what the local AWS could only write down. */
export function deployed({ stacks, resourcesByType, recordedOnlyTypes }: Report): Markup {
  const rows = stacks.map(({ name, resources }): Content[] => [name, resources]);
  return section('resources', 'Resources', rows.length === 0
    ? html`<p class="soft">Nothing was deployed.</p>`
    : html`
<div class="pair">
<div><h3>By stack</h3>${table('Stacks', [{ title: 'Stack' }, { title: 'Resources', kind: 'number' }], rows)}</div>
<div><h3>Recorded only</h3>${list(recordedOnlyTypes, 'Every type was rehearsed.')}
<p class="note">Types that the local AWS lacks are checked against their CloudFormation schema and written down.</p></div>
</div>
<h3>By type</h3>${bars(resourcesByType, { caption: 'Resources by type, the most first', titles: ['Type', 'Resources'] })}`);
}

/** What is there after the app is destroyed. */
export function left(report: Report): Markup {
  const { leftovers, staysOnPurpose } = report;
  const none = leftoversKnown(report) ? 'Nothing.' : 'Nothing was found, but the rehearsal may have ended before it looked.';
  return section('left', 'After it is destroyed', html`
<div class="pair">
<div><h3>Left over</h3>${list(leftovers, none)}</div>
<div><h3>Stays on purpose</h3>${list(staysOnPurpose, 'Nothing.')}</div>
</div>`);
}
