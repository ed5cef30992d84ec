/**
 * `npm run sdk`: asks both lines of the SageMaker Python SDK anew what they write of each case, and fails when that is not what is committed.
 *
 * `npm run sdk -- --write` takes over what they write, and writes the page of what the cases reach.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireNode } from '../../rehearsal/host/checks';
import { HostProblem } from '../../rehearsal/host/problem';
import { projectRoot, workFolder } from '../../rehearsal/host/project';
import { pythonEnvironment } from '../../rehearsal/host/python';
import { coverageOf } from './coverage';
import { allDefinitions, COVERAGE, FOLDER, LINES } from './documents';

/** Files whose content is not what is committed, or that are on one side alone. */
function changed(committed: string, written: string): string[] {
  const files = (folder: string) => (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json')) : []);
  const names = new Set([committed, written].flatMap(files));
  const read = (folder: string, name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined);
  return [...names].filter((name) => read(committed, name) !== read(written, name)).sort();
}

/** What a line of the SDK writes, in a folder that is the caller's to remove. */
async function written(line: string): Promise<string> {
  const { python } = await pythonEnvironment({
    folder: join(workFolder, `sdk-${line}`), lockFile: join(__dirname, 'requirements', `${line}.txt`), withDependencies: false, progress: (text) => console.error(`${line}: ${text}`),
  });
  const folder = mkdtempSync(join(tmpdir(), `sdk-${line}-`));
  const child = spawn(python, ['-m', 'generator', folder], { cwd: __dirname, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new HostProblem(`${line}: the generator ended with ${status}\n${said}`);
  }
  console.error(said.trimEnd().split('\n').pop());
  return folder;
}

async function main(): Promise<void> {
  requireNode();
  const write = process.argv.includes('--write');
  const folders = await Promise.all(LINES.map(written));
  const differing = LINES.flatMap((line, index) => changed(join(FOLDER, line), folders[index]).map((name) => `${line}/${name}`));
  if (write) {
    LINES.forEach((line, index) => {
      rmSync(join(FOLDER, line), { recursive: true, force: true });
      cpSync(folders[index], join(FOLDER, line), { recursive: true });
    });
    writeFileSync(COVERAGE, coverageOf(allDefinitions()));
  }
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  console.log(differing.length === 0 ? 'the SDK writes what is committed' : `${write ? 'took over' : 'the SDK writes something else than'} ${differing.join(', ')}`);
  process.exitCode = differing.length > 0 && !write ? 1 : 0;
}

process.chdir(projectRoot);
main().catch((error: unknown) => {
  console.error(error instanceof HostProblem ? error.message : error);
  process.exitCode = 1;
});
