/**
 * Runs every check of the project, from nothing but `npm ci`: Python environment, build, lint, types, jest, pytest.
 *
 * What needs nothing of each other runs side by side. A failed step does not hide the next ones. The last line is `N passed, N failed`: tests, and each
 * step that failed as a whole.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const PYTHON = join(ROOT, '.rehearsal', 'venv', 'bin', 'python');
const results = mkdtempSync(join(tmpdir(), 'test-results-'));
const jestResults = join(results, 'jest.json');
const pytestResults = join(results, 'pytest.xml');

/** A program from node_modules, run by the Node that runs this. */
const installed = (path, ...args) => [process.execPath, join(ROOT, 'node_modules', path), ...args];

/** Both are needed by what follows. */
const FIRST = [
  { name: 'python environment', command: installed('tsx/dist/cli.mjs', 'rehearsal/host/setup.ts') },
  { name: 'build', command: [process.execPath, 'scripts/build.mjs', '--if-changed'] },
];

const JEST = {
  name: 'jest',
  command: installed('jest/bin/jest.js', '--ci', '--maxWorkers=2', '--json', `--outputFile=${jestResults}`),
  // With --json the report of results goes to standard output too; people read the one on standard error.
  stdout: 'ignore',
  results: jestResults,
  count: countJest,
};

/** Much of jest's time is waiting for what it starts, so these run beside it; what they print is held back until they end. */
const BESIDE_JEST = [
  { name: 'lint', command: installed('eslint/bin/eslint.js', '.') },
  { name: 'types', command: installed('typescript/bin/tsc', '-p', 'tsconfig.json') },
  {
    name: 'pytest',
    command: [PYTHON, '-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'test', `--junitxml=${pytestResults}`],
    results: pytestResults,
    count: countPytest,
  },
].map((step) => ({ ...step, heldBack: true }));

function countJest() {
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(jestResults, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
}

function countPytest() {
  const [suite] = /<testsuite [^>]*>/.exec(readFileSync(pytestResults, 'utf8'));
  const [tests, failures, errors, skipped] = ['tests', 'failures', 'errors', 'skipped'].map((name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)[1]));
  return { passed: tests - failures - errors - skipped, failed: failures + errors };
}

/** No caches in users' folders, no colours in a file, and no advice about versions of Node to come. */
const ENVIRONMENT = {
  ...process.env,
  PYTHONDONTWRITEBYTECODE: '1',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1',
  ...(process.stdout.isTTY ? {} : { FORCE_COLOR: '0' }),
};

/** What a step adds to the totals; one that failed without a failed test, or without results, is a failure of its own. */
async function run(step) {
  const { name, results: file, count } = step;
  const started = Date.now();
  if (!step.heldBack) {
    console.log(`\n== ${name}`);
  }
  const { ok, printed } = await finished(step);
  const { passed, failed } = file && existsSync(file) ? count() : { passed: 0, failed: 0 };
  const outcome = `== ${name} ${ok ? 'passed' : 'failed'} after ${((Date.now() - started) / 1000).toFixed(1)} s`;
  console.log(step.heldBack ? `\n== ${name}\n${printed}${outcome}` : `${printed}${outcome}`);
  return { passed, failed: ok ? failed : Math.max(failed, 1) };
}

/** Runs a step's program to its end. */
function finished({ command, stdout = 'inherit', heldBack = false }) {
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd: ROOT, env: ENVIRONMENT, stdio: heldBack ? ['ignore', 'pipe', 'pipe'] : ['ignore', stdout, 'inherit'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      printed += text;
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ok: false, printed: `${printed}${error.message}\n` }));
    child.once('close', (status) => resolve({ ok: status === 0, printed }));
  });
}

/** One step after the other. */
async function runAll(steps) {
  const counts = [];
  for (const step of steps) {
    counts.push(await run(step));
  }
  return counts;
}

const counts = await runAll(FIRST);
counts.push(...(await Promise.all([runAll([JEST]), runAll(BESIDE_JEST)])).flat());
const totals = counts.reduce((sum, each) => ({ passed: sum.passed + each.passed, failed: sum.failed + each.failed }), { passed: 0, failed: 0 });
rmSync(results, { recursive: true, force: true });
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;
