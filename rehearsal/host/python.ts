import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines } from './child';
import { findPython, insteadOfCompiler, requireVenv } from './checks';
import { withLock } from './lock';
import { HostProblem } from './problem';
import { projectRoot, workFolder } from './project';

export interface PythonEnvironment {
  /** The environment's own interpreter. */
  readonly python: string;
  readonly sitePackages: string;
  /** The folder of botocore's service models. */
  readonly botocoreData: string;
}

export interface PythonOptions {
  /** @default .rehearsal in the project */
  readonly folder?: string;
  /** @default rehearsal/requirements/rehearsal.txt */
  readonly lockFile?: string;
  readonly env?: NodeJS.ProcessEnv;
  /**
   * Whether what a package asks for must be in the lock, too.
   *
   * @default true
   */
  readonly withDependencies?: boolean;
  /** Told what takes its time. */
  readonly progress?: (line: string) => void;
}

const WHERE = [
  'import json, os, sysconfig',
  'site = sysconfig.get_paths()["purelib"]',
  'print(json.dumps({"sitePackages": site, "botocoreData": os.path.join(site, "botocore", "data")}))',
].join('\n');

/** The locked Python environment: made once, and made anew when the lock changes or a former attempt was interrupted. */
export async function pythonEnvironment(options: PythonOptions = {}): Promise<PythonEnvironment> {
  const folder = options.folder ?? workFolder;
  const lockFile = options.lockFile ?? join(projectRoot, 'rehearsal', 'requirements', 'rehearsal.txt');
  const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  mkdirSync(folder, { recursive: true });
  return (
    finished(folder, wanted) ??
    (await withLock(join(folder, 'venv.lock'), async () => finished(folder, wanted) ?? (await make(folder, lockFile, wanted, options))))
  );
}

/** The environment, if the stamp that is written last says that it is whole and made from this lock. */
function finished(folder: string, wanted: string): PythonEnvironment | undefined {
  const stamp = stampFile(folder);
  if (!existsSync(stamp)) {
    return undefined;
  }
  const { lock, ...environment } = JSON.parse(readFileSync(stamp, 'utf8')) as PythonEnvironment & { lock: string };
  return lock === wanted && existsSync(environment.python) ? environment : undefined;
}

async function make(folder: string, lockFile: string, wanted: string, options: PythonOptions): Promise<PythonEnvironment> {
  const venv = join(folder, 'venv');
  const logFile = join(folder, 'python-setup.log');
  const python = join(venv, 'bin', 'python');
  const env = { ...process.env, ...options.env, PIP_DISABLE_PIP_VERSION_CHECK: '1' };
  const base = findPython({ ...process.env, ...options.env });
  requireVenv(base);
  const noCompiler = insteadOfCompiler(env);
  rmSync(venv, { recursive: true, force: true });
  rmSync(logFile, { force: true });

  options.progress?.('setting up Python (once; takes about a minute)');
  await run([base, '-m', 'venv', venv], env, logFile);
  const alone = options.withDependencies === false ? ['--no-deps'] : [];
  await run([python, '-m', 'pip', 'install', '--quiet', '--require-hashes', ...alone, '--requirement', lockFile], { ...env, ...noCompiler }, logFile);

  const where = JSON.parse(await run([python, '-c', WHERE], env, logFile)) as Omit<PythonEnvironment, 'python'>;
  if (noCompiler.CC) {
    writeFileSync(join(where.sitePackages, 'gethostname.py'), '# Stands where sagemaker-training looks for its extension, which was not compiled.\n');
  }
  const environment = { python, ...where };
  writeFileSync(stampFile(folder), JSON.stringify({ lock: wanted, ...environment }, null, 2));
  return environment;
}

function stampFile(folder: string): string {
  return join(folder, 'venv', 'made-from.json');
}

/** Runs a command; its output is the answer, what it complains about goes to the log. */
async function run([command, ...args]: readonly string[], env: NodeJS.ProcessEnv, logFile: string): Promise<string> {
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', log] });
  closeSync(log);
  let output = '';
  child.stdout!.on('data', (text: Buffer) => (output += text.toString()));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode !== 0) {
    throw new HostProblem(
      `the Python environment could not be made: '${args.slice(0, 3).join(' ')}' ended with ${exitCode}.\n` +
        `The last lines of ${logFile}:\n${lastLines(logFile)}`,
    );
  }
  return output;
}
