import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorsIn, IGNORED } from './cfn-lint';
import { apps, synthesise, type Synthesis } from './templates';

const outdir = mkdtempSync(join(tmpdir(), 'strict-'));
const found = apps();
const synthesised = (app: string) => synthesise(app, join(outdir, app.replace(/\W/g, '-')));
const fixture = (name: string) => synthesised(`test/quality/fixtures/${name}.app.ts`);

let sound: Synthesis;
let syntheses: Map<string, Synthesis>;
/** What cfn-lint says of everything: it takes seconds to start, so it is asked once. */
let errors: string[];

beforeAll(() => {
  const bad = join(outdir, 'bad.template.json');
  writeFileSync(bad, JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 'soon' } } } }));
  sound = fixture('sound');
  syntheses = new Map(found.map((app) => [app, synthesised(app)]));
  errors = errorsIn([bad, ...sound.templates, ...[...syntheses.values()].flatMap(({ templates }) => templates)]);
}, 300_000);
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

describe('the strict checks', () => {
  test('let a sound app pass', () => {
    expect(sound.output).toBe('');
    expect(sound.succeeded).toBe(true);
    expect(sound.templates).not.toEqual([]);
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

  test('has templates without an error, but for the bad one', () => {
    expect(errors.filter((error) => !error.startsWith('bad.template.json '))).toEqual([]);
  });
});
