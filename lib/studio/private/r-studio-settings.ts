import type * as iam from 'aws-cdk-lib/aws-iam';
import type { CfnDomain } from 'aws-cdk-lib/aws-sagemaker';
import { ArnFormat } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { Mistakes, isKnown, type Mistake } from '../../core/internal/errors';
import { FOR_STUDIO_APPS, checkInstanceType } from '../../core/internal/instance-types';
import { Limit } from '../../core/internal/limits';
import { sagemakerRole } from '../../core/internal/roles';
import { RStudioAccess, type RStudioOptions } from '../r-studio';
import { WHOEVER_IS_SIGNED_IN } from './studio-access';

const SECURITY_GROUPS = Limit.of('DomainSettings.SecurityGroupIds');
const ADDRESS = /^(https?:|www\.)\S*$/;

/** RStudio in the settings of a domain. */
export interface RenderedRStudio {
  readonly server: CfnDomain.RStudioServerProDomainSettingsProperty;
  readonly securityGroupIds?: string[];
  /** Who makes the security groups between server and sessions; said where apps are in the VPC alone. */
  readonly appSecurityGroupManagement?: string;
  readonly serverRole: iam.IRole;
}

export function renderRStudio(scope: Construct, options: RStudioOptions, isVpcOnly: boolean): RenderedRStudio {
  const { serverInstanceType, connectUrl, packageManagerUrl, securityGroups = [] } = options;
  checkInstanceType(scope, 'rStudio.serverInstanceType', serverInstanceType, FOR_STUDIO_APPS);
  new Mistakes(scope)
    .add(mistakeInAddress('rStudio.connectUrl', connectUrl))
    .add(mistakeInAddress('rStudio.packageManagerUrl', packageManagerUrl))
    .add(SECURITY_GROUPS.mistakeInCount('rStudio.securityGroups', securityGroups))
    .when(securityGroups.length > 0 && !isVpcOnly, {
      code: 'RStudioGroupsUnused', property: 'rStudio.securityGroups', problem: 'apps with public internet access do not run in the VPC',
      fix: 'Leave them out, or use networkAccess: NetworkAccess.vpcOnly().',
    })
    .throwIfAny();
  const serverRole = options.serverRole ?? makeServerRole(scope);
  return {
    server: {
      domainExecutionRoleArn: serverRole.roleArn,
      defaultResourceSpec: serverInstanceType === undefined ? undefined : { instanceType: serverInstanceType },
      rStudioConnectUrl: connectUrl,
      rStudioPackageManagerUrl: packageManagerUrl,
    },
    securityGroupIds: securityGroups.length > 0 ? securityGroups.map(({ securityGroupId }) => securityGroupId) : undefined,
    appSecurityGroupManagement: isVpcOnly ? (securityGroups.length > 0 ? 'Customer' : 'Service') : undefined,
    serverRole,
  };
}

/** What one person, or everybody, is in RStudio. */
export function renderRStudioAccess(access: RStudioAccess): CfnDomain.RStudioServerProAppSettingsProperty {
  return access === RStudioAccess.NONE ? { accessStatus: 'DISABLED' } : { accessStatus: 'ENABLED', userGroup: access };
}

export function mistakeInRStudioAccess(access: RStudioAccess | undefined, domainHasIt: boolean | undefined): Mistake | undefined {
  return access === undefined || domainHasIt !== false ? undefined : {
    code: 'RStudioNotOffered', property: 'rStudio', problem: 'the domain has no RStudio', value: access, fix: "Give the domain 'rStudio: {}', or leave it out here.",
  };
}

/** Lets a person start RStudio, and sessions in it, as themselves. */
export function allowRStudio(scope: Construct, role: iam.IRole, domainId: string): void {
  const app = (kind: string) => arnOf(scope, { service: 'sagemaker', resource: 'app', resourceName: `${domainId}/${WHOEVER_IS_SIGNED_IN}/${kind}/*` });
  allow(role, { actions: ['sagemaker:CreateApp', 'sagemaker:DeleteApp'], resourceArns: [app('RStudioServerPro'), app('RSessionGateway')] },
    'Apps get their names when they are started; domain and person are fixed.');
}

/** Source: the developer guide on the domain execution role of RStudio. The license belongs to Posit's account. */
function makeServerRole(scope: Construct): iam.IRole {
  const role = sagemakerRole(scope, 'RStudioServerRole', `Runs RStudio in ${scope.node.path}`);
  allow(role, {
    actions: ['license-manager:CheckInLicense', 'license-manager:CheckoutLicense', 'license-manager:ExtendLicenseConsumption', 'license-manager:GetLicense'],
    resourceArns: [arnOf(scope, { service: 'license-manager', region: '', account: '*', resource: 'license', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME })],
  }, "The license is Posit's, who gives it an id of its own when it is granted.");
  allow(role, {
    actions: [
      'license-manager:ListReceivedLicenses', 'logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:DescribeResourcePolicies', 'logs:GetLogDelivery',
      'logs:ListLogDeliveries', 'logs:PutResourcePolicy', 'logs:UpdateLogDelivery',
    ],
    resourceArns: ['*'],
  }, 'Listing licenses and delivering logs support no resource.');
  allow(role, {
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:PutLogEvents'],
    resourceArns: [arnOf(scope, { service: 'logs', resource: 'log-group:/aws/sagemaker/studio:*' })],
  }, 'Log streams get their names when apps start.');
  allow(role, {
    actions: ['sagemaker:CreateApp'],
    resourceArns: [arnOf(scope, { service: 'sagemaker', resource: 'app', resourceName: '*/domain-shared/RStudioServerPro/*' })],
  }, 'The domain gets its id while it is made, with this role.');
  return role;
}

function mistakeInAddress(property: string, value: string | undefined): Mistake | undefined {
  return isKnown(value) && !ADDRESS.test(value)
    ? { code: 'RStudioUrlInvalid', property, problem: 'must be an address', value, fix: "Write it like 'https://connect.example.com'." }
    : undefined;
}
