import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorsIn } from '../quality/cfn-lint';
import { synthesise } from '../quality/templates';

const outdir = mkdtempSync(join(tmpdir(), 'hosting-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

test('endpoints with and without every option pass the security rules, the CloudFormation schemas and cfn-lint', () => {
  const { succeeded, output, templates } = synthesise('test/hosting/fixtures/endpoints.app.ts', outdir);
  expect(succeeded ? '' : output).toBe('');
  expect(templates).toHaveLength(3);
  expect(errorsIn(templates)).toEqual([]);
});
