import { DescribeProcessingJobCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';

/** Jobs that Model Monitor ran for its executions. */
export class EndedJobs {
  constructor(private readonly sagemaker: SageMakerClient) {}

  /** `s3://` folder that a job wrote its report to, with a slash at the end; the service makes it from endpoint, schedule and time. */
  public async reportOf(processingJobArn: string): Promise<string | undefined> {
    const ProcessingJobName = processingJobArn.slice(processingJobArn.lastIndexOf('/') + 1);
    const { ProcessingOutputConfig } = await this.sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName }));
    const uri = ProcessingOutputConfig?.Outputs?.[0]?.S3Output?.S3Uri;
    return uri && `${uri.replace(/\/+$/, '')}/`;
  }
}
