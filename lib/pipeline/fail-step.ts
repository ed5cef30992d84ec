import { Step, type StepOptions } from './step';

/** An end without success. */
export interface FailStepProps extends StepOptions {
  /** What people are told; values of the pipeline may stand in a template string. */
  readonly message: string;
}

/**
 * Ends the run as failed, with a reason that people can act on.
 *
 * Steps that are running are stopped. Nothing can wait for it.
 */
export class FailStep extends Step {
  constructor(name: string, private readonly props: FailStepProps) {
    super(name, props);
  }

  /** @internal */
  protected _describe() {
    return { Type: 'Fail', Arguments: { ErrorMessage: this.props.message } };
  }
}
