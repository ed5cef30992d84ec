import { ListCrawlsCommand, StartCrawlerCommand, type CrawlerHistory, type GlueClient } from '@aws-sdk/client-glue';
import { GLUE_CRAWLER_OUTPUTS, type GlueCrawlerWork } from '../../lib/core/contract';
import { errorName, textOf } from '../shared/errors';
import type { Progress } from './progress';

/** Glue may tell the start of a crawl without fractions: one that the step started must not look older than the step. */
const SECOND_MS = 1_000;

/**
 * Crawls of Glue's crawlers.
 *
 * A crawler does one crawl at a time. One that began after the step asked has seen what there was, whoever started it: so none is started while there is one,
 * and several steps may share it. One that began before is waited for.
 */
export class Crawls {
  constructor(private readonly glue: GlueClient) {}

  /** Starts a crawl unless there is one that is new enough, and says how it stands. */
  public async advance({ crawlerName }: GlueCrawlerWork, askedMs: number): Promise<Progress> {
    try {
      const crawl = await this.firstSince(crawlerName, Math.floor(askedMs / SECOND_MS) * SECOND_MS);
      return crawl ? progressOf(crawlerName, crawl) : await this.start(crawlerName);
    } catch (error) {
      if (errorName(error) === 'EntityNotFoundException') {
        return { state: 'FAILED', reason: textOf(error) };
      }
      throw error;
    }
  }

  private async start(Name: string): Promise<Progress> {
    try {
      await this.glue.send(new StartCrawlerCommand({ Name }));
      return { state: 'GOING_ON' };
    } catch (error) {
      if (errorName(error) !== 'CrawlerRunningException') {
        throw error;
      }
      return { state: 'GOING_ON', why: textOf(error) };
    }
  }

  /** Glue lists the newest crawl first. */
  private async firstSince(CrawlerName: string, sinceMs: number): Promise<CrawlerHistory | undefined> {
    let first: CrawlerHistory | undefined;
    let NextToken: string | undefined;
    do {
      const { Crawls: crawls = [], NextToken: next } = await this.glue.send(new ListCrawlsCommand({ CrawlerName, MaxResults: 20, NextToken }));
      const since = crawls.filter(({ StartTime }) => StartTime && StartTime.getTime() >= sinceMs);
      first = since.reduce<CrawlerHistory | undefined>((best, each) => (best && best.StartTime! < each.StartTime! ? best : each), first);
      NextToken = since.length === crawls.length ? next : undefined;
    } while (NextToken);
    return first;
  }
}

function progressOf(crawlerName: string, { CrawlId = '', State, ErrorMessage }: CrawlerHistory): Progress {
  switch (State) {
    case 'COMPLETED': return { state: 'DONE', outputs: { [GLUE_CRAWLER_OUTPUTS.crawlId]: CrawlId } };
    case 'FAILED': case 'STOPPED': {
      return { state: 'FAILED', reason: `crawl ${CrawlId} of crawler '${crawlerName}' is ${State}: ${ErrorMessage ?? 'Glue says no reason'}` };
    }
    default: return { state: 'GOING_ON' };
  }
}
