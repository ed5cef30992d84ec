import { spawnSync } from 'node:child_process';
import { basename, resolve } from 'node:path';

/** Rules that are wrong about what we write, each with the reason; anything new here needs one as good. */
export const IGNORED: Record<string, string> = {};

/** From the Python environment that `npm test` prepares; another one can be named for a quick run. */
const CFN_LINT = process.env.CFN_LINT ?? resolve(__dirname, '../../.rehearsal/venv/bin/cfn-lint');

interface Finding {
  readonly Level: 'Error' | 'Warning' | 'Informational';
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Filename: string;
  readonly Location: { readonly Path?: readonly (string | number)[] };
}

/** What cfn-lint holds for an error in templates, as `Stack.template.json Resources/X: E1234 what is wrong`. */
export function errorsIn(templates: readonly string[]): string[] {
  const ignored = Object.keys(IGNORED).flatMap((rule) => ['--ignore-checks', rule]);
  const { status, stdout, stderr, error } = spawnSync(CFN_LINT, ['--format', 'json', ...ignored, '--template', ...templates], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 180_000,
    killSignal: 'SIGKILL',
  });
  if (error || status === null || status === 1 || !stdout.trim().startsWith('[')) {
    throw new Error(`cfn-lint did not run: ${error?.message ?? stderr}\nPrepare its Python environment with 'npx tsx rehearsal/host/setup.ts'.`);
  }
  return (JSON.parse(stdout) as Finding[])
    .filter(({ Level }) => Level === 'Error')
    .map(({ Filename, Location, Rule, Message }) => `${basename(Filename)} ${(Location.Path ?? []).join('/')}: ${Rule.Id} ${Message}`);
}
