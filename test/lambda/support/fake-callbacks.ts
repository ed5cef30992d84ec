import {
  DescribePipelineExecutionCommand, ListPipelineExecutionStepsCommand, SageMakerClient, SendPipelineExecutionStepFailureCommand,
  SendPipelineExecutionStepSuccessCommand,
} from '@aws-sdk/client-sagemaker';
import { awsError } from './invocation';
import { Played } from './played';

export interface FakeCallback {
  readonly token: string;
  status: string;
  outputs?: Readonly<Record<string, string>>;
  reason?: string;
  /** How often it was answered, repetitions of one request not counted. */
  answers: number;
}

/** Runs of one pipeline as far as callback steps wait in them. */
export class FakeCallbacks {
  /** Status of each run, by the ARN. */
  public readonly executions = new Map<string, string>();
  /** Steps by the ARN of their run. */
  public readonly steps = new Map<string, FakeCallback[]>();
  public pageSize = 100;
  private readonly requests = new Set<string>();
  private readonly played = new Played(SageMakerClient)
    .on(DescribePipelineExecutionCommand, ({ PipelineExecutionArn }) => {
      const PipelineExecutionStatus = this.executions.get(PipelineExecutionArn);
      if (PipelineExecutionStatus === undefined) {
        throw awsError('ResourceNotFound', `Pipeline execution ${PipelineExecutionArn} does not exist.`);
      }
      return { PipelineExecutionArn, PipelineExecutionStatus };
    })
    .on(ListPipelineExecutionStepsCommand, ({ PipelineExecutionArn, NextToken = '0' }) => {
      const steps = this.steps.get(PipelineExecutionArn)!;
      const to = Number(NextToken) + this.pageSize;
      return {
        PipelineExecutionSteps: steps.slice(Number(NextToken), to)
          .map(({ token, status }) => ({ StepStatus: status, Metadata: { Callback: { CallbackToken: token } } })),
        NextToken: to < steps.length ? String(to) : undefined,
      };
    })
    .on(SendPipelineExecutionStepSuccessCommand, ({ OutputParameters, ...input }) => this.answer(input, {
      status: 'Succeeded', outputs: Object.fromEntries(OutputParameters.map(({ Name, Value }: { Name: string; Value: string }) => [Name, Value])),
    }))
    .on(SendPipelineExecutionStepFailureCommand, ({ FailureReason, ...input }) => this.answer(input, { status: 'Failed', reason: FailureReason }));
  /** Without the SDK; the mock hears nothing of its requests. */
  public readonly direct = this.played.direct;

  public get mock(): any {
    return this.played.mock;
  }

  public get client(): any {
    return this.played.client;
  }

  public restore(): void {
    this.played.restore();
  }

  /** A step that waits. */
  public waiting(executionArn: string, token: string): FakeCallback {
    const step: FakeCallback = { token, status: 'Executing', answers: 0 };
    this.executions.set(executionArn, this.executions.get(executionArn) ?? 'Executing');
    this.steps.set(executionArn, [...this.steps.get(executionArn) ?? [], step]);
    return step;
  }

  private answer({ CallbackToken, ClientRequestToken }: any, answer: Partial<FakeCallback>) {
    const [executionArn, steps] = [...this.steps].find(([, all]) => all.some(({ token }) => token === CallbackToken))!;
    const step = steps.find(({ token }) => token === CallbackToken)!;
    if (!this.requests.has(ClientRequestToken)) {
      if (step.status !== 'Executing') {
        throw awsError('ValidationException', 'The callback token is not valid.');
      }
      this.requests.add(ClientRequestToken);
      Object.assign(step, answer, { answers: step.answers + 1 });
    }
    return { PipelineExecutionArn: executionArn };
  }
}
