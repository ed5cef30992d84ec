import { gunzipSync } from 'node:zlib';
import { JobFailure } from '../../containers/failure';
import { ServingFailure, type ModelServer, type ServedContainer } from '../../containers/model-host';
import { below, ObjectStore } from '../../containers/object-store';
import { upperSnake } from '../events/details';
import type { Json } from '../api';
import type { Context } from '../context';
import { DataProcessing } from './processing';
import { batchesOf, linesOf } from './records';

const MEGABYTE = 1024 * 1024;
const USUAL_PAYLOAD = 6;
const USUAL_RETRIES = 3;

/** Asks a model about every object below a prefix; the answers lie in `<object>.out` below the output path. Throws a JobFailure. */
export async function transform(request: Json, container: ServedContainer, context: Context, signal: AbortSignal): Promise<void> {
  const { DataSource: { S3DataSource: source }, SplitType: split = 'None', CompressionType: compression = 'None' } = request.TransformInput;
  if (source.S3DataType !== 'S3Prefix' || !['None', 'Line'].includes(split)) {
    throw JobFailure.client('a transform job can be run locally with S3DataType S3Prefix, and SplitType None or Line, alone');
  }
  const processing = DataProcessing.of(request);
  const store = new ObjectStore(context.s3);
  const objects = await store.objects(source.S3Uri);
  if (objects.length === 0) {
    throw JobFailure.client(`No S3 objects found under prefix ${source.S3Uri}`);
  }
  const server = await start(request, container, context, signal);
  signal.addEventListener('abort', () => void server.stop(), { once: true });
  try {
    for (const { uri, name } of objects) {
      const read = await store.read(uri);
      const answer = await answerTo((compression === 'Gzip' ? gunzipSync(read) : read), request, processing, server, signal);
      if (signal.aborted) {
        return;
      }
      await store.write(below(request.TransformOutput.S3OutputPath, `${name}.out`), answer);
    }
  } finally {
    await server.stop();
  }
}

/** The container sees in its variables that it works on a batch, and how. */
async function start(request: Json, container: ServedContainer, context: Context, signal: AbortSignal): Promise<ModelServer> {
  const Environment = {
    ...container.Environment, ...request.Environment,
    SAGEMAKER_BATCH: 'true',
    SAGEMAKER_MAX_PAYLOAD_IN_MB: String(request.MaxPayloadInMB ?? USUAL_PAYLOAD),
    SAGEMAKER_BATCH_STRATEGY: upperSnake(request.BatchStrategy ?? 'MultiRecord'),
    SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: String(request.MaxConcurrentTransforms || 1),
  };
  try {
    return await context.hosting.startAlone({ endpoint: request.TransformJobName, variant: 'transform', container: { ...container, Environment } }, signal);
  } catch (error) {
    throw error instanceof ServingFailure ? new JobFailure(`AlgorithmError: the model does not serve: ${error.message}`) : error;
  }
}

/** What is written of one object. */
async function answerTo(body: Buffer, request: Json, processing: DataProcessing | undefined, server: ModelServer, signal: AbortSignal): Promise<Buffer> {
  const { TransformInput: { SplitType: split = 'None' }, TransformOutput: { AssembleWith: assemble = 'None' } } = request;
  const ask = (part: Buffer) => answered(part, request, server);
  if (split === 'None' && processing === undefined) {
    return onLines([await ask(body)], assemble);
  }
  const text = body.toString('utf8');
  const records = processing?.recordsOf(text) ?? linesOf(text);
  const limit = (request.MaxPayloadInMB ?? USUAL_PAYLOAD) * MEGABYTE || Infinity;
  const batches = split === 'None' ? [records] : batchesOf(records, request.BatchStrategy === 'SingleRecord', limit);
  const answers: Buffer[] = [];
  for (const batch of batches) {
    if (signal.aborted) {
      break;
    }
    const answer = await ask(Buffer.from(batch.map((record) => processing?.before(record) ?? record).join('\n')));
    answers.push(processing ? Buffer.from(processing.after(batch, answer.toString('utf8'))) : answer);
  }
  return onLines(answers, assemble);
}

async function answered(body: Buffer, { TransformInput, TransformOutput, ModelClientConfig }: Json, server: ModelServer): Promise<Buffer> {
  for (let left: number = ModelClientConfig?.InvocationsMaxRetries ?? USUAL_RETRIES; ; left -= 1) {
    const answer = await server.invoke({ body, contentType: TransformInput.ContentType ?? 'application/octet-stream', accept: TransformOutput.Accept });
    if (answer.status < 400) {
      return answer.body;
    }
    if (answer.status < 500 || left === 0) {
      throw JobFailure.client(`${answer.status}: Bad HTTP status received from algorithm: ${answer.body.toString('utf8').slice(0, 500)} (log: ${server.logFile})`);
    }
  }
}

/** Answers after each other; with AssembleWith Line each ends its line. */
function onLines(answers: readonly Buffer[], assemble: string): Buffer {
  const ends = (answer: Buffer) => answer.length === 0 || answer[answer.length - 1] === 0x0a;
  return Buffer.concat(answers.flatMap((answer) => (assemble === 'Line' && !ends(answer) ? [answer, Buffer.from('\n')] : [answer])));
}
