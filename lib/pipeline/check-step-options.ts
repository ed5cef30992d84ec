import type { IModelPackageGroupRef } from 'aws-cdk-lib/aws-sagemaker';
import type { S3Source } from '../core';
import type { ProcessorOptions } from '../data';
import type { CachedStepOptions } from './cache';
import type { RunChoice } from './run-choice';

/** What every check against a baseline can set. */
export interface CheckStepOptions extends CachedStepOptions {
  /**
   * The group whose newest approved version has the baseline that is compared with.
   *
   * @default - none: `suppliedConstraints` are compared with, or nothing where the check is skipped
   */
  readonly group?: IModelPackageGroupRef;

  /**
   * Whether nothing is compared, and only a new baseline calculated. A first run has nothing to compare with, unless a baseline is given here.
   *
   * @default RunChoice.no()
   */
  readonly skipCheck?: RunChoice;

  /**
   * Whether a violation of the baseline fails the run.
   *
   * @default RunChoice.yes()
   */
  readonly failOnViolation?: RunChoice;

  /**
   * Whether the step hands the baseline that it calculates on, for the registry, instead of the one it compared with.
   *
   * @default RunChoice.no()
   */
  readonly registerNewBaseline?: RunChoice;

  /**
   * Constraints that are compared with, in place of those in the registry; both roles may read them.
   *
   * @default - those of the group's newest approved version
   */
  readonly suppliedConstraints?: S3Source;

  /**
   * Machine settings of the job.
   *
   * @default - one 'ml.m5.large' for at most an hour
   */
  readonly processing?: ProcessorOptions;
}
