import { check, type Play } from './scenes/scene';
import { Failure } from './scenes/failure';
import { SCENES, type SceneName } from './scenes/scenes';
import type { Report } from './report/report';
import type { RequestSummary } from './sagemaker/protocol/request-log';

/** How much of a refusal tells it from others; a failed step holds no more than its beginning. */
const TELLING = 150;

/** One scene after the other; the first that cannot go on ends the play, with its cause as the last check. Says which scenes went to their end. */
export async function playScenes(parts: Play, names: readonly SceneName[]): Promise<SceneName[]> {
  const played: SceneName[] = [];
  for (const name of names) {
    const { shows, scene } = SCENES[name];
    if (!await wentWell(parts, shows, () => scene(parts))) {
      return played;
    }
    played.push(name);
  }
  return played;
}

/** Whether something went to its end; where it cannot go on, its cause is the last check. */
export async function wentWell({ report, printer }: Pick<Play, 'report' | 'printer'>, shows: string, scene: () => Promise<void>): Promise<boolean> {
  try {
    await scene();
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) {
      throw error;
    }
    check(report, shows, false, error.message);
    printer.line('failed', error.message);
    return false;
  }
}

/** CloudFormation deletes what an emptied Studio held although that went with the rest; AWS counts it as deleted. */
const GONE_ALREADY = /^(Space|UserProfile|Domain) \[.*\] does not exist\.$/;

/** Whatever SageMaker refuses was a mistake of ours, but for the question whether something is gone; and its answers must be such as AWS could give. */
export function judgeRequests({ total, refused, brokenAnswers }: Pick<RequestSummary, 'total' | 'refused' | 'brokenAnswers'>, report: Report, expected?: RegExp): void {
  // A refusal that made a run fail has been told already, with the step that it stopped.
  const told = report.checks.filter(({ ok }) => !ok).map(({ detail }) => detail).join('\n');
  const mistakes = refused.filter(({ operation, reason = '' }) => {
    const isThere = operation.startsWith('Describe') && /does not exist|can't find|could not find/i.test(reason);
    const isGone = operation.startsWith('Delete') && GONE_ALREADY.test(reason);
    return !isThere && !isGone && !expected?.test(reason) && !(reason !== '' && told.includes(reason.slice(0, TELLING)));
  });
  const unexpected = [...mistakes.map(({ operation, code, reason }) => `${operation}: ${code}: ${reason}`), ...brokenAnswers];
  report.sdkRequests = { total, refusedUnexpectedly: unexpected };
  check(report, 'no request to SageMaker is refused unexpectedly', unexpected.length === 0, unexpected.join('\n') || `${total} requests`);
}
