import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { LandedObject } from '../../lib/core/contract';
import type { Executions } from '../shared/executions';
import type { Log } from '../shared/logging';
import { parameterList, type RunRequest } from '../shared/run-request';
import { systemTime, type Time } from '../shared/time';
import { hashOf } from '../shared/tokens';
import { understood } from '../shared/understood';
import { groupsOf, readMessage, type Message } from './messages';

/** Events tell whole seconds, and two services have two clocks: a run has surely seen what landed this long before it started. */
const CLOCKS_DIFFER_MS = 10_000;
/** What looking at one pipeline may take. */
const LOOK_MS = 15_000;

/**
 * Starts a pipeline for objects that landed.
 *
 * A message ends only when the list of runs shows a run of its own rule that started after the object was there; until then it comes again. So
 * nothing depends on what an earlier delivery did, or died of. The token of a run comes from the run before it: deliveries that meet start the same one.
 */
export class NewData {
  constructor(private readonly executions: Executions, private readonly time: Time = systemTime) {}

  /**
   * Says which messages have to come again. Throws when a pipeline could not be looked at or started, after all others were, so that the function's errors
   * tell of it; then all messages come again, which does no harm.
   *
   * @param deadline moment after which no other pipeline is looked at, in milliseconds since 1970
   */
  public async handle({ Records }: SQSEvent, deadline: number, log: Log): Promise<SQSBatchResponse> {
    const again: string[] = [];
    const errors: unknown[] = [];
    const messages = Records.flatMap((record) => {
      try {
        return [understood(() => readMessage(record), record, log, 'event')];
      } catch (error) {
        errors.push(error);
        return [];
      }
    });
    for (const group of groupsOf(messages)) {
      const { pipelineName: pipeline, place } = group[0].object;
      const own = log.with({ pipeline, place });
      try {
        const waiting = this.time.now() + LOOK_MS > deadline ? postponed(group, own) : await this.look(group, own);
        again.push(...waiting.map(({ id }) => id));
      } catch (error) {
        own.error('the pipeline could not be looked at or started; its messages come again', error, { objects: group.length });
        errors.push(error);
      }
    }
    if (errors.length > 0) {
      throw errors[0];
    }
    return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
  }

  /** Takes the next step for objects that landed in one place; returns those that no run has seen for sure. */
  private async look(group: readonly Message[], log: Log): Promise<Message[]> {
    const { object } = group[0];
    const { named: last, unfinished } = await this.executions.standingOfFamily(object.pipelineName, familyOf(object));
    const unseen = group.filter(({ landedAt }) => last?.startedAt === undefined || last.startedAt < landedAt + CLOCKS_DIFFER_MS);
    const counts = { objects: group.length, unseen: unseen.length };
    if (unseen.length === 0) {
      log.info('a run that started later has these objects', { ...counts, execution: last?.arn });
    } else if (unfinished.length > 0) {
      log.info('waiting: a run is going on', { ...counts, runs: unfinished.map(({ arn }) => arn) });
    } else if (this.time.now() < oldest(unseen) + object.gatherSeconds * 1_000) {
      log.info('gathering what lands', counts);
    } else {
      const run = runRequest(object, last?.arn ?? this.today());
      log.info('started a run', { ...counts, execution: await this.executions.start(run), run: run.displayName });
    }
    return unseen;
  }

  /** Stands for the run before the first one. A pipeline of an earlier name may have had a first run too, whose token the service remembers for a while. */
  private today(): string {
    return new Date(this.time.now()).toISOString().slice(0, 10);
  }
}

/** The run that comes after something; the same for whoever asks. */
function runRequest(object: LandedObject, after: string): RunRequest {
  const { pipelineName, watch, place, parameters } = object;
  const token = hashOf('new data', pipelineName, watch, after);
  const displayName = `${familyOf(object)}${token.slice(0, 12)}`;
  return {
    displayName,
    input: {
      PipelineName: pipelineName,
      ClientRequestToken: token,
      PipelineExecutionDisplayName: displayName,
      PipelineExecutionDescription: `Started by new data in ${place}`,
      ...parameterList(parameters),
    },
  };
}

/** What the names of a rule's runs begin with. */
function familyOf({ watch }: LandedObject): string {
  return `data-${watch}-`;
}

function oldest(messages: readonly Message[]): number {
  return messages.reduce((least, { landedAt }) => Math.min(least, landedAt), Infinity);
}

function postponed(group: readonly Message[], log: Log): readonly Message[] {
  log.info('no time left for this pipeline: its messages come again', { objects: group.length });
  return group;
}
