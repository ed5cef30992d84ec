import { Mistakes } from '../core/internal/errors';
import { grantBedrock } from './private/bedrock';
import { mistakeInBedrockName } from './private/bedrock-names';
import { Step, type StepOptions, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** A custom model to serve on demand. */
export interface BedrockCustomModelDeploymentStepProps extends StepOptions {
  /** Name of the deployment, which must be new in each run: at most 63 letters, digits, hyphens and underscores. */
  readonly modelDeploymentName: string;

  /** ARN of the custom model, for example that of a custom model step. */
  readonly modelArn: string;

  /**
   * Members of the request to add or replace whole, in PascalCase.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

/**
 * Serves a custom model of Bedrock on demand.
 *
 * The deployment stays when the run and the stack are over, and costs what is asked of it.
 */
export class BedrockCustomModelDeploymentStep extends Step {
  constructor(name: string, private readonly props: BedrockCustomModelDeploymentStepProps) {
    super(name, props);
    new Mistakes().add(mistakeInBedrockName(`step '${name}' modelDeploymentName`, props.modelDeploymentName)).throwIfAny();
  }

  /** ARN of the deployment, which requests name as the model. */
  public get modelDeploymentArn(): PipelineValue {
    return StepProperty._ofStep(this, 'ModelDeploymentArn');
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { modelDeploymentName, modelArn, overrides } = this.props;
    grantBedrock(site, {
      making: 'CreateCustomModelDeployment', of: ['custom-model'], following: ['GetCustomModelDeployment'], kinds: ['custom-model-deployment'],
    });
    return { Type: 'BedrockCustomModelDeployment', Arguments: { ModelDeploymentName: modelDeploymentName, ModelArn: modelArn, ...overrides } };
  }
}
