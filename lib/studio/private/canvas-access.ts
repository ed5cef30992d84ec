import * as iam from 'aws-cdk-lib/aws-iam';
import { ArnFormat } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Conventions, type S3Place } from '../../core';
import { acknowledgeWildcards, allow, type Permission } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { grantNetworkInterfaces, type Network } from '../../core/internal/network';
import { folderOf } from '../../core/internal/places';
import { grantReadPrefix, grantWritePrefix } from '../../core/internal/s3-grants';
import { jobBasics, may, namedByCanvas, NO_RESOURCE, scheduledWork, type HandedRole } from './canvas-features';
import { allowCanvasIn } from './canvas-network';
import type { Canvas } from './canvas-settings';
import { WHOEVER_IS_SIGNED_IN } from './studio-access';

const WHY_NAMES_ARE_WIDE = 'Canvas names what people make there; that its name is in it is fixed, or its tag.';
const WHY_LISTS_ARE_WIDE = 'These actions support no resource.';

/**
 * Lets a role work in Canvas: open it, keep things in the workspace, and run the jobs that build models and predict, with the role itself.
 *
 * The actions are those of AWS's managed policy CanvasFullAccess, without reaching other buckets, warehouses and secrets: these are granted by themselves.
 */
export function allowCanvas(role: iam.IRole, domainId: string, { owner, workspace, options: { features = [] } }: Canvas, network: Network | undefined): void {
  const app = (kind: string) => arnOf(owner, { service: 'sagemaker', resource: 'app', resourceName: `${domainId}/${WHOEVER_IS_SIGNED_IN}/${kind}/*` });
  allow(role, { actions: ['sagemaker:CreateApp', 'sagemaker:DeleteApp'], resourceArns: [app('Canvas'), app('canvas')] }, 'The app gets its name when it is started.');
  allow(role, { actions: ['iam:GetRole'], resourceArns: [role.roleArn] });
  allow(role, {
    actions: ['iam:PassRole'], resourceArns: [role.roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
  });
  allowWorkspace(role, workspace);
  if (network) {
    allowCanvasIn(owner, role, network);
  }
  for (const { _parts: { secret, trusts } } of features) {
    secret?.grantRead(role);
    if (trusts) {
      allowHanded(owner, trusts, workspace, network);
    }
  }
  role.addManagedPolicy(policyFor(owner, 'CanvasWork', work(owner)));
  const statements = features.flatMap(({ _parts: { permissions } }) => permissions?.(owner) ?? []);
  if (statements.length > 0) {
    role.addManagedPolicy(policyFor(owner, 'CanvasFeatures', statements));
  }
}

/** What a role may do that a service is handed: use the workspace and, where SageMaker is handed it, run scheduled jobs. */
function allowHanded(owner: Construct, { role, services }: HandedRole, workspace: S3Place, network: Network | undefined): void {
  allowWorkspace(role, workspace);
  if (services.includes('sagemaker.amazonaws.com')) {
    for (const { actions, resources: resourceArns, conditions } of scheduledWork(role)(owner)) {
      allow(role, { actions, resourceArns, conditions: conditions as Permission['conditions'] }, WHY_NAMES_ARE_WIDE);
    }
    if (network) {
      grantNetworkInterfaces(owner, role, network);
    }
  }
}

/** What people make lies there, and what services make for them with a role that they are handed. */
function allowWorkspace(role: iam.IRole, workspace: S3Place): void {
  const { bucket } = workspace;
  const folder = folderOf(workspace);
  grantReadPrefix(bucket, folder, role);
  grantWritePrefix(bucket, folder, role);
  allow(role, { actions: ['s3:DeleteObject'], resourceArns: [bucket.arnForObjects(`${folder}*`)] }, 'What people delete in Canvas has names that they chose.');
  allow(role, { actions: ['s3:GetBucketCORS', 's3:GetBucketLocation'], resourceArns: [bucket.bucketArn] });
}

function work(owner: Construct): iam.PolicyStatement[] {
  const compiled = arnOf(owner, { service: 'sagemaker', resource: '*model-compilation-*', arnFormat: ArnFormat.NO_RESOURCE_NAME });
  return [
    may([
      'AddTags', 'CreateAutoMLJob', 'CreateAutoMLJobV2', 'CreateCompilationJob', 'CreateEndpoint', 'CreateEndpointConfig', 'CreateModel', 'CreateProcessingJob',
      'CreateTrainingJob', 'CreateTransformJob', 'DeleteEndpoint', 'DescribeAutoMLJob', 'DescribeAutoMLJobV2', 'DescribeCompilationJob', 'DescribeEndpoint',
      'DescribeEndpointConfig', 'DescribeModel', 'DescribeProcessingJob', 'DescribeTrainingJob', 'DescribeTransformJob', 'ListCandidatesForAutoMLJob',
      'StopAutoMLJob', 'StopTrainingJob', 'StopTransformJob',
    ].map((action) => `sagemaker:${action}`), [...namedByCanvas(owner), compiled]),
    may(
      ['sagemaker:DeleteEndpointConfig', 'sagemaker:DeleteModel', 'sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointAsync', 'sagemaker:UpdateEndpointWeightsAndCapacities'],
      namedByCanvas(owner),
    ),
    may(['sagemaker:ListEndpoints'], NO_RESOURCE),
    ...jobBasics(owner),
  ];
}

/** One policy for all who have the same Canvas. */
function policyFor(owner: Construct, id: string, statements: iam.PolicyStatement[]): iam.ManagedPolicy {
  const known = owner.node.tryFindChild(id) as iam.ManagedPolicy | undefined;
  if (known) {
    return known;
  }
  const policy = new iam.ManagedPolicy(owner, id, { path: Conventions.of(owner).rolePath, description: `What people do in Canvas of ${owner.node.path}`, statements });
  const arns = statements.flatMap(({ resources }) => resources);
  acknowledgeWildcards(policy, arns.filter((arn) => arn !== '*'), WHY_NAMES_ARE_WIDE);
  acknowledgeWildcards(policy, NO_RESOURCE, WHY_LISTS_ARE_WIDE);
  return policy;
}
