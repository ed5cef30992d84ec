import type { Size, Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { S3Place } from '../../core';
import type { FeatureIngestionEnvironment } from '../../core/contract';
import { allow } from '../../core/internal/allow';
import { HandlerFunction, handlerOptions } from '../../core/internal/handler-function';
import { folderOf } from '../../core/internal/places';
import { grantKey } from '../../core/internal/s3-grants';
import type { FeatureIngestionProps } from '../feature-ingestion';

/** What the parts of an ingestion have in common. */
export interface IngestionSite {
  readonly scope: Construct;
  readonly props: FeatureIngestionProps;
  readonly lookUp: boolean;
  readonly kept: S3Place;
  /** Whether there is a stream among the sources. */
  readonly streams: boolean;
}

/** What a function of an ingestion is. */
export interface IngestionHandler {
  readonly handler: 'ingest-files' | 'ingest-messages';
  readonly description: string;
  readonly timeout: Duration;
  readonly memorySize: Size;
  /** Whether what it cannot do ends elsewhere, so that it needs no dead letters. */
  readonly synchronous?: boolean;
}

/** A function that writes records into the group of an ingestion, and keeps what the group cannot hold. */
export function ingestionFunction(scope: Construct, { props, lookUp, kept }: IngestionSite, settings: IngestionHandler): HandlerFunction {
  const environment: FeatureIngestionEnvironment = {
    FEATURE_GROUP: props.group.featureGroupName, LOOK_UP: lookUp ? 'yes' : 'no', KEPT_BUCKET: kept.bucket.bucketName, KEPT_PREFIX: folderOf(kept),
  };
  const handler = new HandlerFunction(scope, 'Handler', { ...settings, environment: { ...environment }, ...handlerOptions(props) });
  // Writing many records takes the permission to write one beside its own.
  props.group.grants._online(handler, 'sagemaker:DescribeFeatureGroup', 'sagemaker:BatchWriteRecord', 'sagemaker:PutRecord', ...(lookUp ? ['sagemaker:BatchGetRecord'] : []));
  allow(handler, { actions: ['s3:PutObject'], resourceArns: [kept.bucket.arnForObjects(`${folderOf(kept)}*`)] }, 'What is kept is named for the day and the file that it comes from.');
  grantKey(kept.bucket.encryptionKey, handler, 'kms:GenerateDataKey');
  return handler;
}
