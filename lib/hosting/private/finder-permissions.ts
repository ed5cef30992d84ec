import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { madeFor, versionsIn } from './reconciler-permissions';

const WHY_PREFIX = 'One permission serves all models of a platform, whose names start with its prefix; versions are numbered as they come.';

/** Names that a finder looks at. */
export interface FinderReach {
  /** Endpoints; their models and configurations add a hash. Left out where a model has none. */
  readonly endpoints?: string;
  /** Groups of versions. */
  readonly groups: string;
}

/** Looking from endpoints to the versions that they serve, and at the approved versions of groups. */
export function allowFindingVersions(scope: Construct, finder: iam.IGrantable, { endpoints, groups }: FinderReach): void {
  const may = (actions: string[], ...resources: [string, string][]) => allow(finder, {
    actions, resourceArns: resources.map(([resource, resourceName]) => arnOf(scope, { service: 'sagemaker', resource, resourceName })),
  }, WHY_PREFIX);
  if (endpoints !== undefined) {
    may(['sagemaker:DescribeEndpoint'], ['endpoint', endpoints]);
    may(['sagemaker:DescribeEndpointConfig'], ['endpoint-config', madeFor(endpoints)]);
    may(['sagemaker:DescribeModel'], ['model', madeFor(endpoints)]);
  }
  may(['sagemaker:ListModelPackages'], ['model-package-group', groups], ['model-package', versionsIn(groups)]);
  may(['sagemaker:DescribeModelPackage'], ['model-package', versionsIn(groups)]);
}
