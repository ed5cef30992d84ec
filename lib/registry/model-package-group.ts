import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { ArnFormat, RemovalPolicy, Resource, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { AWAITS_APPROVAL, SAGEMAKER_DETAIL_TYPES, SAGEMAKER_EVENT_SOURCE, spellingsInEvents } from '../core/contract';
import { arnOf } from '../core/internal/arns';
import { invalid, isKnown, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { NameRule } from '../core/internal/names';
import { ModelPackageCleaner, type IModelPackageCleaner } from './model-package-cleaner';
import { ModelPackageGroupGrants } from './model-package-group-grants';
import { GroupPolicy } from './private/group-policy';

/** A group of model versions: one of this app's, or one that exists. */
export interface IModelPackageGroup extends sagemaker.IModelPackageGroupRef {
  /** Name of the group. */
  readonly modelPackageGroupName: string;
  /** ARN of the group. */
  readonly modelPackageGroupArn: string;
  /** ARN that stands for every version of the group, for policies; it ends in `/*`. */
  readonly modelPackagesArn: string;
  /** Permissions on the group and its versions. */
  readonly grants: ModelPackageGroupGrants;

  /**
   * A rule for every change of a version: registered, approved, rejected, described anew.
   *
   * SageMaker sends events at least once, in no fixed order, and on rare occasions not at all.
   */
  onModelPackageChange(id: string, options?: events.OnEventOptions): events.Rule;
  /** A rule for versions that people have to look at. */
  onPendingApproval(id: string, options?: events.OnEventOptions): events.Rule;
  /** A rule for versions that were approved. */
  onApproved(id: string, options?: events.OnEventOptions): events.Rule;
}

/** A group to make. */
export interface ModelPackageGroupProps {
  /**
   * Name of the group; at most 63 letters, digits and hyphens. Another name replaces the group.
   *
   * @default - made from the construct's place in the app
   */
  readonly modelPackageGroupName?: string;

  /**
   * What the group's models are for; at most 1,024 characters. Another text replaces the group, so that its versions are lost to it.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Who may see the group and its versions by the group's own policy: other accounts, or single roles and users of theirs. They may not change anything,
   * and read no artifact in S3: buckets and keys have policies of their own.
   *
   * @default - only whom a policy of this account lets
   */
  readonly readers?: iam.IPrincipal[];

  /**
   * Who may see the group and its versions, and make models of them to deploy elsewhere. They too need to be let into the buckets and keys of the artifacts.
   *
   * @default - only whom a policy of this account lets
   */
  readonly deployers?: iam.IPrincipal[];

  /**
   * What happens to the group when it leaves the stack. With DESTROY all its versions are deleted first; their artifacts in S3 are not.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE - it is kept, unless its first deployment fails and is rolled back
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * What deletes the versions when the group is not retained.
   *
   * @default - a function that the stack's groups share
   */
  readonly cleaner?: IModelPackageCleaner;
}

abstract class ModelPackageGroupBase extends Resource implements IModelPackageGroup {
  public abstract readonly modelPackageGroupName: string;
  public abstract readonly modelPackageGroupArn: string;

  public get modelPackageGroupRef(): sagemaker.ModelPackageGroupReference {
    return { modelPackageGroupArn: this.modelPackageGroupArn };
  }

  public get modelPackagesArn(): string {
    return arnOf(this, {
      service: 'sagemaker', resource: 'model-package', resourceName: `${this.modelPackageGroupName}/*`, account: this.env.account, region: this.env.region,
    });
  }

  public get grants(): ModelPackageGroupGrants {
    return ModelPackageGroupGrants.fromModelPackageGroup(this);
  }

  public onModelPackageChange(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, {}, options);
  }

  public onPendingApproval(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, { ModelApprovalStatus: spellingsInEvents(AWAITS_APPROVAL) }, options);
  }

  public onApproved(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, { ModelApprovalStatus: spellingsInEvents('Approved') }, options);
  }

  private onEvent(id: string, detail: object, options: events.OnEventOptions): events.Rule {
    const rule = new events.Rule(this, id, options);
    rule.addTarget(options.target);
    rule.addEventPattern({
      source: [SAGEMAKER_EVENT_SOURCE],
      detailType: [SAGEMAKER_DETAIL_TYPES.MODEL_PACKAGE],
      detail: { ModelPackageGroupName: [this.modelPackageGroupName], ...detail },
    });
    return rule;
  }
}

const NAME = NameRule.of('ModelPackageGroup.ModelPackageGroupName');
const DESCRIPTION = Limit.between('ModelPackageGroupDescription', 0, 1024);

/**
 * A SageMaker model package group: the registry of one model's versions.
 *
 * It costs nothing; its models' artifacts cost their storage in S3. It is kept when the stack is deleted, unless told otherwise.
 * Another name or description replaces it, since SageMaker cannot change a group.
 */
export class ModelPackageGroup extends ModelPackageGroupBase {
  /** A group that exists, by its name in this account and region. Fails for a name that no group can have. */
  public static fromModelPackageGroupName(scope: Construct, id: string, modelPackageGroupName: string): IModelPackageGroup {
    NAME.check(scope, 'modelPackageGroupName', modelPackageGroupName);
    class Import extends ModelPackageGroupBase {
      public readonly modelPackageGroupName = modelPackageGroupName;
      public readonly modelPackageGroupArn = arnOf(scope, {
        service: 'sagemaker', resource: 'model-package-group', resourceName: modelPackageGroupName,
      });
    }
    return new Import(scope, id);
  }

  /**
   * A group that exists, here or in another account, by its ARN. Fails for the ARN of anything else.
   *
   * Events of another account's group reach this one only when that account forwards them.
   */
  public static fromModelPackageGroupArn(scope: Construct, id: string, modelPackageGroupArn: string): IModelPackageGroup {
    checkArn(scope, modelPackageGroupArn);
    const parts = Stack.of(scope).splitArn(modelPackageGroupArn, ArnFormat.SLASH_RESOURCE_NAME);
    class Import extends ModelPackageGroupBase {
      public readonly modelPackageGroupName = parts.resourceName!;
      public readonly modelPackageGroupArn = modelPackageGroupArn;
    }
    return new Import(scope, id, { account: parts.account, region: parts.region });
  }

  /** @attribute */
  public readonly modelPackageGroupName: string;
  /** @attribute */
  public readonly modelPackageGroupArn: string;
  private readonly policy: GroupPolicy;

  constructor(scope: Construct, id: string, props: ModelPackageGroupProps = {}) {
    super(scope, id);
    new Mistakes(this)
      .add(NAME.mistakeIn('modelPackageGroupName', props.modelPackageGroupName))
      .add(DESCRIPTION.mistakeInText('description', props.description))
      .throwIfAny();
    this.modelPackageGroupName = props.modelPackageGroupName ?? NAME.nameFor(this);
    this.policy = new GroupPolicy(this, this.modelPackageGroupName, this.modelPackagesArn);
    const resource = new sagemaker.CfnModelPackageGroup(this, 'Resource', {
      modelPackageGroupName: this.modelPackageGroupName,
      modelPackageGroupDescription: props.description,
      modelPackageGroupPolicy: this.policy.asAny(),
    });
    this.addReaders(...props.readers ?? []);
    this.addDeployers(...props.deployers ?? []);
    this.modelPackageGroupArn = resource.attrModelPackageGroupArn;
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    resource.applyRemovalPolicy(removalPolicy);
    if (removalPolicy === RemovalPolicy.DESTROY) {
      (props.cleaner ?? ModelPackageCleaner.shared(this)).clean(this);
    }
  }

  /** Lets others see the group and its versions by the group's own policy. Fails for everybody at once. */
  public addReaders(...readers: iam.IPrincipal[]): void {
    this.policy.addReaders('readers', readers);
  }

  /** Lets others see the group and its versions, and make models of them. Fails for everybody at once. */
  public addDeployers(...deployers: iam.IPrincipal[]): void {
    this.policy.addDeployers('deployers', deployers);
  }
}

function checkArn(scope: Construct, arn: string): void {
  if (isKnown(arn) && !/^arn:[^:]+:sagemaker:[^:]+:[^:]+:model-package-group\/[^/]+$/.test(arn)) {
    throw invalid(scope, {
      code: 'ModelPackageGroupArnInvalid', property: 'modelPackageGroupArn', problem: 'is not the ARN of a model package group', value: arn,
      fix: "Write it as 'arn:aws:sagemaker:<region>:<account>:model-package-group/<name>'.",
    });
  }
}
