import type { DescribeModelPackageOutput } from '@aws-sdk/client-sagemaker';

/** The files that a version's data is compared with. */
export interface DataBaseline {
  readonly statisticsS3Uri: string;
  readonly constraintsS3Uri: string;
}

/** What drift is checked against, else what was measured in training; undefined for a version that brings neither, or half of it. */
export function dataBaselineOf({ DriftCheckBaselines, ModelMetrics }: Pick<DescribeModelPackageOutput, 'DriftCheckBaselines' | 'ModelMetrics'>): DataBaseline | undefined {
  for (const quality of [DriftCheckBaselines?.ModelDataQuality, ModelMetrics?.ModelDataQuality]) {
    const [statisticsS3Uri, constraintsS3Uri] = [quality?.Statistics?.S3Uri, quality?.Constraints?.S3Uri];
    if (statisticsS3Uri !== undefined && constraintsS3Uri !== undefined) {
      return { statisticsS3Uri, constraintsS3Uri };
    }
  }
  return undefined;
}
