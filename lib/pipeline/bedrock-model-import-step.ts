import type * as iam from 'aws-cdk-lib/aws-iam';
import type { S3Source } from '../core';
import { Mistakes } from '../core/internal/errors';
import { ExecutionVariable } from './execution-variable';
import { grantBedrock, passToBedrock } from './private/bedrock';
import { mistakeInBedrockName } from './private/bedrock-names';
import { Step, type StepOptions, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** A model of an open architecture to import into Bedrock. */
export interface BedrockModelImportStepProps extends StepOptions {
  /** Name of the imported model, which must be new in each run: at most 63 letters, digits, hyphens and underscores. */
  readonly importedModelName: string;

  /** Folder with the model's files, in the Hugging Face format. */
  readonly model: S3Source;

  /** Role that Bedrock reads the files as; what is not a value of the pipeline, it gets to read. */
  readonly role: iam.IRole;

  /**
   * Name of the import job, which must be new in each run.
   *
   * @default - `import-` and the id of the run
   */
  readonly jobName?: string;

  /**
   * Members of the request to add or replace whole, in PascalCase.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

/**
 * Imports a model that SageMaker trained into Bedrock.
 *
 * The model stays when the run and the stack are over; Bedrock takes money for keeping it and for the time in which it serves.
 */
export class BedrockModelImportStep extends Step {
  constructor(name: string, private readonly props: BedrockModelImportStepProps) {
    super(name, props);
    new Mistakes().add(mistakeInBedrockName(`step '${name}' importedModelName`, props.importedModelName)).throwIfAny();
  }

  /** ARN of the imported model. */
  public get importedModelArn(): PipelineValue {
    return StepProperty._ofStep(this, 'ImportedModelArn');
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { importedModelName, model, role, jobName, overrides } = this.props;
    grantBedrock(site, { making: 'CreateModelImportJob', following: ['GetModelImportJob'], kinds: ['imported-model', 'model-import-job'] });
    passToBedrock(site, role);
    return {
      Type: 'BedrockModelImport',
      Arguments: {
        JobName: jobName ?? `import-${ExecutionVariable.PIPELINE_EXECUTION_ID}`,
        ImportedModelName: importedModelName,
        RoleArn: role.roleArn,
        ModelDataSource: { S3DataSource: { S3Uri: model.bind(site.pipeline, role).uri } },
        ...overrides,
      },
    };
  }
}
