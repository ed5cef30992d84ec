import type { Report, StepSummary } from '../report';
import { graph } from './graph';
import { dependenciesKnown } from './graph-layout';
import { html, type Content, type Markup } from './markup';
import { counted, seconds } from './numbers';
import { badge, toneOf } from './states';
import { section, table } from './tables';

/** Every run of the pipeline, as it went. */
export function pipeline(report: Report): Markup {
  const runs = [...new Set(report.pipelineSteps.map(({ execution }) => execution))];
  const contents = runs.length === 0
    ? html`<p class="soft">No step of the pipeline came to its end.</p>`
    : runs.map((execution, index) => run(`Run ${index + 1}`, execution, report));
  return section('pipeline', 'Pipeline', contents);
}

function run(name: string, execution: string, report: Report): Markup {
  const steps = report.pipelineSteps.filter((step) => step.execution === execution);
  const why = report.retrainingRuns.includes(execution) ? ', started by the drift' : '';
  const order = dependenciesKnown(steps) ? 'Arrows lead from a step to those that waited for it.' : 'In the order in which the steps ended.';
  const untold = steps.filter(({ failureReason }) => failureReason !== undefined && !toldAsFailure(report, failureReason));
  return html`
<figure>
<figcaption><h3>${name}${why}</h3> <span class="soft">${counted(steps.length, 'step')}, <span class="code">${shortName(execution)}</span></span></figcaption>
<div class="scroll" role="group" aria-label="${name} as a graph" tabindex="0">${graph(name, steps, 'across')}${graph(name, steps, 'down')}
</div>
<p class="note">${order}</p>${untold.map(reason)}
<details><summary>Steps of ${name.toLowerCase()} as a table</summary>${stepTable(name, steps)}
</details>${report.pictures.filter((each) => each.execution === execution).map(({ mermaid }) => picture(name, mermaid))}
</figure>`;
}

/** The picture that reviews of the code see, of what was deployed. */
const picture = (name: string, mermaid: string) => html`
<details><summary>The pipeline of ${name.toLowerCase()} in Mermaid, as <code>toMermaid()</code> writes it</summary><pre tabindex="0">${mermaid}</pre>
</details>`;

/** What stopped the rehearsal stands at the top of the page already. */
function toldAsFailure({ checks }: Report, failureReason: string): boolean {
  return checks.some(({ ok, detail }) => !ok && detail.includes(failureReason));
}

const reason = ({ name, failureReason }: StepSummary) => html`
<p class="reason"><strong>${name}</strong>${failureReason}</p>`;

function stepTable(name: string, steps: readonly StepSummary[]): Markup {
  const rows = steps.map((step): Content[] => [step.name, step.type, badge(toneOf(step.status), step.status), seconds(step.seconds)]);
  return table(`Steps of ${name.toLowerCase()}`, [{ title: 'Step' }, { title: 'Type' }, { title: 'State' }, { title: 'Took', kind: 'number' }], rows);
}

/** The last part of an ARN tells one run from another. */
function shortName(execution: string): string {
  return execution.slice(execution.lastIndexOf('/') + 1);
}
