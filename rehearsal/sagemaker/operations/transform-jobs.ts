import { JobFailure } from '../../containers/failure';
import type { Json } from '../api';
import type { Context, Handlers } from '../context';
import { model } from '../kinds/hosting';
import { transformJob } from '../kinds/runs';
import type { Resource } from '../resources/resource';
import { transform } from '../transform/transform';
import { finish, runInBackground, stop } from './running';
import { create, standardOperations } from './standard';

/** Transform jobs: a model's container answers a batch of objects, and goes. */
export function transformOperations(context: Context): Handlers {
  return {
    ...standardOperations(transformJob, context),
    CreateTransformJob: (input) => {
      const job = create(transformJob, input, context);
      runInBackground(job, context, (signal) => run(job, input, context, signal));
      return { TransformJobArn: job.arn };
    },
    StopTransformJob: (input) => stop(transformJob, input, context),
  };
}

async function run(job: Resource, input: Json, context: Context, signal: AbortSignal): Promise<void> {
  const { attributes } = job;
  attributes.TransformStartTime = context.clockwork.now();
  let failureReason: string | undefined;
  try {
    const [container, ...more] = context.resources.require(model, input).attributes.ResolvedContainers;
    if (more.length > 0) {
      throw JobFailure.client('a model of several containers cannot be asked locally');
    }
    await transform(input, container, context, signal);
  } catch (error) {
    failureReason = error instanceof JobFailure ? error.message : `InternalServerError: ${String(error)}`;
  }
  attributes.TransformEndTime = context.clockwork.now();
  const status = signal.aborted ? 'Stopped' : failureReason === undefined ? 'Completed' : 'Failed';
  finish(job, { status, failureReason: signal.aborted ? undefined : failureReason }, context);
}
