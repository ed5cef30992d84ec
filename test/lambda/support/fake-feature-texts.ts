import { DescribeFeatureMetadataCommand, UpdateFeatureMetadataCommand } from '@aws-sdk/client-sagemaker';
import { FakeSageMaker } from './fake-sagemaker';
import { awsError } from './invocation';

interface Text {
  readonly description?: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const MOST_PARAMETERS = 25;

/** SageMaker as far as it keeps what people say of the features of groups. */
export class FakeFeatureTexts extends FakeSageMaker {
  /** By the name of the group, then of the feature. */
  public readonly groups: ReadonlyMap<string, Map<string, Text>>;
  /** Looks at a feature that was just added until it is there. */
  public looksUntilThere = 0;

  constructor(groups: readonly string[], features: readonly string[]) {
    super();
    this.groups = new Map(groups.map((group) => [group, new Map(features.map((feature) => [feature, { parameters: {} }]))]));
    this.on('DescribeFeatureMetadata', DescribeFeatureMetadataCommand, (input) => this.describe(input));
    this.on('UpdateFeatureMetadata', UpdateFeatureMetadataCommand, (input) => this.update(input));
  }

  private describe(input: any) {
    if (this.looksUntilThere > 0) {
      this.looksUntilThere -= 1;
      throw awsError('ResourceNotFound', 'The feature is being added.');
    }
    const { description, parameters } = this.find(input);
    return { ...input, FeatureType: 'String', Description: description, Parameters: Object.entries(parameters).map(([Key, Value]) => ({ Key, Value })) };
  }

  /** Additions are counted before removals make room: the stricter reading of what the guide leaves open. */
  private update(input: any) {
    const { Description, ParameterAdditions = [], ParameterRemovals = [] } = input;
    const before = this.find(input);
    const parameters = { ...before.parameters, ...Object.fromEntries(ParameterAdditions.map(({ Key, Value }: any) => [Key, Value])) };
    if (Object.keys(parameters).length > MOST_PARAMETERS) {
      throw awsError('ValidationException', `A feature has at most ${MOST_PARAMETERS} parameters.`);
    }
    ParameterRemovals.forEach((key: string) => delete parameters[key]);
    this.groups.get(input.FeatureGroupName)!.set(input.FeatureName, { description: Description ?? before.description, parameters });
    return {};
  }

  private find({ FeatureGroupName, FeatureName }: any): Text {
    const text = this.groups.get(FeatureGroupName)?.get(FeatureName);
    if (!text) {
      throw awsError('ResourceNotFound', `No feature '${FeatureName}' in a group '${FeatureGroupName}'.`);
    }
    return text;
  }
}
