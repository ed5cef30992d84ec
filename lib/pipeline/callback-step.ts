import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { DeadLetters } from '../core/internal/dead-letters';
import { invalid } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { messageQueue } from '../core/internal/message-queue';
import type { CachedStepOptions } from './cache';
import type { OutputType } from './output-type';
import type { Pipeline } from './pipeline';
import { renderCallback } from './private/callback';
import { checkOutputs, outputOf } from './private/step-outputs';
import { Step, type _StepSite } from './step';
import type { PipelineValue } from './value';

/** Work that something outside of the pipeline does. */
export interface CallbackStepProps extends CachedStepOptions {
  /**
   * Where the request is sent, a standard queue; its key, if it has one, is granted too.
   *
   * @default - an encrypted queue of the pipeline, which keeps a request for 4 days; what is received five times without an answer goes to a second
   * queue with an alarm
   */
  readonly queue?: sqs.IQueue;

  /**
   * What the request tells beside its token: texts, numbers, truth values, lists and objects, with values of the pipeline anywhere in them.
   *
   * @default - nothing
   */
  readonly inputs?: { [name: string]: unknown };

  /**
   * What the answer must hold for other steps, by name; at most 50, each with at most 1,024 characters.
   *
   * @default - nothing
   */
  readonly outputs?: { [name: string]: OutputType };
}

const OUTPUTS = Limit.between('CallbackOutputs', 0, 50);

/**
 * Sends a message to a queue and waits until somebody answers: a person, a job elsewhere, a machine in your own rooms.
 *
 * The message is JSON with a `token` and, in `arguments`, the inputs. Whoever got it calls
 * SendPipelineExecutionStepSuccess or ...Failure with the token within 7 days, or the run fails; `grantAnswer` lets them. The pipeline's role may send to that
 * queue. A queue of its own costs next to nothing, its alarm what an alarm costs.
 */
export class CallbackStep extends Step {
  private ownQueue: sqs.IQueue | undefined;

  constructor(name: string, private readonly props: CallbackStepProps = {}) {
    super(name, props);
    checkOutputs(name, props.outputs, OUTPUTS);
    if (props.queue?.fifo) {
      throw invalid(undefined, {
        code: 'CallbackQueueFifo', property: `step '${name}'`, problem: "'queue' is a FIFO queue, and pipelines send without a message group",
        fix: 'Give a standard queue, or none.',
      });
    }
  }

  /** A member of the answer. Fails for one that is not among the outputs. */
  public output(name: string): PipelineValue {
    return outputOf(this, this.props.outputs, name);
  }

  /** Where the request is sent. Fails before the step is added to a pipeline, unless a queue was given. */
  public get queue(): sqs.IQueue {
    return this.props.queue ?? this.ownQueue ?? this.notAdded('queue');
  }

  /**
   * Lets somebody take requests from the queue and answer them. Fails before the step is added to a pipeline.
   *
   * The answer is allowed for all callbacks of the pipeline: its runs get their ids when they start.
   */
  public grantAnswer(grantee: iam.IGrantable): iam.Grant {
    const pipeline = this._home() ?? this.notAdded('grantAnswer');
    return this.queue.grantConsumeMessages(grantee).combine(pipeline.grants.answerCallbacks(grantee));
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    this.ownQueue = this.props.queue ? undefined : ownQueue(site.pipeline, this.stepName, site);
    return renderCallback(site, this.queue, { ...this.props.inputs }, this.props.outputs);
  }

  private notAdded(property: string): never {
    throw invalid(undefined, {
      code: 'StepNotInPipeline', property: `step '${this.stepName}'`, problem: `'${property}' is known only when the step is part of a pipeline`,
      fix: 'Call addSteps(...) first.',
    });
  }
}

function ownQueue(pipeline: Pipeline, stepName: string, site: _StepSite): sqs.Queue {
  if (pipeline.node.tryFindChild(`${stepName}Requests`)) {
    throw invalid(pipeline, {
      code: 'StepNameRepeated', property: `step '${stepName}'`, problem: 'another step has the same name', fix: 'Give each step a name of its own.',
    });
  }
  const { encryptionKey } = site.jobSite(stepName);
  const { queue } = new DeadLetters(pipeline, `${stepName}Unanswered`, { contents: `requests of step ${stepName} that were received five times without an answer`, encryptionKey });
  return messageQueue(pipeline, `${stepName}Requests`, {
    encryptionKey, visibilityTimeout: Duration.minutes(5), deadLetterQueue: { queue, maxReceiveCount: 5 },
  });
}
