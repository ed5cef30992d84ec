import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { page, writeHtml } from '../../../rehearsal/report/html/page';
import { emptyReport, type Report } from '../../../rehearsal/report/report';
import { parseStrictly, skeletonOf, tableOf, textOf } from './reading';
import { failedReport, fullReport } from './sample';

/** A report in which every text is the same one, and every kind of thing is there. */
function reportOf(text: string): Report {
  const full = fullReport();
  const named = { [text]: 0.5 };
  return {
    ...full,
    started: text,
    stacks: [{ name: text, resources: 1 }],
    resourcesByType: named,
    recordedOnlyTypes: [text],
    pipelineSteps: [{ execution: text, name: text, type: text, status: text, seconds: 1, failureReason: text }],
    metrics: named,
    recomputedMetrics: named,
    modelPackages: [{ version: 1, approval: text }],
    notices: [text],
    endpoint: { name: text, status: text, configsSeen: [text] },
    prediction: { input: text, output: named },
    drift: { cleanViolations: 0, driftedViolations: 1, event: { [text]: text }, byFeature: named, threshold: 0.1 },
    retrainingRuns: [text],
    leftovers: [text],
    staysOnPurpose: [text],
    checks: [{ what: text, ok: true, detail: text }, { what: text, ok: false, detail: text }],
    timeline: [{ at: 1, name: text, text }, { at: 2, name: text, text, seconds: 1 }],
  };
}

const headingsOf = (html: string) => [...html.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, heading]) => heading);

test('tells the whole story, in an order that can be read', () => {
  const html = page(fullReport());
  expect(headingsOf(html)).toEqual(
    ['Pipeline', 'Held-out metrics', 'Registry', 'Endpoint', 'Drift', 'Timeline', 'Checks', 'Resources', 'After it is destroyed'],
  );
  expect(html).toMatch(/<h1 class="good">[^]*5 passed, 0 failed<\/h1>/);
  expect(html).toContain('<title>Rehearsal: 5 passed, 0 failed</title>');
});

test('begins with what failed, and says it once', () => {
  const html = page(failedReport());
  expect(headingsOf(html)[0]).toBe('What failed');
  expect(html).toMatch(/<h1 class="bad">[^]*1 passed, 1 failed<\/h1>/);
  expect(textOf(html).match(/RuntimeError: planted/g)).toHaveLength(1);
});

test('shows a failed step with its reason when no check has told it', () => {
  const report = failedReport();
  expect(textOf(page({ ...report, checks: [] })).match(/RuntimeError: planted/g)).toHaveLength(1);
});

test('says of an empty report what there is not', () => {
  const html = page(emptyReport());
  expect(textOf(html)).toContain('Nothing was checked');
  expect(textOf(html)).toContain('This rehearsal has not shown an endpoint, a prediction, drift, retraining.');
  expect(headingsOf(html)).not.toContain('Endpoint');
  expect(html).not.toMatch(/undefined|NaN|Infinity/);
});

test('does not call a place clean when nobody may have looked', () => {
  const report = failedReport();
  const leftOver = (html: string) => textOf(/<dt>Left over<\/dt><dd>([^]*?)<\/dd>/.exec(html)![1]);
  expect(leftOver(page({ ...report, leftovers: [] }))).toBe('not known');
  expect(leftOver(page(report))).toBe('1');
  expect(textOf(page(report))).toContain('log group /aws/lambda/left-behind');
  expect(leftOver(page(fullReport()))).toBe('0');
});

test('has the numbers of the report, exactly', () => {
  const report = fullReport();
  const html = page(report);
  const values = (caption: string) => tableOf(html, caption).map(([name, ...cells]) => [name.text, ...cells.flatMap(({ value }) => value ?? [])]);
  expect(values('Held-out metrics of the model')).toEqual(
    Object.entries(report.metrics).map(([name, value]) => {
      const anew = report.recomputedMetrics[name];
      return anew === undefined ? [name, value] : [name, value, anew, ...(anew === value ? [] : [Math.abs(anew - value)])];
    }),
  );
  expect(Object.fromEntries(values('Drift by feature, the most first'))).toEqual(report.drift!.byFeature);
  expect(Object.fromEntries(values('Resources by type, the most first'))).toEqual(report.resourcesByType);
  expect(tableOf(html, 'Stacks').map(([name, count]) => ({ name: name.text, resources: Number(count.text) }))).toEqual(report.stacks);
  expect(tableOf(html, 'What happened, in order').map(([name, text, , took, at]) => ({
    at: at.value, name: name.text, text: text.text, ...(took.value !== undefined && { seconds: took.value }),
  }))).toEqual(report.timeline);
  for (const run of ['1', '2']) {
    const steps = tableOf(html, `Steps of run ${run}`).map(([name, type, state, took]) => [name.text, type.text, state.text, took.value]);
    const execution = report.pipelineSteps[run === '1' ? 0 : 7].execution;
    const ran = report.pipelineSteps.filter((step) => step.execution === execution);
    expect(steps).toEqual(ran.map(({ name, type, status, seconds }) => [name, type, status, seconds]));
    expect(html.includes(`The pipeline of run ${run} in Mermaid`)).toBe(report.pictures.some((picture) => picture.execution === execution));
  }
});

test('marks what took no time to speak of, and gives the rest a bar that ends when it was told', () => {
  const timeline = [{ at: 50, name: 'long', text: '', seconds: 25 }, { at: 50, name: 'short', text: '', seconds: 0.1 }, { at: 100, name: 'told', text: '' }];
  const html = page({ ...emptyReport(), timeline, seconds: 100 });
  expect([...html.matchAll(/<rect class="(under|mark)" x="([^"]*)" y="\d+" width="([^"]*)"/g)].map(([, ...shape]) => shape))
    .toEqual([['under', '25%', '25%'], ['mark', '50%', '2'], ['mark', '100%', '2']]);
});

test('rounds for the eye, and never to nothing', () => {
  const rows = tableOf(page({ ...fullReport(), metrics: { a: 0.123456, b: 0.00002, c: 0, d: 12 }, recomputedMetrics: {} }), 'Held-out metrics of the model');
  expect(rows.map(([, registered, recomputed]) => [registered.text, recomputed.text])).toEqual([['0.1235', '–'], ['2.0e-5', '–'], ['0', '–'], ['12', '–']]);
});

test('lists every check with its result', () => {
  const report = failedReport();
  expect(tableOf(page(report), 'Everything that had to be so').map(([what, result, detail]) => [what.text, result.text, detail.text]))
    .toEqual([['both stacks are deployed', 'passed', 'MlModel-income, MlPlatform'], ['the first run registers a model', 'failed', 'told at the top']]);
});

test('shows the picture of the pipeline, request and answer, configurations in their order, and the event', () => {
  const { pictures: [{ mermaid }], prediction, endpoint, drift } = fullReport();
  const html = page(fullReport());
  const blocks = [...html.matchAll(/<pre[^>]*>([^]*?)<\/pre>/g)].map(([, block]) => textOf(block));
  expect(blocks).toEqual([mermaid, prediction!.input, JSON.stringify(prediction!.output, undefined, 2), JSON.stringify(drift!.event, undefined, 2)]);
  expect([...html.matchAll(/<li class="code">([^<]*)</g)].map(([, config]) => config)).toEqual(endpoint!.configsSeen);
});

test.each([[true, ['one'], 'retrained 1 run for one drift'], [false, [], 'not retrained as it should be 0 runs'], [false, ['one', 'two'], 'should be 2 runs']])(
  'says whether the drift led to one run: %s %j', (retrained, retrainingRuns, words) => {
    expect(textOf(page({ ...fullReport(), retrained, retrainingRuns }))).toContain(words);
  },
);

test.each([
  ['<script>alert(1)</script>'], ['"><img src=x onerror=alert(1)>'], ["' onload='alert(1)"], ['</style><script>'], ['</title><b>'], [']]>'], ['&lt;b&gt; &amp;'],
  ['<!--'], ['a\u0000b\u0007\u001b[31mred\u001b[0m'], ['\uD800 half a pair'], ['__proto__'], ['toString'],
])('takes %j as a text', (text) => {
  const html = page(reportOf(text));
  expect(skeletonOf(html)).toEqual(skeletonOf(page(reportOf('plain'))));
  parseStrictly(html);
});

test('shows a text as it is, without what no page may hold', () => {
  const [[what]] = tableOf(page(reportOf('<b>&amp;</b> "\u001b[31mred\u001b[0m" \u0007')), 'Everything that had to be so');
  expect(what.text).toBe('<b>&amp;</b> "red" \uFFFD');
});

test('keeps its structure whatever the texts are', () => {
  const plain = skeletonOf(page(reportOf('plain')));
  fc.assert(fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
    expect(skeletonOf(page(reportOf(text)))).toEqual(plain);
  }), { numRuns: 200 });
});

test('is well-formed for a strict parser', () => {
  parseStrictly(page(emptyReport()), page(fullReport()), page(failedReport()));
});

test('fails the strict parser when a tag is left open', () => {
  expect(() => parseStrictly(page(fullReport()).replace('</main>', ''))).toThrow(/mismatched tag/);
});

test('asks for nothing and runs nothing', () => {
  const html = page(fullReport());
  expect(html).not.toMatch(/<script|<iframe|<object|<embed|\son[a-z]+=|@import|url\(|\sstyle=/i);
  expect([...html.matchAll(/(?:src|href|srcset|action|data)="([^"]*)"/g)].map(([, target]) => target).filter((target) => !/^(#|data:)/.test(target))).toEqual([]);
  expect(html).toContain('content="default-src &#39;none&#39;;');
});

test('names every picture and every part, and each of them once', () => {
  const html = page(fullReport());
  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  [...html.matchAll(/aria-labelledby="([^"]*)"/g)].forEach(([, id]) => expect(ids).toContain(id));
  for (const [svg] of html.matchAll(/<svg[^>]*>/g)) {
    expect(svg).toMatch(/aria-hidden="true"|role="img" aria-label="[^"]+"/);
  }
  for (const [, table] of html.matchAll(/<table>([^]*?)<\/table>/g)) {
    expect(table).toMatch(/<caption[^>]*>[^<]+<\/caption>/);
    expect(table).toContain('<th scope="col"');
    expect(table).toContain('<th scope="row"');
  }
  expect(html.match(/<h1/g)).toHaveLength(1);
});

test('is written where it is wanted, folders included', () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-test-'));
  try {
    const file = join(folder, 'new', 'report.html');
    writeHtml(file, fullReport());
    expect(readFileSync(file, 'utf8')).toBe(page(fullReport()));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
