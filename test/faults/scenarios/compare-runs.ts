import type { RunComparisonAnswer } from '../../../lib/core/contract';
import { FakeTime } from '../../lambda/support/fake-time';
import { PlayedRuns } from '../../lambda/support/compared-runs';
import { noLog } from '../../lambda/support/invocation';
import type { Happening, Scenario, World } from '../scenario';
import { ACCOUNT, ARTIFACTS, MODEL, REGION, sagemakerArn } from '../site';
import type { Wire } from '../wire';

/** Two runs of a pipeline, and two people who look at them: one at both, one at the newest. */
class Looked implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly answers = new Map<number, RunComparisonAnswer>();

  constructor(wire: Wire) {
    const played = new PlayedRuns(MODEL, [
      { name: 'deploy-2', evaluation: { auc: 0.91 }, version: 2, parameters: { Rows: '100' } },
      { name: 'deploy-1', hyperparameters: { max_depth: '6' }, evaluation: { auc: 0.9 } },
    ], { account: ACCOUNT, region: REGION, bucket: ARTIFACTS });
    const comparison = played.comparison(wire.client('sagemaker', played.sagemaker.direct), wire.client('s3', played.s3.direct));
    this.happenings = [2, 1].map((runs) => ({ deliver: async () => {
      const answer = await wire.invoke(() => comparison.answer({ pipelineName: MODEL, runs }, sagemakerArn('function'), noLog()));
      this.answers.set(runs, answer as RunComparisonAnswer);
    } }));
  }

  /** Each run is there, with its metrics or with what could not be read: an answer with gaps beats none. */
  public endState() {
    return [2, 1].map((people) => this.answers.get(people)?.runs.map(({ name, status, metrics, unread }) => (
      [name, status, unread.length > 0 || metrics.Evaluate.auc > 0.5]
    )));
  }

  public leftOver(): string[] {
    return [];
  }
}

export const scenarios: Scenario[] = [{ name: 'people compare runs', handler: 'compare-runs', open: (wire) => new Looked(wire) }];
