/** Signals a whole process group; false when no process of it is left. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') {
      return false;
    }
    throw error;
  }
}

const groups = new Set<number>();
const leaving: (() => Promise<void>)[] = [];
let watching = false;

/** Sees to it that the group does not outlive this process, however this process ends. */
export function remember(group: number, stop: () => Promise<void>): () => void {
  watch();
  groups.add(group);
  leaving.push(stop);
  return () => {
    groups.delete(group);
    leaving.splice(leaving.indexOf(stop), 1);
  };
}

/** Stops every group that is still running, the youngest first. */
export async function stopAll(): Promise<void> {
  for (const stop of [...leaving].reverse()) {
    await stop();
  }
}

function watch(): void {
  if (watching) {
    return;
  }
  watching = true;
  process.on('exit', () => groups.forEach((group) => signalGroup(group, 'SIGKILL')));
  process.once('SIGINT', () => leave(130));
  process.once('SIGTERM', () => leave(143));
  process.once('SIGHUP', () => leave(129));
  process.once('uncaughtException', (error) => {
    console.error(error);
    leave(1);
  });
}

function leave(exitCode: number): void {
  void stopAll().finally(() => process.exit(exitCode));
}
