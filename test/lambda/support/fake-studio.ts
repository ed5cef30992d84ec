import {
  DeleteAppCommand, DeleteDomainCommand, DeleteSpaceCommand, DeleteUserProfileCommand, DescribeDomainCommand, ListAppsCommand, ListSpacesCommand,
  ListUserProfilesCommand,
} from '@aws-sdk/client-sagemaker';
import { FakeSageMaker } from './fake-sagemaker';
import { awsError } from './invocation';

interface Kept {
  readonly kind: 'app' | 'space' | 'user-profile' | 'domain';
  readonly key: string;
  readonly members: any;
  status: string;
  /** Looks at it until it is gone, once it is asked to go. */
  looks: number;
}

/** One Studio domain as far as deletion goes: what is in use is refused, and what is asked to go is seen for a while. */
export class FakeStudio extends FakeSageMaker {
  public looksUntilGone = 1;
  /** How the home file system of a deleted domain was dealt with. */
  public homes: string | undefined;
  private readonly kept = new Map<string, Kept>();

  constructor(public readonly domainId = 'd-abcd1234efgh') {
    super();
    this.keep('domain', domainId, { DomainId: domainId });
    this.on('ListApps', ListAppsCommand, (input) => this.list('app', 'Apps', input));
    this.on('ListSpaces', ListSpacesCommand, (input) => this.list('space', 'Spaces', input));
    this.on('ListUserProfiles', ListUserProfilesCommand, (input) => this.list('user-profile', 'UserProfiles', input));
    this.on('DescribeDomain', DescribeDomainCommand, () => {
      const { members, status } = this.require('domain', domainId);
      this.look('domain', domainId);
      return { ...members, Status: status };
    });
    this.on('DeleteApp', DeleteAppCommand, ({ SpaceName, UserProfileName, AppType, AppName }) => this.remove('app', `${SpaceName ?? UserProfileName}/${AppType}/${AppName}`));
    this.on('DeleteSpace', DeleteSpaceCommand, ({ SpaceName }) => this.remove('space', SpaceName, this.of('app').filter(({ members }) => members.SpaceName === SpaceName)));
    this.on('DeleteUserProfile', DeleteUserProfileCommand, ({ UserProfileName }) => this.remove('user-profile', UserProfileName, [
      ...this.of('app').filter(({ members }) => members.UserProfileName === UserProfileName),
      ...this.of('space').filter(({ members }) => members.OwnershipSettingsSummary?.OwnerUserProfileName === UserProfileName),
    ]));
    this.on('DeleteDomain', DeleteDomainCommand, ({ RetentionPolicy }) => {
      const answer = this.remove('domain', domainId, [...this.of('app'), ...this.of('space'), ...this.of('user-profile')]);
      this.homes = RetentionPolicy?.HomeEfsFileSystem;
      return answer;
    });
  }

  public profile(name: string): void {
    this.keep('user-profile', name, { DomainId: this.domainId, UserProfileName: name });
  }

  public space(name: string, owner?: string): void {
    this.keep('space', name, { DomainId: this.domainId, SpaceName: name, ...(owner !== undefined && { OwnershipSettingsSummary: { OwnerUserProfileName: owner } }) });
  }

  public app(place: { SpaceName: string } | { UserProfileName: string }, status = 'InService', AppName = 'default', AppType = 'JupyterLab'): void {
    const key = `${Object.values(place)[0]}/${AppType}/${AppName}`;
    this.keep('app', key, { DomainId: this.domainId, ...place, AppType, AppName }, status);
  }

  /** What is there, a deleted or failed app not counted. */
  public get contents(): string[] {
    return [...this.kept.values()].filter(({ status }) => status !== 'Deleted' && status !== 'Failed').map(({ kind, key }) => `${kind} ${key}`).sort();
  }

  private keep(kind: Kept['kind'], key: string, members: any, status = 'InService'): void {
    this.kept.set(`${kind} ${key}`, { kind, key, members, status, looks: 0 });
  }

  private of(kind: Kept['kind']): Kept[] {
    return [...this.kept.values()].filter((each) => each.kind === kind && each.status !== 'Deleted' && each.status !== 'Failed');
  }

  private require(kind: Kept['kind'], key: string): Kept {
    const found = this.kept.get(`${kind} ${key}`);
    if (!found || found.status === 'Deleted') {
      throw awsError('ResourceNotFound', `${kind} ${key} does not exist`);
    }
    return found;
  }

  private list(kind: Kept['kind'], member: string, input: any) {
    const all = [...this.kept.values()].filter((each) => each.kind === kind);
    const from = Number(input.NextToken ?? 0);
    const page = all.slice(from, from + Math.min(this.pageSize, input.MaxResults));
    page.forEach(({ key }) => this.look(kind, key));
    return {
      [member]: page.map(({ members, status }) => ({ ...members, Status: status })),
      NextToken: from + page.length < all.length ? String(from + page.length) : undefined,
    };
  }

  private remove(kind: Kept['kind'], key: string, users: readonly Kept[] = []) {
    const found = this.require(kind, key);
    if (users.length > 0) {
      throw awsError('ResourceInUse', `${kind} ${key} is in use by ${users.map((user) => user.key).join(', ')}`);
    }
    if (found.status !== 'Deleting') {
      found.status = 'Deleting';
      found.looks = this.looksUntilGone;
    }
    return {};
  }

  /** The answer under way still shows it. */
  private look(kind: Kept['kind'], key: string): void {
    const found = this.kept.get(`${kind} ${key}`)!;
    if (found.status === 'Deleting' && found.looks-- <= 0) {
      queueMicrotask(() => kind === 'app' ? (found.status = 'Deleted') : this.kept.delete(`${kind} ${key}`));
    }
  }
}
