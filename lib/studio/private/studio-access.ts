import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { invalid } from '../../core/internal/errors';
import { DomainIsolation } from '../isolation';
import type { IDomain } from '../domain-base';

/** Studio puts the name of the person into the session of the role; IAM fills it in when it evaluates the policy. */
export const WHOEVER_IS_SIGNED_IN = '${sagemaker:UserProfileName}';

/** What apps in shared spaces need of what people do, by the statements' ids. */
const IN_SHARED_SPACES = ['List', 'Look', 'AppLogs', 'EncryptedVolumes', 'LendKeyToVolumes', 'NothingOfOtherDomains'];

/** SageMaker's permission reference offers no resource for any List call but ListTags. */
const WHY_LISTING_IS_WIDE = 'Listing supports no resource; what is listed can be looked at and opened only in the domain, with the other statements.';

export interface StudioAccess {
  readonly domainId: string;
  readonly domainArn: string;
  readonly encryptionKey?: IKeyRef;
  /** ARN of the one profile the role is for; without it, the role serves whoever is signed in. */
  readonly userProfileArn?: string;
  readonly isolation?: DomainIsolation;
  /** Whether people may work in shared spaces too. */
  readonly sharedSpaces?: boolean;
}

/** What is to be known of a domain. */
export type Workplace = Pick<IDomain, 'domainId' | 'domainArn' | 'encryptionKey' | '_appSettings' | '_lacksSharedSpaces' | '_spaceExecutionRole'>;

/** What opening a domain takes, for whoever is signed in. */
export function accessTo({ domainId, domainArn, encryptionKey, _appSettings, _lacksSharedSpaces, _spaceExecutionRole }: Workplace): StudioAccess {
  const sharedSpaces = !_lacksSharedSpaces && _spaceExecutionRole !== undefined;
  return { domainId, domainArn, encryptionKey, isolation: _appSettings.isolation, sharedSpaces };
}

/**
 * Lets a role do what opening JupyterLab and Code Editor takes, and no more.
 *
 * A person signs in as themselves, sees the domain, and makes, starts, stops and removes private spaces of their own.
 * Data, jobs and models are granted elsewhere.
 */
export function allowStudio(scope: Construct, role: iam.IRole, access: StudioAccess): void {
  attach(scope, role, 'StudioAccess', statements(scope, access));
}

/** Lets the role of shared spaces do what running an app takes: look at the domain and its spaces, write logs, and use the volumes' key. */
export function allowSharedSpaces(scope: Construct, role: iam.IRole, access: StudioAccess): void {
  attach(scope, role, 'SharedSpaceAccess', statements(scope, access).filter(({ sid }) => IN_SHARED_SPACES.includes(sid ?? '')));
}

function attach(scope: Construct, role: iam.IRole, id: string, permissions: iam.PolicyStatement[]): void {
  const policy = new iam.Policy(scope, id, { statements: permissions });
  // Asked of the role, not of the policy, so that a role that refuses changes stays as it is.
  role.attachInlinePolicy(policy);
  acknowledgeWildcards(
    policy,
    permissions.flatMap(({ resources }) => resources).filter((arn) => arn !== '*'),
    'Studio names spaces and apps when people make them; the domain and the owner are fixed by resource and condition.',
  );
  acknowledgeWildcards(policy, ['*'], WHY_LISTING_IS_WIDE);
}

/** Who must be able to assume a role, and what names the role. */
export interface Trust {
  readonly services: readonly string[];
  readonly property: string;
}

/** A role that lacks SageMaker in its trust policy would let nobody open an app, one that lacks another service would not do what it is given for. */
export function checkTrust(scope: Construct, role: iam.IRole, { services, property }: Trust = { services: ['sagemaker.amazonaws.com'], property: 'executionRole' }): void {
  scope.node.addValidation({
    validate: () => {
      const policy = role instanceof iam.Role && role.assumeRolePolicy ? JSON.stringify(Stack.of(role).resolve(role.assumeRolePolicy)) : undefined;
      if (policy === undefined || policy.includes('${Token')) {
        return [];
      }
      const missing = services.filter((service) => !policy.includes(`${service.split('.')[0]}.`));
      return missing.length === 0 ? [] : [
        invalid(scope, {
          code: 'RoleNotTrusted',
          property,
          problem: `${missing.map((service) => (service === 'sagemaker.amazonaws.com' ? 'SageMaker' : service)).join(' and ')} is not allowed to assume '${role.node.path}'`,
          fix: `Let it: assumedBy: ${assumedBy(services)}.`,
        }).message,
      ];
    },
  });
}

function assumedBy(services: readonly string[]): string {
  const principals = services.map((service) => `new iam.ServicePrincipal('${service}')`);
  return principals.length === 1 ? principals[0] : `new iam.CompositePrincipal(${principals.join(', ')})`;
}

function statements(scope: Construct, access: StudioAccess): iam.PolicyStatement[] {
  const { domainId } = access;
  const below = (resource: string, name: string) => arnOf(scope, { service: 'sagemaker', resource, resourceName: `${domainId}/${name}` });
  const me = access.userProfileArn ?? below('user-profile', WHOEVER_IS_SIGNED_IN);
  const spaces = below('space', '*');
  const apps = below('app', '*');
  const profiles = below('user-profile', '*');
  const inMySpaces = (sharing: string | string[]) => ({
    ArnLike: { 'sagemaker:OwnerUserProfileArn': me },
    StringEquals: { 'sagemaker:SpaceSharingType': sharing },
  });
  return [
    new iam.PolicyStatement({ sid: 'SignIn', actions: ['sagemaker:CreatePresignedDomainUrl'], resources: [me] }),
    new iam.PolicyStatement({
      sid: 'List',
      actions: ['sagemaker:ListApps', 'sagemaker:ListDomains', 'sagemaker:ListSpaces', 'sagemaker:ListUserProfiles'],
      // SageMaker's permission reference offers no resource for these calls; what is listed can be opened only with the statements below.
      resources: ['*'],
    }),
    new iam.PolicyStatement({
      sid: 'Look',
      actions: ['sagemaker:DescribeApp', 'sagemaker:DescribeDomain', 'sagemaker:DescribeSpace', 'sagemaker:DescribeUserProfile', 'sagemaker:ListTags'],
      resources: [access.domainArn, profiles, spaces, apps],
    }),
    new iam.PolicyStatement({
      sid: access.sharedSpaces ? 'OwnSpaces' : 'PrivateSpaces',
      actions: ['sagemaker:CreateSpace', 'sagemaker:UpdateSpace', 'sagemaker:DeleteSpace'],
      resources: [spaces],
      conditions: inMySpaces(access.sharedSpaces ? ['Private', 'Shared'] : 'Private'),
    }),
    new iam.PolicyStatement({
      sid: 'AppsInPrivateSpaces',
      actions: ['sagemaker:CreateApp', 'sagemaker:DeleteApp'],
      resources: [apps],
      conditions: inMySpaces('Private'),
    }),
    ...(access.sharedSpaces ? [new iam.PolicyStatement({
      sid: 'AppsInSharedSpaces',
      actions: ['sagemaker:CreateApp', 'sagemaker:DeleteApp'],
      resources: [apps],
      conditions: { StringEquals: { 'sagemaker:SpaceSharingType': 'Shared' } },
    })] : []),
    new iam.PolicyStatement({
      sid: 'TagWhatIsBeingMade',
      actions: ['sagemaker:AddTags'],
      resources: [spaces, apps],
      conditions: { Null: { 'sagemaker:TaggingAction': 'false' } },
    }),
    new iam.PolicyStatement({
      sid: 'AppLogs',
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      resources: [arnOf(scope, { service: 'logs', resource: 'log-group:/aws/sagemaker/studio:*' })],
    }),
    ...(access.encryptionKey ? volumesOf(access.encryptionKey) : []),
    ...(access.isolation === DomainIsolation.BY_TAG ? [refuseOtherDomains(access.domainArn)] : []),
  ];
}

/** SageMaker puts the tag on what is made in Studio; of all resources, only those that have it are refused. */
function refuseOtherDomains(domainArn: string): iam.PolicyStatement {
  const tag = 'aws:ResourceTag/sagemaker:domain-arn';
  return new iam.PolicyStatement({
    sid: 'NothingOfOtherDomains',
    effect: iam.Effect.DENY,
    actions: ['sagemaker:*'],
    // It refuses and gives nothing: whatever has another domain's tag, of any kind and name, is meant.
    resources: ['*'],
    conditions: { StringNotEquals: { [tag]: domainArn }, Null: { [tag]: 'false' } },
  });
}

/** What attaching a volume encrypted with a customer's key takes; grants may be made for AWS services only. */
function volumesOf(key: IKeyRef): iam.PolicyStatement[] {
  const resources = [key.keyRef.keyArn];
  return [
    new iam.PolicyStatement({
      sid: 'EncryptedVolumes',
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
      resources,
    }),
    new iam.PolicyStatement({
      sid: 'LendKeyToVolumes',
      actions: ['kms:CreateGrant'],
      resources,
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    }),
  ];
}
