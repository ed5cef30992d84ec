import { spawnSync } from 'node:child_process';
import { HostProblem } from './problem';

/** Versions of Python for which the requirements are locked. */
export const OLDEST_PYTHON = [3, 10] as const;
export const NEWEST_PYTHON = [3, 13] as const;

/** Refuses a Node.js that is too old for the rehearsal. */
export function requireNode(version: string = process.versions.node): void {
  if (Number(version.split('.')[0]) < 20) {
    throw new HostProblem(`Node.js ${version} is too old: the rehearsal needs version 20 or newer.`);
  }
}

/** The first Python on this machine that will do: $PYTHON, or else the usual names. */
export function findPython(env: NodeJS.ProcessEnv = process.env): string {
  const names = env.PYTHON ? [env.PYTHON] : ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
  const found = names.map((name) => ({ name, version: versionOf(name, env) })).filter(({ version }) => version !== undefined);
  const fitting = found.find(({ version }) => fits(version!));
  if (fitting) {
    return fitting.name;
  }
  const range = `${OLDEST_PYTHON.join('.')} to ${NEWEST_PYTHON.join('.')}`;
  if (found.length === 0) {
    throw new HostProblem(
      `Python is missing: the rehearsal needs Python ${range} (looked for ${names.join(', ')}). Install it, or set PYTHON to its path.`,
    );
  }
  const seen = found.map(({ name, version }) => `${name} is ${version!.join('.')}`).join(', ');
  throw new HostProblem(`no Python that fits: the rehearsal needs Python ${range}, but ${seen}. Install one, or set PYTHON to its path.`);
}

/** Refuses a Python that cannot make virtual environments, as some distributions ship it. */
export function requireVenv(python: string): void {
  if (spawnSync(python, ['-c', 'import venv, ensurepip'], { stdio: 'ignore' }).status !== 0) {
    throw new HostProblem(`${python} has no 'venv' module (Debian and Ubuntu: apt-get install python3-venv).`);
  }
}

/**
 * Variables for an installation on a machine without a C compiler; none where there is one.
 *
 * sagemaker-training comes as source with one small extension, `gethostname`, which serves MPI alone: the toolkit hands its file to the loader. With a
 * compiler that makes nothing its set-up leaves the extension out.
 */
export function insteadOfCompiler(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const present = ['cc', 'gcc', 'clang'].some((name) => spawnSync(name, ['--version'], { stdio: 'ignore', env }).status === 0);
  return present ? {} : { CC: 'true', LDSHARED: 'true' };
}

function fits([major, minor]: readonly number[]): boolean {
  return major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1] && minor <= NEWEST_PYTHON[1];
}

function versionOf(python: string, env: NodeJS.ProcessEnv): number[] | undefined {
  const asked = spawnSync(python, ['-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3])'], { encoding: 'utf8', env });
  return asked.status === 0 ? asked.stdout.trim().split('.').map(Number) : undefined;
}
