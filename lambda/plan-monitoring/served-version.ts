import type { DescribeModelPackageCommandOutput, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { ServedModels } from '../shared/endpoints/served';
import { dataBaselineOf } from '../shared/monitoring/data-baseline';

/** The model version behind a variant, and the baseline that it brings. */
export interface ServedVersion {
  /** What an analysis needs and is not there, in words: the endpoint, its variant. */
  readonly missing?: string;
  /** Left out when the model was not made from a version of the registry. */
  readonly modelPackageArn?: string;
  /** `s3://` folder. */
  readonly baselineS3Uri?: string;
  /** Why there is none. */
  readonly noBaseline?: string;
}

/** Looks from an endpoint to the version that it serves now. */
export class ServedVersions {
  private readonly served: ServedModels;

  constructor(sagemaker: SageMakerClient) {
    this.served = new ServedModels(sagemaker);
  }

  public async of(endpointName: string, variantName: string): Promise<ServedVersion> {
    const endpoint = await this.served.endpoint(endpointName);
    if (!endpoint) {
      return { missing: `there is no endpoint '${endpointName}'` };
    }
    const variant = endpoint.variants.find(({ VariantName }) => VariantName === variantName);
    if (!variant) {
      return { missing: `endpoint '${endpointName}' has no variant '${variantName}'` };
    }
    const modelPackageArn = variant.ModelName === undefined ? undefined : await this.served.packageOf(variant.ModelName);
    if (modelPackageArn === undefined) {
      return { noBaseline: 'the served model was not made from a version of the registry, which would bring a baseline' };
    }
    return { modelPackageArn, ...await this.baselineOf(modelPackageArn) };
  }

  private async baselineOf(modelPackageArn: string): Promise<Pick<ServedVersion, 'baselineS3Uri' | 'noBaseline'>> {
    const version = await this.served.version(modelPackageArn);
    return version ? baselineIn(version) : { noBaseline: 'the served version is no longer in the registry' };
  }
}

/** Both files in one folder, because a folder is what a job takes. */
function baselineIn(version: DescribeModelPackageCommandOutput): Pick<ServedVersion, 'baselineS3Uri' | 'noBaseline'> {
  const baseline = dataBaselineOf(version);
  if (!baseline) {
    return { noBaseline: 'the served version was registered without statistics and constraints of its data' };
  }
  const files = [baseline.statisticsS3Uri, baseline.constraintsS3Uri];
  const [folder, other] = files.map((uri) => uri.slice(0, uri.lastIndexOf('/') + 1));
  const [statistics, constraints] = files.map((uri) => uri.slice(uri.lastIndexOf('/') + 1));
  return folder === other && statistics === 'statistics.json' && constraints === 'constraints.json'
    ? { baselineS3Uri: folder }
    : { noBaseline: "the served version's statistics.json and constraints.json do not lie in one folder under these names" };
}
