import {
  ListPipelineExecutionsCommand, StartPipelineExecutionCommand, StopPipelineExecutionCommand,
  type PipelineExecutionSummary, type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { errorName, isNotFound } from '../shared/errors';
import { stopToken, type RunRequest } from './run-request';

/** A run as the list shows it. */
export interface Execution {
  readonly arn: string;
  readonly status: string;
  readonly displayName: string | undefined;
}

/** The runs of pipelines, as SageMaker keeps them. */
export class Executions {
  constructor(private readonly sagemaker: SageMakerClient) {}

  /** Starts the run; SageMaker answers a repeated token with the run that it already started. */
  public async start(request: RunRequest): Promise<string> {
    const { PipelineExecutionArn } = await this.sagemaker.send(new StartPipelineExecutionCommand(request.input));
    if (!PipelineExecutionArn) {
      throw new Error(`SageMaker started pipeline '${request.input.PipelineName}' without telling the run's ARN`);
    }
    return PipelineExecutionArn;
  }

  /** The newest run with that display name: how a run is found when the service has long forgotten its token. */
  public async named(pipelineName: string, displayName: string): Promise<Execution | undefined> {
    for await (const execution of this.all(pipelineName)) {
      if (execution.displayName === displayName) {
        return execution;
      }
    }
    return undefined;
  }

  /** The runs that still go on or are being stopped; none when the pipeline is gone. */
  public async unfinished(pipelineName: string): Promise<Execution[]> {
    const found: Execution[] = [];
    try {
      for await (const execution of this.all(pipelineName)) {
        if (execution.status === 'Executing' || execution.status === 'Stopping') {
          found.push(execution);
        }
      }
      return found;
    } catch (error) {
      if (isNotFound(error)) {
        return [];
      }
      throw error;
    }
  }

  /** Asks SageMaker to stop a run; it may have ended, or be stopping, by the time the request arrives. */
  public async stop(arn: string): Promise<void> {
    try {
      await this.sagemaker.send(new StopPipelineExecutionCommand({ PipelineExecutionArn: arn, ClientRequestToken: stopToken(arn) }));
    } catch (error) {
      if (!isNotFound(error) && errorName(error) !== 'ConflictException') {
        throw error;
      }
    }
  }

  private async *all(pipelineName: string): AsyncGenerator<Execution> {
    let token: string | undefined;
    do {
      const page = await this.sagemaker.send(new ListPipelineExecutionsCommand({
        PipelineName: pipelineName,
        SortBy: 'CreationTime',
        SortOrder: 'Descending',
        MaxResults: 100,
        NextToken: token,
      }));
      yield* (page.PipelineExecutionSummaries ?? []).map(executionOf);
      token = page.NextToken;
    } while (token);
  }
}

function executionOf(summary: PipelineExecutionSummary): Execution {
  return {
    arn: summary.PipelineExecutionArn ?? '',
    status: summary.PipelineExecutionStatus ?? '',
    displayName: summary.PipelineExecutionDisplayName,
  };
}
