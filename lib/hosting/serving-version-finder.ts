import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { HandlerOptions } from '../core';
import { HandlerFunction, handlerOptions } from '../core/internal/handler-function';
import { ServedNames, type Server } from '../core/internal/served-names';
import { sharedInStack } from '../core/internal/shared-in-stack';
import { allowFindingVersions } from './private/finder-permissions';

/** Whose serving version is looked for. */
export interface FindServingVersionOptions {
  /** The group of the model's versions. */
  readonly modelPackageGroupName: string;

  /**
   * The endpoint that serves the model.
   *
   * @default - none: the newest approved version counts as serving
   */
  readonly endpointName?: string;
}

/** Something that finds which version of a model serves. One can serve pipelines of several stacks. */
export interface IServingVersionFinder extends IConstruct {
  /** The function for pipelines to call, with the permissions that finding this model's version takes. */
  functionFor(model: FindServingVersionOptions): lambda.IFunction;
}

/** A function that finds serving versions. */
export interface ServingVersionFinderProps extends HandlerOptions {
  /**
   * What the names of its endpoints and of the groups they follow start with; permission is given once, on the prefix, however many models there are.
   * A model with another name is refused.
   *
   * @default - permission is given on each model
   */
  readonly namePrefix?: string;
}

const FINDER: Server = { code: 'Finder', property: 'namePrefix', power: 'look at every endpoint and model version of the account' };

/**
 * Finds which version of a model serves, so that a new one can be compared with it: that of the endpoint, else the newest approved one.
 *
 * It changes nothing. A function with its log, role, dead-letter queue and alarm, which costs nothing but the alarm while no pipeline runs.
 */
export class ServingVersionFinder extends Construct implements IServingVersionFinder {
  /** The finder that all pipelines of a stack share. */
  public static shared(scope: Construct): IServingVersionFinder {
    return sharedInStack(scope, 'SageMakerServingVersionFinder', (stack, id) => new ServingVersionFinder(stack, id));
  }

  private readonly handler: HandlerFunction;
  private readonly served: ServedNames;

  constructor(scope: Construct, id: string, props: ServingVersionFinderProps = {}) {
    super(scope, id);
    this.served = new ServedNames(this, FINDER, props.namePrefix);
    this.handler = new HandlerFunction(this, 'Handler', {
      handler: 'find-serving-version',
      description: 'Finds which version of a model serves, for pipelines that compare a new one with it',
      // A pipeline waits ten minutes; by then the function has given up what it tries again.
      timeout: Duration.minutes(5),
      ...handlerOptions(props),
    });
    this.served.coverAll((names) => allowFindingVersions(this, this.handler, { endpoints: names, groups: names }));
  }

  public functionFor({ modelPackageGroupName, endpointName }: FindServingVersionOptions): lambda.IFunction {
    this.served.cover(this, { modelPackageGroupName, endpointName }, () => {
      allowFindingVersions(this, this.handler, { endpoints: endpointName, groups: modelPackageGroupName });
    });
    return this.handler.function;
  }
}
