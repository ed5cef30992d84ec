import type * as iam from 'aws-cdk-lib/aws-iam';
import { ArnFormat } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { isKnown } from '../../core/internal/errors';
import type { RemovalPermission } from '../../core/internal/until-gone';

const WHY_PREFIX = 'One permission serves all endpoints of a platform, whose names start with its prefix; versions are numbered as they come.';
const WHY_MADE = 'Models and configurations are named after their endpoint, with a hash of what they are.';
const WHY_DEFINITIONS = 'Job definitions are named after their monitor, with a hash of what they are.';
const WHY_ALARMS = 'Target tracking names its alarms after the endpoint, the variant and a random id.';
const WHY_ALL = 'Listing and describing these supports no resource.';

/** Names that a reconciler acts on. */
export interface ReconcilerReach {
  /** Endpoints; their models and configurations add a hash. */
  readonly endpoints: string;
  /** Groups of versions. */
  readonly groups: string;
}

/** What the reconciler may do with SageMaker while an endpoint is wanted: nothing to anything that has another name. */
export function allowReconciling(scope: Construct, reconciler: iam.IGrantable, { endpoints, groups }: ReconcilerReach): void {
  const arn = (resource: string, resourceName: string) => arnOf(scope, { service: 'sagemaker', resource, resourceName });
  const made = madeFor(endpoints);
  allow(reconciler, {
    actions: ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint'], resourceArns: [arn('endpoint', endpoints), arn('endpoint-config', made)],
  }, WHY_PREFIX);
  allow(reconciler, { actions: ['sagemaker:CreateEndpointConfig'], resourceArns: [arn('endpoint-config', made)] }, WHY_PREFIX);
  const versions = versionsIn(groups);
  allow(reconciler, { actions: ['sagemaker:ListModelPackages'], resourceArns: [arn('model-package-group', groups), arn('model-package', versions)] }, WHY_PREFIX);
  allow(reconciler, { actions: ['sagemaker:DescribeModelPackage'], resourceArns: [arn('model-package', versions)] }, WHY_PREFIX);
  // A model that is made of a version is authorised on both.
  allow(reconciler, { actions: ['sagemaker:CreateModel'], resourceArns: [arn('model', made), arn('model-package', versions)] }, WHY_PREFIX);
}

/** Models and configurations of endpoints. */
export function madeFor(endpoints: string): string {
  return endpoints.endsWith('*') ? endpoints : `${endpoints}-*`;
}

/** Versions of groups. */
export function versionsIn(groups: string): string {
  return groups.endsWith('*') ? groups : `${groups}/*`;
}

/**
 * What it takes to remove an endpoint with all that was made for it. Scaling may have been set by earlier settings; on the caller's behalf Application Auto
 * Scaling deletes the alarms that it made.
 */
export function removingEndpoints(scope: Construct, endpoints: string): RemovalPermission[] {
  const arn = (resource: string, resourceName: string) => arnOf(scope, { service: 'sagemaker', resource, resourceName });
  const made = madeFor(endpoints);
  return [
    { actions: ['sagemaker:DeleteEndpoint', 'sagemaker:DescribeEndpoint'], resourceArns: [arn('endpoint', endpoints)], whyWildcards: WHY_PREFIX },
    { actions: ['sagemaker:DeleteEndpointConfig'], resourceArns: [arn('endpoint-config', made)], whyWildcards: WHY_MADE },
    { actions: ['sagemaker:DeleteModel'], resourceArns: [arn('model', made)], whyWildcards: WHY_MADE },
    { actions: ['sagemaker:ListEndpointConfigs', 'sagemaker:ListModels'], resourceArns: ['*'], whyWildcards: WHY_ALL },
    onTargets(scope, 'DeregisterScalableTarget'),
    { actions: ['cloudwatch:DeleteAlarms'], resourceArns: [alarmsOf(scope, endpoints)], whyWildcards: WHY_ALARMS },
    { actions: ['cloudwatch:DescribeAlarms'], resourceArns: ['*'], whyWildcards: WHY_ALL },
  ];
}

/** What it takes to remove monitors of SageMaker Model Monitor. */
export function removingMonitors(scope: Construct, monitors: string): RemovalPermission[] {
  const { definitions, schedules } = monitorArns(scope, monitors);
  return [
    { actions: ['sagemaker:DeleteDataQualityJobDefinition'], resourceArns: [definitions], whyWildcards: WHY_DEFINITIONS },
    { actions: ['sagemaker:DeleteMonitoringSchedule', 'sagemaker:DescribeMonitoringSchedule'], resourceArns: [schedules], whyWildcards: WHY_PREFIX },
    { actions: ['sagemaker:ListDataQualityJobDefinitions'], resourceArns: ['*'], whyWildcards: WHY_ALL },
  ];
}

/** Making and changing monitors of SageMaker Model Monitor. */
export function allowMonitoring(scope: Construct, reconciler: iam.IGrantable, monitors: string): void {
  const { definitions, schedules } = monitorArns(scope, monitors);
  allow(reconciler, { actions: ['sagemaker:CreateDataQualityJobDefinition'], resourceArns: [definitions] }, WHY_DEFINITIONS);
  allow(reconciler, { actions: ['sagemaker:CreateMonitoringSchedule', 'sagemaker:UpdateMonitoringSchedule'], resourceArns: [schedules] }, WHY_PREFIX);
}

/** Scaling endpoints, with what Application Auto Scaling does on the caller's behalf. */
export function allowScaling(scope: Construct, reconciler: iam.IGrantable, endpoints: string): void {
  const targets = onTargets(scope, 'PutScalingPolicy', 'RegisterScalableTarget');
  allow(reconciler, targets, targets.whyWildcards);
  allow(reconciler, {
    actions: ['sagemaker:DescribeEndpoint', 'sagemaker:UpdateEndpointWeightsAndCapacities'],
    resourceArns: [arnOf(scope, { service: 'sagemaker', resource: 'endpoint', resourceName: endpoints })],
  }, WHY_PREFIX);
  allow(reconciler, {
    actions: ['sagemaker:DescribeEndpointConfig'],
    resourceArns: [arnOf(scope, { service: 'sagemaker', resource: 'endpoint-config', resourceName: madeFor(endpoints) })],
  }, WHY_PREFIX);
  allow(reconciler, { actions: ['cloudwatch:PutMetricAlarm'], resourceArns: [alarmsOf(scope, endpoints)] }, WHY_ALARMS);
  allow(reconciler, { actions: ['cloudwatch:DescribeAlarms'], resourceArns: ['*'] }, WHY_ALL);
  allow(reconciler, {
    actions: ['iam:CreateServiceLinkedRole'],
    resourceArns: [arnOf(scope, {
      service: 'iam', region: '', resource: 'role',
      resourceName: 'aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
    })],
  });
}

/** ARNs of schedules and definitions are written in lower case. */
function monitorArns(scope: Construct, monitors: string): { readonly definitions: string; readonly schedules: string } {
  const arn = (resource: string, resourceName: string) =>
    arnOf(scope, { service: 'sagemaker', resource, resourceName: isKnown(resourceName) ? resourceName.toLowerCase() : resourceName });
  return { definitions: arn('data-quality-job-definition', madeFor(monitors)), schedules: arn('monitoring-schedule', monitors) };
}

function onTargets(scope: Construct, ...actions: string[]): RemovalPermission {
  return {
    actions: actions.map((action) => `application-autoscaling:${action}`),
    resourceArns: [arnOf(scope, { service: 'application-autoscaling', resource: 'scalable-target', resourceName: '*' })],
    conditions: { StringEquals: { 'application-autoscaling:service-namespace': 'sagemaker' } },
    whyWildcards: 'Scalable targets get their ids when they are registered; the condition keeps to SageMaker.',
  };
}

function alarmsOf(scope: Construct, endpoints: string): string {
  const resourceName = `TargetTracking-endpoint/${endpoints.endsWith('*') ? endpoints : `${endpoints}/*`}`;
  return arnOf(scope, { service: 'cloudwatch', resource: 'alarm', resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}
