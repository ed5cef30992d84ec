import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { SAGEMAKER_EVENT_SOURCE, spellingsInEvents } from '../../core/contract';

const DETAIL_TYPE = 'SageMaker Processing Job State Change';

/** A rule for jobs whose names start with that of a schedule. */
export function jobRule(scope: Construct, id: string, jobName: string, statuses: readonly string[], options: events.OnEventOptions): events.Rule {
  const rule = new events.Rule(scope, id, options);
  rule.addTarget(options.target);
  rule.addEventPattern({
    source: [SAGEMAKER_EVENT_SOURCE],
    detailType: [DETAIL_TYPE],
    detail: { ProcessingJobName: [{ prefix: `${jobName}-` }], ProcessingJobStatus: statuses.flatMap(spellingsInEvents) },
  });
  return rule;
}
