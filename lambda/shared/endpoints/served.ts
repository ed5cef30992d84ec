import {
  DescribeEndpointCommand, DescribeEndpointConfigCommand, DescribeModelCommand, DescribeModelPackageCommand,
  type DescribeModelPackageCommandOutput, type ProductionVariant, type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { ifThere } from '../errors';

/** What an endpoint runs. */
export interface Served {
  readonly status: string;
  readonly variants: readonly ProductionVariant[];
}

/** Looks from an endpoint over its configuration and models to the versions that it serves; undefined for whatever is not there. */
export class ServedModels {
  constructor(private readonly sagemaker: SageMakerClient) {}

  public async endpoint(EndpointName: string): Promise<Served | undefined> {
    const endpoint = await ifThere(() => this.sagemaker.send(new DescribeEndpointCommand({ EndpointName })));
    if (!endpoint) {
      return undefined;
    }
    const { EndpointConfigName, EndpointStatus = '' } = endpoint;
    const config = await ifThere(() => this.sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName })));
    return { status: EndpointStatus, variants: config?.ProductionVariants ?? [] };
  }

  /** The version that a model was made from: that of the first container that names one. */
  public async packageOf(ModelName: string): Promise<string | undefined> {
    const model = await ifThere(() => this.sagemaker.send(new DescribeModelCommand({ ModelName })));
    return [model?.PrimaryContainer, ...(model?.Containers ?? [])].find((container) => container?.ModelPackageName)?.ModelPackageName;
  }

  public version(modelPackageArn: string): Promise<DescribeModelPackageCommandOutput | undefined> {
    return ifThere(() => this.sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: modelPackageArn })));
  }
}
