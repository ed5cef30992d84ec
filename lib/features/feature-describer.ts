import { Duration } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { HandlerOptions } from '../core';
import { FEATURE_DESCRIPTIONS_RESOURCE_TYPE, type DescribedFeature, type FeatureDescriptionsProperties } from '../core/contract';
import { allow } from '../core/internal/allow';
import { handledResource } from '../core/internal/handled-resource';
import { HandlerFunction, handlerOptions } from '../core/internal/handler-function';
import { sharedInStack } from '../core/internal/shared-in-stack';
import type { IFeatureGroup } from './feature-group-base';
import { arnByName } from './private/group-arns';

/** Something that writes what features mean. One can serve groups of several stacks. */
export interface IFeatureDescriber extends IConstruct {
  /**
   * Writes the words about a group's features whenever they change.
   *
   * @internal
   */
  _describe(group: IFeatureGroup, features: readonly DescribedFeature[]): void;
}

/**
 * Writes descriptions and parameters of features, which CloudFormation's own resource cannot say.
 *
 * A function with its log, role, dead-letter queue and alarm. Idle it costs its alarm, about 0.10 USD a month. It describes one feature after the other,
 * and must be done in 15 minutes.
 */
export class FeatureDescriber extends Construct implements IFeatureDescriber {
  /** The describer that all groups of a stack share. */
  public static shared(scope: Construct): IFeatureDescriber {
    return sharedInStack(scope, 'SageMakerFeatureDescriber', (stack, id) => new FeatureDescriber(stack, id));
  }

  private readonly handler: HandlerFunction;

  constructor(scope: Construct, id: string, props: HandlerOptions = {}) {
    super(scope, id);
    this.handler = new HandlerFunction(this, 'Handler', {
      ...handlerOptions(props),
      handler: 'describe-features',
      description: 'Writes descriptions and parameters of features',
      timeout: Duration.minutes(15),
    });
  }

  /** @internal */
  public _describe(group: IFeatureGroup, features: readonly DescribedFeature[]): void {
    allow(this.handler, { actions: ['sagemaker:DescribeFeatureMetadata', 'sagemaker:UpdateFeatureMetadata'], resourceArns: [arnByName(group)] });
    const properties: FeatureDescriptionsProperties = { FeatureGroupName: group.featureGroupName, Features: features };
    handledResource(group, 'Descriptions', FEATURE_DESCRIPTIONS_RESOURCE_TYPE, this.handler, properties);
  }
}
