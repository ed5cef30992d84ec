import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { S3Source } from '../core';
import { Mistakes } from '../core/internal/errors';
import { grantKey } from '../core/internal/s3-grants';
import { grantBedrock, passToBedrock } from './private/bedrock';
import { mistakeInBedrockName } from './private/bedrock-names';
import { Step, type StepOptions, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** A model to take into Bedrock. */
export interface BedrockCustomModelStepProps extends StepOptions {
  /** Name of the model, which must be new in each run: at most 63 letters, digits, hyphens and underscores. */
  readonly modelName: string;

  /** Folder with the model's files. */
  readonly model: S3Source;

  /** Role that Bedrock reads the files as; what is not a value of the pipeline, it gets to read. */
  readonly role: iam.IRole;

  /**
   * Key for the model in Bedrock.
   *
   * @default - Bedrock's own
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Members of the request to add or replace whole, in PascalCase.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

/**
 * Makes a custom model in Bedrock from files.
 *
 * The model stays when the run and the stack are over; Bedrock takes money for keeping it. The members of the request are written in PascalCase at every
 * depth, of which AWS documents the first: `overrides` replace one that the service wants otherwise.
 */
export class BedrockCustomModelStep extends Step {
  constructor(name: string, private readonly props: BedrockCustomModelStepProps) {
    super(name, props);
    new Mistakes().add(mistakeInBedrockName(`step '${name}' modelName`, props.modelName)).throwIfAny();
  }

  /** ARN of the model, for a deployment or provisioned throughput. */
  public get modelArn(): PipelineValue {
    return StepProperty._ofStep(this, 'ModelArn');
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { modelName, model, role, encryptionKey, overrides } = this.props;
    grantBedrock(site, { making: 'CreateCustomModel', following: ['GetCustomModel'], kinds: ['custom-model'] });
    passToBedrock(site, role);
    grantKey(encryptionKey, site.pipelineRole, 'kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey');
    return {
      Type: 'BedrockCustomModel',
      Arguments: {
        ModelName: modelName,
        ModelSourceConfig: { S3DataSource: { S3Uri: model.bind(site.pipeline, role).uri } },
        RoleArn: role.roleArn,
        ModelKmsKeyArn: encryptionKey?.keyArn,
        ...overrides,
      },
    };
  }
}
