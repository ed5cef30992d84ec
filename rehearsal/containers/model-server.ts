import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { extract } from 'tar';
import { JobFailure, lastWords } from './failure';
import { familyOf } from './images';
import type { Job } from './job';
import { type ModelAnswer, type ModelRequest, type ModelServer, ServingFailure, type ServedContainer, type ServerOrder } from './model-host';

const MODEL = '/opt/ml/model';
const CODE = '/opt/ml/code';
const POLL_MS = 25;
/** The time that SageMaker gives a container for one answer. */
const ANSWER_MS = 60_000;

/** Starts the server of one container and waits until it answers /ping. */
export async function startModelServer(job: Job, order: ServerOrder, stopping: AbortController, waiting: AbortSignal): Promise<ModelServer> {
  const { container, variant } = order;
  const image = container.Image ?? '';
  const deadline = performance.now() + order.startupMs;
  const family = familyOf(image);
  const algorithm = container.Environment?.SAGEMAKER_PROGRAM ? undefined : family.algorithm?.serve;
  await job.requireModules(image, family, ...(algorithm ? [] : ['sagemaker_inference']));
  await bringModel(job, order);
  const environment = await bringCode(job, container);
  const portFile = join(job.folder.work, 'port');
  let ended = false;
  const running = job.run(['python3', join(__dirname, algorithm ?? 'serve_model.py'), portFile], environment, Infinity, { tether: true }).then(
    () => { ended = true; },
    async (error: unknown) => {
      ended = true;
      await job.note(String(error));
    },
  );
  const stop = async () => {
    stopping.abort();
    await running;
    await job.folder.discardFiles();
  };
  for (;;) {
    const port = Number(await readFile(portFile, 'utf8').catch(() => '0'));
    if (port > 0 && await pings(port)) {
      return new LocalModelServer(`http://127.0.0.1:${port}`, job.folder.logFile, stop);
    }
    if (ended || waiting.aborted || performance.now() > deadline) {
      const cause = ended ? lastWords(await job.folder.log()) : `no answer within ${order.startupMs / 1000} seconds`;
      await stop();
      throw ServingFailure.ping(variant, `${cause} (log: ${job.folder.logFile})`);
    }
    await sleep(POLL_MS);
  }
}

async function pings(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/ping`, { signal: AbortSignal.timeout(2_000) }).then((answer) => answer.status === 200, () => false);
}

/** Unpacks the artifact, or copies its files, to where the container looks for them. */
async function bringModel(job: Job, { container, variant }: ServerOrder): Promise<void> {
  const folder = await job.folder.make(MODEL);
  const source = container.ModelDataSource?.S3DataSource;
  const uri = source?.S3Uri ?? container.ModelDataUrl;
  if (!uri) {
    return;
  }
  try {
    if (source?.CompressionType === 'None') {
      if (await job.site.store.download(uri, folder) === 0) {
        throw ServingFailure.download(variant, uri);
      }
    } else {
      await unpack(job, uri, folder);
    }
  } catch (error) {
    const missing = ['NoSuchKey', 'NoSuchBucket', 'AccessDenied', 'Forbidden'].includes((error as Error).name);
    throw missing ? ServingFailure.download(variant, uri) : error;
  }
  await job.note(`model: ${uri}`);
}

/** The container's variables; code that they place in S3 is brought here, as the image's own start script does. */
async function bringCode(job: Job, container: ServedContainer): Promise<Record<string, string>> {
  const { folder, site } = job;
  const environment: Record<string, string> = { ...container.Environment, ...(site.isolation.translates && { SAGEMAKER_BASE_DIR: folder.ml }) };
  const submitted = environment.SAGEMAKER_SUBMIT_DIRECTORY;
  if (!submitted?.startsWith('s3://')) {
    return environment;
  }
  await unpack(job, submitted, await folder.make(CODE));
  return { ...environment, SAGEMAKER_SUBMIT_DIRECTORY: CODE };
}

async function unpack(job: Job, uri: string, folder: string): Promise<void> {
  const file = join(job.folder.work, 'archive.tar.gz');
  await writeFile(file, await job.site.store.read(uri));
  await mkdir(folder, { recursive: true });
  await extract({ file, cwd: folder, strict: true }).catch((error: unknown) => {
    throw JobFailure.client(`${uri} is not a gzipped tarball: ${String(error)}`);
  });
}

class LocalModelServer implements ModelServer {
  constructor(private readonly url: string, readonly logFile: string, readonly stop: () => Promise<void>) {}

  async invoke(request: ModelRequest): Promise<ModelAnswer> {
    const answer = await fetch(`${this.url}/invocations`, {
      method: 'POST',
      signal: AbortSignal.timeout(ANSWER_MS),
      body: new Uint8Array(request.body),
      headers: {
        'content-type': request.contentType,
        'accept': request.accept ?? '*/*',
        ...(request.customAttributes && { 'x-amzn-sagemaker-custom-attributes': request.customAttributes }),
      },
    });
    return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()), contentType: answer.headers.get('content-type') ?? 'text/plain' };
  }
}
