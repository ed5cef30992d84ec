import type { ComparedRun, RunComparisonAnswer } from '../../lib/core/contract';
import { folderPage, jobPage } from '../shared/links';
import { type Column, isConstant, metricColumns, settingColumns } from './columns';
import { cut } from './findings';
import { html, type Html, json, link } from './html';
import type { Comparison } from './request';

const LONGEST_CELL = 60;
const LONGEST_REASON = 160;
/** More columns are nothing that people compare; the JSON answer has them all. */
const MOST_COLUMNS = 40;

/** The comparison as a widget of a dashboard shows it; it has no script, which CloudWatch would not let through. */
export function pageOf({ pipelineName, runs }: RunComparisonAnswer, request: Comparison, functionArn: string): string {
  return html`<div style="font-size:13px">${chooser(request, functionArn)}${
    runs.length === 0 ? html`<p>The pipeline <b>${pipelineName}</b> has no runs yet.</p>` : table(runs, request)
  }</div>`.text;
}

/** Buttons that call this function again, for another pipeline. */
function chooser({ pipelines, pipelineName, ...rest }: Comparison, functionArn: string): Html | undefined {
  const { runs, higherIsBetter, lowerIsBetter } = rest;
  const others = pipelines.map((name) => (name === pipelineName
    ? html`<b style="margin:0 8px">${name}</b>`
    : html`<a class="btn" style="margin:0 4px">${name}</a><cwdb-action action="call" display="widget" endpoint="${functionArn}">${
      json({ pipelineName: name, pipelines, runs, higherIsBetter, lowerIsBetter, format: 'html' })
    }</cwdb-action>`));
  return pipelines.length > 1 ? html`<p>${others}</p>` : undefined;
}

function table(runs: readonly ComparedRun[], request: Comparison): Html {
  const metrics = metricColumns(runs, request);
  const settings = settingColumns(runs);
  const alike = runs.length > 1 ? settings.filter(isConstant) : [];
  const columns = [...metrics, ...settings.filter((column) => !alike.includes(column))];
  const shown = columns.slice(0, MOST_COLUMNS);
  return html`
<div style="overflow-x:auto"><table>
<thead><tr><th>Run</th><th>Started</th><th>Status</th>${shown.map(heading)}<th>Version</th><th>Model</th><th>Jobs</th></tr></thead>
<tbody>${runs.map((run, index) => row(run, shown.map((column) => cell(column, index))))}</tbody>
</table></div>
${alike.length > 0 && html`<p>The same in all runs: ${alike.map((column, index) => html`${index > 0 && ', '}${titled(column)} ${short(firstOf(column))}`)}</p>`}
${columns.length > shown.length && html`<p>${columns.length - shown.length} more columns are not shown.</p>`}
${runs.flatMap(({ name, unread }) => unread.map((what) => html`<p>Run ${name}: could not be read: ${what}</p>`))}`;
}

function heading(column: Column): Html {
  return html`<th>${titled(column)}</th>`;
}

function titled({ step, name }: Column): Html {
  return step === undefined ? html`${cut(name, LONGEST_CELL)}` : html`<small>${step}</small> ${cut(name, LONGEST_CELL)}`;
}

function cell({ cells, best }: Column, index: number): Html {
  const value = cells[index];
  if (value === undefined) {
    return html`<td>-</td>`;
  }
  return best.includes(index) ? html`<td title="the best of these runs"><b>${value} &#9733;</b></td>` : html`<td>${short(value)}</td>`;
}

function row(run: ComparedRun, cells: Html[]): Html {
  return html`<tr><td title="${run.executionArn}">${run.name}</td><td>${started(run)}</td><td>${status(run)}</td>${cells}<td>${
    versions(run)}</td><td>${models(run)}</td><td>${jobs(run)}</td></tr>
`;
}

function started({ startedAt, seconds }: ComparedRun): Html {
  return html`${startedAt === undefined ? '-' : `${startedAt.slice(0, 16).replace('T', ' ')} UTC`}${seconds !== undefined && `, took ${inWords(seconds)}`}`;
}

function status({ status: state, reason }: ComparedRun): Html {
  return reason === undefined ? html`${state}` : html`${state}: <span title="${reason}">${cut(reason, LONGEST_REASON)}</span>`;
}

function versions({ versions: registered }: ComparedRun): Html {
  return listed(registered.map(({ modelPackageArn, approval = 'unknown' }) => {
    const [group, version] = modelPackageArn.split('/').slice(-2);
    return html`<span title="${modelPackageArn}">${group} ${version}</span> ${approval}`;
  }));
}

function models(run: ComparedRun): Html {
  const place = placeOf(run);
  return listed(Object.entries(run.models).map(([step, uri]) => html`<span title="${uri}">${link(step, folderPage(uri.slice(0, uri.lastIndexOf('/') + 1), place))}</span>`));
}

function jobs(run: ComparedRun): Html {
  return listed(Object.entries(run.jobs).map(([step, arn]) => html`<span title="${arn}">${link(step, jobPage(arn))}</span>`));
}

function listed(items: readonly Html[]): Html {
  return items.length === 0 ? html`-` : html`${items.map((item, index) => html`${index > 0 && ', '}${item}`)}`;
}

function short(value: string): Html {
  return value.length > LONGEST_CELL ? html`<span title="${value}">${cut(value, LONGEST_CELL)}</span>` : html`${value}`;
}

function firstOf({ cells }: Column): string {
  return cells.find((value) => value !== undefined) ?? '-';
}

function placeOf({ executionArn }: ComparedRun): { readonly region: string } {
  return { region: executionArn.split(':')[3] };
}

/** `95 s`, `12 min`, `2 h 5 min`. */
function inWords(seconds: number): string {
  if (seconds < 120) {
    return `${seconds} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
