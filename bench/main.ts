/**
 * `npm run bench`: what our constructs cost, against the same templates written by hand with L1 classes.
 *
 * Every case runs in a fresh process, in turn with its counterpart; figures are medians, ratios are medians of pairs. Prints a table, writes
 * `.bench/report.json`, and fails when a bound that must never be crossed is crossed.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { measureHandlers, type HandlerReport } from './handlers';
import { measureIngestion, type IngestionReport } from './ingestion';
import { interleaved, median, medianRatio, type Pair } from './pairs';
import { differences, replayProgram, templatesIn } from './replay';
import type { Rendering } from './rendering';
import type { Run } from './run';

const ROOT = resolve(__dirname, '..');
const OUT = join(ROOT, '.bench');
/** A copy of the built package, so that a build in the meantime changes nothing. */
const BUILT = join(OUT, 'dist');
const COMPILED = join(BUILT, 'bench');
const SIZES = [1, 10, 50];
const ROUNDS = 11;
/** A rendering takes milliseconds, of which whatever else the machine does takes its share. */
const RENDERINGS = 31;
const CLI_MODELS = 10;
const KILOBYTE = 1000;

/** Steps of the pipelines that are rendered: many, and the most that growth must be linear for. */
const LARGE = 200;
const LARGEST = 1000;

const GOALS = { synthRatio: 1.5, cliRatio: 1.15, resourcesPerModel: 20, renderRatio: 3, memoryRatio: 1.25 };
const NEVER = { synthRatio: 2 };

/** aws-cdk-lib's validation costs both sides seconds and would hide the difference. */
const ENVIRONMENT = {
  ...process.env,
  CDK_VALIDATION: 'false',
  CDK_DISABLE_VERSION_CHECK: 'true',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DEFAULT_ACCOUNT: '',
};

const OURS = join(COMPILED, 'app.js');
const replayOf = (models: number) => join(OUT, `replay-${models}.js`);
const assemblyOf = (models: number) => join(OUT, 'assemblies', String(models));

async function main(): Promise<void> {
  await compile();
  SIZES.forEach(prepareReplay);
  const handlers = measureHandlers(join(BUILT, 'lambda'), environmentNames(), ROUNDS);

  const pairs = new Map(SIZES.map((models) => [models, interleaved(ROUNDS, () => run(OURS, models), () => run(replayOf(models), models))]));
  const cli = interleaved(ROUNDS, () => cliSeconds(OURS), () => cliSeconds(replayOf(CLI_MODELS)));
  const [large, largest] = [LARGE, LARGEST].map(renderingOf);
  const ingestion = await measureIngestion(COMPILED);

  const report = {
    node: process.version,
    processors: cpus().length,
    rounds: ROUNDS,
    renderings: RENDERINGS,
    synthRatio: Object.fromEntries([...pairs].map(([models, measured]) => [models, rounded(medianRatio(measured, total))])),
    cliRatio: rounded(medianRatio(cli, (seconds) => seconds)),
    cliSeconds: { ours: rounded(median(cli.map(({ ours }) => ours))), replay: rounded(median(cli.map(({ theirs }) => theirs))), models: CLI_MODELS },
    resourcesPerModel: rounded((resourcesIn(50) - resourcesIn(10)) / 40),
    peakMemoryRatio: rounded(medianRatio(pairs.get(50)!, ({ peakMb }) => peakMb)),
    msPerModel: { from1to10: perModel(pairs, 1, 10), from10to50: perModel(pairs, 10, 50) },
    milliseconds: Object.fromEntries([...pairs].map(([models, measured]) => [models, { ours: phases(measured, 'ours'), replay: phases(measured, 'theirs') }])),
    renderRatio: rounded(medianRatio(large.pairs, (milliseconds) => milliseconds)),
    msPerStep: { [LARGE]: perStep(large.pairs, LARGE), [LARGEST]: perStep(largest.pairs, LARGEST), [`first ${LARGE}`]: perStep([large.first], LARGE) },
    handlers,
    ingestion,
  };
  writeFileSync(join(OUT, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  print(report, handlers);

  const broken = Object.entries(report.synthRatio).filter(([, ratio]) => ratio > NEVER.synthRatio);
  for (const [models, ratio] of broken) {
    console.error(`synthRatio of ${models} models is ${ratio}, and must never be above ${NEVER.synthRatio}`);
  }
  process.exitCode = broken.length > 0 ? 1 : 0;
}

/** Types are taken off, nothing is bundled: modules load as a user's would, from the built library. */
async function compile(): Promise<void> {
  rmSync(OUT, { recursive: true, force: true });
  ['lib', 'lambda'].forEach((folder) => cpSync(join(ROOT, 'dist', folder), join(BUILT, folder), { recursive: true }));
  await build({
    entryPoints: ['app', 'rendering', 'run', 'synth'].map((name) => join(__dirname, `${name}.ts`)),
    outdir: COMPILED,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
}

/** Writes the replay of our app and makes sure that both give the very same templates. */
function prepareReplay(models: number): void {
  run(OURS, models, assemblyOf(models));
  writeFileSync(replayOf(models), replayProgram(assemblyOf(models)));
  const replayed = join(OUT, 'assemblies', `${models}-replayed`);
  run(replayOf(models), models, replayed);
  const different = differences(assemblyOf(models), replayed);
  if (different.length > 0) {
    throw new Error(`the replay of ${models} models is not the same: ${different.join(', ')}`);
  }
}

function run(module: string, models: number, outdir = join(OUT, 'cdk.out')): Run {
  rmSync(outdir, { recursive: true, force: true });
  return JSON.parse(execFileSync(process.execPath, [join(COMPILED, 'run.js'), module, String(models), outdir], {
    cwd: ROOT, env: ENVIRONMENT, encoding: 'utf8', timeout: 120_000,
  })) as Run;
}

/** The whole of `cdk synth`, from command to end. */
function cliSeconds(module: string): number {
  const output = join(OUT, 'cdk.out');
  rmSync(output, { recursive: true, force: true });
  const started = performance.now();
  execFileSync(process.execPath, [
    join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk'), 'synth', '--quiet', '--no-notices', '--no-version-reporting',
    '--app', `${process.execPath} ${join(COMPILED, 'synth.js')} ${module} ${CLI_MODELS}`, '--output', output,
  ], { cwd: ROOT, env: ENVIRONMENT, stdio: 'pipe', timeout: 120_000 });
  return (performance.now() - started) / 1000;
}

/** What pipelines of some size take to render, against the engine's own writing of the same document. */
function renderingOf(steps: number): Rendering {
  return JSON.parse(execFileSync(process.execPath, [join(COMPILED, 'rendering.js'), String(steps), String(RENDERINGS)], {
    cwd: ROOT, env: ENVIRONMENT, encoding: 'utf8', timeout: 180_000,
  })) as Rendering;
}

function perStep(pairs: readonly Pair<number>[], steps: number): number {
  return Math.round((median(pairs.map(({ ours }) => ours)) / steps) * 1000) / 1000;
}

function resourcesIn(models: number): number {
  return templatesIn(assemblyOf(models)).reduce((sum, [, { Resources }]) => sum + Object.keys(Resources).length, 0);
}

/** The variables of all functions in our app's templates. */
function environmentNames(): string[] {
  return templatesIn(assemblyOf(1)).flatMap(([, { Resources }]) => Object.values(Resources)).flatMap(({ Properties }) => {
    const { Environment } = (Properties ?? {}) as { Environment?: { Variables?: Record<string, unknown> } };
    return Object.keys(Environment?.Variables ?? {});
  });
}

function total({ loadMs, constructMs, synthMs }: Run): number {
  return loadMs + constructMs + synthMs;
}

function phases(pairs: readonly Pair<Run>[], side: keyof Pair<Run>): Record<string, number> {
  const of = (phase: (run: Run) => number) => Math.round(median(pairs.map((pair) => phase(pair[side]))));
  return { load: of(({ loadMs }) => loadMs), construct: of(({ constructMs }) => constructMs), synth: of(({ synthMs }) => synthMs), total: of(total) };
}

/** What one more model costs; the same from few to many when growth is linear. */
function perModel(pairs: ReadonlyMap<number, readonly Pair<Run>[]>, from: number, to: number): number {
  const at = (models: number) => median(pairs.get(models)!.map(({ ours }) => total(ours)));
  return rounded((at(to) - at(from)) / (to - from));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

interface Report {
  readonly synthRatio: Record<string, number>;
  readonly cliRatio: number;
  readonly cliSeconds: { readonly ours: number; readonly replay: number };
  readonly resourcesPerModel: number;
  readonly peakMemoryRatio: number;
  readonly renderRatio: number;
  readonly ingestion: IngestionReport;
  readonly msPerStep: Record<string, number>;
  readonly msPerModel: { readonly from1to10: number; readonly from10to50: number };
  readonly milliseconds: Record<string, { readonly ours: Record<string, number>; readonly replay: Record<string, number> }>;
}

function print(report: Report, handlers: readonly HandlerReport[]): void {
  const line = (name: string, value: string, goal = '') => console.log(`${name.padEnd(34)} ${value.padStart(34)}   ${goal}`);
  const against = (value: number, goal: number, never?: number) =>
    `goal ${goal}${never ? `, never above ${never}` : ''}: ${value <= goal ? 'met' : 'missed'}`;
  for (const [models, ratio] of Object.entries(report.synthRatio)) {
    const { ours, replay } = report.milliseconds[models];
    line(`synthesis, ${models} models`, `${ours.total} ms / ${replay.total} ms = ${ratio}`, against(ratio, GOALS.synthRatio, NEVER.synthRatio));
  }
  line('one more model, 1-10 / 10-50', `${report.msPerModel.from1to10} ms / ${report.msPerModel.from10to50} ms`, 'goal: alike');
  line(`cdk synth, ${CLI_MODELS} models`, `${report.cliSeconds.ours} s / ${report.cliSeconds.replay} s = ${report.cliRatio}`, against(report.cliRatio, GOALS.cliRatio));
  line('resources of a model', String(report.resourcesPerModel), against(report.resourcesPerModel, GOALS.resourcesPerModel));
  line('peak memory, 50 models', `ratio ${report.peakMemoryRatio}`);
  line(`definition of ${LARGE} steps`, `${report.renderRatio} times JSON.stringify`, against(report.renderRatio, GOALS.renderRatio));
  line(`one more step, of ${LARGE} / ${LARGEST}`, `${report.msPerStep[LARGE]} ms / ${report.msPerStep[LARGEST]} ms`, 'goal: alike');
  const { rowsPerSecond, peakMb, memoryRatio } = report.ingestion;
  line('rows of a file that go in', `${rowsPerSecond} a second`, 'the service is slower');
  const memory = `${Object.values(peakMb).join(' MB / ')} MB = ${memoryRatio}`;
  line(`memory of files, ${Object.keys(peakMb).join(' / ')} MB`, memory, against(memoryRatio, GOALS.memoryRatio));
  for (const { name, bytes, coldMs } of handlers) {
    line(`handler ${name}`, `${Math.round(bytes / KILOBYTE)} KB, ${coldMs} ms cold`, 'goal 350 KB, 500 KB with the S3 client');
  }
  console.log(`written to ${relative(ROOT, join(OUT, 'report.json'))}`);
}

void main();
