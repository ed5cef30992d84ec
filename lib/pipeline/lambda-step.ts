import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { allow } from '../core/internal/allow';
import { invalid, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import type { Cache } from './cache';
import { Step, type StepOptions, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** What kind of value a step hands on. */
export enum OutputType {
  /** Text. */
  STRING = 'String',
  /** A whole number. */
  INTEGER = 'Integer',
  /** A number. */
  FLOAT = 'Float',
  /** A yes or no. */
  BOOLEAN = 'Boolean',
}

/** A function to call in a pipeline. */
export interface LambdaStepProps extends StepOptions {
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

  /**
   * Takes over the outputs of an earlier run with the same inputs.
   *
   * @default - the function is called each time
   */
  readonly cache?: Cache;
}

/**
 * Calls a Lambda function and waits for its answer.
 *
 * The pipeline's role may invoke that function; one of another account has to allow it too. The step costs the function's time. A function that throws, or
 * answers too late, fails the run; it may be called again when somebody retries the run.
 */
export class LambdaStep extends Step {
  constructor(name: string, private readonly props: LambdaStepProps) {
    super(name, props);
    checkOutputs(name, props.outputs);
  }

  /** A member of the function's answer. Fails for one that is not among the outputs. */
  public output(name: string): PipelineValue {
    const { outputs = {} } = this.props;
    if (!Object.hasOwn(outputs, name)) {
      throw invalid(undefined, {
        code: 'StepOutputUnknown',
        property: `step '${this.stepName}'`,
        problem: `has no such output; it has ${Object.keys(outputs).join(', ') || 'none'}`,
        value: name,
        fix: "Name it in the step's 'outputs', or use one of those it has.",
      });
    }
    const path = `OutputParameters['${name}']`;
    return outputs[name] === OutputType.STRING ? StepProperty._ofStep(this, path) : StepProperty._numberOfStep(this, path);
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { functionArn } = this.props.function;
    allow(site.pipelineRole, { actions: ['lambda:InvokeFunction'], resourceArns: [functionArn] });
    return {
      Type: 'Lambda',
      Arguments: { ...this.props.inputs },
      FunctionArn: functionArn,
      OutputParameters: Object.entries(this.props.outputs ?? {}).map(([OutputName, OutputType]) => ({ OutputName, OutputType })),
      CacheConfig: this.props.cache?._render(),
    };
  }
}

const OUTPUTS = Limit.between('LambdaOutputs', 0, 50);

/** Names become part of references, in quotes. */
function checkOutputs(step: string, outputs: LambdaStepProps['outputs'] = {}): void {
  const property = `step '${step}'`;
  const mistakes = new Mistakes().add(OUTPUTS.mistakeInCount(`${property} outputs`, outputs));
  for (const name of Object.keys(outputs)) {
    mistakes.when(!/^[^'"[\]]{1,256}$/.test(name), {
      code: 'StepOutputName', property, problem: 'an output may have up to 256 characters, and no quotes and brackets among them', value: name,
      fix: "Name it as the member of the function's answer, for example 'modelUrl'.",
    });
  }
  mistakes.throwIfAny();
}
