import { spawn, type ChildProcess } from 'node:child_process';
import * as os from 'node:os';
import * as path from 'node:path';
import { botocoreData } from './model-folder';

const root = path.join(__dirname, '..', '..', '..');
const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

/** Starts the program with nothing in its environment but what is given. */
function serve(args: readonly string[], environment: Record<string, string> = {}): ChildProcess {
  const program = path.join(root, 'rehearsal', 'sagemaker', 'serve.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd: root, env: { PATH: process.env.PATH, ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

const exitOf = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve));

/** What a child writes until its text satisfies `enough`, or until it ends. */
function textOf(stream: NodeJS.ReadableStream | null, enough: (text: string) => boolean): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (enough(text)) {
        resolve(text);
      }
    });
    stream?.on('end', () => resolve(text));
  });
}

test('says where it is, answers there, and ends when it is told to', async () => {
  const child = serve(['--python', process.execPath, '--jobs', path.join(os.tmpdir(), 'jobs')], { BOTOCORE_DATA: botocoreData() });
  const ready = await textOf(child.stdout, (text) => text.includes('\n'));
  const [, url] = /^sagemaker ready on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(ready) ?? [];
  expect(await (await fetch(`${url}/_rehearsal/state`)).json()).toEqual({ resources: [] });
  const exit = exitOf(child);
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
});

test('fails when settings are missing, and names all of them', async () => {
  const child = serve(['--python', process.execPath]);
  const exit = exitOf(child);
  expect(await textOf(child.stderr, () => false)).toContain('cannot start without --botocore-data (or BOTOCORE_DATA), --jobs (or REHEARSAL_JOBS)');
  expect(await exit).toBe(1);
});

test('fails on an option that it does not have', async () => {
  const child = serve(['--colour', 'red']);
  expect(await textOf(child.stderr, () => false)).toMatch(/Unknown option '--colour'/);
});
