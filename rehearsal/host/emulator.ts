import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startChild } from './child';
import { freePort } from './ports';
import { projectRoot } from './project';

export interface EmulatorOptions {
  /** The interpreter of the rehearsal's Python environment. */
  readonly python: string;
  readonly sagemakerUrl: string;
  readonly featureStoreUrl: string;
  /** Takes the emulator's log and its temporary files. */
  readonly dataDir: string;
  /** @default a free one */
  readonly port?: number;
  /** @default us-east-1 */
  readonly region?: string;
  /**
   * How long a custom resource may take to answer.
   *
   * @default 300
   */
  readonly customResourceSeconds?: number;
  /** Further environment of the emulator, which its functions inherit. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface Leftover {
  /** For instance 'bucket', 'stack' or 'key pending deletion'. */
  readonly kind: string;
  readonly name: string;
}

export interface RecordedTypes {
  /** How many resources of each type were recorded since the start. */
  readonly types: Record<string, number>;
  /** Those that are still there. */
  readonly present: readonly { type: string; physicalId: string; logicalId: string; stack: string }[];
}

export interface Emulator {
  readonly endpoint: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resource types that were checked and written down, but not rehearsed. */
  recordedTypes(): Promise<RecordedTypes>;
  /** Everything that a stack could have left behind, and everything that stands on purpose: compare with a former list. */
  leftovers(): Promise<Leftover[]>;
  stop(): Promise<void>;
}

/** Starts the local AWS and returns when it answers. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const port = options.port ?? (await freePort());
  const endpoint = `http://127.0.0.1:${port}`;
  const logFile = join(options.dataDir, 'emulator.log');
  const temporary = join(options.dataDir, 'emulator');
  mkdirSync(temporary, { recursive: true });
  const child = await startChild({
    name: 'the emulator',
    command: options.python,
    args: ['-m', 'rehearsal.emulator'],
    cwd: projectRoot,
    env: environment(options, port, endpoint, temporary),
    logFile,
    ready: async () => (await fetch(`${endpoint}/_ministack/ready`)).ok,
  });
  const ask = async <T>(question: string): Promise<T> => {
    const answer = await fetch(`${endpoint}/_rehearsal/${question}`);
    if (!answer.ok) {
      throw new Error(`the emulator cannot say what is ${question}: ${await answer.text()}`);
    }
    return (await answer.json()) as T;
  };
  return {
    endpoint,
    pid: child.pid,
    logFile,
    recordedTypes: () => ask('recorded'),
    leftovers: () => ask('leftovers'),
    stop: () => child.stop(),
  };
}

/** What the emulator reads, and what its functions inherit from it. */
function environment(options: EmulatorOptions, port: number, endpoint: string, temporary: string): NodeJS.ProcessEnv {
  return {
    PATH: [dirname(process.execPath), process.env.PATH].join(':'),
    HOME: temporary,
    LANG: process.env.LANG,
    TMPDIR: temporary,
    GATEWAY_PORT: String(port),
    MINISTACK_REGION: options.region ?? 'us-east-1',
    REHEARSAL_STOP_WITH_PARENT: '1',
    REHEARSAL_CUSTOM_RESOURCE_SECONDS: String(options.customResourceSeconds ?? 300),
    PYTHONDONTWRITEBYTECODE: '1',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_SAGEMAKER: options.sagemakerUrl,
    AWS_ENDPOINT_URL_SAGEMAKER_FEATURESTORE_RUNTIME: options.featureStoreUrl,
    // The CDK's own handlers come without the SDK, which Lambda's Node.js runtime would bring.
    NODE_PATH: join(projectRoot, 'node_modules'),
    ...options.env,
  };
}
