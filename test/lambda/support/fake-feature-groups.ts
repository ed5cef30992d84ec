import {
  AddTagsCommand, CreateFeatureGroupCommand, DeleteFeatureGroupCommand, DeleteTagsCommand, DescribeFeatureGroupCommand, ListTagsCommand,
  UpdateFeatureGroupCommand,
} from '@aws-sdk/client-sagemaker';
import { FakeSageMaker } from './fake-sagemaker';
import { awsError } from './invocation';

interface Kept {
  readonly settings: Record<string, any>;
  readonly tags: Map<string, string>;
  features: any[];
  status: string;
  reason?: string;
  update?: { Status: string; FailureReason?: string };
  /** Looks until a change is over. */
  looks: number;
  /** What is so when it is. */
  then: () => void;
}

const ARN = 'arn:aws:sagemaker:us-east-1:123456789012:feature-group/';

/** Feature groups that take a few looks to come, to change and to go; two features, and two tags, to a page. */
export class FakeFeatureGroups extends FakeSageMaker {
  public looksUntilDone = 2;
  /** Why the next creation, change or deletion fails. */
  public failure: string | undefined;
  private readonly kept = new Map<string, Kept>();

  constructor() {
    super();
    this.pageSize = 2;
    this.on('CreateFeatureGroup', CreateFeatureGroupCommand, (input) => this.create(input));
    this.on('DescribeFeatureGroup', DescribeFeatureGroupCommand, ({ FeatureGroupName, NextToken }) => this.describe(this.require(FeatureGroupName), NextToken));
    this.on('UpdateFeatureGroup', UpdateFeatureGroupCommand, (input) => this.update(input));
    this.on('DeleteFeatureGroup', DeleteFeatureGroupCommand, ({ FeatureGroupName }) => this.remove(FeatureGroupName));
    this.on('ListTags', ListTagsCommand, ({ ResourceArn, NextToken = '0' }) => {
      const { items, next } = this.paged([...this.named(ResourceArn).tags].map(([Key, Value]) => ({ Key, Value })), NextToken);
      return { Tags: items, NextToken: next };
    });
    this.on('AddTags', AddTagsCommand, ({ ResourceArn, Tags }) => Tags.forEach(({ Key, Value }: any) => this.named(ResourceArn).tags.set(Key, Value)));
    this.on('DeleteTags', DeleteTagsCommand, ({ ResourceArn, TagKeys }) => TagKeys.forEach((key: string) => this.named(ResourceArn).tags.delete(key)));
  }

  /** What is there, as far as it does not tell how often something was tried. */
  public get groups(): object[] {
    return [...this.kept].map(([name, { settings, features, tags, status }]) => ({ name, status, ...settings, features, tags: Object.fromEntries(tags) }));
  }

  public of(name: string): Kept {
    return this.require(name);
  }

  private create({ FeatureGroupName: name, FeatureDefinitions, Tags = [], ...settings }: any) {
    if (this.kept.has(name)) {
      throw awsError('ResourceInUse', `Resource Already Exists: FeatureGroup with name ${name} already exists. Choose a different name.`);
    }
    const kept: Kept = {
      settings, features: FeatureDefinitions, tags: new Map(Tags.map(({ Key, Value }: any) => [Key, Value])), status: 'Creating', looks: this.looksUntilDone,
      then: () => Object.assign(kept, this.outcome('Created', 'CreateFailed')),
    };
    this.kept.set(name, kept);
    return { FeatureGroupArn: `${ARN}${name.toLowerCase()}` };
  }

  private describe(kept: Kept, token = '0') {
    const name = [...this.kept].find(([, each]) => each === kept)![0];
    const { items, next } = this.paged(kept.features, token);
    const answer = {
      FeatureGroupName: name, FeatureGroupArn: `${ARN}${name.toLowerCase()}`, ...kept.settings, FeatureDefinitions: items, NextToken: next,
      FeatureGroupStatus: kept.status, FailureReason: kept.reason, LastUpdateStatus: kept.update,
    };
    if (token === '0' && kept.looks > 0 && --kept.looks === 0) {
      kept.then();
    }
    return answer;
  }

  private update({ FeatureGroupName, FeatureAdditions, OnlineStoreConfig }: any) {
    const kept = this.require(FeatureGroupName);
    if ((FeatureAdditions === undefined) === (OnlineStoreConfig === undefined)) {
      throw awsError('ValidationException', 'Use one request parameter at a time.');
    }
    if (kept.status !== 'Created' || kept.update?.Status === 'InProgress') {
      throw awsError('ValidationException', `The feature group is ${kept.status} and cannot be updated now.`);
    }
    const twice = (FeatureAdditions ?? []).find(({ FeatureName }: any) => kept.features.some((each) => each.FeatureName === FeatureName));
    if (twice) {
      throw awsError('ValidationException', `Feature ${twice.FeatureName} is there already.`);
    }
    kept.update = { Status: 'InProgress' };
    kept.looks = this.looksUntilDone;
    kept.then = () => {
      kept.update = this.failure === undefined ? { Status: 'Successful' } : { Status: 'Failed', FailureReason: this.failure };
      if (this.failure === undefined) {
        kept.features = [...kept.features, ...FeatureAdditions ?? []];
        const { TtlDuration: { Unit = undefined, Value = undefined } = {} } = OnlineStoreConfig ?? { TtlDuration: kept.settings.OnlineStoreConfig.TtlDuration };
        kept.settings.OnlineStoreConfig = { ...kept.settings.OnlineStoreConfig, TtlDuration: Unit && { Unit, Value } };
      }
    };
    return {};
  }

  private remove(name: string) {
    const kept = this.require(name);
    if (kept.status === 'Creating' || kept.status === 'Deleting') {
      throw awsError('ValidationException', `The feature group is ${kept.status} and cannot be deleted now.`);
    }
    kept.status = 'Deleting';
    kept.looks = this.looksUntilDone;
    kept.then = () => (this.failure === undefined ? this.kept.delete(name) : Object.assign(kept, this.outcome('', 'DeleteFailed')));
    return {};
  }

  private outcome(good: string, bad: string) {
    return this.failure === undefined ? { status: good } : { status: bad, reason: this.failure };
  }

  private paged<T>(all: readonly T[], token: string): { items: T[]; next: string | undefined } {
    const from = Number(token);
    return { items: all.slice(from, from + this.pageSize), next: from + this.pageSize < all.length ? String(from + this.pageSize) : undefined };
  }

  private named(arn: string): Kept {
    return this.require([...this.kept.keys()].find((name) => arn === `${ARN}${name.toLowerCase()}`) ?? arn);
  }

  private require(name: string): Kept {
    const kept = this.kept.get(name);
    if (!kept) {
      throw awsError('ResourceNotFound', `Resource Not Found: Amazon SageMaker can't find a FeatureGroup with name ${name}`);
    }
    return kept;
  }
}
