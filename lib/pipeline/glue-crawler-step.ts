import type * as glue from 'aws-cdk-lib/aws-glue';
import { GLUE_CRAWLER_OUTPUTS } from '../core/contract';
import type { CachedStepOptions } from './cache';
import { GlueRunner, type IGlueRunner } from './glue-runner';
import { OutputType } from './output-type';
import { renderCallback } from './private/callback';
import { outputOf } from './private/step-outputs';
import { Step, type _StepSite } from './step';
import type { PipelineValue } from './value';

/** A crawler of Glue to run. */
export interface GlueCrawlerStepProps extends CachedStepOptions {
  /** The crawler: a `glue.CfnCrawler`, or one that exists, `glue.CfnCrawler.fromCrawlerName(this, 'Lake', 'lake')`. */
  readonly crawler: glue.ICrawlerRef;

  /**
   * What runs it.
   *
   * @default - in a model of a platform, for a crawler whose name starts with the platform's prefix, the platform's; else one that the stack's pipelines share
   */
  readonly runner?: IGlueRunner;
}

const OUTPUTS = { [GLUE_CRAWLER_OUTPUTS.crawlId]: OutputType.STRING };

/**
 * Runs a crawler of Glue and waits until its crawl has ended, for up to 7 days.
 *
 * A crawler does one crawl at a time: one that is going on is waited for, and a new one started; one that somebody else started after the step began serves the
 * step as well. A crawl that fails or is stopped fails the step with Glue's reason. When the pipeline is stopped, the crawl goes on to its end. It costs the
 * crawl, and is run like a `GlueJobStep`.
 */
export class GlueCrawlerStep extends Step {
  constructor(name: string, private readonly props: GlueCrawlerStepProps) {
    super(name, props);
  }

  /** Id of the crawl. */
  public get crawlId(): PipelineValue {
    return outputOf(this, OUTPUTS, GLUE_CRAWLER_OUTPUTS.crawlId);
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { crawler } = this.props;
    const { crawlerName } = crawler.crawlerRef;
    const runner = this.props.runner ?? GlueRunner._for(site.pipeline, crawlerName);
    runner.serveCrawler(site.pipeline, crawler);
    return renderCallback(site, runner.queue, { crawlerName }, OUTPUTS);
  }
}
