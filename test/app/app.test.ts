import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import cdkJson from '../../cdk.json';

const ROOT = resolve(__dirname, '../..');
const outdir = mkdtempSync(join(tmpdir(), 'app-'));

beforeAll(() => {
  const newest = Math.max(...readdirSync(join(ROOT, 'bin')).filter((name) => name.endsWith('.ts')).map((name) => statSync(join(ROOT, 'bin', name)).mtimeMs));
  const built = join(ROOT, 'dist/bin/app.js');
  if (!existsSync(built) || statSync(built).mtimeMs < newest) {
    throw new Error("run 'npm run build' first");
  }
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** Runs the app as `cdk` does: the command of cdk.json, with its context and that of the command line. */
function run(given: Record<string, unknown>) {
  const [command, ...args] = cdkJson.app.split(' ');
  const context = { ...cdkJson.context, '@aws-cdk/core:validateAgainstDefaultRules': false, 'lifecycle:notify': 'team@example.com', ...given };
  return spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_DEFAULT_ACCOUNT: '123456789012', CDK_DEFAULT_REGION: 'us-east-1' },
    encoding: 'utf8',
    timeout: 50_000,
    killSignal: 'SIGKILL',
  });
}

test('writes a template for the platform and one for the model', () => {
  const { status, stderr } = run({ 'lifecycle:model': 'churn' });
  expect([status, stderr]).toEqual([0, '']);
  expect(readdirSync(outdir).filter((name) => name.endsWith('.template.json')).sort()).toEqual(['MlModel-churn.template.json', 'MlPlatform.template.json']);
});

test('says that nobody is told of failures when that is so', () => {
  const { status, stderr } = run({ 'lifecycle:notify': [] });
  expect(status).toBe(0);
  expect(stderr).toContain('notify: nobody is told of failed runs');
});

test.each([
  ['settings', { 'lifecycle:minimumAuc': 'high', 'lifecycle:aproval': 'manual' }, [/lifecycle:minimumAuc: must be a number/, /lifecycle:aproval: no such setting/]],
  ['data', { 'lifecycle:recordIdentifier': 'customer_id' }, [/recordIdentifier: /]],
])('ends with the message alone when the %s are wrong', (_, context, messages) => {
  const { status, stdout, stderr } = run(context);
  expect(status).toBe(1);
  messages.forEach((message) => expect(stderr).toMatch(message));
  expect(stdout + stderr).not.toMatch(/^\s+at |node:internal|Error:/m);
});
