import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { Stack, Validations, type RemovalPolicy } from 'aws-cdk-lib/core';
import { HttpMethods } from 'aws-cdk-lib/aws-s3';
import type { S3Place } from '../../core';
import { Mistakes, invalid } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import { mistakeInKey, uriOf } from '../../core/internal/places';
import { secureBucket } from '../../core/internal/secure-bucket';
import { ServiceRole } from '../../core/internal/service-role';
import type { CanvasOptions } from '../canvas';
import type { IDomain } from '../domain-base';
import { checkTrust } from './studio-access';

const PLACE = Limit.of('WorkspaceSettings.S3ArtifactPath');
/** What has a state of its own is switched off where nobody asks for it, so that leaving it out takes it back. */
const OFF: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(['TimeSeriesForecastingSettings', 'ModelRegisterSettings', 'DirectDeploySettings', 'KendraSettings', 'EmrServerlessSettings']
    .map((member) => [member, { Status: 'DISABLED' }])),
  IdentityProviderOAuthSettings: [],
};

/** Somebody's Canvas: what it can do, where it keeps things, and what it is set on. */
export interface Canvas {
  readonly options: CanvasOptions;
  readonly workspace: S3Place;
  readonly owner: Construct;
}

/** The Canvas that a domain or a profile asks for; undefined where it asks for none of its own. */
export function canvasOf(owner: Construct, options: CanvasOptions | undefined, domain: Pick<IDomain, '_canvas'> | undefined, removalPolicy: RemovalPolicy): Canvas | undefined {
  return options && { options, owner, workspace: options.workspace ?? domain?._canvas?.workspace ?? makeWorkspace(owner, removalPolicy) };
}

/** A role refers to the policies of Canvas, and these to what is in their stack: a role of another stack would have both stacks wait for each other. */
export function checkNear(owner: Construct, role: iam.IRole | undefined): void {
  if ((role instanceof iam.Role || role instanceof ServiceRole) && Stack.of(role) !== Stack.of(owner)) {
    throw invalid(owner, {
      code: 'CanvasRoleElsewhere', property: 'canvas', problem: "the person's role is in another stack, and would have to refer to policies in this one", value: role.node.path,
      fix: 'Use role: ProfileRole.own(), or make the profile in the stack of the role.',
    });
  }
}

/** Canvas as SageMaker's API takes it, complete. */
export function renderCanvas(scope: Construct, { options: { features = [] }, workspace }: Canvas): Readonly<Record<string, unknown>> {
  const parts = features.map(({ _parts }) => _parts);
  const uri = uriOf(workspace);
  const mistakes = new Mistakes(scope)
    .add(mistakeInKey('canvas.workspace.prefix', workspace.prefix ?? ''))
    .add(PLACE.mistakeInText('canvas.workspace', uri));
  parts.filter(({ name }, index) => parts.findIndex((each) => each.name === name) < index).forEach(({ name: value }) => mistakes.add({
    code: 'CanvasFeatureTwice', property: 'canvas.features', problem: 'names the same feature twice', value, fix: 'Name each feature once, with all that it needs.',
  }));
  mistakes.throwIfAny();
  parts.forEach(({ name, trusts }) => trusts && checkTrust(scope, trusts.role, { property: `canvas.features: ${name}`, services: trusts.services }));
  const settings = parts.flatMap(({ setting }) => Object.entries(setting ?? {}));
  const signIns = settings.filter(([member]) => member === 'IdentityProviderOAuthSettings').flatMap(([, each]) => each as object[]);
  return {
    ...OFF,
    ...Object.fromEntries(settings),
    IdentityProviderOAuthSettings: signIns,
    WorkspaceSettings: { S3ArtifactPath: uri, ...workspace.bucket.encryptionKey && { S3KmsKeyId: workspace.bucket.encryptionKey.keyArn } },
  };
}

/** A bucket for what people make in Canvas; their browsers post files to it. */
function makeWorkspace(scope: Construct, removalPolicy: RemovalPolicy): S3Place {
  const bucket = secureBucket(scope, 'CanvasWorkspace', { removalPolicy });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions::AwsSolutions-S1', reason: "What people make in one domain's Canvas; who wants access logs gives a bucket that has them.",
  });
  bucket.addCorsRule({ allowedMethods: [HttpMethods.POST], allowedOrigins: ['https://*.sagemaker.aws'], allowedHeaders: ['*'] });
  return { bucket };
}
