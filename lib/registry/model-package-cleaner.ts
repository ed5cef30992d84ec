import { Duration } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { HandlerOptions } from '../core';
import { MODEL_PACKAGES_RESOURCE_TYPE, type ModelPackagesProperties } from '../core/contract';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { handledResource } from '../core/internal/handled-resource';
import { HandlerFunction, handlerOptions } from '../core/internal/handler-function';
import { ServedNames, type Server } from '../core/internal/served-names';
import { sharedInStack } from '../core/internal/shared-in-stack';
import { allowUntilGone, type RemovalPermission } from '../core/internal/until-gone';
import type { ModelPackageGroup } from './model-package-group';

/** Something that deletes a group's versions before the group itself. One can serve groups of several stacks. */
export interface IModelPackageCleaner extends IConstruct {
  /** Deletes every version when the group leaves its stack. */
  clean(group: ModelPackageGroup): void;
}

/** A function that deletes model versions. */
export interface ModelPackageCleanerProps extends HandlerOptions {
  /**
   * What the names of its groups start with; permission is given once, on the prefix, however many groups there are.
   * A group with another name is refused.
   *
   * @default - permission is given on each group
   */
  readonly modelPackageGroupNamePrefix?: string;
}

const CLEANER: Server = {
  code: 'Cleaner', property: 'modelPackageGroupNamePrefix', power: 'delete the versions of every group in the account',
};

const WHY_NAMES_ARE_WIDE = 'One permission serves all groups of a platform, whose names start with its prefix; versions are numbered as they come.';
const WHY_VERSIONS_ARE_WIDE = 'Versions are numbered as they come; the group is fixed.';

/**
 * Deletes model versions before their group, which SageMaker deletes only when it is empty.
 *
 * A function with its log, role, dead-letter queue and alarm. It costs next to nothing while no group is deleted. It deletes no artifact in S3.
 */
export class ModelPackageCleaner extends Construct implements IModelPackageCleaner {
  /** The cleaner that all groups of a stack share. */
  public static shared(scope: Construct): IModelPackageCleaner {
    return sharedInStack(scope, 'SageMakerModelPackageCleaner', (stack, id) => new ModelPackageCleaner(stack, id));
  }

  private readonly handler: HandlerFunction;
  private readonly served: ServedNames;

  constructor(scope: Construct, id: string, props: ModelPackageCleanerProps = {}) {
    super(scope, id);
    this.served = new ServedNames(this, CLEANER, props.modelPackageGroupNamePrefix);
    this.handler = new HandlerFunction(this, 'Handler', {
      handler: 'delete-model-packages',
      description: 'Deletes the versions of a model package group before the group',
      timeout: Duration.minutes(15),
      ...handlerOptions(props),
    });
    this.served.coverAll((names) => this.permissions(this, names, names, WHY_NAMES_ARE_WIDE).forEach((each) => allow(this.handler, each, each.whyWildcards)));
  }

  public clean(group: ModelPackageGroup): void {
    const { modelPackageGroupName } = group;
    const properties: ModelPackagesProperties = { ModelPackageGroupName: modelPackageGroupName };
    const resource = handledResource(group, 'Versions', MODEL_PACKAGES_RESOURCE_TYPE, this.handler, properties);
    // Deleted in the opposite order: versions first, then the group, and the permission to delete them.
    resource.node.addDependency(group.node.defaultChild!);
    this.served.cover(group, { modelPackageGroupName }, () => {
      const permissions = this.permissions(group, modelPackageGroupName, `${modelPackageGroupName}/*`, WHY_VERSIONS_ARE_WIDE);
      allowUntilGone(group, 'CleanUp', this.handler.role, permissions, resource);
    });
  }

  private permissions(scope: Construct, groups: string, versions: string, whyWildcards: string): RemovalPermission[] {
    const arn = (resource: string, resourceName: string): string => arnOf(scope, { service: 'sagemaker', resource, resourceName });
    return [
      // Listing is authorised on versions; naming the group as well costs nothing and holds should that change.
      { actions: ['sagemaker:ListModelPackages'], resourceArns: [arn('model-package-group', groups), arn('model-package', versions)], whyWildcards },
      { actions: ['sagemaker:DeleteModelPackage'], resourceArns: [arn('model-package', versions)], whyWildcards },
    ];
  }
}
