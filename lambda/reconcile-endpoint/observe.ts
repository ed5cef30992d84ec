import {
  DescribeEndpointCommand, DescribeModelPackageCommand, DescribeMonitoringScheduleCommand, ListModelPackagesCommand,
  type DescribeModelPackageOutput, type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { EndpointRecord } from '../shared/endpoints/record';
import { ifThere } from '../shared/errors';
import { dataBaselineOf, type DataBaseline } from '../shared/monitoring/data-baseline';

/** The endpoint as SageMaker describes it. */
export interface ActualEndpoint {
  readonly status: string;
  readonly configName: string;
  readonly changedMs: number;
  readonly failureReason?: string;
}

/** A version that may be served. */
export interface Version {
  readonly packageArn: string;
  readonly version: number;
  /** When it was registered, approved or described anew. */
  readonly changedMs: number;
  readonly containers: readonly Container[];
  readonly baseline?: DataBaseline;
}

/** What a version brings along. */
export interface Container {
  readonly image: string;
  readonly artifact?: string;
}

/** The schedule of a monitor as SageMaker describes it. */
export interface ActualSchedule {
  readonly status: string;
  readonly definitionName?: string;
  readonly failureReason?: string;
}

/** What is. */
export interface Observation {
  readonly endpoint?: ActualEndpoint;
  /** Schedules that are there, of monitors that should be and of those that were made. */
  readonly schedules: Readonly<Record<string, ActualSchedule>>;
  /** The newest approved versions, the newest first. */
  readonly approved: readonly Version[];
  /** All approved versions, older ones too. */
  readonly approvedArns: readonly string[];
}

/** So many of the newest versions are looked at; older ones are no candidates. */
const CANDIDATES = 5;

/** Looks at the endpoint, its monitors and the registry; what woke the reconciler is never trusted. */
export async function observe(sagemaker: SageMakerClient, { endpointName, settings, deletion, progress }: EndpointRecord): Promise<Observation> {
  const endpoint = await ifThere(() => endpointNow(sagemaker, endpointName));
  const schedules: Record<string, ActualSchedule> = {};
  for (const name of monitorNamesIn({ settings, progress })) {
    const schedule = await ifThere(() => scheduleNow(sagemaker, name));
    Object.assign(schedules, schedule && { [name]: schedule });
  }
  const versions = deletion ? { approved: [], approvedArns: [] } : await approvedVersions(sagemaker, settings.modelPackageGroupName);
  return { endpoint, schedules, ...versions };
}

/** Monitors that should be, and those that were made or begun. */
export function monitorNamesIn({ settings, progress }: Pick<EndpointRecord, 'settings' | 'progress'>): string[] {
  return [...new Set([...(settings.monitors ?? []).map(({ monitorName }) => monitorName), ...Object.keys(progress.monitors ?? {})])];
}

async function endpointNow(sagemaker: SageMakerClient, EndpointName: string): Promise<ActualEndpoint> {
  const { EndpointStatus, EndpointConfigName, LastModifiedTime, FailureReason } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
  return { status: EndpointStatus ?? '', configName: EndpointConfigName ?? '', changedMs: LastModifiedTime?.getTime() ?? 0, failureReason: FailureReason };
}

async function scheduleNow(sagemaker: SageMakerClient, MonitoringScheduleName: string): Promise<ActualSchedule> {
  const found = await sagemaker.send(new DescribeMonitoringScheduleCommand({ MonitoringScheduleName }));
  const { MonitoringScheduleStatus, MonitoringScheduleConfig, FailureReason } = found;
  return { status: MonitoringScheduleStatus ?? '', definitionName: MonitoringScheduleConfig?.MonitoringJobDefinitionName, failureReason: FailureReason };
}

async function approvedVersions(sagemaker: SageMakerClient, ModelPackageGroupName: string): Promise<Pick<Observation, 'approved' | 'approvedArns'>> {
  const approvedArns: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await sagemaker.send(new ListModelPackagesCommand({
      ModelPackageGroupName, ModelApprovalStatus: 'Approved', SortBy: 'CreationTime', SortOrder: 'Descending', MaxResults: 100, NextToken,
    }));
    approvedArns.push(...(page.ModelPackageSummaryList ?? []).flatMap(({ ModelPackageArn }) => ModelPackageArn ?? []));
    ({ NextToken } = page);
  } while (NextToken);
  const newest = await Promise.all(approvedArns.slice(0, CANDIDATES).map((arn) => ifThere(() => versionNow(sagemaker, arn))));
  return { approvedArns, approved: newest.flatMap((version) => version ?? []).sort((a, b) => b.version - a.version) };
}

/** A version as it is now; one that was rejected a moment ago is none. */
async function versionNow(sagemaker: SageMakerClient, packageArn: string): Promise<Version | undefined> {
  const description = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: packageArn }));
  const { ModelPackageVersion = 0, LastModifiedTime, CreationTime, ModelApprovalStatus } = description;
  const changedMs = (LastModifiedTime ?? CreationTime)?.getTime() ?? 0;
  return ModelApprovalStatus === 'Approved'
    ? { packageArn, version: ModelPackageVersion, changedMs, containers: containersOf(description), baseline: dataBaselineOf(description) }
    : undefined;
}

function containersOf({ InferenceSpecification }: DescribeModelPackageOutput): Container[] {
  return (InferenceSpecification?.Containers ?? []).map(({ Image, ModelDataUrl, ModelDataSource }) => ({
    image: Image ?? '', artifact: ModelDataUrl ?? ModelDataSource?.S3DataSource?.S3Uri,
  }));
}
