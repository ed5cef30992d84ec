import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { PipelineRunAttributes, PipelineRunProperties } from '../../lib/core/contract';
import type { CreateEvent, CustomResource, DeleteEvent, Outcome, Request, UpdateEvent } from '../shared/custom-resource';
import { errorName, mayBeYoungPermission, textOf } from '../shared/errors';
import { isNamed, type Execution, type Executions } from '../shared/executions';
import { poll, retry } from '../shared/retry';
import type { RunRequest } from '../shared/run-request';
import { OutOfTimeError, systemTime, type Time } from '../shared/time';
import { onceMore, pipelineNamed, readProperties, runRequest } from './run-request';

/** How long IAM may need until a role or policy of the same deployment is known everywhere. */
const IAM_SETTLES_MS = 60_000;

/** What a request of CloudFormation means for runs. */
interface Change {
  /** Whether a run is wanted that may not be there yet. */
  readonly start: boolean;
  readonly why: string;
  /** The run hash before, of the same pipeline. */
  readonly leftHash?: string;
}

/**
 * The custom resource: one run of the pipeline for every new run hash, and no unfinished run left when it is deleted.
 *
 * Its identity is the pipeline's name, so that CloudFormation cleans up the old pipeline when another takes its place.
 */
export class PipelineRun implements CustomResource {
  constructor(private readonly executions: Executions, private readonly time: Time = systemTime) {}

  public idWhenFailed(event: CloudFormationCustomResourceEvent): string {
    return ('PhysicalResourceId' in event ? event.PhysicalResourceId : undefined)
      ?? pipelineNamed(event.ResourceProperties.PipelineName)
      ?? `no pipeline (${event.LogicalResourceId})`;
  }

  public async create(request: Request<CreateEvent>): Promise<Outcome> {
    const run = readProperties(request.event.ResourceProperties);
    return this.ran(request, run, { start: true, why: 'first deployment' });
  }

  public async update(request: Request<UpdateEvent>): Promise<Outcome> {
    const run = readProperties(request.event.ResourceProperties);
    const before: Readonly<Record<string, unknown>> = request.event.OldResourceProperties ?? {};
    const isSamePipeline = before.PipelineName === run.PipelineName;
    return this.ran(request, run, {
      start: before.RunHash !== run.RunHash || !isSamePipeline,
      why: 'definition, code, data or settings changed',
      leftHash: isSamePipeline && typeof before.RunHash === 'string' ? before.RunHash : undefined,
    });
  }

  public async delete({ event, deadline, log }: Request<DeleteEvent>): Promise<Outcome> {
    const pipeline = pipelineNamed(event.PhysicalResourceId);
    if (pipeline) {
      await this.stopAll(pipeline, deadline, (runs) => log.info('stopping unfinished runs', { pipeline, runs }));
    }
    return { physicalId: event.PhysicalResourceId };
  }

  private async ran({ event, deadline, log }: Request, run: PipelineRunProperties, { start, why, leftHash }: Change): Promise<Outcome> {
    const { PipelineName: pipeline, RunHash } = run;
    const pipelineLog = log.with({ pipeline });
    const requestFor = (hash: string) => runRequest(event, { ...run, RunHash: hash }, why);
    const left = start && leftHash !== undefined ? requestFor(leftHash).displayName : undefined;
    const arn = RunHash === undefined ? undefined : await retry(() => this.find(requestFor(RunHash), start, left), {
      when: (error) => mayBeYoungPermission(error) || errorName(error) === 'ConflictException',
      until: Math.min(deadline, this.time.now() + IAM_SETTLES_MS),
      firstMs: 2_000,
      longestMs: 10_000,
      onRetry: (error, waitMs) => pipelineLog.warn('the run could not be started yet, trying again', { error: textOf(error), waitMs }),
      time: this.time,
    });
    pipelineLog.info(arn ? 'the run is there' : 'no run was asked for', { execution: arn, why });
    return { physicalId: pipeline, attributes: { PipelineExecutionArn: arn ?? '' } satisfies PipelineRunAttributes };
  }

  /**
   * The run of this request: one that an earlier attempt or an earlier deployment started, else a new one.
   *
   * A deployment that goes back to what ran before runs it once more when what it leaves has been run to its end since: the newest version would be that of
   * something that is deployed no longer. The rollback of a failed deployment looks the same, and comes before that end, or finds the same.
   */
  private async find(request: RunRequest, start: boolean, left: string | undefined): Promise<string | undefined> {
    const runs = await this.executions.newest(request.input.PipelineName!, [request.displayName, ...(left === undefined ? [] : [left])]);
    const [last] = runs;
    const earlier = runs.find((run) => isNamed(run, request.displayName));
    if (!start) {
      return earlier?.arn;
    }
    if (!earlier) {
      return this.executions.start(request);
    }
    return last !== earlier && last.status === 'Succeeded' ? this.executions.start(onceMore(request, last.arn)) : earlier.arn;
  }

  /** Stops every run, those that a schedule starts meanwhile too, and waits: SageMaker deletes no pipeline that runs. */
  private async stopAll(pipeline: string, until: number, onStop: (arns: string[]) => void): Promise<void> {
    let unfinished: Execution[] = [];
    const none = await poll(async () => {
      unfinished = await this.executions.unfinished(pipeline);
      const running = unfinished.filter(({ status }) => status === 'Executing').map(({ arn }) => arn);
      if (running.length > 0) {
        onStop(running);
      }
      // A run that was asked before and still executes is asked again; its token makes that harmless.
      for (const arn of running) {
        await this.executions.stop(arn);
      }
      return unfinished.length === 0 ? true : undefined;
    }, { until, firstMs: 1_000, longestMs: 15_000, time: this.time });
    if (!none) {
      const names = unfinished.map(({ arn, status }) => `${arn} (${status})`).join(', ');
      throw new OutOfTimeError(`pipeline '${pipeline}' still has unfinished runs: ${names}; wait until they have stopped, then delete the stack again`);
    }
  }
}
