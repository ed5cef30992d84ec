import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { CfnResourceShare } from 'aws-cdk-lib/aws-ram';
import { Annotations, Token } from 'aws-cdk-lib/core';
import { arnOf } from '../../core/internal/arns';
import { invalid } from '../../core/internal/errors';
import { THIS_KEY } from '../../core/internal/key-senders';
import type { FeatureGroup } from '../feature-group';
import { CatalogSharing, type FeatureGroupShareOptions, SharedAccess } from '../feature-group-share';
import type { OfflineLocation } from '../offline-store';
import { arnAsWritten } from './group-arns';

/** Permissions that AWS manages, spelled as AWS spells them. Source: the SageMaker developer guide. */
const PERMISSIONS = {
  [SharedAccess.READ]: 'AWSRAMPermissionSageMakerFeatureGroupReadOnly',
  [SharedAccess.READ_WRITE]: 'AWSRAMPermissionSagemakerFeatureGroupReadWrite',
  [SharedAccess.ADMIN]: 'AWSRAMPermissionSagemakerFeatureGroupAdmin',
};
const SEARCH = 'AWSRAMPermissionSageMakerCatalogResourceSearch';
/** The catalogue of all feature groups of an account and region. */
const CATALOGUE = 'DefaultFeatureGroupCatalog';

/** Shares a group, its offline files and its keys with an account. */
export function shareGroup(group: FeatureGroup, accountId: string, options: FeatureGroupShareOptions): void {
  const { access = SharedAccess.READ, catalog = CatalogSharing.NONE } = options;
  if (Token.isUnresolved(accountId) || !/^\d{12}$/.test(accountId)) {
    throw invalid(group, {
      code: 'ShareAccountInvalid',
      property: 'accountId',
      problem: 'must be the 12 digits of an account, known at synthesis',
      value: Token.isUnresolved(accountId) ? undefined : accountId,
      fix: "Write it as text: shareWith('111122223333').",
    });
  }
  if (group.node.tryFindChild(`Share${accountId}`)) {
    throw invalid(group, {
      code: 'SharedTwice', property: 'accountId', problem: 'has this group already', value: accountId, fix: 'Share it once, with the access that is needed.',
    });
  }
  const found = catalog === CatalogSharing.ALL_GROUPS;
  const share = new CfnResourceShare(group, `Share${accountId}`, {
    name: `${group.node.addr.slice(-8)}-${accountId}`,
    principals: [accountId],
    allowExternalPrincipals: true,
    resourceArns: [arnAsWritten(group), ...found ? [arnOf(group, { service: 'sagemaker', resource: 'sagemaker-catalog', resourceName: CATALOGUE })] : []],
    permissionArns: [PERMISSIONS[access], ...found ? [SEARCH] : []].map((name) => permissionArn(group, name)),
  });
  share.node.addDependency(...[group.node.defaultChild].filter((each) => each !== undefined));
  const account = new iam.AccountPrincipal(accountId);
  const keys = new Set([group.onlineEncryptionKey, group.offlineLocation?.encryptionKey].filter((key) => key !== undefined));
  keys.forEach((key) => shareKey(group, key, account));
  if (group.offlineLocation) {
    shareFiles(group, group.offlineLocation, account);
  }
}

function permissionArn(group: FeatureGroup, name: string): string {
  return arnOf(group, { service: 'ram', region: '', account: 'aws', resource: 'permission', resourceName: name });
}

function shareKey(group: FeatureGroup, key: kms.IKey, account: iam.AccountPrincipal): void {
  const statement = new iam.PolicyStatement({ principals: [account], actions: ['kms:Decrypt', 'kms:DescribeKey'], resources: THIS_KEY });
  if (!key.addToResourcePolicy(statement, true).statementAdded) {
    warn(group, 'keyNotShared', `the policy of the key '${key.node.path}' is not in this app: let the account ${account.accountId as string} use it there.`);
  }
}

function shareFiles(group: FeatureGroup, { bucket, prefix }: OfflineLocation, account: iam.AccountPrincipal): void {
  const read = new iam.PolicyStatement({ principals: [account], actions: ['s3:GetObject'], resources: [bucket.arnForObjects(`${prefix}/*`)] });
  const list = new iam.PolicyStatement({
    principals: [account], actions: ['s3:ListBucket'], resources: [bucket.bucketArn], conditions: { StringLike: { 's3:prefix': [`${prefix}/*`] } },
  });
  const added = [read, list].map((statement) => bucket.addToResourcePolicy(statement).statementAdded);
  if (added.includes(false)) {
    warn(group, 'filesNotShared', `the policy of the bucket '${bucket.node.path}' is not in this app: let the account ${account.accountId as string} read '${prefix}/' there.`);
  }
}

function warn(group: FeatureGroup, id: string, text: string): void {
  Annotations.of(group).addWarningV2(`cdk-sagemaker-lifecycle:${id}`, `shareWith: ${text}`);
}
