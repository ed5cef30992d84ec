import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sagemaker from 'aws-cdk-lib/aws-sagemaker';

/** Permissions on one pipeline. */
export class PipelineGrants {
  /** The permissions on a pipeline, made here or elsewhere. */
  public static fromPipeline(pipeline: sagemaker.IPipeline): PipelineGrants {
    return new PipelineGrants(pipeline);
  }

  private constructor(private readonly pipeline: sagemaker.IPipeline) {}

  /** Start runs; whoever may, causes the cost of the jobs. */
  public start(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, ['sagemaker:StartPipelineExecution'], [this.pipeline.pipelineArn]);
  }

  /** Stop runs that are going on. */
  public stop(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, ['sagemaker:StopPipelineExecution'], [this.executions]);
  }

  /** See the pipeline, its runs and their steps. */
  public read(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, [
      'sagemaker:DescribePipeline',
      'sagemaker:ListPipelineExecutions',
      'sagemaker:DescribePipelineExecution',
      'sagemaker:DescribePipelineDefinitionForExecution',
      'sagemaker:ListPipelineExecutionSteps',
      'sagemaker:ListPipelineParametersForExecution',
    ], [this.pipeline.pipelineArn, this.executions]);
  }

  /** Answer steps that wait for one, well or badly; whoever may, decides how a run goes on. */
  public answerCallbacks(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, ['sagemaker:SendPipelineExecutionStepSuccess', 'sagemaker:SendPipelineExecutionStepFailure'], [this.executions]);
  }

  private get executions(): string {
    return `${this.pipeline.pipelineArn}/execution/*`;
  }

  private actions(grantee: iam.IGrantable, actions: string[], resourceArns: string[]): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns });
  }
}
