import type { ProcessingStep } from './processing-step';

/** What the version that serves now is worth on the rows that the new version was evaluated on. */
export interface ServingComparison {
  /** ARN of the serving version, a value of an earlier step; `none` where nothing serves. */
  readonly modelPackageArn: string;

  /** The step that evaluated the serving version and wrote its metrics file. */
  readonly metrics: ProcessingStep;
}
