import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { remember, signalGroup } from './process-groups';
import { projectRoot } from './project';

export interface CdkOptions {
  /** The command and its arguments, for instance `['deploy', '--all']`. */
  readonly args: readonly string[];
  /** The folder in which the command runs. */
  readonly appDir: string;
  readonly endpoint: string;
  /** @default 180000 */
  readonly timeoutMs?: number;
  /** @default us-east-1 */
  readonly region?: string;
  /** @default 000000000000 */
  readonly account?: string;
  /** Further environment, for the app that the CLI may run. */
  readonly env?: NodeJS.ProcessEnv;
  /** Told each line as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface CdkResult {
  readonly exitCode: number;
  /** Everything that the CLI printed, both streams in order. */
  readonly output: string;
  readonly timedOut: boolean;
}

const ACCOUNT = '000000000000';
const REGION = 'us-east-1';

/** Runs the CDK CLI of this project against the emulator. It never throws for a failed command: read the exit code. */
export async function cdk(options: CdkOptions): Promise<CdkResult> {
  const program = join(projectRoot, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const args = ['--import', pathToFileURL(join(__dirname, 'quick-waits.mjs')).href, program, '--no-notices', '--no-color', '--no-version-reporting', ...options.args];
  const child = spawn(process.execPath, args, { cwd: options.appDir, env: environment(options), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const group = child.pid!;
  const lines = new Lines(options.onLine);
  child.stdout.on('data', (text: Buffer) => lines.add(text.toString()));
  child.stderr.on('data', (text: Buffer) => lines.add(text.toString()));

  const end = async () => void signalGroup(group, 'SIGKILL');
  const forget = remember(group, end);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void end();
  }, options.timeoutMs ?? 180_000);
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
    return { exitCode, output: lines.all(), timedOut };
  } finally {
    clearTimeout(timer);
    signalGroup(group, 'SIGKILL');
    forget();
  }
}

/** Bootstraps the account from an empty folder: inside an app's folder the CLI would synthesise the app first. */
export async function bootstrap(options: Omit<CdkOptions, 'args' | 'appDir'>): Promise<CdkResult> {
  const empty = mkdtempSync(join(tmpdir(), 'rehearsal-bootstrap-'));
  try {
    const target = `aws://${options.account ?? ACCOUNT}/${options.region ?? REGION}`;
    return await cdk({ ...options, appDir: empty, args: ['bootstrap', target] });
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
}

/** Whether a deployment found nothing to change in any of its stacks. */
export function changedNothing(result: CdkResult): boolean {
  const finished = result.output.split('\n').filter((line) => line.includes('✅'));
  return result.exitCode === 0 && finished.length > 0 && finished.every((line) => line.includes('(no changes)'));
}

function environment(options: CdkOptions): NodeJS.ProcessEnv {
  const region = options.region ?? REGION;
  return {
    ...process.env,
    AWS_ENDPOINT_URL: options.endpoint,
    AWS_ENDPOINT_URL_S3: options.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: options.account ?? ACCOUNT,
    CDK_DEFAULT_REGION: region,
    CDK_DISABLE_VERSION_CHECK: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1',
    NODE_NO_WARNINGS: '1',
    CI: '1',
    ...options.env,
  };
}

/** Collects text that comes in pieces and hands it on line by line. */
class Lines {
  private text = '';
  private unfinished = '';

  constructor(private readonly onLine?: (line: string) => void) {}

  add(piece: string): void {
    this.text += piece;
    const lines = (this.unfinished + piece).split('\n');
    this.unfinished = lines.pop()!;
    lines.forEach((line) => this.onLine?.(line));
  }

  all(): string {
    if (this.unfinished) {
      this.onLine?.(this.unfinished);
    }
    this.unfinished = '';
    return this.text;
  }
}
