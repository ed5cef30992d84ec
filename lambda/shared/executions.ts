import {
  ListPipelineExecutionsCommand, StartPipelineExecutionCommand, StopPipelineExecutionCommand,
  type PipelineExecutionSummary, type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { errorName, isNotFound } from './errors';
import type { RunRequest } from './run-request';
import { hashOf } from './tokens';

/** A run as the list shows it. */
export interface Execution {
  readonly arn: string;
  readonly status: string;
  readonly displayName: string | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number | undefined;
}

/** How a pipeline stands towards a run that may be wanted. */
export interface Standing {
  /** The newest run with the wanted display name. */
  readonly named: Execution | undefined;
  /** Runs that still go on or are being stopped. */
  readonly unfinished: readonly Execution[];
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

  /**
   * The newest run with each display name, or with that name and an addition to it; the newest of all is the first.
   *
   * This is how a run is found when the service has long forgotten its token.
   */
  public async newest(pipelineName: string, displayNames: readonly string[]): Promise<Execution[]> {
    const wanted = new Set(displayNames);
    const found: Execution[] = [];
    for await (const execution of this.all(pipelineName)) {
      const name = [...wanted].find((each) => isNamed(execution, each));
      if (name !== undefined) {
        wanted.delete(name);
        found.push(execution);
      }
      if (wanted.size === 0) {
        break;
      }
    }
    return found;
  }

  /** The run with that display name and the unfinished ones, from one reading of the list. */
  public async standing(pipelineName: string, displayName: string): Promise<Standing> {
    return this.standingOf(pipelineName, (each) => each === displayName);
  }

  /** The newest run whose display name begins so and the unfinished ones, from one reading of the list. */
  public async standingOfFamily(pipelineName: string, beginning: string): Promise<Standing> {
    return this.standingOf(pipelineName, (each) => each.startsWith(beginning));
  }

  private async standingOf(pipelineName: string, isWanted: (displayName: string) => boolean): Promise<Standing> {
    const all: Execution[] = [];
    for await (const execution of this.all(pipelineName)) {
      all.push(execution);
    }
    return { named: all.find(({ displayName }) => displayName !== undefined && isWanted(displayName)), unfinished: all.filter(isUnfinished) };
  }

  /** The runs that still go on or are being stopped; none when the pipeline is gone. */
  public async unfinished(pipelineName: string): Promise<Execution[]> {
    const found: Execution[] = [];
    try {
      for await (const execution of this.all(pipelineName)) {
        if (isUnfinished(execution)) {
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
      await this.sagemaker.send(new StopPipelineExecutionCommand({ PipelineExecutionArn: arn, ClientRequestToken: hashOf('stop', arn) }));
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
    startedAt: summary.StartTime?.getTime(),
  };
}

/** Whether a run has a display name, with or without an addition. */
export function isNamed({ displayName }: Execution, name: string): boolean {
  return displayName === name || displayName?.startsWith(`${name}-`) === true;
}

function isUnfinished({ status }: Execution): boolean {
  return status === 'Executing' || status === 'Stopping';
}
