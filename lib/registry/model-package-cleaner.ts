import { CustomResource, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { HandlerOptions } from '../core';
import { MODEL_PACKAGES_RESOURCE_TYPE, type ModelPackagesProperties } from '../core/contract';
import { allow } from '../core/internal/allow';
import { HandlerFunction, handlerOptions } from '../core/internal/handler-function';
import type { ModelPackageGroup } from './model-package-group';

/** Something that deletes a group's versions before the group itself. */
export interface IModelPackageCleaner extends IConstruct {
  /** Deletes every version when the group leaves its stack. */
  clean(group: ModelPackageGroup): void;
}

/** A function that deletes model versions. */
export interface ModelPackageCleanerProps extends HandlerOptions {
  /**
   * What the names of its groups start with; permission is given once, on the prefix, however many groups there are.
   *
   * @default - permission is given on each group
   */
  readonly modelPackageGroupNamePrefix?: string;
}

/** Deletes model versions before their group, which SageMaker deletes only when it is empty. */
export class ModelPackageCleaner extends Construct implements IModelPackageCleaner {
  /** The cleaner that all groups of a stack share. */
  public static shared(scope: Construct): IModelPackageCleaner {
    const stack = Stack.of(scope);
    const id = 'SageMakerModelPackageCleaner';
    return (stack.node.tryFindChild(id) as ModelPackageCleaner | undefined) ?? new ModelPackageCleaner(stack, id);
  }

  private readonly handler: HandlerFunction;
  private readonly grantsEach: boolean;

  constructor(scope: Construct, id: string, props: ModelPackageCleanerProps = {}) {
    super(scope, id);
    this.handler = new HandlerFunction(this, 'Handler', {
      handler: 'delete-model-packages',
      description: 'Deletes the versions of a model package group before the group',
      timeout: Duration.minutes(15),
      ...handlerOptions(props),
    });
    this.grantsEach = props.modelPackageGroupNamePrefix === undefined;
    if (props.modelPackageGroupNamePrefix !== undefined) {
      this.grant(`${props.modelPackageGroupNamePrefix}*`, `${props.modelPackageGroupNamePrefix}*`);
    }
  }

  public clean(group: ModelPackageGroup): void {
    if (this.grantsEach) {
      this.grant(group.modelPackageGroupName, `${group.modelPackageGroupName}/*`);
    }
    const properties: ModelPackagesProperties = { ModelPackageGroupName: group.modelPackageGroupName };
    const resource = new CustomResource(group, 'Versions', {
      serviceToken: this.handler.function.functionArn,
      resourceType: MODEL_PACKAGES_RESOURCE_TYPE,
      properties: { ...properties },
    });
    // Deleted in the opposite order: versions first, then the group.
    resource.node.addDependency(group.node.defaultChild!);
  }

  private grant(groups: string, versions: string): void {
    const arn = (resource: string, resourceName: string): string => Stack.of(this).formatArn({ service: 'sagemaker', resource, resourceName });
    const why = 'One permission serves all groups of a platform, whose names start with its prefix; versions are numbered as they come.';
    allow(this.handler, { actions: ['sagemaker:ListModelPackages'], resourceArns: [arn('model-package-group', groups)] }, why);
    allow(this.handler, { actions: ['sagemaker:DeleteModelPackage'], resourceArns: [arn('model-package', versions)] }, why);
  }
}
