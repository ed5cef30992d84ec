import { NoticeKind } from '../../lib/core/contract';
import { consoleHome, jobPage, versionsPage } from '../shared/links';
import { paragraphs, subjectLine, type Notice } from '../shared/notices';
import type { ModelDetails, RunDetails } from './details';
import { metricLines } from './metric-lines';
import type { EndedRun, WaitingModel } from './subject-of-event';

const LONGEST_REASON = 2_000;
const MOST_STEPS = 10;

const HOW: Readonly<Record<EndedRun['status'], string>> = { Failed: 'failed', Stopped: 'was stopped', CompletedWithFailures: 'completed with failures' };

/** Tells that a run failed or was stopped, why, and where to look. */
export function runNotice(run: EndedRun, details: RunDetails): Notice {
  const failed = run.status !== 'Stopped';
  const how = HOW[run.status];
  const steps = details.failedSteps.map(({ name }) => name).join(', ');
  return {
    kind: failed ? NoticeKind.PIPELINE_FAILED : NoticeKind.PIPELINE_STOPPED,
    subject: subjectLine(`Pipeline ${run.pipeline} ${how}${steps && `: ${steps}`}`),
    message: paragraphs(
      [`The run ${run.displayName ?? nameIn(run.executionArn)} of pipeline ${run.pipeline} ${how}.`, details.description],
      details.failedSteps.length === 0 && [details.reason && `Reason: ${shortened(details.reason)}`],
      ...details.failedSteps.slice(0, MOST_STEPS).map(({ name, reason, jobArn }) => [
        `Step ${name} failed: ${shortened(reason)}`,
        jobArn && `  Job and log: ${jobPage(jobArn) ?? jobArn}`,
      ]),
      details.failedSteps.length > MOST_STEPS && [`${details.failedSteps.length - MOST_STEPS} more steps failed.`],
      unreadLines(details.unread),
      [
        `Open SageMaker Studio, Pipelines, ${run.pipeline}: ${consoleHome(run)}`,
        `Run: ${run.executionArn}`,
      ],
    ),
  };
}

/** Asks for a decision on a model version, with the numbers to base it on. */
export function modelNotice(model: WaitingModel, details: ModelDetails, studioDomainId?: string): Notice {
  const decide = (status: string) =>
    `  aws sagemaker update-model-package --region ${model.region} --model-package-arn ${model.packageArn} --model-approval-status ${status}`;
  return {
    kind: NoticeKind.MODEL_AWAITS_APPROVAL,
    subject: subjectLine(`Model ${model.group} version ${model.version} awaits approval`),
    message: paragraphs(
      [`Version ${model.version} of model ${model.group} was registered and awaits approval.`, details.description],
      metricLines(details, model.group),
      unreadLines(details.unread),
      ['Approve:', decide('Approved')],
      ['Reject:', decide('Rejected')],
      whereToLook(model, studioDomainId),
    ),
  };
}

function whereToLook(model: WaitingModel, studioDomainId: string | undefined): string[] {
  const page = studioDomainId && versionsPage(studioDomainId, model.group, model.region);
  return page
    ? [`Or look at version ${model.version} in SageMaker Studio: ${page}`, `  Sign in first: ${consoleHome(model)}`]
    : [`Or open SageMaker Studio, Models, ${model.group}, version ${model.version}: ${consoleHome(model)}`];
}

/** True when a version needs nobody's decision any more, or not yet: it was decided since the event, or is not ready. */
export function isSettled({ approval, status }: ModelDetails): boolean {
  return (approval !== undefined && approval !== 'PendingManualApproval') || (status !== undefined && status !== 'Completed');
}

function unreadLines(unread: readonly string[]): string[] {
  return unread.map((what) => `Could not be read: ${shortened(what)}`);
}

function shortened(text: string): string {
  return text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON)}...` : text;
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
