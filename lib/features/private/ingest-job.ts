import { Duration } from 'aws-cdk-lib/core';
import { isKnown, Mistakes } from '../../core/internal/errors';
import type { ApiRequest, JobSite } from '../../core/internal/job-site';
import { scriptOf, scriptsOf } from '../../core/internal/library-folder';
import { Limit } from '../../core/internal/limits';
import { Processor, type _Output, type ProcessingInput, type ProcessorOptions } from '../../data';
import type { BulkIngestionOptions } from '../bulk-ingestion';
import type { IFeatureGroup } from '../feature-group-base';
import { mistakeInOffline } from './dataset-rules';

const DEFAULT_WAIT = Duration.minutes(30);
const SHARE = Limit.between('RejectedShare', 0, 1);
const WAIT = Limit.between('OfflineWait', 1);

/** The job that puts files of records into a group, with its defaults. */
export function ingestJob(group: IFeatureGroup, options: BulkIngestionOptions): Processor {
  checkIngestion(group, options);
  const wait = options.wait ?? DEFAULT_WAIT;
  return new IngestJob(group, {
    instanceType: options.instanceType,
    maxRuntime: options.maxRuntime ?? wait.plus(Duration.hours(1)),
    arguments: [
      '--feature-group', group.featureGroupName,
      '--region', group.env.region,
      '--wait-minutes', `${wait.toMinutes({ integral: false })}`,
      '--max-rejected-share', `${options.maxRejectedShare ?? 0.05}`,
    ],
  });
}

/** Refuses what the job could not do. */
export function checkIngestion(group: IFeatureGroup, options: BulkIngestionOptions): void {
  const wait = (options.wait ?? DEFAULT_WAIT).toSeconds();
  const maxRuntime = options.maxRuntime?.toSeconds();
  new Mistakes(group)
    .add(mistakeInOffline('featureGroup', group))
    .add(SHARE.mistakeIn('maxRejectedShare', options.maxRejectedShare))
    .add(WAIT.mistakeIn('wait', wait))
    .when(isKnown(maxRuntime) && maxRuntime <= wait, {
      code: 'DatasetRuntimeTooShort',
      property: 'maxRuntime',
      problem: `must be longer than the wait for the offline store (${wait} s)`,
      value: maxRuntime,
      fix: "Raise 'maxRuntime', or lower 'wait'.",
    })
    .throwIfAny();
}

/**
 * The library's own job that puts records into a group and exports what the group then holds.
 *
 * Whatever role it runs as may write to this group and read its offline records.
 */
class IngestJob extends Processor {
  private readonly script: Processor;

  constructor(private readonly group: IFeatureGroup, options: ProcessorOptions) {
    super();
    this.script = Processor.sklearn({ ...options, entryPoint: scriptOf('features', 'ingest_records.py'), sourceDir: scriptsOf('features') });
  }

  public _render(site: JobSite, inputs: readonly ProcessingInput[], outputs: readonly _Output[]): ApiRequest {
    this.group.grants._online(site.role, 'sagemaker:PutRecord', 'sagemaker:DescribeFeatureGroup');
    this.group.grants.readOffline(site.role);
    return this.script._render(site, inputs, outputs);
  }
}
