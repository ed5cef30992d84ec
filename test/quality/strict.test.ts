import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorsIn, IGNORED } from './cfn-lint';
import { apps, fixtures, synthesise, type Synthesis } from './templates';

/** What apps of the tests show, and how many stacks they have. */
const ROOMS: Record<string, [what: string, stacks: number]> = {
  'test/data/fixtures/engines.app.ts': ['Spark, Glue and notebooks with and without every option', 2],
  'test/hosting/fixtures/endpoints.app.ts': ['endpoints with and without every option', 3],
  'test/lifecycle/fixtures/ways.app.ts': ['a model of each way to train', 5],
  'test/studio/fixtures/domains.app.ts': ['domains with and without every option', 1],
};

const outdir = mkdtempSync(join(tmpdir(), 'strict-'));
const found = apps();
const fixture = (name: string) => syntheses.get(`test/quality/fixtures/${name}.app.ts`)!;

let syntheses: Map<string, Synthesis>;
/** What cfn-lint says of everything: it takes seconds to start, so it is asked once. */
let errors: string[];

beforeAll(() => {
  const bad = join(outdir, 'bad.template.json');
  writeFileSync(bad, JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 'soon' } } } }));
  const sound = [...found, ...fixtures(), 'test/quality/fixtures/sound.app.ts'];
  syntheses = synthesise(['test/quality/fixtures/unsafe.app.ts', 'test/quality/fixtures/refused.app.ts', ...sound], outdir);
  errors = errorsIn([bad, ...sound.flatMap((app) => syntheses.get(app)!.templates)]);
}, 300_000);
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

describe('the strict checks', () => {
  test('let a sound app pass', () => {
    const { succeeded, output, templates } = fixture('sound');
    expect(output).toBe('');
    expect(succeeded).toBe(true);
    expect(templates).not.toEqual([]);
  });

  test('fail an app that a security review would refuse', () => {
    const { succeeded, output } = fixture('unsafe');
    expect(succeeded).toBe(false);
    expect(output).toContain('AwsSolutions-SQS4');
  });

  test('fail an app that CloudFormation would refuse', () => {
    const { succeeded, output } = fixture('refused');
    expect(succeeded).toBe(false);
    expect(output).toContain('DelaySeconds: 901 is greater than the maximum of 900');
    expect(output).toMatch(/DomainName.*-starts-with-a-hyphen/);
  });

  test('fail a template that cfn-lint refuses', () => {
    expect(errors).toContainEqual(expect.stringMatching(/^bad\.template\.json Resources\/Queue\/Properties\/DelaySeconds: E3012 /));
  });

  test('ignore few rules, each for a reason', () => {
    expect(Object.keys(IGNORED).length).toBeLessThanOrEqual(3);
    expect(Object.values(IGNORED).every((reason) => reason.length > 20)).toBe(true);
  });
});

describe('every app', () => {
  test('is found', () => {
    expect(found.length).toBeGreaterThan(0);
  });

  test.each(found)('%s synthesises under the strict checks', (app) => {
    const synthesis = syntheses.get(app)!;
    expect(synthesis.succeeded ? '' : synthesis.output).toBe('');
    expect(synthesis.templates.length).toBeGreaterThan(0);
  });

  test.each(Object.entries(ROOMS).map(([app, [what, stacks]]) => ({ app, what, stacks })))('of the tests passes them: $what', ({ app, stacks }) => {
    const { succeeded, output, templates } = syntheses.get(app)!;
    expect(succeeded ? '' : output).toBe('');
    expect(templates).toHaveLength(stacks);
  });

  test('of the tests is listed with its stacks', () => {
    expect(fixtures()).toEqual(Object.keys(ROOMS).sort());
  });

  test('has templates without an error, but for the bad one', () => {
    expect(errors.filter((error) => !error.startsWith('bad.template.json '))).toEqual([]);
  });
});
