import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The Python that runs users' scripts in tests: REHEARSAL_PYTHON, else the rehearsal's own environment, else python3. */
export function findPython(): string {
  const own = join(__dirname, '../../../.rehearsal/venv/bin/python');
  const named = process.env.REHEARSAL_PYTHON ?? (existsSync(own) ? own : 'python3');
  // A virtual environment is known by where its interpreter lies, so sys.executable, not its real path.
  const probe = 'import sys, importlib.util; print(sys.executable); print(*[m for m in ("sagemaker_training", "sklearn", "pandas") if not importlib.util.find_spec(m)])';
  const [python, missing] = execFileSync(named, ['-c', probe], { encoding: 'utf8' }).split('\n');
  if (missing) {
    throw new Error(`${python} lacks ${missing}: run 'npm test', which makes .rehearsal/venv, or name a Python that has them in REHEARSAL_PYTHON`);
  }
  return python;
}
