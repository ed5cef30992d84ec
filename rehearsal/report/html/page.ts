import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Report } from '../report';
import { deployed, left } from './deployed';
import { html, Markup } from './markup';
import { model } from './model';
import { pipeline } from './pipeline';
import { checks, failures, header, resultOf } from './result';
import { drift, serving } from './serving';
import { STYLE } from './theme';
import { timeline } from './timeline';

/** Writes the report as one page for people, which opens without a network and runs no script. */
export function writeHtml(file: string, report: Report): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, page(report));
}

/**
 * The report as a page.
 *
 * Its policy lets the browser load nothing and run nothing, whatever stands in the report. It is well-formed XML as well, so that any
 * parser can judge it.
 */
export function page(report: Report): string {
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; img-src data:`;
  const { tone, words } = resultOf(report);
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${policy}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<title>Rehearsal: ${words}</title>
<link rel="icon" href="data:," />
<style>${new Markup(STYLE)}</style>
</head>
<body class="${tone}">${header(report)}
<main>${failures(report)}${pipeline(report)}${model(report)}${serving(report)}${drift(report)}${timeline(report)}${checks(report)}${deployed(report)}${left(report)}
</main>${footer(report)}
</body>
</html>
`.text;
}

/** What the reader may miss, and what no rehearsal shows. */
function footer(report: Report): Markup {
  const missing = Object.entries({
    'an endpoint': report.endpoint, 'a prediction': report.prediction, drift: report.drift, retraining: report.retrained,
  }).filter(([, value]) => value === undefined).map(([name]) => name);
  return html`
<footer>${missing.length > 0 && html`
<p>This rehearsal has not shown ${missing.join(', ')}.</p>`}
<p>It proves wiring, events, order, handlers and your own scripts. It does not prove permissions, encryption or networking, which the local AWS does not enforce.</p>
</footer>`;
}
