import type * as iam from 'aws-cdk-lib/aws-iam';
import { ArnFormat } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { isKnown } from '../../core/internal/errors';

const WHY_PREFIX = 'One permission serves all endpoints of a platform, whose names start with its prefix; versions are numbered as they come.';

/** Names that a reconciler acts on. */
export interface ReconcilerReach {
  /** Endpoints; their models and configurations add a hash. */
  readonly endpoints: string;
  /** Groups of versions. */
  readonly groups: string;
}

/** What the reconciler may do with SageMaker: nothing to anything that has another name. */
export function allowReconciling(scope: Construct, reconciler: iam.IGrantable, { endpoints, groups }: ReconcilerReach): void {
  const arn = (resource: string, resourceName: string) => arnOf(scope, { service: 'sagemaker', resource, resourceName });
  const made = madeFor(endpoints);
  allow(reconciler, {
    actions: ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint'], resourceArns: [arn('endpoint', endpoints), arn('endpoint-config', made)],
  }, WHY_PREFIX);
  allow(reconciler, { actions: ['sagemaker:DeleteEndpoint', 'sagemaker:DescribeEndpoint'], resourceArns: [arn('endpoint', endpoints)] }, WHY_PREFIX);
  allow(reconciler, {
    actions: ['sagemaker:CreateEndpointConfig', 'sagemaker:DeleteEndpointConfig'], resourceArns: [arn('endpoint-config', made)],
  }, WHY_PREFIX);
  allow(reconciler, { actions: ['sagemaker:DeleteModel'], resourceArns: [arn('model', made)] }, WHY_PREFIX);
  allow(reconciler, { actions: ['sagemaker:ListEndpointConfigs', 'sagemaker:ListModels'], resourceArns: ['*'] }, 'Listing supports no resource.');
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

/** Making, changing and removing monitors of SageMaker Model Monitor. ARNs of schedules and definitions are written in lower case. */
export function allowMonitoring(scope: Construct, reconciler: iam.IGrantable, monitors: string): void {
  const arn = (resource: string, resourceName: string) =>
    arnOf(scope, { service: 'sagemaker', resource, resourceName: isKnown(resourceName) ? resourceName.toLowerCase() : resourceName });
  allow(reconciler, {
    actions: ['sagemaker:CreateDataQualityJobDefinition', 'sagemaker:DeleteDataQualityJobDefinition'],
    resourceArns: [arn('data-quality-job-definition', madeFor(monitors))],
  }, 'Job definitions are named after their monitor, with a hash of what they are.');
  allow(reconciler, {
    actions: ['CreateMonitoringSchedule', 'DeleteMonitoringSchedule', 'DescribeMonitoringSchedule', 'UpdateMonitoringSchedule'].map((action) => `sagemaker:${action}`),
    resourceArns: [arn('monitoring-schedule', monitors)],
  }, WHY_PREFIX);
  allow(reconciler, { actions: ['sagemaker:ListDataQualityJobDefinitions'], resourceArns: ['*'] }, 'Listing supports no resource.');
}

/** Scaling endpoints, with what Application Auto Scaling does on the caller's behalf. */
export function allowScaling(scope: Construct, reconciler: iam.IGrantable, endpoints: string): void {
  allow(reconciler, {
    actions: ['application-autoscaling:DeregisterScalableTarget', 'application-autoscaling:PutScalingPolicy', 'application-autoscaling:RegisterScalableTarget'],
    resourceArns: [arnOf(scope, { service: 'application-autoscaling', resource: 'scalable-target', resourceName: '*' })],
    conditions: { StringEquals: { 'application-autoscaling:service-namespace': 'sagemaker' } },
  }, 'Scalable targets get their ids when they are registered; the condition keeps to SageMaker.');
  allow(reconciler, {
    actions: ['sagemaker:DescribeEndpoint', 'sagemaker:UpdateEndpointWeightsAndCapacities'],
    resourceArns: [arnOf(scope, { service: 'sagemaker', resource: 'endpoint', resourceName: endpoints })],
  }, WHY_PREFIX);
  allow(reconciler, {
    actions: ['sagemaker:DescribeEndpointConfig'],
    resourceArns: [arnOf(scope, { service: 'sagemaker', resource: 'endpoint-config', resourceName: madeFor(endpoints) })],
  }, WHY_PREFIX);
  const alarms = `TargetTracking-endpoint/${endpoints.endsWith('*') ? endpoints : `${endpoints}/*`}`;
  allow(reconciler, {
    actions: ['cloudwatch:DeleteAlarms', 'cloudwatch:PutMetricAlarm'],
    resourceArns: [arnOf(scope, { service: 'cloudwatch', resource: 'alarm', resourceName: alarms, arnFormat: ArnFormat.COLON_RESOURCE_NAME })],
  }, 'Target tracking names its alarms after the endpoint, the variant and a random id.');
  allow(reconciler, { actions: ['cloudwatch:DescribeAlarms'], resourceArns: ['*'] }, 'Describing alarms is asked for without naming one.');
  allow(reconciler, {
    actions: ['iam:CreateServiceLinkedRole'],
    resourceArns: [arnOf(scope, {
      service: 'iam', region: '', resource: 'role',
      resourceName: 'aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
    })],
  });
}
