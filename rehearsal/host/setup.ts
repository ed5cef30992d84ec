/** `npx tsx rehearsal/host/setup.ts`: prepares the Python environment and prints its interpreter, nothing more. */
import { requireNode } from './checks';
import { HostProblem } from './problem';
import { pythonEnvironment } from './python';

async function main(): Promise<void> {
  requireNode();
  const { python } = await pythonEnvironment({ progress: (line) => console.error(line) });
  console.log(python);
}

main().catch((error: unknown) => {
  console.error(error instanceof HostProblem ? error.message : error);
  process.exitCode = 1;
});
