import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { allow } from '../../core/internal/allow';
import { grantKey } from '../../core/internal/s3-grants';
import type { _StepSite } from '../step';
import { renderOutputs, type StepOutputs } from './step-outputs';

/** A step that sends its inputs to a queue and waits for an answer. The pipeline's role may send there, and nothing else. */
export function renderCallback(site: _StepSite, queue: IQueue, inputs: object, outputs: StepOutputs) {
  allow(site.pipelineRole, { actions: ['sqs:SendMessage'], resourceArns: [queue.queueArn] });
  grantKey(queue.encryptionMasterKey, site.pipelineRole, 'kms:Decrypt', 'kms:GenerateDataKey');
  return { Type: 'Callback', Arguments: { ...inputs }, SqsQueueUrl: queue.queueUrl, OutputParameters: renderOutputs(outputs) };
}
