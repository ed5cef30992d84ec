/**
 * Runs the stand-in as a process of its own:
 *
 *   npx tsx rehearsal/sagemaker/serve.ts --botocore-data <folder> --python <interpreter> --jobs <folder> [--endpoint <url>] [--port <n>]
 *
 * Each option may come from the environment instead (BOTOCORE_DATA, REHEARSAL_PYTHON, REHEARSAL_JOBS, AWS_ENDPOINT_URL,
 * SAGEMAKER_PORT, AWS_REGION, SAGEMAKER_STEP_MS). It prints one line when it is ready, and stops on SIGTERM and SIGINT.
 */
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { LocalJobRunner } from '../containers/local-job-runner';
import { LocalModelHost } from '../containers/local-model-host';
import { createSageMaker } from './sagemaker';

interface Settings {
  readonly botocoreData: string;
  readonly python: string;
  readonly jobs: string;
  readonly endpoint: string;
  readonly region: string;
  readonly port: number;
  readonly stepMs: number;
}

/** The settings of the command line, completed by those of the environment; names every one that is missing. */
function readSettings(args: readonly string[], environment: NodeJS.ProcessEnv): Settings {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { 'botocore-data': text, 'python': text, 'jobs': text, 'endpoint': text, 'region': text, 'port': text, 'step-ms': text },
  });
  const missing: string[] = [];
  const needed = (flag: 'botocore-data' | 'python' | 'jobs', variable: string): string => {
    const value = values[flag] ?? environment[variable];
    if (!value) {
      missing.push(`--${flag} (or ${variable})`);
    }
    return value ?? '';
  };
  const settings = {
    botocoreData: needed('botocore-data', 'BOTOCORE_DATA'),
    python: needed('python', 'REHEARSAL_PYTHON'),
    jobs: path.resolve(needed('jobs', 'REHEARSAL_JOBS')),
    endpoint: values.endpoint ?? environment.AWS_ENDPOINT_URL ?? 'http://127.0.0.1:4566',
    region: values.region ?? environment.AWS_REGION ?? 'us-east-1',
    port: Number(values.port ?? environment.SAGEMAKER_PORT ?? 0),
    stepMs: Number(values['step-ms'] ?? environment.SAGEMAKER_STEP_MS ?? 100),
  };
  if (missing.length > 0) {
    throw new Error(`the SageMaker stand-in cannot start without ${missing.join(', ')}`);
  }
  return settings;
}

async function main(): Promise<void> {
  const { botocoreData, python, jobs, endpoint, region, port: wantedPort, stepMs } = readSettings(process.argv.slice(2), process.env);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const s3 = new S3Client({ endpoint, region, forcePathStyle: true, credentials });
  const environment = { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const standIn = createSageMaker({
    botocoreData, region, stepMs, awsEndpoint: endpoint,
    jobRunner: new LocalJobRunner({ s3, python, folder: jobs, region, environment }),
    modelHost: new LocalModelHost({ s3, python, folder: path.join(jobs, 'endpoints'), region, environment }),
  });
  const { port, close } = await standIn.listen(wantedPort);
  console.log(`sagemaker ready on http://127.0.0.1:${port}`);
  const stop = () => {
    void close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
