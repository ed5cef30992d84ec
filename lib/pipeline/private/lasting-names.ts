import { Token } from 'aws-cdk-lib/core';
import { arnOf } from '../../core/internal/arns';
import type { _StepSite } from '../step';
import { nameInArn } from './name-in-arn';

/** The ARN of something SageMaker makes for a step under a name of the user's; of whatever name, where only a run knows it. ARNs have names in lower case. */
export function sagemakerArn(site: _StepSite, resource: string, name: string): string {
  return arnOf(site.pipeline, { service: 'sagemaker', resource, resourceName: Token.isUnresolved(name) ? nameInArn(name, '*') : name.toLowerCase() });
}

export const WHY_ANY_NAME = 'The name is known only while the pipeline runs.';
