import { ListPipelineExecutionsCommand, StartPipelineExecutionCommand, StopPipelineExecutionCommand } from '@aws-sdk/client-sagemaker';
import { FakeSageMaker } from './fake-sagemaker';
import { awsError } from './invocation';

export interface FakeRun {
  readonly arn: string;
  readonly displayName: string | undefined;
  status: string;
  /** When it started, in milliseconds since 1970; runs from before a test have no time. */
  readonly startedAt?: number;
}

/** SageMaker's pipelines as far as runs go: they start once a token, are listed newest first, and stop after a while. */
export class FakePipelines extends FakeSageMaker {
  /** Runs of each pipeline, newest first. */
  public readonly pipelines = new Map<string, FakeRun[]>();
  /** Looks at a run until a stopping one has stopped. */
  public looksUntilStopped = 1;
  /** The clock, in milliseconds since 1970. */
  public now: (() => number) | undefined;
  private readonly tokens = new Map<string, string>();
  private readonly looks = new Map<string, number>();

  constructor() {
    super();
    this.on('StartPipelineExecution', StartPipelineExecutionCommand, (input) => this.start(input));
    this.on('StopPipelineExecution', StopPipelineExecutionCommand, (input) => this.stop(input));
    this.on('ListPipelineExecutions', ListPipelineExecutionsCommand, (input) => this.list(input));
  }

  public pipeline(name: string, ...statuses: string[]): FakeRun[] {
    const runs = statuses.map((status, n) => ({ arn: arnOf(name, `older${n}`), displayName: undefined, status }));
    this.pipelines.set(name, runs);
    return runs;
  }

  private runsOf(name: string): FakeRun[] {
    const runs = this.pipelines.get(name);
    if (!runs) {
      throw awsError('ResourceNotFound', `Pipeline '${name}' does not exist.`);
    }
    return runs;
  }

  private start(input: any) {
    const runs = this.runsOf(input.PipelineName);
    const known = this.tokens.get(input.ClientRequestToken);
    if (known) {
      return { PipelineExecutionArn: known };
    }
    const arn = arnOf(input.PipelineName, `run${runs.length + 1}`);
    this.tokens.set(input.ClientRequestToken, arn);
    runs.unshift({ arn, displayName: input.PipelineExecutionDisplayName, status: 'Executing', startedAt: this.now?.() });
    return { PipelineExecutionArn: arn };
  }

  private stop(input: any) {
    const run = [...this.pipelines.values()].flat().find(({ arn }) => arn === input.PipelineExecutionArn);
    if (!run) {
      throw awsError('ResourceNotFound');
    }
    run.status = 'Stopping';
    return { PipelineExecutionArn: run.arn };
  }

  private list(input: any) {
    const runs = this.runsOf(input.PipelineName);
    runs.filter(({ status }) => status === 'Stopping').forEach((run) => this.look(run));
    const from = Number(input.NextToken ?? 0);
    const size = Math.min(this.pageSize, input.MaxResults);
    return {
      PipelineExecutionSummaries: runs.slice(from, from + size).map(({ arn, displayName, status, startedAt }) => ({
        PipelineExecutionArn: arn, PipelineExecutionDisplayName: displayName, PipelineExecutionStatus: status,
        ...(startedAt !== undefined && { StartTime: new Date(startedAt) }),
      })),
      NextToken: from + size < runs.length ? String(from + size) : undefined,
    };
  }

  private look(run: FakeRun): void {
    const looks = (this.looks.get(run.arn) ?? 0) + 1;
    this.looks.set(run.arn, looks);
    if (looks > this.looksUntilStopped) {
      run.status = 'Stopped';
    }
  }
}

function arnOf(pipeline: string, id: string): string {
  return `arn:aws:sagemaker:us-east-1:123456789012:pipeline/${pipeline}/execution/${id}`;
}
