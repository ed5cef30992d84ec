import type { Json, SageMakerApi } from '../../sagemaker/api';
import type { StepDefinition } from '../definition';
import { jobName } from '../job-names';
import { pause } from '../pause';
import type { StepContext, StepKind, StepOutcome } from '../step-kind';

/** A kind of job in the service's words. */
export interface JobKind {
  /** The step's Type. */
  readonly type: string;
  /** As in Create<noun>, Describe<noun> and Stop<noun>: `ProcessingJob`. */
  readonly noun: string;
  /**
   * How ListPipelineExecutionSteps calls it.
   *
   * @default - as `noun`
   */
  readonly shownAs?: string;
  /** @default 63 */
  readonly longestName?: number;
  /** What other steps may refer to beside the job's description. */
  readonly more?: (job: Json, api: SageMakerApi) => Promise<Json>;
}

/** A step that starts a job, waits for its end and offers its description to other steps. */
export function jobStep({ type, noun, shownAs = noun, longestName, more }: JobKind): StepKind {
  const [nameMember, arnMember, statusMember] = [`${noun}Name`, `${noun}Arn`, `${noun}Status`];

  async function run(step: StepDefinition, context: StepContext): Promise<StepOutcome> {
    const { api, executionId, values } = context;
    const name = jobName(executionId, step.Name, longestName);
    const { [nameMember]: _prefix, ...request } = await values.with({ [nameMember]: name }).resolve(step.Arguments);
    const created = await api.call(`Create${noun}`, { ...request, [nameMember]: name });
    const metadata = { [shownAs]: { Arn: created[arnMember] } };
    context.report({ metadata });

    const job = await ended(name, context);
    const status = job[statusMember];
    if (status === 'Completed') {
      return { status: 'Succeeded', properties: { ...job, ...await more?.(job, api) }, metadata };
    }
    if (context.signal.aborted) {
      return { status: 'Stopped', metadata };
    }
    const reason = job.FailureReason ?? job.ExitMessage ?? `${arnOf(job)} is ${status}`;
    return { status: 'Failed', metadata, failureReason: `ClientError: ${reason}` };
  }

  async function ended(name: string, { api, signal, pollMs, report }: StepContext): Promise<Json> {
    let asked = false;
    for (;;) {
      const job = await api.call(`Describe${noun}`, { [nameMember]: name });
      if (['Completed', 'Failed', 'Stopped'].includes(job[statusMember])) {
        return job;
      }
      if (signal.aborted && !asked) {
        asked = true;
        report({ status: 'Stopping' });
        await api.call(`Stop${noun}`, { [nameMember]: name });
      }
      await pause(pollMs, asked ? undefined : signal);
    }
  }

  const arnOf = (job: Json) => job[arnMember] as string;

  return { type, check: (step, place) => (step.Arguments ? [] : [`${place} lacks Arguments`]), run };
}
