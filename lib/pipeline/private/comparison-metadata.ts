import { COMPARISON_METADATA, NOTHING_SERVES } from '../../core/contract/comparison';
import { isKnown, type Mistake } from '../../core/internal/errors';
import type { ServingComparison } from '../serving-comparison';

/** How a version remembers what it was compared with. */
export function comparisonMetadata({ modelPackageArn, metrics }: ServingComparison): { [name: string]: string } {
  return {
    [COMPARISON_METADATA.SERVING_MODEL_PACKAGE]: modelPackageArn,
    [COMPARISON_METADATA.SERVING_METRICS]: metrics._metricsUri,
  };
}

/** The mistake in a comparison that notices could not tell. */
export function mistakeInComparison(comparedWith: ServingComparison | undefined, customerMetadata: { [name: string]: string } = {}): Mistake | undefined {
  const taken = comparedWith && Object.values(COMPARISON_METADATA).find((name) => name in customerMetadata);
  if (taken !== undefined) {
    return {
      code: 'CustomerMetadataReserved', property: 'customerMetadata', problem: "holds a name that 'comparedWith' writes", value: taken, fix: 'Rename the entry.',
    };
  }
  const arn = comparedWith?.modelPackageArn;
  return !isKnown(arn) || arn === NOTHING_SERVES || /^arn:[^:]+:sagemaker:[^:]+:\d{12}:model-package\/.+$/.test(arn) ? undefined : {
    code: 'ServingModelPackageInvalid', property: 'comparedWith', problem: `'modelPackageArn' must be the ARN of a model version, or '${NOTHING_SERVES}'`, value: arn,
    fix: 'Give it the output of the step that looks up the serving version.',
  };
}
