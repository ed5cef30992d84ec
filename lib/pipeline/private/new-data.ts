import * as events from 'aws-cdk-lib/aws-events';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import { createdIn, tellEventBridge } from '../../core/internal/bucket-events';
import { isElsewhere } from '../../core/internal/elsewhere';
import { isKnown, Mistakes } from '../../core/internal/errors';
import { Keep } from '../../core/internal/job-site';
import { Limit } from '../../core/internal/limits';
import { mistakeInKey } from '../../core/internal/places';
import { checkRunParameters } from '../../core/internal/run-parameters';
import { NewDataStarter, type StartOnNewDataOptions } from '../new-data-starter';
import type { Pipeline } from '../pipeline';

const GATHER = Limit.between('Gather', Duration.minutes(5).toSeconds(), Duration.hours(12).toSeconds());

/** Starts a pipeline when objects land in a bucket. */
export function startOnNewData(pipeline: Pipeline, bucket: s3.IBucket, options: StartOnNewDataOptions): void {
  const { prefix = '', gather = Duration.minutes(5), parameters, starter } = options;
  const id = `NewData-${bucket.node.addr.slice(-6)}-${isKnown(prefix) ? prefix : 'prefix'}`;
  check(pipeline, bucket, options, id);
  tellEventBridge(pipeline, bucket, { without: 'no run starts', wish: 'a pipeline was to start on its data', call: "'startOnNewData'" });
  const rule = new events.Rule(pipeline, id, { eventPattern: createdIn(bucket, prefix) });
  pipeline._isStartedBy(rule, parameters);
  (starter ?? NewDataStarter._for(pipeline)).startOn(rule, pipeline, { place: bucket.s3UrlForObject(prefix || undefined), gather, parameters });
}

function check(pipeline: Pipeline, bucket: s3.IBucket, { prefix = '', gather, parameters }: StartOnNewDataOptions, id: string): void {
  const mistakes = new Mistakes(pipeline);
  checkRunParameters(mistakes, 'NewData', parameters);
  mistakes
    .add(mistakeInKey('prefix', prefix))
    .add(gather?.isUnresolved() ? undefined : GATHER.mistakeIn('gather', gather?.toSeconds()))
    .when(isElsewhere(pipeline, bucket.env), {
      code: 'NewDataElsewhere', property: 'bucket', problem: "is in another account or region, where its events are told", value: bucket.env,
      fix: "Let the bucket's events be forwarded to this account and region, or copy the data there.",
    })
    .when(pipeline.node.tryFindChild(id) !== undefined, {
      code: 'NewDataTwice', property: 'prefix', problem: 'starts this pipeline already', value: prefix, fix: 'Call it once for each place.',
    })
    .when(ownResults(pipeline, bucket, prefix), {
      code: 'NewDataLoop', property: 'prefix', problem: 'holds what the runs of this pipeline write: every run would start the next one', value: prefix,
      fix: "Give a prefix for the raw data alone, such as 'raw/'.",
    })
    .throwIfAny();
}

/** Whether a place holds results of the pipeline, or lies among them. */
function ownResults({ artifacts, pipelineName }: Pipeline, bucket: s3.IBucket, prefix: string): boolean {
  return bucket.bucketName === artifacts.bucketName && [Keep.FOR_THE_RUN, Keep.WITH_THE_MODEL].map((keep) => `${keep}/${pipelineName}/`)
    .some((results) => results.startsWith(prefix) || prefix.startsWith(results));
}
