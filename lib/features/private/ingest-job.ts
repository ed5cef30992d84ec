import type { ApiRequest, JobSite } from '../../core/internal/job-site';
import { scriptOf, scriptsOf } from '../../core/internal/library-folder';
import { Processor, type _Output, type ProcessingInput, type ProcessorOptions } from '../../data';
import type { IFeatureGroup } from '../feature-group-base';

/**
 * The library's own job that puts records into a group and exports what the group then holds.
 *
 * Whatever role it runs as may write to this group and read its offline records.
 */
export class IngestJob extends Processor {
  private readonly script: Processor;

  constructor(private readonly group: IFeatureGroup, options: ProcessorOptions) {
    super();
    this.script = Processor.sklearn({ ...options, entryPoint: scriptOf('features', 'ingest_records.py'), sourceDir: scriptsOf('features') });
  }

  public _render(site: JobSite, inputs: readonly ProcessingInput[], outputs: readonly _Output[]): ApiRequest {
    this.group.grants.ingest(site.role);
    this.group.grants.readOffline(site.role);
    return this.script._render(site, inputs, outputs);
  }
}
