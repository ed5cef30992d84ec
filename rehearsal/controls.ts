import { BREAKS, type Break } from './breaks';
import { judgeRequests, playScenes } from './play';
import type { Printer } from './report/printer';
import { emptyReport, type Check, type Report } from './report/report';
import type { RequestSummary } from './sagemaker/protocol/request-log';
import { forgetTraffic } from './scenes/traffic';
import { emptyMemory, timed, type Play } from './scenes/scene';
import { upTo, type SceneName } from './scenes/scenes';
import { App } from './stage/app';
import type { Stage } from './stage/stage';
import { Workspace } from './stage/workspace';

/** Whether one planted defect was noticed, and by which message. */
export interface Verdict {
  readonly defect: string;
  readonly noticed: boolean;
  /** The one message, or what came in its place. */
  readonly message: string;
  readonly seconds: number;
}

/**
 * Plants one defect after the other and sees whether each is noticed where it must be, by one message that names its cause.
 *
 * All share one deployment: before each, everything that it needs is played soundly, if what was played before was harmed.
 */
export class Controls {
  private readonly memory = emptyMemory();
  private readonly standing = new Set<SceneName>();
  private requestsBefore = { total: 0, refused: 0, brokenAnswers: 0 };

  constructor(private readonly stage: Stage, private readonly printer: Printer) {}

  async plant(defect: string): Promise<Verdict> {
    const planted = BREAKS[defect];
    this.printer.line('break', `${defect}: ${planted.plants}`);
    const { result: report, seconds } = await timed(() => this.perform(planted));
    return { defect, ...verdictOn(report.checks, planted), seconds };
  }

  private async perform(planted: Break): Promise<Report> {
    const deploysAnew = planted.change !== undefined || planted.settings !== undefined;
    if (deploysAnew) {
      this.standing.clear();
    }
    const play = this.playOf(planted);
    const names = upTo(planted.noticedIn).filter((name) => !this.standing.has(name));
    const played = await playScenes(play, names);
    judgeRequests(this.requests(), play.report, planted.refusals);
    await planted.undo?.(play);
    await this.leave(play, planted, deploysAnew ? [] : played.filter((name) => name !== planted.noticedIn));
    return play.report;
  }

  private playOf(planted: Break): Play {
    const { stage, printer, memory } = this;
    const workspace = Workspace.create();
    planted.change?.(workspace);
    const app = new App(stage, workspace, planted.settings ?? {});
    return { stage, app, workspace, printer, planted, memory, report: emptyReport(), model: 'income' };
  }

  /** Notes what stands as it should for the next control. */
  private async leave(play: Play, planted: Break, played: readonly SceneName[]): Promise<void> {
    played.forEach((name) => this.standing.add(name));
    if (planted.noticedIn === 'drift') {
      await forgetTraffic(play);
    }
    if (planted.spoilsEndpoint) {
      this.standing.delete('serve');
    }
    if (planted.change !== undefined || planted.settings !== undefined || planted.noticedIn === 'destroy') {
      this.standing.clear();
    }
  }

  /** What was asked of SageMaker since the control before. */
  private requests(): Pick<RequestSummary, 'total' | 'refused' | 'brokenAnswers'> {
    const { total, refused, brokenAnswers } = this.stage.sagemaker.requests();
    const before = this.requestsBefore;
    this.requestsBefore = { total, refused: refused.length, brokenAnswers: brokenAnswers.length };
    return { total: total - before.total, refused: refused.slice(before.refused), brokenAnswers: brokenAnswers.slice(before.brokenAnswers) };
  }
}

/** A defect is noticed by exactly one failed check, whose words name the cause. */
export function verdictOn(checks: readonly Check[], { says }: Pick<Break, 'says'>): Pick<Verdict, 'noticed' | 'message'> {
  const messages = checks.filter(({ ok }) => !ok).map(({ what, detail }) => `${what}: ${detail}`);
  return { noticed: messages.length === 1 && messages[0].includes(says), message: messages.join('\n') || 'nothing was noticed' };
}
