import type { MonitorKind } from './monitoring';

/** Type of the custom resource that tells the reconciler what an endpoint should be, and waits until it is gone when it is deleted. */
export const ENDPOINT_RESOURCE_TYPE = 'Custom::SageMakerEndpointSettings';

/** What a template tells the `configure-endpoint` handler. */
export interface EndpointProperties {
  /** `EndpointSettings` as JSON: CloudFormation would turn its numbers and booleans into text. */
  readonly Settings: string;
}

/** How one endpoint that follows the registry should be; kept in its record, and changed by deployments alone. */
export interface EndpointSettings {
  readonly endpointName: string;
  /** Group whose newest approved version is served. */
  readonly modelPackageGroupName: string;
  /** Role that the serving containers run as. */
  readonly executionRoleArn: string;
  readonly variantName: string;
  readonly instanceType: string;
  readonly instanceCount: number;
  /** Added to, and stronger than, the environment of the version's containers. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Key of the instances' volumes; left out where the instance encrypts its disks itself. */
  readonly volumeKeyArn?: string;
  readonly vpc?: { readonly subnets: readonly string[]; readonly securityGroupIds: readonly string[] };
  readonly networkIsolation?: boolean;
  readonly startupTimeoutSeconds?: number;
  readonly dataCapture?: DataCaptureSettings;
  /** `DeploymentConfig` as UpdateEndpoint takes it. */
  readonly deployment?: Readonly<Record<string, unknown>>;
  readonly scaling?: ScalingSettings;
  /** Where the parts of a version may come from; anything else is refused with the reason. */
  readonly sources: DeclaredSources;
  /** SageMaker's own monitors of the endpoint; they come after it, and go before it. */
  readonly monitors?: readonly ServiceMonitor[];
}

/** A monitor of SageMaker Model Monitor: a job definition for the version that is served, and the schedule that runs it. */
export interface ServiceMonitor {
  readonly monitor: Extract<MonitorKind, 'DataQuality'>;
  /** Name of the schedule; that of a job definition adds a hyphen and twelve digits. */
  readonly monitorName: string;
  readonly scheduleExpression: string;
  /** Baseline of all versions: `s3://` folder; left out, each version's own is taken. */
  readonly baselineS3Uri?: string;
  /** Where the service writes below; it adds endpoint, schedule and time. */
  readonly reportS3Uri: string;
  readonly reportKeyArn?: string;
  readonly roleArn: string;
  readonly imageUri: string;
  readonly instanceType: string;
  readonly volumeSizeGb: number;
  readonly volumeKeyArn?: string;
  readonly maxRuntimeSeconds: number;
}

/** What of the traffic is written to S3. */
export interface DataCaptureSettings {
  readonly destinationS3Uri: string;
  readonly percentage: number;
  readonly modes: readonly ('Input' | 'Output')[];
  readonly kmsKeyArn?: string;
}

/** Instances by load. */
export interface ScalingSettings {
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly invocationsPerInstance: number;
  readonly scaleInCooldownSeconds: number;
  readonly scaleOutCooldownSeconds: number;
}

/** Beginnings of what a registered version may bring along. */
export interface DeclaredSources {
  /** Image URIs: `123456789012.dkr.ecr.us-east-1.amazonaws.com/name`. */
  readonly images: readonly string[];
  /** Artifacts: `s3://bucket/prefix/`. */
  readonly artifacts: readonly string[];
}

/** Attribute of a record in the table that says when what is remembered of a removed endpoint goes, in seconds since 1970. */
export const ENDPOINT_RECORD_EXPIRY = 'expiresAt';

/** Environment of the handlers around the endpoints' record. */
export interface EndpointHandlerEnvironment {
  /** The table of records; its key is `endpointName`. */
  readonly TABLE_NAME: string;
  /** The state machine that reconciles one endpoint. */
  readonly STATE_MACHINE_ARN: string;
  /** Topic that people subscribe to. */
  readonly TOPIC_ARN: string;
}

/** Input of an execution of the state machine. */
export interface ReconcileInput {
  readonly endpointName: string;
}

/** What the `reconcile-endpoint` handler is called with: the input, and which execution calls. */
export interface ReconcileCall extends ReconcileInput {
  /** ARN of the execution, which holds the lock while it works. */
  readonly execution: string;
}

/** What it answers: wait and call again, or that there is nothing left to do. */
export interface ReconcileAnswer {
  readonly next: 'WAIT' | 'DONE';
  readonly seconds: number;
}

/** What wakes endpoints apart from SageMaker's events: a timer for all of them, or an order for one. */
export interface EndpointOrder {
  readonly order: 'reconcile' | 'start' | 'stop' | 'pause' | 'resume';
  /** The endpoint; all of them when left out, which only `reconcile` may do. */
  readonly endpointName?: string;
}
