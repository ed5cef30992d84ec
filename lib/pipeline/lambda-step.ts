import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { allow } from '../core/internal/allow';
import { Limit } from '../core/internal/limits';
import type { CachedStepOptions } from './cache';
import type { OutputType } from './output-type';
import { checkOutputs, outputOf, renderOutputs } from './private/step-outputs';
import { Step, type _StepSite } from './step';
import type { PipelineValue } from './value';

/** A function to call in a pipeline. */
export interface LambdaStepProps extends CachedStepOptions {
  /** The function, one of its versions, or an alias of it; SageMaker waits ten minutes for its answer. */
  readonly function: lambda.IFunction;

  /**
   * What the function gets as its event: texts, numbers, truth values, lists and objects, with values of the pipeline anywhere in them.
   *
   * @default - an empty event
   */
  readonly inputs?: { [name: string]: unknown };

  /**
   * What other steps may use of the function's answer, a JSON object: its members by name; at most 50, each with at most 1,024 characters.
   *
   * A run fails when the answer lacks one of them.
   *
   * @default - nothing
   */
  readonly outputs?: { [name: string]: OutputType };
}

const OUTPUTS = Limit.between('LambdaOutputs', 0, 50);

/**
 * Calls a Lambda function and waits for its answer.
 *
 * The pipeline's role may invoke that function; one of another account has to allow it too. The step costs the function's time. A function that throws, or
 * answers too late, fails the run; it may be called again when somebody retries the run.
 */
export class LambdaStep extends Step {
  constructor(name: string, private readonly props: LambdaStepProps) {
    super(name, props);
    checkOutputs(name, props.outputs, OUTPUTS);
  }

  /** A member of the function's answer. Fails for one that is not among the outputs. */
  public output(name: string): PipelineValue {
    return outputOf(this, this.props.outputs, name);
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { functionArn } = this.props.function;
    allow(site.pipelineRole, { actions: ['lambda:InvokeFunction'], resourceArns: [functionArn] });
    return {
      Type: 'Lambda',
      Arguments: { ...this.props.inputs },
      FunctionArn: functionArn,
      OutputParameters: renderOutputs(this.props.outputs),
    };
  }
}
