import { NoticeKind, type DriftViolation, type RetrainRequest } from '../../lib/core/contract';
import { consoleHome, folderPage } from '../shared/links';
import { paragraphs, subjectLine, type Notice } from '../shared/notices';
import { runRequest } from './request';

const MOST_VIOLATIONS = 10;
const LONGEST_DESCRIPTION = 500;

/** Tells that a pipeline was started, which monitor found what, and where the report is. */
export function retrainingNotice(request: RetrainRequest, execution: string): Notice {
  const { pipelineName, event: { detail } } = request;
  const { worstFeature, violations } = detail;
  const place = { region: execution.split(':')[3] ?? '' };
  return {
    kind: NoticeKind.RETRAINING_STARTED,
    subject: subjectLine(`Pipeline ${pipelineName} retrains: drift${worstFeature === undefined ? '' : ` of ${worstFeature}`} on ${detail.endpointName}`),
    message: paragraphs(
      [`Monitor ${detail.monitorName} (${detail.monitor}) found drift on endpoint ${detail.endpointName}, and pipeline ${pipelineName} was started.`],
      [
        worstFeature !== undefined && `Worst feature: ${worstFeature}, ${rounded(detail.worstDrift)} from the baseline`,
        `Violations: ${detail.violationCount} in ${detail.records} records, ${detail.windowStart} to ${detail.windowEnd}`,
        ...violations.slice(0, MOST_VIOLATIONS).map(violationLine),
        violations.length > MOST_VIOLATIONS && `  and ${violations.length - MOST_VIOLATIONS} more in the report`,
      ],
      [
        detail.modelPackageArn && `Version that served: ${detail.modelPackageArn}`,
        `Report: ${folderPage(detail.reportUri, place) ?? detail.reportUri}`,
      ],
      [
        `Run ${runRequest(request).displayName}: ${execution}`,
        `Open SageMaker Studio, Pipelines, ${pipelineName}: ${consoleHome(place)}`,
      ],
    ),
  };
}

function violationLine({ feature, check, description }: DriftViolation): string {
  return `  ${feature}, ${check}: ${description.slice(0, LONGEST_DESCRIPTION)}`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}
