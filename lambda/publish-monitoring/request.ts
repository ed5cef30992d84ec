import type { Analysis, AnalysisOutcome, MonitorKind, PublishRequest } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';
import type { Log } from '../shared/logging';

const OUTCOMES: readonly AnalysisOutcome[] = ['ANALYSED', 'NO_CAPTURES', 'SKIPPED'];
const KINDS: readonly MonitorKind[] = ['DataQuality', 'ModelQuality', 'ModelBias', 'ModelExplainability'];
const TEXTS = ['analysisId', 'monitorName', 'endpointName', 'windowStart', 'windowEnd'] as const;

/** @throws MalformedEventError when the request does not follow the contract; the log then holds it as it came */
export function readRequest(event: unknown, log: Log): Analysis {
  const analysis = (event as Partial<PublishRequest> | null)?.analysis;
  const wrong = wrongMemberOf(analysis ?? {});
  if (wrong !== undefined) {
    const error = new MalformedEventError(`the analysis has no proper ${wrong}`);
    log.error('refused a malformed request', error, { event });
    throw error;
  }
  return analysis!;
}

function wrongMemberOf(analysis: Partial<Analysis>): string | undefined {
  const wrong = TEXTS.find((member) => typeof analysis[member] !== 'string' || analysis[member] === '');
  if (wrong) {
    return wrong;
  }
  if (!OUTCOMES.includes(analysis.outcome!)) {
    return 'outcome';
  }
  if (!KINDS.includes(analysis.monitor!)) {
    return 'monitor';
  }
  if (!/^s3:\/\/[^/]+\/.*\/$/.test(analysis.reportUri ?? '')) {
    return 'reportUri';
  }
  const { serviceReport } = analysis;
  return serviceReport === undefined || (typeof serviceReport.violated === 'boolean' && Number.isInteger(serviceReport.minimumRecords)) ? undefined : 'serviceReport';
}
