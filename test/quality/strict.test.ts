import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorsIn, IGNORED } from './cfn-lint';
import { apps, synthesise } from './templates';

const outdir = mkdtempSync(join(tmpdir(), 'strict-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));
const fixture = (name: string) => synthesise(`test/quality/fixtures/${name}.app.ts`, join(outdir, name));

describe('the strict checks', () => {
  test('let a sound app pass', () => {
    const { succeeded, output, templates } = fixture('sound');
    expect(output).toBe('');
    expect(succeeded).toBe(true);
    expect(errorsIn(templates)).toEqual([]);
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
    const template = join(outdir, 'bad.template.json');
    writeFileSync(template, JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 'soon' } } } }));
    expect(errorsIn([template])).toEqual([expect.stringMatching(/^bad\.template\.json Resources\/Queue\/Properties\/DelaySeconds: E3012 /)]);
  });

  test('ignore few rules, each for a reason', () => {
    expect(Object.keys(IGNORED).length).toBeLessThanOrEqual(3);
    expect(Object.values(IGNORED).every((reason) => reason.length > 20)).toBe(true);
  });
});

describe('every app', () => {
  const found = apps();
  const templates: string[] = [];

  test('is found', () => {
    expect(found.length).toBeGreaterThan(0);
  });

  test.each(found)('%s synthesises under the strict checks', (app) => {
    const synthesis = synthesise(app, join(outdir, app.replace(/\W/g, '-')));
    expect(synthesis.succeeded ? '' : synthesis.output).toBe('');
    expect(synthesis.templates.length).toBeGreaterThan(0);
    templates.push(...synthesis.templates);
  });

  test('has templates without an error', () => {
    expect(errorsIn(templates)).toEqual([]);
  });
});
