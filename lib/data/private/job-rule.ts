import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { SAGEMAKER_EVENT_SOURCE, spellingsInEvents } from '../../core/contract';
import type { JobKind } from './job-kind';

/** A rule for jobs whose names start with that of a schedule. */
export function jobRule(
  scope: Construct, id: string, { api, detailType }: JobKind, jobName: string, statuses: readonly string[], options: events.OnEventOptions,
): events.Rule {
  const rule = new events.Rule(scope, id, options);
  rule.addTarget(options.target);
  rule.addEventPattern({
    source: [SAGEMAKER_EVENT_SOURCE],
    detailType: [detailType],
    detail: { [`${api}Name`]: [{ prefix: `${jobName}-` }], [`${api}Status`]: statuses.flatMap(spellingsInEvents) },
  });
  return rule;
}
