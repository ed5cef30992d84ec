import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorsIn } from '../quality/cfn-lint';
import { synthesise } from '../quality/templates';

const outdir = mkdtempSync(join(tmpdir(), 'lifecycle-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

test('a model of each way to train passes the security rules, the CloudFormation schemas and cfn-lint', () => {
  const { succeeded, output, templates } = synthesise('test/lifecycle/fixtures/ways.app.ts', outdir);
  expect(succeeded ? '' : output).toBe('');
  expect(templates).toHaveLength(5);
  expect(errorsIn(templates)).toEqual([]);
});
