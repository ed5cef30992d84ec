import { CfnResource, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { HandlerFunction } from './handler-function';

/** A resource that a function of this package makes, changes and deletes. */
export function handledResource(scope: Construct, id: string, type: string, handler: HandlerFunction, properties: object): CfnResource {
  const resource = new CfnResource(scope, id, { type, properties: { ServiceToken: handler.function.functionArn, ...properties } });
  resource.applyRemovalPolicy(RemovalPolicy.DESTROY);
  return resource;
}
