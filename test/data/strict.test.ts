import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorsIn } from '../quality/cfn-lint';
import { synthesise } from '../quality/templates';

const outdir = mkdtempSync(join(tmpdir(), 'data-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

test('Spark, Glue and notebooks with and without every option pass the security rules, the CloudFormation schemas and cfn-lint', () => {
  const { succeeded, output, templates } = synthesise('test/data/fixtures/engines.app.ts', outdir);
  expect(succeeded ? '' : output).toBe('');
  expect(templates).toHaveLength(2);
  expect(errorsIn(templates)).toEqual([]);
}, 120_000);
