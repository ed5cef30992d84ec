import { DescribeEndpointCommand, DescribeModelPackageCommand, ListModelPackagesCommand, type DescribeModelPackageOutput, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { EndpointRecord } from '../shared/endpoints/record';
import { isNotFound } from '../shared/errors';

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
}

/** What a version brings along. */
export interface Container {
  readonly image: string;
  readonly artifact?: string;
}

/** What is. */
export interface Observation {
  readonly endpoint?: ActualEndpoint;
  /** The newest approved versions, the newest first. */
  readonly approved: readonly Version[];
  /** All approved versions, older ones too. */
  readonly approvedArns: readonly string[];
}

/** So many of the newest versions are looked at; older ones are no candidates. */
const CANDIDATES = 5;

/** Looks at the endpoint and at the registry; what woke the reconciler is never trusted. */
export async function observe(sagemaker: SageMakerClient, { endpointName, settings, deletion }: EndpointRecord): Promise<Observation> {
  const endpoint = await endpointNow(sagemaker, endpointName);
  return deletion ? { endpoint, approved: [], approvedArns: [] } : { endpoint, ...await approvedVersions(sagemaker, settings.modelPackageGroupName) };
}

async function endpointNow(sagemaker: SageMakerClient, EndpointName: string): Promise<ActualEndpoint | undefined> {
  try {
    const { EndpointStatus, EndpointConfigName, LastModifiedTime, FailureReason } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
    return { status: EndpointStatus ?? '', configName: EndpointConfigName ?? '', changedMs: LastModifiedTime?.getTime() ?? 0, failureReason: FailureReason };
  } catch (error) {
    if (isNotFound(error)) {
      return undefined;
    }
    throw error;
  }
}

async function approvedVersions(sagemaker: SageMakerClient, ModelPackageGroupName: string): Promise<Omit<Observation, 'endpoint'>> {
  const approvedArns: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await sagemaker.send(new ListModelPackagesCommand({
      ModelPackageGroupName, ModelApprovalStatus: 'Approved', SortBy: 'CreationTime', SortOrder: 'Descending', MaxResults: 100, NextToken,
    }));
    approvedArns.push(...(page.ModelPackageSummaryList ?? []).flatMap(({ ModelPackageArn }) => ModelPackageArn ?? []));
    ({ NextToken } = page);
  } while (NextToken);
  const newest = await Promise.all(approvedArns.slice(0, CANDIDATES).map((arn) => versionNow(sagemaker, arn)));
  return { approvedArns, approved: newest.flatMap((version) => version ?? []).sort((a, b) => b.version - a.version) };
}

/** A version as it is now; one that is gone, or was rejected a moment ago, is none. */
async function versionNow(sagemaker: SageMakerClient, packageArn: string): Promise<Version | undefined> {
  try {
    const description = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: packageArn }));
    const { ModelPackageVersion = 0, LastModifiedTime, CreationTime, ModelApprovalStatus } = description;
    const changedMs = (LastModifiedTime ?? CreationTime)?.getTime() ?? 0;
    return ModelApprovalStatus === 'Approved' ? { packageArn, version: ModelPackageVersion, changedMs, containers: containersOf(description) } : undefined;
  } catch (error) {
    if (isNotFound(error)) {
      return undefined;
    }
    throw error;
  }
}

function containersOf({ InferenceSpecification }: DescribeModelPackageOutput): Container[] {
  return (InferenceSpecification?.Containers ?? []).map(({ Image, ModelDataUrl, ModelDataSource }) => ({
    image: Image ?? '', artifact: ModelDataUrl ?? ModelDataSource?.S3DataSource?.S3Uri,
  }));
}
