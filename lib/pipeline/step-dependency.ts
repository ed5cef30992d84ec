/** A step that another waits for: the step itself, which has to succeed, or one whose end in another way counts. */
export interface IStepDependency {
  /** Name of the step that is waited for. */
  readonly stepName: string;
}

/** Which end of a step lets another run. */
export enum TriggerCondition {
  /** It succeeded. */
  COMPLETED = 'Completed',
  /** It failed. */
  FAILED = 'Failed',
  /** It was stopped. */
  STOPPED = 'Stopped',
  /** It has ended, however that was. */
  ANY = 'Any',
}

/**
 * Waits for a step to end in a certain way, for example to tell somebody that it failed.
 *
 * A run in which steps run after a failure ends as `CompletedWithFailures`, and no longer as `Failed`; `onFailed` of the pipeline covers both. SageMaker
 * learnt this in 2026, and does not say which outputs of a step that failed can be used.
 */
export class StepDependency implements IStepDependency {
  /** Waits for this end of the step. */
  public static of(step: IStepDependency, trigger: TriggerCondition): StepDependency {
    return new StepDependency(step.stepName, trigger);
  }

  private constructor(public readonly stepName: string, private readonly trigger: TriggerCondition) {}

  /**
   * The entry of a definition; success is what a name means.
   *
   * @internal
   */
  public _render(): string | { Step: string; Trigger: string } {
    return this.trigger === TriggerCondition.COMPLETED ? this.stepName : { Step: this.stepName, Trigger: this.trigger };
  }
}
