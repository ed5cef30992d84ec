/**
 * Bundles every handler, lambda/<verb-noun>/handler.ts, into one file that Lambda can run: dist/lambda/<verb-noun>/index.mjs.
 *
 * The same sources give the same bytes, so an unchanged handler is never deployed again.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Largest bundle in bytes; the S3 client alone brings about 150 KB. A large bundle makes every cold start slower. */
const BUDGET = 350_000;
const BUDGET_WITH_S3 = 500_000;

/** Nothing is written there: the folder only names the files. */
const OUTPUT = join(ROOT, 'handlers');

const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  // Lambda runs Node 24; a rehearsal runs the same file on whatever Node the developer has, from version 20.
  target: 'node20',
  // The SDK's ES modules can be shaken, its CommonJS cannot: 300 KB against 840 KB.
  mainFields: ['module', 'main'],
  // In Lambda, credentials come from the environment.
  alias: { '@aws-sdk/credential-provider-node': join(ROOT, 'lambda', 'shared', 'credentials.ts') },
  legalComments: 'none',
  sourcemap: false,
  metafile: true,
  write: false,
  logLevel: 'error',
};

/** Builds all handlers below `sources` into `output` and says how large each became. */
export async function buildHandlers(sources, output) {
  const names = readdirSync(sources, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(sources, entry.name, 'handler.ts')))
    .map((entry) => entry.name)
    .sort();
  const built = await bundle(names.map((name) => ({ in: join(sources, name, 'handler.ts'), out: name })));
  rmSync(output, { recursive: true, force: true });
  for (const { name, contents } of built) {
    mkdirSync(join(output, name), { recursive: true });
    writeFileSync(join(output, name, 'index.mjs'), contents);
  }
  return built.map(({ name, contents, budget }) => ({ name, bytes: contents.length, budget }));
}

/** In one go: what handlers share, above all the SDK, is parsed once for all of them. */
async function bundle(entryPoints) {
  const { outputFiles, metafile } = await build({ ...OPTIONS, entryPoints, outdir: OUTPUT, outExtension: { '.js': '.mjs' } });
  return outputFiles.map(({ path, contents }) => {
    const { inputs } = metafile.outputs[relative(ROOT, path)];
    const usesS3 = Object.keys(inputs).some((input) => input.includes('@aws-sdk/client-s3/'));
    return { name: basename(path, '.mjs'), contents, budget: usesS3 ? BUDGET_WITH_S3 : BUDGET };
  });
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  const [sources = join(ROOT, 'lambda'), output = join(ROOT, 'dist', 'lambda')] = process.argv.slice(2).map((path) => resolve(path));
  const handlers = await buildHandlers(sources, output);
  for (const { name, bytes, budget } of handlers) {
    console.log(`${name.padEnd(24)} ${(bytes / 1000).toFixed(1).padStart(7)} KB of ${budget / 1000}`);
  }
  const tooLarge = handlers.filter(({ bytes, budget }) => bytes > budget);
  for (const { name, bytes, budget } of tooLarge) {
    console.error(`${name}: ${bytes} bytes are ${bytes - budget} over its budget; import single commands, and look for a dependency that came along`);
  }
  process.exitCode = tooLarge.length > 0 ? 1 : 0;
}
