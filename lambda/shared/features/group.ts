import { DescribeFeatureGroupCommand, type DescribeFeatureGroupResponse, type FeatureDefinition, type SageMakerClient } from '@aws-sdk/client-sagemaker';

/** What the values of a feature are. */
export interface FeatureKind {
  readonly type: 'Integral' | 'Fractional' | 'String';
  /** List, Set or Vector; left out for single values. */
  readonly collection?: string;
  /** How many values a vector has. */
  readonly dimension?: number;
}

/** The definitions of one feature group. */
export interface Group {
  readonly name: string;
  readonly recordIdentifier: string;
  readonly eventTime: string;
  /** In the order of the group. */
  readonly kinds: ReadonlyMap<string, FeatureKind>;
  /** Whether records can be looked up. */
  readonly online: boolean;
  /** Whether the group keeps what is older than what can be looked up. */
  readonly offline: boolean;
}

/** Definitions are asked for anew after this long, or when something has a feature that they lack: a group can get more at any time. */
const FRESH_MS = 60_000;

/** Tells the definitions of a group, and remembers them for a while. */
export class Groups {
  private known: { readonly group: Group; readonly asked: number } | undefined;

  constructor(private readonly sagemaker: SageMakerClient, private readonly name: string) {}

  /**
   * @param since definitions that were asked for before this moment do not count
   * @throws Error when the group takes no records
   */
  public async latest(now: number, since = now - FRESH_MS): Promise<Group> {
    if (!this.known || this.known.asked <= since) {
      this.known = { group: await this.describe(), asked: now };
    }
    return this.known.group;
  }

  private async describe(): Promise<Group> {
    const first = await this.page();
    if (first.FeatureGroupStatus !== 'Created') {
      throw new Error(`feature group '${this.name}' is ${first.FeatureGroupStatus}: wait until it is Created, or see its FailureReason`);
    }
    const definitions = [...first.FeatureDefinitions ?? []];
    for (let page = first; page.NextToken;) {
      page = await this.page(page.NextToken);
      definitions.push(...page.FeatureDefinitions ?? []);
    }
    return {
      name: this.name,
      recordIdentifier: first.RecordIdentifierFeatureName!,
      eventTime: first.EventTimeFeatureName!,
      kinds: new Map(definitions.map((definition) => [definition.FeatureName!, kindOf(definition)])),
      online: first.OnlineStoreConfig?.EnableOnlineStore === true,
      offline: first.OfflineStoreConfig !== undefined,
    };
  }

  private page(NextToken?: string): Promise<DescribeFeatureGroupResponse> {
    return this.sagemaker.send(new DescribeFeatureGroupCommand({ FeatureGroupName: this.name, NextToken }));
  }
}

function kindOf({ FeatureType: type, CollectionType: collection, CollectionConfig }: FeatureDefinition): FeatureKind {
  return { type: type!, ...(collection && { collection }), ...(CollectionConfig?.VectorConfig && { dimension: CollectionConfig.VectorConfig.Dimension }) };
}
