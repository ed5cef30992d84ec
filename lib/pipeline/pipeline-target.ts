import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Conventions } from '../core';
import { Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { Pipeline } from './pipeline';
import type { IPipeline } from './pipeline-base';

/** How a rule starts a pipeline. */
export interface PipelineTargetProps {
  /**
   * Parameter values of the run.
   *
   * @default - the parameters' defaults
   */
  readonly parameters?: { [name: string]: string };

  /**
   * Queue for events that did not start a run in spite of EventBridge's retries over a day.
   *
   * The queue's policy must let `events.amazonaws.com` send to it.
   *
   * @default - such events are dropped
   */
  readonly deadLetterQueue?: sqs.IQueue;
}

const PARAMETERS = Limit.of('StartPipelineExecutionRequest.PipelineParameters');

/** Starts a pipeline from an EventBridge rule. A rule may fire more than once for one event; each time starts a run. */
export class PipelineTarget implements events.IRuleTarget {
  constructor(private readonly pipeline: IPipeline, private readonly props: PipelineTargetProps = {}) {}

  /** Called by the rule. */
  public bind(rule: events.IRuleRef, id?: string): events.RuleTargetConfig {
    const { pipeline, props } = this;
    new Mistakes(rule).add(PARAMETERS.mistakeInCount('parameters', props.parameters)).throwIfAny();
    if (pipeline instanceof Pipeline) {
      pipeline._requireValues(props.parameters);
    }
    this.setParameters(rule, id);
    return {
      arn: pipeline.pipelineArn,
      role: startRole(pipeline),
      deadLetterConfig: props.deadLetterQueue && { arn: props.deadLetterQueue.queueArn },
      targetResource: pipeline,
    };
  }

  /** Rules of aws-cdk-lib do not know this member of a target yet. */
  private setParameters(rule: events.IRuleRef, id: string | undefined): void {
    const parameters = Object.entries(this.props.parameters ?? {});
    if (parameters.length === 0) {
      return;
    }
    const index = /(\d+)$/.exec(id ?? '')?.[1] ?? '0';
    const resource = rule.node.defaultChild as events.CfnRule;
    resource.addPropertyOverride(`Targets.${index}.SageMakerPipelineParameters`, {
      PipelineParameterList: parameters.map(([Name, Value]) => ({ Name, Value })),
    });
  }
}

/** One role per pipeline for all rules that start it. */
function startRole(pipeline: IPipeline): iam.IRole {
  const existing = pipeline.node.tryFindChild('EventsRole');
  if (existing) {
    return existing as iam.Role;
  }
  const role = new iam.Role(pipeline, 'EventsRole', {
    path: Conventions.of(pipeline).rolePath,
    description: 'Lets EventBridge start the pipeline',
    assumedBy: new iam.ServicePrincipal('events.amazonaws.com'),
  });
  pipeline.grants.start(role);
  return role;
}
