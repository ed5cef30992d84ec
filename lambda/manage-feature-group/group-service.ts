import {
  AddTagsCommand, CreateFeatureGroupCommand, DeleteFeatureGroupCommand, DeleteTagsCommand, DescribeFeatureGroupCommand, ListTagsCommand,
  UpdateFeatureGroupCommand, type DescribeFeatureGroupResponse, type FeatureDefinition, type OnlineStoreConfig, type SageMakerClient, type TtlDuration,
} from '@aws-sdk/client-sagemaker';
import type { DefinedFeature, FeatureGroupOnlineStore, FeatureGroupTag, WantedFeatureGroup } from '../../lib/core/contract';
import { ifThere } from '../shared/errors';

/** A group as the service has it. */
export interface Standing {
  readonly arn: string;
  readonly status: string | undefined;
  readonly reason: string | undefined;
  /** How the last change went; undefined before the first. */
  readonly update: { readonly status: string | undefined; readonly reason: string | undefined };
  readonly recordIdentifier: string | undefined;
  readonly eventTime: string | undefined;
  readonly description: string | undefined;
  readonly online: OnlineStoreConfig;
  readonly features: readonly FeatureDefinition[];
}

/** Feature groups of SageMaker. */
export class GroupService {
  constructor(private readonly sagemaker: SageMakerClient) {}

  /** Undefined where there is none of that name. */
  public async look(name: string): Promise<Standing | undefined> {
    const first = await ifThere(() => this.page(name));
    if (!first) {
      return undefined;
    }
    const features = [...first.FeatureDefinitions ?? []];
    for (let token = first.NextToken; token;) {
      const page = await this.page(name, token);
      features.push(...page.FeatureDefinitions ?? []);
      token = page.NextToken;
    }
    return {
      arn: first.FeatureGroupArn!,
      status: first.FeatureGroupStatus,
      reason: first.FailureReason,
      update: { status: first.LastUpdateStatus?.Status, reason: first.LastUpdateStatus?.FailureReason },
      recordIdentifier: first.RecordIdentifierFeatureName,
      eventTime: first.EventTimeFeatureName,
      description: first.Description,
      online: first.OnlineStoreConfig ?? {},
      features,
    };
  }

  public async tags(arn: string): Promise<ReadonlyMap<string, string>> {
    const tags = new Map<string, string>();
    let token: string | undefined;
    do {
      const page = await this.sagemaker.send(new ListTagsCommand({ ResourceArn: arn, NextToken: token }));
      (page.Tags ?? []).forEach(({ Key, Value }) => tags.set(Key!, Value!));
      token = page.NextToken;
    } while (token);
    return tags;
  }

  public make({ FeatureDefinitions, OnlineStoreConfig: online, ...wanted }: WantedFeatureGroup, owner: FeatureGroupTag): Promise<unknown> {
    return this.sagemaker.send(new CreateFeatureGroupCommand({
      ...wanted, FeatureDefinitions: defined(FeatureDefinitions), OnlineStoreConfig: online as OnlineStoreConfig, Tags: [...wanted.Tags ?? [], owner],
    }));
  }

  /** One request takes one kind of change. */
  public addFeatures(name: string, features: readonly DefinedFeature[]): Promise<unknown> {
    return this.sagemaker.send(new UpdateFeatureGroupCommand({ FeatureGroupName: name, FeatureAdditions: defined(features) }));
  }

  /** Where records are to stay, unit and value are left out: the API wants both to be null then. */
  public keepRecordsFor(name: string, { TtlDuration: time }: FeatureGroupOnlineStore): Promise<unknown> {
    return this.sagemaker.send(new UpdateFeatureGroupCommand({ FeatureGroupName: name, OnlineStoreConfig: { TtlDuration: (time ?? {}) as TtlDuration } }));
  }

  public tag(arn: string, tags: readonly FeatureGroupTag[]): Promise<unknown> {
    return this.sagemaker.send(new AddTagsCommand({ ResourceArn: arn, Tags: [...tags] }));
  }

  public untag(arn: string, keys: readonly string[]): Promise<unknown> {
    return this.sagemaker.send(new DeleteTagsCommand({ ResourceArn: arn, TagKeys: [...keys] }));
  }

  public remove(name: string): Promise<unknown> {
    return this.sagemaker.send(new DeleteFeatureGroupCommand({ FeatureGroupName: name }));
  }

  private page(FeatureGroupName: string, NextToken?: string): Promise<DescribeFeatureGroupResponse> {
    return this.sagemaker.send(new DescribeFeatureGroupCommand({ FeatureGroupName, NextToken }));
  }
}

/** The contract's words are those of the API, which checks them. */
function defined(features: readonly DefinedFeature[]): FeatureDefinition[] {
  return features as FeatureDefinition[];
}
