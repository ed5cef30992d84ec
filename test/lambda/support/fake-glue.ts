import {
  BatchStopJobRunCommand, GetJobCommand, GetJobRunsCommand, GlueClient, ListCrawlsCommand, StartCrawlerCommand, StartJobRunCommand, type CrawlerHistory,
  type JobRun,
} from '@aws-sdk/client-glue';
import type { Time } from '../../../lambda/shared/time';
import { awsError } from './invocation';
import { Played } from './played';

/** Glue as far as jobs and crawlers run in it; what runs goes on until a test ends it. */
export class FakeGlue {
  /** Jobs by name. */
  public readonly jobs = new Map<string, { maxRetries?: number; mostAtOnce?: number }>();
  /** Runs of all jobs, newest first. */
  public readonly runs: JobRun[] = [];
  /** Crawls by crawler, newest first. */
  public readonly crawlers = new Map<string, CrawlerHistory[]>();
  public pageSize = 100;
  /** Whether new runs are listed. */
  public lists = true;
  private readonly played = new Played(GlueClient)
    .on(GetJobCommand, ({ JobName }) => ({ Job: { Name: JobName, MaxRetries: this.job(JobName).maxRetries } }))
    .on(GetJobRunsCommand, (input) => this.list(input))
    .on(StartJobRunCommand, ({ JobName, Arguments }) => ({ JobRunId: this.run(JobName, Arguments).Id }))
    .on(BatchStopJobRunCommand, ({ JobRunIds }) => this.runs.filter(({ Id }) => JobRunIds.includes(Id)).forEach((run) => this.end(run, 'STOPPED')))
    .on(StartCrawlerCommand, ({ Name }) => this.crawl(Name))
    .on(ListCrawlsCommand, ({ CrawlerName, MaxResults, NextToken }) => this.paged('Crawls', this.crawls(CrawlerName), MaxResults, NextToken));
  /** Without the SDK; the mock hears nothing of its requests. */
  public readonly direct = this.played.direct;

  constructor(private readonly time: Pick<Time, 'now'>) {}

  public get mock(): any {
    return this.played.mock;
  }

  public get client(): any {
    return this.played.client;
  }

  public restore(): void {
    this.played.restore();
  }

  /** Ends a run. */
  public end(run: JobRun, JobRunState: JobRun['JobRunState'], more: Partial<JobRun> = {}): void {
    Object.assign(run, { JobRunState, CompletedOn: this.date(), ExecutionTime: 90, ...more });
  }

  /** What Glue does by itself after a failure. */
  public tryAgain(run: JobRun): JobRun {
    const attempt = (run.Attempt ?? 0) + 1;
    return this.add({ ...run, Id: `${run.Id!.replace(/_attempt_\d+$/, '')}_attempt_${attempt}`, Attempt: attempt, PreviousRunId: run.Id, ErrorMessage: undefined });
  }

  /** A crawl that somebody starts. */
  public crawl(name: string): void {
    const crawls = this.crawls(name);
    if (crawls.some(({ State }) => State === 'RUNNING')) {
      throw awsError('CrawlerRunningException', `Crawler with name ${name} has already started`);
    }
    crawls.unshift({ CrawlId: `crawl-${crawls.length + 1}`, State: 'RUNNING', StartTime: this.date() });
  }

  /** A run that somebody starts. */
  public run(JobName: string, Arguments: Record<string, string> = {}): JobRun {
    const { mostAtOnce = 1_000 } = this.job(JobName);
    if (this.runs.filter((run) => run.JobName === JobName && run.JobRunState === 'RUNNING').length >= mostAtOnce) {
      throw awsError('ConcurrentRunsExceededException', `Concurrent runs exceeded for ${JobName}`);
    }
    return this.add({ Id: `jr_${this.runs.length + 1}`, JobName, Arguments });
  }

  private add(run: JobRun): JobRun {
    const added: JobRun = { Attempt: 0, ...run, JobRunState: 'RUNNING', StartedOn: this.date(), CompletedOn: undefined };
    this.runs.unshift(added);
    return added;
  }

  private list({ JobName, MaxResults, NextToken }: any) {
    this.job(JobName);
    return this.paged('JobRuns', this.lists ? this.runs.filter((run) => run.JobName === JobName) : [], MaxResults, NextToken);
  }

  private paged(member: string, all: readonly object[], size: number, token = '0') {
    const from = Number(token);
    const to = from + Math.min(size, this.pageSize);
    return { [member]: all.slice(from, to).map((each) => ({ ...each })), NextToken: to < all.length ? String(to) : undefined };
  }

  private job(name: string) {
    return this.jobs.get(name) ?? missing(`Job ${name}`);
  }

  private crawls(name: string) {
    return this.crawlers.get(name) ?? missing(`Crawler ${name}`);
  }

  private date(): Date {
    return new Date(this.time.now());
  }
}

function missing(what: string): never {
  throw awsError('EntityNotFoundException', `${what} does not exist`);
}
