import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { S3Place } from '../core';
import type { ServiceMonitor } from '../core/contract';
import type { IInvocableEndpoint } from './invocable-endpoint';

/** An endpoint whose traffic is captured, as monitors need to know it. */
export interface IMonitoredEndpoint extends IInvocableEndpoint {
  /** Name of the variant whose traffic is looked at. */
  readonly variantName: string;
  /** Where captures go; SageMaker adds endpoint, variant and time. */
  readonly captures: S3Place;
  /** Where the served versions keep what they bring along, baselines above all; nothing is known of it when left out. */
  readonly artifacts?: S3Place;

  /**
   * Lets what keeps the endpoint make a monitor of the service's own; left out by endpoints that are there before their monitors.
   *
   * @internal
   */
  _watch?(scope: Construct, monitor: ServiceMonitor, jobRole: iam.IRole): void;
}

/** What describes an endpoint made elsewhere. */
export interface MonitoredEndpointAttributes {
  /** Name of the endpoint. */
  readonly endpointName: string;

  /**
   * Name of the variant whose traffic is looked at.
   *
   * @default 'AllTraffic'
   */
  readonly variantName?: string;

  /** Where data capture writes; SageMaker adds endpoint, variant and time. */
  readonly captures: S3Place;

  /**
   * Where the served versions keep what they bring along.
   *
   * @default - unknown: a baseline has to be given to monitors
   */
  readonly artifacts?: S3Place;
}

/** An endpoint made elsewhere, for monitors of this app. It makes nothing; data capture has to be on there. */
export class MonitoredEndpoint implements IMonitoredEndpoint {
  /** Describes an endpoint by what monitors need to know. */
  public static fromAttributes(attributes: MonitoredEndpointAttributes): IMonitoredEndpoint {
    return new MonitoredEndpoint(attributes);
  }

  public readonly endpointName: string;
  public readonly variantName: string;
  public readonly captures: S3Place;
  public readonly artifacts?: S3Place;

  private constructor(attributes: MonitoredEndpointAttributes) {
    this.endpointName = attributes.endpointName;
    this.variantName = attributes.variantName ?? 'AllTraffic';
    this.captures = attributes.captures;
    this.artifacts = attributes.artifacts;
  }
}
