import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { StudioSettings } from '../../core/contract';
import { Mistakes } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import type { AmazonQ } from '../amazon-q';
import { Authentication } from '../authentication';
import type { EmrOptions } from '../emr';
import { renderCanvas, type Canvas } from './canvas-settings';
import { renderEmr } from './emr-settings';

const Q_PROFILE = Limit.of('AmazonQSettings.QProfileArn');

/** What SageMaker's API takes of a domain, and CloudFormation's resource does not. */
export interface ServiceSettings {
  readonly canvas?: Canvas;
  readonly emr?: EmrOptions;
  readonly amazonQ?: AmazonQ;
  readonly authentication: Authentication;
  readonly hasSharedSpaces: boolean;
}

/** The settings of a domain that CloudFormation lacks; undefined where there are none. */
export function renderForDomain(scope: Construct, { canvas, emr, amazonQ, authentication, hasSharedSpaces }: ServiceSettings): StudioSettings | undefined {
  const notebooks = emr && { JupyterLabAppSettings: { EmrSettings: inApi(renderEmr(scope, emr)) } };
  const rendered: StudioSettings = {
    ...(canvas ?? notebooks) && { UserSettings: { ...canvas && renderForPerson(scope, canvas).UserSettings, ...notebooks } },
    ...notebooks && hasSharedSpaces && { SpaceSettings: notebooks },
    ...amazonQ && { DomainSettings: { AmazonQSettings: renderAmazonQ(scope, amazonQ, authentication) } },
  };
  return Object.keys(rendered).length > 0 ? rendered : undefined;
}

/** The settings of one person that CloudFormation lacks; it has those of EMR. */
export function renderForPerson(scope: Construct, canvas: Canvas): StudioSettings {
  return { UserSettings: { CanvasAppSettings: renderCanvas(scope, canvas) } };
}

/** The roles that settings name and that a service gets handed; roles that people assume, or hand over themselves, are none of them. */
export function handedRoles(canvas: Canvas | undefined, emr: EmrOptions | undefined): iam.IRole[] {
  const features = canvas?.options.features ?? [];
  return [...features.flatMap(({ _parts: { setting, trusts } }) => (setting && trusts ? [trusts.role] : [])), ...emr?.runtimeRoles ?? []];
}

function inApi({ assumableRoleArns: AssumableRoleArns, executionRoleArns: ExecutionRoleArns }: ReturnType<typeof renderEmr>) {
  return { AssumableRoleArns, ExecutionRoleArns };
}

function renderAmazonQ(scope: Construct, { _profileArn }: AmazonQ, authentication: Authentication) {
  new Mistakes(scope)
    .add(Q_PROFILE.mistakeInText('amazonQ', _profileArn))
    .when(_profileArn !== undefined && authentication !== Authentication.IDENTITY_CENTER, {
      code: 'AmazonQProNeedsIdentityCenter', property: 'amazonQ', problem: 'a subscription belongs to somebody whom IAM Identity Center knows, and this domain signs people in with IAM',
      fix: 'Use authentication: Authentication.IDENTITY_CENTER, or AmazonQ.free().',
    })
    .throwIfAny();
  return { Status: 'ENABLED', ..._profileArn !== undefined && { QProfileArn: _profileArn } };
}
