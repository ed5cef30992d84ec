import { join } from 'node:path';
import type { ApiRequest, JobSite } from '../../core/internal/job-site';
import { Processor, type _Output, type ProcessingInput, type ProcessorOptions } from '../../data';
import type { IFeatureGroup } from '../feature-group-base';

const SCRIPTS = join(__dirname, '..', 'scripts');

/**
 * The library's own job that puts records into a group and exports what the group then holds.
 *
 * Whatever role it runs as may write to this group and read its offline records.
 */
export class IngestJob extends Processor {
  private readonly script: Processor;

  constructor(private readonly group: IFeatureGroup, options: ProcessorOptions) {
    super();
    this.script = Processor.sklearn({ ...options, entryPoint: join(SCRIPTS, 'ingest_records.py'), sourceDir: SCRIPTS });
  }

  public _render(site: JobSite, inputs: readonly ProcessingInput[], outputs: readonly _Output[]): ApiRequest {
    this.group.grants.ingest(site.role);
    this.group.grants.readOffline(site.role);
    return this.script._render(site, inputs, outputs);
  }
}
