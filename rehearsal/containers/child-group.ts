import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** How a command ended: by itself, because it was asked to stop, or because its time was up. */
export type Ending = 'exited' | 'stopped' | 'timed out';

export interface GroupResult {
  readonly ending: Ending;
  readonly exitCode: number | null;
}

export interface GroupOptions {
  readonly cwd: string;
  readonly env: Record<string, string>;
  /** File to which the command's output is added. */
  readonly logFile: string;
  readonly timeoutMs: number;
  /** Time between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  readonly signal: AbortSignal;
  /**
   * Gives the command a standard input that ends with this program, however that ends: a command that waits for it is never left behind.
   *
   * @default false
   */
  readonly tether?: boolean;
}

const running = new Set<number>();

/** Runs a command in a process group of its own; when this returns, no process of the group is left. */
export async function runGroup([program, ...args]: readonly string[], options: GroupOptions): Promise<GroupResult> {
  if (options.signal.aborted) {
    return { ending: 'stopped', exitCode: null };
  }
  const log = openSync(options.logFile, 'a');
  const child = spawn(program, args, { cwd: options.cwd, env: options.env, stdio: [options.tether ? 'pipe' : 'ignore', log, log], detached: true });
  closeSync(log);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', reject);
  });
  if (child.pid === undefined) {
    await ended;
  }
  const group = child.pid!;
  remember(group);

  let ending: Ending = 'exited';
  let kill: NodeJS.Timeout | undefined;
  const stop = (why: Ending) => {
    if (ending === 'exited') {
      ending = why;
      signalGroup(group, 'SIGTERM');
      kill = setTimeout(() => signalGroup(group, 'SIGKILL'), options.graceMs);
    }
  };
  const onAbort = () => stop('stopped');
  options.signal.addEventListener('abort', onAbort, { once: true });
  const cancelTimeout = after(options.timeoutMs, () => stop('timed out'));
  try {
    return { exitCode: await ended, ending };
  } finally {
    cancelTimeout();
    clearTimeout(kill);
    options.signal.removeEventListener('abort', onAbort);
    signalGroup(group, 'SIGKILL');
    running.delete(group);
  }
}

/** Longest delay that a timer takes (2^31 - 1 ms, 24.8 days); jobs may be allowed more. */
const LONGEST_TIMER = 2 ** 31 - 1;

function after(ms: number, action: () => void): () => void {
  if (ms > LONGEST_TIMER) {
    return () => undefined;
  }
  const timer = setTimeout(action, ms);
  return () => clearTimeout(timer);
}

/** Groups do not die with their parent: whatever still runs when this program ends is killed then. */
function remember(group: number): void {
  if (running.size === 0 && !process.listeners('exit').includes(killAll)) {
    process.on('exit', killAll);
  }
  running.add(group);
}

function killAll(): void {
  running.forEach((group) => signalGroup(group, 'SIGKILL'));
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    // ESRCH: all gone. EPERM: macOS says so of a group of zombies.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw error;
    }
  }
}
