import type { RunComparisonAnswer } from '../../lib/core/contract';
import type { Log } from '../shared/logging';
import { understood } from '../shared/understood';
import { HELP } from './help';
import { pageOf } from './page';
import { asksForHelp, readRequest } from './request';
import type { Runs } from './runs';

/** Answers with the newest runs of a pipeline, side by side. It changes nothing, and so may be asked again at any time. */
export class RunsBesideEachOther {
  constructor(private readonly runs: Pick<Runs, 'newest'>) {}

  /** Throws on a request that does not follow the contract, and when the runs cannot be listed; who asked sees the reason. */
  public async answer(event: unknown, functionArn: string, log: Log): Promise<RunComparisonAnswer | string> {
    if (asksForHelp(event)) {
      return HELP;
    }
    const request = understood(readRequest, event, log, 'request');
    const { pipelineName } = request;
    const comparison = { pipelineName, runs: await this.runs.newest(pipelineName, request.runs) };
    const unread = comparison.runs.flatMap((run) => run.unread);
    if (unread.length > 0) {
      log.warn('the comparison has gaps', { pipeline: pipelineName, unread: unread.slice(0, 20) });
    }
    log.info('compared runs', { pipeline: pipelineName, runs: comparison.runs.length, format: request.format });
    return request.format === 'html' ? pageOf(comparison, request, functionArn) : comparison;
  }
}
