import {
  DeleteAppCommand, DeleteDomainCommand, DeleteSpaceCommand, DeleteUserProfileCommand, DescribeDomainCommand, ListAppsCommand, ListSpacesCommand,
  ListUserProfilesCommand, type AppDetails, type SageMakerClient, type SpaceDetails,
} from '@aws-sdk/client-sagemaker';
import type { StudioTarget } from '../../lib/core/contract';
import { ifThere, isNotFound, textOf } from '../shared/errors';
import type { Log } from '../shared/logging';

/** A failed app was deleted by the service; a deleted one is listed for a while. */
const GONE = ['Deleted', 'Failed'];
/** So that a look ends in time, whatever the service's pace. */
const DELETIONS_OF_A_LOOK = 100;

/** Something that has to go. */
interface Thing {
  readonly name: string;
  readonly status: string | undefined;
  readonly remove: () => Promise<unknown>;
}

/** What people have in a Studio domain. */
export class Studio {
  constructor(private readonly sagemaker: SageMakerClient) {}

  /**
   * Takes the next step: apps go first, then the spaces they ran in, then profiles, and a domain with a home file system at last.
   *
   * It looks anew each time, so it does not matter what was done before, by whom, or what people made meanwhile. What cannot be deleted does not keep the
   * rest from going.
   *
   * @returns what is still there, in words; nothing when all is gone
   */
  public async clean(target: StudioTarget, log: Log): Promise<string[]> {
    const { domainId, userProfileName, spaceName, homeVpcId } = target;
    const spaces = spaceName === undefined ? await this.spaces(domainId, userProfileName) : [];
    const apps = await this.apps(target, new Set(spaces.map(({ SpaceName }) => SpaceName)));
    if (apps.length > 0) {
      return this.remove(apps.map((app) => this.app(domainId, app)), log);
    }
    if (spaces.length > 0) {
      return this.remove(spaces.map(({ SpaceName, Status }) => this.thing('space', SpaceName, Status, () =>
        this.sagemaker.send(new DeleteSpaceCommand({ DomainId: domainId, SpaceName })))), log);
    }
    if (spaceName !== undefined || userProfileName !== undefined) {
      return [];
    }
    const left = await this.remove(await this.profiles(domainId), log);
    return left.length > 0 || homeVpcId === undefined ? left : this.removeWithHomes(domainId, log);
  }

  /** CloudFormation would keep the home file system, with its mount targets in the subnets. */
  private async removeWithHomes(domainId: string, log: Log): Promise<string[]> {
    const domain = await ifThere(() => this.sagemaker.send(new DescribeDomainCommand({ DomainId: domainId })));
    return domain ? this.remove([this.thing('domain', domainId, domain.Status, () =>
      this.sagemaker.send(new DeleteDomainCommand({ DomainId: domainId, RetentionPolicy: { HomeEfsFileSystem: 'Delete' } })))], log) : [];
  }

  private async spaces(domainId: string, owner: string | undefined): Promise<SpaceDetails[]> {
    const all = await listed(async (NextToken) => {
      const page = await this.sagemaker.send(new ListSpacesCommand({ DomainIdEquals: domainId, MaxResults: 100, NextToken }));
      return { items: page.Spaces, token: page.NextToken };
    });
    return owner === undefined ? all : all.filter(({ OwnershipSettingsSummary }) => OwnershipSettingsSummary?.OwnerUserProfileName === owner);
  }

  private async apps({ domainId, userProfileName, spaceName }: StudioTarget, ownedSpaces: ReadonlySet<string | undefined>): Promise<AppDetails[]> {
    const all = await listed(async (NextToken) => {
      const page = await this.sagemaker.send(new ListAppsCommand({ DomainIdEquals: domainId, MaxResults: 100, NextToken }));
      return { items: page.Apps, token: page.NextToken };
    });
    const isWithin = (app: AppDetails): boolean => {
      if (spaceName !== undefined) {
        return app.SpaceName === spaceName;
      }
      return userProfileName === undefined || app.UserProfileName === userProfileName || (app.SpaceName !== undefined && ownedSpaces.has(app.SpaceName));
    };
    return all.filter((app) => !GONE.includes(app.Status ?? '') && isWithin(app));
  }

  private async profiles(domainId: string): Promise<Thing[]> {
    const all = await listed(async (NextToken) => {
      const page = await this.sagemaker.send(new ListUserProfilesCommand({ DomainIdEquals: domainId, MaxResults: 100, NextToken }));
      return { items: page.UserProfiles, token: page.NextToken };
    });
    return all.map(({ UserProfileName, Status }) => this.thing('user profile', UserProfileName, Status, () =>
      this.sagemaker.send(new DeleteUserProfileCommand({ DomainId: domainId, UserProfileName }))));
  }

  private app(domainId: string, { AppName, AppType, SpaceName, UserProfileName, Status }: AppDetails): Thing {
    const place = SpaceName === undefined ? { UserProfileName } : { SpaceName };
    return this.thing('app', `${SpaceName ?? UserProfileName}/${AppType}/${AppName}`, Status, () =>
      this.sagemaker.send(new DeleteAppCommand({ DomainId: domainId, ...place, AppType, AppName })));
  }

  private thing(kind: string, name: string | undefined, status: string | undefined, remove: () => Promise<unknown>): Thing {
    return { name: `${kind} ${name}`, status, remove };
  }

  private async remove(things: readonly Thing[], log: Log): Promise<string[]> {
    const left: string[] = [];
    let deletions = 0;
    for (const thing of things) {
      const isGoing = thing.status === 'Deleting' || deletions === DELETIONS_OF_A_LOOK;
      deletions += isGoing ? 0 : 1;
      const outcome = isGoing ? thing.status : await this.tryToRemove(thing, log);
      if (outcome !== undefined) {
        left.push(`${thing.name} (${outcome})`);
      }
    }
    return left;
  }

  /** How it stands afterwards; undefined when it was gone. */
  private async tryToRemove({ name, status, remove }: Thing, log: Log): Promise<string | undefined> {
    try {
      log.info('deleting', { name, status });
      await remove();
      return 'Deleting';
    } catch (error) {
      if (isNotFound(error)) {
        return undefined;
      }
      log.warn('could not be deleted yet', { name, status, error: textOf(error) });
      return textOf(error);
    }
  }
}

interface Page<T> {
  readonly items: readonly T[] | undefined;
  readonly token: string | undefined;
}

/** All pages of a list; nothing of a domain that is gone. */
async function listed<T>(page: (token: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const next = await ifThere(() => page(token));
    all.push(...next?.items ?? []);
    token = next?.token;
  } while (token !== undefined);
  return all;
}
