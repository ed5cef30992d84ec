import { Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { grantBedrock } from './private/bedrock';
import { mistakeInBedrockName } from './private/bedrock-names';
import { Step, type StepOptions, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** How long throughput is bought for. */
export enum BedrockCommitment {
  /** A month, at a lower price. */
  ONE_MONTH = 'OneMonth',
  /** Six months, at the lowest price. */
  SIX_MONTHS = 'SixMonths',
}

/** Throughput to buy. */
export interface BedrockProvisionedThroughputStepProps extends StepOptions {
  /** Name of the throughput, which must be new in each run: at most 63 letters, digits, hyphens and underscores. */
  readonly provisionedModelName: string;

  /** ARN or id of the model, for example that of a custom model step. */
  readonly modelId: string;

  /**
   * How much; at least 1.
   *
   * @default 1
   */
  readonly modelUnits?: number;

  /**
   * How long it is bought for. It cannot be given back before.
   *
   * @default - by the hour, until somebody deletes it
   */
  readonly commitment?: BedrockCommitment;

  /**
   * Members of the request to add or replace whole, in PascalCase.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

const UNITS = Limit.between('BedrockModelUnits', 1);

/**
 * Buys dedicated throughput for a model of Bedrock.
 *
 * It is dear, and is paid from the run on until somebody deletes it: neither the run's end nor the stack's does.
 */
export class BedrockProvisionedThroughputStep extends Step {
  constructor(name: string, private readonly props: BedrockProvisionedThroughputStepProps) {
    super(name, props);
    new Mistakes()
      .add(mistakeInBedrockName(`step '${name}' provisionedModelName`, props.provisionedModelName))
      .add(UNITS.mistakeIn(`step '${name}' modelUnits`, props.modelUnits))
      .throwIfAny();
  }

  /** ARN of the throughput, which requests name as the model. */
  public get provisionedModelArn(): PipelineValue {
    return StepProperty._ofStep(this, 'ProvisionedModelArn');
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { provisionedModelName, modelId, modelUnits, commitment, overrides } = this.props;
    grantBedrock(site, {
      making: 'CreateProvisionedModelThroughput', of: ['custom-model', 'foundation-model'], following: ['GetProvisionedModelThroughput'], kinds: ['provisioned-model'],
    });
    return {
      Type: 'BedrockProvisionedModelThroughput',
      Arguments: { ProvisionedModelName: provisionedModelName, ModelId: modelId, ModelUnits: modelUnits ?? 1, CommitmentDuration: commitment, ...overrides },
    };
  }
}
