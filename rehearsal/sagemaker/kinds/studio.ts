import { randomBytes } from 'node:crypto';
import { resourceInUse, validationException, type Json } from '../api';
import type { Context } from '../context';
import { mergeDocuments } from '../resources/documents';
import type { Lifecycle, Resource, ResourceKind } from '../resources/resource';
import { isAlive } from '../resources/resource-store';
import { words } from './words';

/** Whose app the server of RStudio is: everybody's in the domain, and nobody's profile. */
export const DOMAIN_SHARED = 'domain-shared';

const lifecycle: Lifecycle = { member: 'Status', creating: 'Pending', ready: 'InService', updating: 'Updating', deleting: 'Deleting' };

/** A Studio domain; the service gives it an id, and it cannot go while people or apps are in it. */
export const domain: ResourceKind = {
  name: 'Domain',
  identity: ['DomainId'],
  nameMember: 'DomainName',
  arnPath: (attributes) => `domain/${attributes.DomainId}`,
  lifecycle,
  listing: { operation: 'ListDomains', member: 'Domains' },
  missing: words.notFound('Domain'),
  exists: words.inUse('Domain'),
  prepare: (attributes, context) => {
    if (context.resources.all(domain).some((other) => other.attributes.DomainName === attributes.DomainName)) {
      throw words.inUse('Domain')(attributes.DomainName);
    }
    const id = `d-${hex(6)}`;
    return {
      DomainId: id,
      ...(attributes.HomeEfsFileSystemCreation !== 'Disabled' && { HomeEfsFileSystemId: `fs-${hex(8)}` }),
      Url: `https://${id}.studio.${context.region}.sagemaker.aws`,
      AppNetworkAccessType: attributes.AppNetworkAccessType ?? 'PublicInternetOnly',
    };
  },
  change: (resource, input) => {
    const { DomainSettingsForUpdate: settings, ...members } = input;
    return mergeDocuments(resource.attributes, settings ? { ...members, DomainSettings: settings } : members);
  },
  guardDelete: (resource, context) => refuseWhileUsed(resource, context, [userProfile, space, app], { DomainId: resource.attributes.DomainId }),
};

/** A person's place in a domain. */
export const userProfile: ResourceKind = {
  name: 'UserProfile',
  identity: ['DomainId', 'UserProfileName'],
  arnPath: (attributes) => `user-profile/${attributes.DomainId}/${String(attributes.UserProfileName).toLowerCase()}`,
  lifecycle,
  listing: { operation: 'ListUserProfiles', member: 'UserProfiles' },
  missing: words.notFound('UserProfile'),
  exists: words.inUse('UserProfile'),
  prepare: (attributes, context) => {
    requireDomain(attributes, context);
    return { HomeEfsFileSystemUid: String(200_000 + context.resources.all(userProfile).length) };
  },
  guardDelete: (resource, context) => {
    const { DomainId, UserProfileName } = resource.attributes;
    refuseWhileUsed(resource, context, [app], { DomainId, UserProfileName });
    const owned = context.resources.all(space).filter((other) => other.attributes.DomainId === DomainId
      && other.attributes.OwnershipSettings?.OwnerUserProfileName === UserProfileName);
    refuseForUsers(resource, owned);
  },
};

/** A place to work in, private to one person or shared. */
export const space: ResourceKind = {
  name: 'Space',
  identity: ['DomainId', 'SpaceName'],
  arnPath: (attributes) => `space/${attributes.DomainId}/${String(attributes.SpaceName).toLowerCase()}`,
  lifecycle,
  listing: { operation: 'ListSpaces', member: 'Spaces' },
  missing: words.notFound('Space'),
  exists: words.inUse('Space'),
  prepare: (attributes, context) => {
    requireDomain(attributes, context);
    const owner = attributes.OwnershipSettings?.OwnerUserProfileName;
    if (owner) {
      context.resources.require(userProfile, { DomainId: attributes.DomainId, UserProfileName: owner });
    }
    return { Url: `https://${attributes.DomainId}.studio.${context.region}.sagemaker.aws/space/${attributes.SpaceName}` };
  },
  guardDelete: (resource, context) => {
    const { DomainId, SpaceName } = resource.attributes;
    refuseWhileUsed(resource, context, [app], { DomainId, SpaceName });
  },
};

/** A running application of a person or a space; a deleted one stays visible for a while. */
export const app: ResourceKind = {
  name: 'App',
  identity: ['DomainId', 'UserProfileName', 'SpaceName', 'AppType', 'AppName'],
  nameMember: 'AppName',
  arnPath: (attributes) =>
    `app/${attributes.DomainId}/${attributes.UserProfileName ?? attributes.SpaceName}/${String(attributes.AppType).toLowerCase()}/${attributes.AppName}`,
  lifecycle: { member: 'Status', creating: 'Pending', ready: 'InService', deleting: 'Deleting', deleted: 'Deleted' },
  listing: { operation: 'ListApps', member: 'Apps' },
  missing: words.notFound('App'),
  exists: words.inUse('App'),
  prepare: (attributes, context) => {
    requireDomain(attributes, context);
    const { DomainId, UserProfileName, SpaceName } = attributes;
    if ((UserProfileName === undefined) === (SpaceName === undefined)) {
      throw validationException('Exactly one of UserProfileName and SpaceName must be given for an App.');
    }
    if (UserProfileName !== DOMAIN_SHARED) {
      context.resources.require(UserProfileName ? userProfile : space, { DomainId, UserProfileName, SpaceName });
    }
    return {};
  },
};

/** A script that runs when an app starts. */
export const studioLifecycleConfig: ResourceKind = {
  name: 'StudioLifecycleConfig',
  identity: ['StudioLifecycleConfigName'],
  arnPath: (attributes) => `studio-lifecycle-config/${String(attributes.StudioLifecycleConfigName).toLowerCase()}`,
  listing: {
    operation: 'ListStudioLifecycleConfigs', member: 'StudioLifecycleConfigs', filters: { AppTypeEquals: 'StudioLifecycleConfigAppType' },
  },
  missing: words.notFound('StudioLifecycleConfig'),
  exists: words.inUse('StudioLifecycleConfig'),
  guardDelete: (resource, context) => {
    const users = [domain, userProfile, space].flatMap((kind) => context.resources.all(kind))
      .filter((other) => JSON.stringify(other.attributes).includes(`"${resource.arn}"`));
    refuseForUsers(resource, users);
  },
};

/** MLflow without a server; the service gives it an id, and its ARN is all that names it. */
export const mlflowApp: ResourceKind = {
  name: 'MlflowApp',
  identity: ['Arn'],
  nameMember: 'Name',
  arnPath: (attributes) => String(attributes.Arn).split(':').slice(5).join(':'),
  lifecycle: { member: 'Status', creating: 'Creating', ready: 'Created', updating: 'Updating', deleting: 'Deleting' },
  listing: { operation: 'ListMlflowApps', member: 'Summaries' },
  missing: words.notFound('MlflowApp'),
  exists: words.inUse('MlflowApp'),
  prepare: (_attributes, context) => ({ Arn: context.resources.arn(`mlflow-app/app-${hex(6).toUpperCase()}`) }),
};

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

function requireDomain(attributes: Json, context: Context): void {
  const found = context.resources.require(domain, attributes);
  if (found.attributes.Status === 'Deleting') {
    throw resourceInUse(`Domain [${found.id}] is being deleted.`);
  }
}

/** Refuses a deletion while living resources of the kinds belong to it. */
function refuseWhileUsed(resource: Resource, context: Context, kinds: readonly ResourceKind[], belongs: Json): void {
  refuseForUsers(resource, kinds.flatMap((kind) => context.resources.all(kind)).filter((other) =>
    isAlive(other) && Object.entries(belongs).every(([member, value]) => other.attributes[member] === value)));
}

function refuseForUsers(resource: Resource, users: readonly Resource[]): void {
  if (users.length > 0) {
    const names = users.map((user) => `${user.kind.name} ${user.arn}`).join(', ');
    throw resourceInUse(`Unable to delete ${resource.kind.name} [${resource.id}] because it is still used by: ${names}.`);
  }
}
