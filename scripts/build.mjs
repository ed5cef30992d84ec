/**
 * Builds everything that is not run from its sources: the library by jsii, its data and Python files, the handlers, the app.
 *
 * `dist/` then holds what the published package holds, and `dist/bin/app.js`, which `cdk` runs. With `--if-changed` it is left as it is
 * when it was built from the same files.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildHandlers } from './build-handlers.mjs';
import { bundleLibrary } from './bundle-library.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const DIST = join(ROOT, 'dist');

/** Says what the last build was made from; it is not there while one is being made. */
const STAMP = join(DIST, '.built-from');
const SOURCES = ['lib', 'lambda', 'bin', 'scripts'];
const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.jsii.json'];

/** Words that some languages reserve, for which jsii makes other names; and the exact patch of a development dependency. */
const SILENCED = ['JSII5018', 'JSII6'].flatMap((code) => ['--silence-warnings', code]);

function filesBelow(folder, ending) {
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(ending) && !name.includes('__pycache__')).map((name) => join(folder, name));
}

function compileLibrary() {
  rmSync(join(DIST, 'lib'), { recursive: true, force: true });
  const jsii = join(ROOT, 'node_modules', 'jsii', 'bin', 'jsii');
  const run = spawnSync(process.execPath, [jsii, '--tsconfig', 'tsconfig.jsii.json', ...SILENCED], { cwd: ROOT, encoding: 'utf8' });
  if (run.status !== 0) {
    console.error(`${run.stdout}${run.stderr}`.split('\n').filter((line) => !line.startsWith('!!')).join('\n'));
    throw new Error('the library does not compile');
  }
  for (const script of filesBelow(join(ROOT, 'lib'), '.py')) {
    const target = join(DIST, relative(ROOT, script));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(script, target);
  }
}

/** The app's types are checked by the lint command; here they are only taken off, so that a build stays quick. */
async function compileApp() {
  await build({
    entryPoints: filesBelow(join(ROOT, 'bin'), '.ts'),
    outdir: join(DIST, 'bin'),
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
}

/** Changes with every file that a build reads, and with the Node that runs it. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version);
  for (const file of [...SETTINGS.map((name) => join(ROOT, name)), ...SOURCES.flatMap((folder) => filesBelow(join(ROOT, folder), '')).sort()]) {
    if (statSync(file).isFile()) {
      hash.update(`\n${relative(ROOT, file)}\n`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

const sources = fingerprint();
if (process.argv.includes('--if-changed') && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) {
  console.log('nothing has changed since the last build');
} else {
  rmSync(STAMP, { force: true });
  compileLibrary();
  await bundleLibrary(join(DIST, 'lib'));
  await compileApp();
  const handlers = await buildHandlers(join(ROOT, 'lambda'), join(DIST, 'lambda'));
  writeFileSync(STAMP, sources);
  console.log(`built the library, the app and ${handlers.length} handlers`);
}
