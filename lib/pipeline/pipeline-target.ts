import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Stack, Token, TokenComparison } from 'aws-cdk-lib/core';
import { Conventions, SourceAccountCondition } from '../core';
import { invalid, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { Pipeline } from './pipeline';
import type { IPipeline } from './pipeline-base';

/** How a rule starts a pipeline. */
export interface PipelineTargetProps {
  /**
   * Parameter values of the run, numbers and truth values as text; at most 200 of at most 1,024 characters.
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

/**
 * Starts a pipeline from an EventBridge rule.
 *
 * A rule may fire more than once for one event; each time starts a run, and runs cost what their jobs cost. The rules of a pipeline
 * share one role, which may start that pipeline and do nothing else.
 */
export class PipelineTarget implements events.IRuleTarget {
  constructor(private readonly pipeline: IPipeline, private readonly props: PipelineTargetProps = {}) {}

  /** Called by the rule. */
  public bind(rule: events.IRuleRef, id?: string): events.RuleTargetConfig {
    const { pipeline, props } = this;
    new Mistakes(rule).add(PARAMETERS.mistakeInCount('parameters', props.parameters)).throwIfAny();
    if (pipeline instanceof Pipeline) {
      pipeline._isStartedBy(rule, props.parameters);
    }
    // For a pipeline elsewhere the CDK makes a second rule beside it and binds that one too.
    if (isInSamePlace(rule, pipeline)) {
      this.setParameters(rule, id);
    }
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
    const resource = rule.node.defaultChild;
    if (!(resource instanceof events.CfnRule)) {
      throw invalid(rule, {
        code: 'RuleNotMadeHere',
        property: 'parameters',
        problem: 'can be set only on a rule that this app makes',
        fix: "Make a rule with 'new events.Rule(...)', or start the pipeline with its defaults.",
      });
    }
    // Rules number their targets in the order in which they are added.
    const index = Number(/\d+$/.exec(id ?? '')?.[0] ?? 0);
    resource.addPropertyOverride(`Targets.${index}.SageMakerPipelineParameters`, {
      PipelineParameterList: parameters.map(([Name, Value]) => ({ Name, Value })),
    });
  }
}

function isInSamePlace(rule: events.IRuleRef, pipeline: IPipeline): boolean {
  const { account, region } = Stack.of(rule);
  return isSame(account, pipeline.env.account) && isSame(region, pipeline.env.region);
}

function isSame(one: string, other: string): boolean {
  return [TokenComparison.SAME, TokenComparison.BOTH_UNRESOLVED].includes(Token.compareStrings(one, other));
}

/** One role per pipeline for all rules that start it. */
function startRole(pipeline: IPipeline): iam.IRole {
  const existing = pipeline.node.tryFindChild('EventsRole');
  if (existing) {
    return existing as iam.Role;
  }
  const { rolePath, sourceAccount } = Conventions.of(pipeline);
  const role = new iam.Role(pipeline, 'EventsRole', {
    path: rolePath,
    description: 'Lets EventBridge start the pipeline',
    assumedBy: new iam.ServicePrincipal('events.amazonaws.com', {
      conditions: sourceAccount === SourceAccountCondition.REQUIRED
        ? { StringEquals: { 'aws:SourceAccount': Stack.of(pipeline).account } }
        : undefined,
    }),
  });
  pipeline.grants.start(role);
  return role;
}
