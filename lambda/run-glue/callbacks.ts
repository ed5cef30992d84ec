import {
  DescribePipelineExecutionCommand, ListPipelineExecutionStepsCommand, SendPipelineExecutionStepFailureCommand, SendPipelineExecutionStepSuccessCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { CallbackMessage } from '../../lib/core/contract';
import { ifThere } from '../shared/errors';
import { hashOf } from '../shared/tokens';

/** Whether anybody still wants the work. */
export enum Standing {
  /** The run goes on. */
  WANTED = 'WANTED',
  /** The run is being stopped, and waits for an answer. */
  STOPPING = 'STOPPING',
  /** The run is over, or gone. */
  OVER = 'OVER',
}

const LONGEST_REASON = 256;

/** The callbacks of pipelines, as SageMaker keeps them. */
export class Callbacks {
  constructor(private readonly sagemaker: SageMakerClient) {}

  public async standing({ pipelineExecutionArn }: CallbackMessage): Promise<Standing> {
    const run = await ifThere(() => this.sagemaker.send(new DescribePipelineExecutionCommand({ PipelineExecutionArn: pipelineExecutionArn })));
    switch (run?.PipelineExecutionStatus) {
      case 'Executing': return Standing.WANTED;
      case 'Stopping': return Standing.STOPPING;
      default: return Standing.OVER;
    }
  }

  public async succeed(callback: CallbackMessage, outputs: Readonly<Record<string, string>>): Promise<void> {
    await this.answer(callback, new SendPipelineExecutionStepSuccessCommand({
      CallbackToken: callback.token,
      ClientRequestToken: hashOf('success', callback.token),
      OutputParameters: Object.entries(outputs).map(([Name, Value]) => ({ Name, Value })),
    }));
  }

  public async fail(callback: CallbackMessage, reason: string): Promise<void> {
    await this.answer(callback, new SendPipelineExecutionStepFailureCommand({
      CallbackToken: callback.token,
      ClientRequestToken: hashOf('failure', callback.token),
      FailureReason: reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON - 3)}...` : reason,
    }));
  }

  /** Answers a step that waits. One that was answered before, perhaps by a function that died over it, may be refused a second time. */
  private async answer(callback: CallbackMessage, command: SendPipelineExecutionStepSuccessCommand | SendPipelineExecutionStepFailureCommand): Promise<void> {
    try {
      await this.sagemaker.send(command);
    } catch (error) {
      if (await this.waits(callback)) {
        throw error;
      }
    }
  }

  private async waits({ pipelineExecutionArn, token }: CallbackMessage): Promise<boolean> {
    let NextToken: string | undefined;
    do {
      const page = await ifThere(() => this.sagemaker.send(new ListPipelineExecutionStepsCommand({
        PipelineExecutionArn: pipelineExecutionArn, MaxResults: 100, NextToken,
      })));
      const step = page?.PipelineExecutionSteps?.find(({ Metadata }) => Metadata?.Callback?.CallbackToken === token);
      if (step) {
        return step.StepStatus === 'Executing' || step.StepStatus === 'Starting' || step.StepStatus === 'Stopping';
      }
      NextToken = page?.NextToken;
    } while (NextToken);
    return false;
  }
}
