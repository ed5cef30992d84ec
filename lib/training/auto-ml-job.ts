import type { S3Source } from '../core';
import type { ApiRequest, JobSite } from '../core/internal/job-site';
import type { AutoMlJobProps } from './auto-ml-options';
import { renderAutoMlJob } from './private/render-auto-ml';

/**
 * A search for the best model of a table, by SageMaker Autopilot's ensembling: the mode that pipelines take.
 *
 * It costs its instances' time. Limits are checked where it is used; their source is the CreateAutoMLJob API.
 */
export class AutoMlJob {
  constructor(private readonly props: AutoMlJobProps) {}

  /**
   * The CreateAutoMLJob request without a name.
   *
   * @internal
   */
  public _render(site: JobSite, training: S3Source, validation?: S3Source): ApiRequest {
    return renderAutoMlJob(site, this.props, training, validation);
  }
}
