import {
  ListModelPackagesCommand, type ModelPackageContainerDefinition, type ProductionVariant, type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { ServedModels } from '../shared/endpoints/served';
import { ifThere } from '../shared/errors';

/** A version of the registry and its model. */
export interface Version {
  readonly modelPackageArn: string;
  /** Left out when the version brings no `model.tar.gz`. */
  readonly modelDataUrl?: string;
  /** What serves it, in the order of requests. */
  readonly containers: readonly ModelPackageContainerDefinition[];
}

/** In these states requests are answered, by what the endpoint ran before where it changes. */
const ANSWERING = ['InService', 'Updating', 'SystemUpdating', 'RollingBack', 'UpdateRollbackFailed'];

/** What of a model's versions is served, and what may be. */
export class Versions {
  private readonly served: ServedModels;

  constructor(private readonly sagemaker: SageMakerClient) {
    this.served = new ServedModels(sagemaker);
  }

  /** The version that answers most requests; undefined when there is no endpoint that answers, or its model was not made from a version that still exists. */
  public async serving(endpointName: string): Promise<Version | undefined> {
    const endpoint = await this.served.endpoint(endpointName);
    const variant = endpoint && ANSWERING.includes(endpoint.status) ? heaviest(endpoint.variants) : undefined;
    const modelPackageArn = variant?.ModelName && await this.served.packageOf(variant.ModelName);
    return modelPackageArn ? this.version(modelPackageArn) : undefined;
  }

  /** The approved versions of a group, the newest first; looks up no more of them than are asked for. */
  public async* approved(ModelPackageGroupName: string): AsyncGenerator<Version> {
    let NextToken: string | undefined;
    do {
      const page = await ifThere(() => this.sagemaker.send(new ListModelPackagesCommand({
        ModelPackageGroupName, ModelApprovalStatus: 'Approved', SortBy: 'CreationTime', SortOrder: 'Descending', MaxResults: 10, NextToken,
      })));
      for (const { ModelPackageArn } of page?.ModelPackageSummaryList ?? []) {
        const version = ModelPackageArn && await this.version(ModelPackageArn);
        if (version) {
          yield version;
        }
      }
      NextToken = page?.NextToken;
    } while (NextToken);
  }

  private async version(modelPackageArn: string): Promise<Version | undefined> {
    const description = await this.served.version(modelPackageArn);
    const containers = description?.InferenceSpecification?.Containers ?? [];
    return description && { modelPackageArn, modelDataUrl: modelIn(containers), containers };
  }
}

function heaviest(variants: readonly ProductionVariant[]): ProductionVariant | undefined {
  return [...variants].sort((a, b) => (b.InitialVariantWeight ?? 1) - (a.InitialVariantWeight ?? 1))[0];
}

/** The model of the first container that has one; a folder of loose files is none that a script could open as `model.tar.gz`. */
function modelIn(containers: readonly ModelPackageContainerDefinition[]): string | undefined {
  const models = containers.map(({ ModelDataUrl, ModelDataSource }) => {
    const { S3Uri, CompressionType } = ModelDataSource?.S3DataSource ?? {};
    return ModelDataUrl ?? (CompressionType === 'Gzip' ? S3Uri : undefined);
  });
  return models.find((model) => model !== undefined);
}
