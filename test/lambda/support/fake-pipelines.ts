import { ListPipelineExecutionsCommand, SageMakerClient, StartPipelineExecutionCommand, StopPipelineExecutionCommand } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError } from './invocation';

export interface FakeRun {
  readonly arn: string;
  readonly displayName: string | undefined;
  status: string;
}

/** Raised where a test lets the function die; not an error of AWS, so nothing tries again. */
export class Killed extends Error {}

type Moment = 'before' | 'after';

/** SageMaker's pipelines as far as runs go: they start once a token, are listed newest first, and stop after a while. */
export class FakePipelines {
  public readonly mock = mockClient(SageMakerClient);
  public readonly client = new SageMakerClient({});
  /** Runs of each pipeline, newest first. */
  public readonly pipelines = new Map<string, FakeRun[]>();
  /** Looks at a run until a stopping one has stopped. */
  public looksUntilStopped = 1;
  /** Most runs on a page of the list. */
  public pageSize = 100;
  /** Called around every request with its number from 1; throws to let it fail. */
  public fault: (operation: string, moment: Moment, call: number) => void = () => undefined;
  private readonly tokens = new Map<string, string>();
  private readonly looks = new Map<string, number>();
  private calls = 0;

  constructor() {
    this.on('StartPipelineExecution', StartPipelineExecutionCommand, (input) => this.start(input));
    this.on('StopPipelineExecution', StopPipelineExecutionCommand, (input) => this.stop(input));
    this.on('ListPipelineExecutions', ListPipelineExecutionsCommand, (input) => this.list(input));
  }

  public pipeline(name: string, ...statuses: string[]): FakeRun[] {
    const runs = statuses.map((status, n) => ({ arn: arnOf(name, `older${n}`), displayName: undefined, status }));
    this.pipelines.set(name, runs);
    return runs;
  }

  /** Starts counting requests anew, as for a new invocation. */
  public restart(): void {
    this.calls = 0;
  }

  public requests(operation: string): any[] {
    return this.mock.calls().filter((call) => call.args[0].constructor.name === `${operation}Command`).map((call) => call.args[0].input);
  }

  private on(operation: string, command: any, answer: (input: any) => unknown): void {
    this.mock.on(command).callsFake((input: any) => {
      const call = ++this.calls;
      this.fault(operation, 'before', call);
      const output = answer(input);
      this.fault(operation, 'after', call);
      return output;
    });
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
    runs.unshift({ arn, displayName: input.PipelineExecutionDisplayName, status: 'Executing' });
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
      PipelineExecutionSummaries: runs.slice(from, from + size).map(({ arn, displayName, status }) => ({
        PipelineExecutionArn: arn, PipelineExecutionDisplayName: displayName, PipelineExecutionStatus: status,
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
