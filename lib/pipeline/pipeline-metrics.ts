import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sagemaker from 'aws-cdk-lib/aws-sagemaker';

const NAMESPACE = 'AWS/Sagemaker/ModelBuildingPipeline';

/** A metric of a pipeline; SageMaker sends them to CloudWatch without charge. */
export function pipelineMetric(pipeline: sagemaker.IPipeline, metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: NAMESPACE, metricName, dimensionsMap: { PipelineName: pipeline.pipelineName }, statistic: 'Sum', ...props,
  });
}

export function executionFailed(pipeline: sagemaker.IPipeline, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
  return pipelineMetric(pipeline, 'ExecutionFailed', props);
}

export function executionSucceeded(pipeline: sagemaker.IPipeline, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
  return pipelineMetric(pipeline, 'ExecutionSucceeded', props);
}

export function executionDuration(pipeline: sagemaker.IPipeline, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
  return pipelineMetric(pipeline, 'ExecutionDuration', { statistic: 'Maximum', ...props });
}
