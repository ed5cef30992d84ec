import { join, relative } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { LocalJobRunner } from '../containers/local-job-runner';
import { LocalModelHost } from '../containers/local-model-host';
import { startEmulator, type Emulator, type Leftover } from '../host/emulator';
import { freePort } from '../host/ports';
import { projectRoot, workFolder } from '../host/project';
import { pythonEnvironment, type PythonEnvironment } from '../host/python';
import { createSageMaker, type SageMakerStandIn } from '../sagemaker/sagemaker';
import { LocalHomeFiles } from '../sagemaker/studio/home-files';

export const REGION = 'us-east-1';
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** How much of its time a state machine waits: deployments take seconds here, not minutes. */
const WAIT_SCALE = 0.1;

/** Everything that stands in for AWS: the emulator, the SageMaker stand-in, and a Python for the users' scripts. */
export class Stage {
  static async open(progress: (line: string) => void): Promise<Stage> {
    const python = await pythonEnvironment({ progress });
    // Each side must know where the other will answer before it starts.
    const emulatorPort = await freePort();
    const endpoint = `http://127.0.0.1:${emulatorPort}`;
    const client = { endpoint, region: REGION, credentials: CREDENTIALS };
    const s3 = new S3Client({ ...client, forcePathStyle: true });
    const environment = {
      AWS_ENDPOINT_URL: endpoint, AWS_REGION: REGION, AWS_DEFAULT_REGION: REGION, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test',
    };
    const jobs = join(workFolder, 'jobs');
    const jobRunner = new LocalJobRunner({ s3, python: python.python, folder: jobs, region: REGION, environment });
    const modelHost = new LocalModelHost({ s3, python: python.python, folder: join(workFolder, 'endpoints'), region: REGION, environment });
    const homeFiles = new LocalHomeFiles(endpoint, REGION);
    const sagemaker = createSageMaker({ botocoreData: python.botocoreData, region: REGION, awsEndpoint: endpoint, jobRunner, modelHost, homeFiles });
    const { port } = await sagemaker.listen();
    const sagemakerUrl = `http://127.0.0.1:${port}`;
    // The users' scripts look for SageMaker where the stand-in answers, and for the rest of AWS in the emulator.
    const runtime = { AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sagemakerUrl };
    const waits = { SFN_WAIT_SCALE: String(WAIT_SCALE) };
    Object.assign(environment, { AWS_ENDPOINT_URL_SAGEMAKER: sagemakerUrl, AWS_ENDPOINT_URL_SAGEMAKER_FEATURESTORE_RUNTIME: sagemakerUrl, ...runtime });
    try {
      const emulator = await startEmulator({
        python: python.python, sagemakerUrl, featureStoreUrl: sagemakerUrl, dataDir: workFolder, port: emulatorPort, region: REGION,
        env: { ...runtime, ...waits },
      });
      return new Stage(python, emulator, sagemaker, sagemakerUrl, s3, jobs);
    } catch (error) {
      await sagemaker.close();
      throw error;
    }
  }

  private standing: Leftover[] = [];

  private constructor(
    readonly python: PythonEnvironment,
    readonly emulator: Emulator,
    readonly sagemaker: SageMakerStandIn,
    readonly sagemakerUrl: string,
    readonly s3: S3Client,
    readonly jobs: string,
  ) {}

  /** Settings of an AWS client that talks to the emulator. */
  get client() {
    return { endpoint: this.emulator.endpoint, region: REGION, credentials: CREDENTIALS };
  }

  /** Where a job's log lies, as a person would open it. */
  logOf(job: string): string {
    return relative(projectRoot, join(this.jobs, job, 'log.txt'));
  }

  /** Remembers what there is now, so that only what comes later can be left over. */
  async rememberStanding(): Promise<void> {
    this.standing = await this.emulator.leftovers();
  }

  /** What is there now and was not there before, in the emulator and in the stand-in. */
  async leftovers(): Promise<string[]> {
    const before = new Set(this.standing.map(({ kind, name }) => `${kind} ${name}`));
    const inEmulator = (await this.emulator.leftovers()).map(({ kind, name }) => `${kind} ${name}`).filter((each) => !before.has(each));
    const inSageMaker = this.sagemaker.state().resources.filter(({ history }) => !history).map(({ kind, name }) => `SageMaker ${kind} ${name}`);
    return [...inEmulator, ...inSageMaker];
  }

  async close(): Promise<void> {
    this.s3.destroy();
    await this.sagemaker.close();
    await this.emulator.stop();
  }
}
