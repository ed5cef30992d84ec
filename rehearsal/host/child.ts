import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { dirname } from 'node:path';
import { HostProblem } from './problem';
import { remember, signalGroup } from './process-groups';

export interface ChildOptions {
  /** What people call it, in messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Takes everything that the child prints; begun anew. */
  readonly logFile: string;
  /** Says whether the child can be used. It is asked again and again; an exception counts as no. */
  readonly ready: () => Promise<boolean>;
  /** @default 30000 */
  readonly readyTimeoutMs?: number;
  /**
   * Time between asking the child to end and ending it.
   *
   * @default 3000
   */
  readonly graceMs?: number;
}

export interface RunningChild {
  readonly pid: number;
  /** Fulfilled with the exit code when the child has ended, for whatever reason. */
  readonly exited: Promise<number | null>;
  /** Ends the child and every process that it started. */
  stop(): Promise<void>;
}

const PROBE_MS = 100;
const LAST_LINES = 15;
// A killed process can stay listed where nobody collects it (a container without an init); it holds nothing any more.
const UNKILLABLE_MS = 2_000;

/** Starts a program in a process group of its own and returns when it can be used. */
export async function startChild(options: ChildOptions): Promise<RunningChild> {
  const child = spawnLogged(options);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  if (child.pid === undefined) {
    return failed.catch((error: Error) => {
      throw new HostProblem(`${options.name} cannot be started: ${error.message}`);
    });
  }
  // A child must not keep this process from ending; it ends with it (process-groups.ts).
  child.unref();
  (child.stdin as Socket).unref();
  const running = supervise(child.pid, exited, options.graceMs ?? 3_000);
  try {
    await becomesReady(options, exited);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}

/** The last lines of a log, for a message. */
export function lastLines(logFile: string, count = LAST_LINES): string {
  const text = existsSync(logFile) ? readFileSync(logFile, 'utf8').trimEnd() : '';
  return text ? text.split('\n').slice(-count).map((line) => `  ${line}`).join('\n') : '  (its log is empty)';
}

function spawnLogged(options: ChildOptions): ChildProcess {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'w');
  try {
    // The pipe on standard input ends with this process, which a child can watch even when this process is killed.
    return spawn(options.command, options.args, { cwd: options.cwd, env: options.env, stdio: ['pipe', log, log], detached: true });
  } finally {
    closeSync(log);
  }
}

function supervise(group: number, exited: Promise<number | null>, graceMs: number): RunningChild {
  let stopping: Promise<void> | undefined;
  const end = async () => {
    signalGroup(group, 'SIGTERM');
    const asked = Date.now();
    while (signalGroup(group, 0) && Date.now() - asked < graceMs + UNKILLABLE_MS) {
      if (Date.now() - asked > graceMs) {
        signalGroup(group, 'SIGKILL');
      }
      await sleep(20);
    }
    forget();
  };
  const stop = () => (stopping ??= end());
  const forget = remember(group, stop);
  return { pid: group, exited, stop };
}

async function becomesReady(options: ChildOptions, exited: Promise<number | null>): Promise<void> {
  const timeoutMs = options.readyTimeoutMs ?? 30_000;
  const until = Date.now() + timeoutMs;
  let ended: { code: number | null } | undefined;
  void exited.then((code) => (ended = { code }));
  while (!(await options.ready().catch(() => false))) {
    if (ended) {
      throw new HostProblem(`${options.name} ended at once with exit code ${ended.code}. Its last lines:\n${lastLines(options.logFile)}`);
    }
    if (Date.now() > until) {
      throw new HostProblem(`${options.name} was not ready after ${timeoutMs / 1000} seconds. Its last lines:\n${lastLines(options.logFile)}`);
    }
    await sleep(PROBE_MS);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
