import type { Mistake } from '../../core/internal/errors';
import type { S3Source } from '../../core';
import type { ApiRequest } from '../../core/internal/job-site';
import type { QualityFiles } from '../model-version-options';
import type { RegisterModelStepProps } from '../register-model-step';
import type { _StepSite } from '../step';

type Render = (source: S3Source | undefined) => ApiRequest | undefined;

/** Metrics and baselines, which the registry shows and monitors look up. */
export function renderReports({ pipeline, pipelineRole }: _StepSite, { metrics, dataQualityBaseline, reports, driftBaselines }: RegisterModelStepProps) {
  const file: Render = (source) => source && { ContentType: 'application/json', S3Uri: source.bind(pipeline, pipelineRole).uri };
  const statistics = file(metrics?.metricsFile);
  return {
    ModelMetrics: present({
      ModelQuality: present({ ...quality(file, reports?.modelQuality), ...(statistics ? { Statistics: statistics } : {}) }),
      ModelDataQuality: quality(file, dataQualityBaseline ?? reports?.dataQuality),
      Bias: present({
        Report: file(reports?.bias?.report), PreTrainingReport: file(reports?.bias?.preTraining), PostTrainingReport: file(reports?.bias?.postTraining),
      }),
      Explainability: present({ Report: file(reports?.explainability) }),
    }),
    DriftCheckBaselines: present({
      ModelDataQuality: quality(file, dataQualityBaseline ?? driftBaselines?.dataQuality),
      ModelQuality: quality(file, driftBaselines?.modelQuality),
      Bias: present({
        ConfigFile: file(driftBaselines?.bias?.config),
        PreTrainingConstraints: file(driftBaselines?.bias?.preTrainingConstraints),
        PostTrainingConstraints: file(driftBaselines?.bias?.postTrainingConstraints),
      }),
      Explainability: present({ Constraints: file(driftBaselines?.explainability?.constraints), ConfigFile: file(driftBaselines?.explainability?.config) }),
    }),
  };
}

/** The mistakes of saying one report in two places. */
export function mistakesInReports({ metrics, dataQualityBaseline, reports, driftBaselines }: RegisterModelStepProps): Mistake[] {
  const twice = (property: string, one: unknown, other: unknown): Mistake[] => (one !== undefined && other !== undefined
    ? [{ code: 'ModelReportTwice', property, problem: 'is given in two places', fix: 'Leave one of them out.' }]
    : []);
  return [
    ...twice("'metrics' and 'reports.modelQuality.statistics'", metrics, reports?.modelQuality?.statistics),
    ...twice("'dataQualityBaseline' and 'reports.dataQuality'", dataQualityBaseline, reports?.dataQuality),
    ...twice("'dataQualityBaseline' and 'driftBaselines.dataQuality'", dataQualityBaseline, driftBaselines?.dataQuality),
  ];
}

function quality(file: Render, files: QualityFiles | undefined): ApiRequest | undefined {
  return present({ Statistics: file(files?.statistics), Constraints: file(files?.constraints) });
}

/** What has any members. */
function present(members: ApiRequest): ApiRequest | undefined {
  return Object.values(members).some((member) => member !== undefined) ? members : undefined;
}
