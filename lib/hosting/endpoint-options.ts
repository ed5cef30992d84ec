import type { Duration } from 'aws-cdk-lib/core';
import type { DataCapture } from './data-capture';
import type { DeploymentStrategy } from './deployment-strategy';
import type { EndpointScaling } from './endpoint-scaling';

/** The machines of a real-time endpoint, and how they change. */
export interface EndpointOptions {
  /**
   * Instance the model serves on; each version says so in the registry.
   *
   * @default 'ml.m5.large'
   */
  readonly instanceType?: string;

  /**
   * Number of instances; two or more survive the loss of one. They are paid for as long as they are there.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * How traffic moves to a new version.
   *
   * @default DeploymentStrategy.allAtOnce()
   */
  readonly strategy?: DeploymentStrategy;

  /**
   * Lets the number of instances follow the load.
   *
   * @default - the number stays
   */
  readonly scaling?: EndpointScaling;

  /**
   * What of the traffic is written to S3; monitors need it.
   *
   * @default DataCapture.all()
   */
  readonly capture?: DataCapture;

  /**
   * How long a container may take until it answers the health check, from 1 minute to an hour.
   *
   * @default - SageMaker's own
   */
  readonly startupTimeout?: Duration;

  /**
   * Average time an answer may take before an alarm goes off, which also rolls a deployment back.
   *
   * @default Duration.seconds(10)
   */
  readonly maxLatency?: Duration;
}
