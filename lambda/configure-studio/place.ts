import {
  DescribeDomainCommand, DescribeUserProfileCommand, type SageMakerClient, UpdateDomainCommand, UpdateUserProfileCommand,
} from '@aws-sdk/client-sagemaker';
import type { StudioSection, StudioSettings } from '../../lib/core/contract';
import type { Wish } from './properties';

/** How something stands. */
export interface Standing {
  readonly status: string | undefined;
  readonly reason: string | undefined;
  readonly settings: StudioSettings;
}

/** Something that has settings: a domain, or a person in it. */
export interface Place {
  /** What it is, in words. */
  readonly name: string;
  look(): Promise<Standing>;
  write(settings: StudioSettings): Promise<unknown>;
}

export function placeOf(sagemaker: SageMakerClient, { DomainId, UserProfileName }: Wish): Place {
  return UserProfileName === undefined ? new DomainPlace(sagemaker, DomainId) : new PersonPlace(sagemaker, DomainId, UserProfileName);
}

class DomainPlace implements Place {
  public readonly name: string;

  constructor(private readonly sagemaker: SageMakerClient, private readonly domainId: string) {
    this.name = `domain '${domainId}'`;
  }

  public async look(): Promise<Standing> {
    const domain = await this.sagemaker.send(new DescribeDomainCommand({ DomainId: this.domainId }));
    const { DefaultUserSettings: UserSettings, DefaultSpaceSettings: SpaceSettings, DomainSettings } = domain;
    return { status: domain.Status, reason: domain.FailureReason, settings: sectionsOf({ UserSettings, SpaceSettings, DomainSettings }) };
  }

  public write({ UserSettings, SpaceSettings, DomainSettings }: StudioSettings): Promise<unknown> {
    return this.sagemaker.send(new UpdateDomainCommand({
      DomainId: this.domainId,
      ...(UserSettings && { DefaultUserSettings: UserSettings }),
      ...(SpaceSettings && { DefaultSpaceSettings: SpaceSettings }),
      ...(DomainSettings && { DomainSettingsForUpdate: DomainSettings }),
    }));
  }
}

class PersonPlace implements Place {
  public readonly name: string;

  constructor(private readonly sagemaker: SageMakerClient, private readonly domainId: string, private readonly profileName: string) {
    this.name = `profile '${profileName}' of domain '${domainId}'`;
  }

  public async look(): Promise<Standing> {
    const profile = await this.sagemaker.send(new DescribeUserProfileCommand({ DomainId: this.domainId, UserProfileName: this.profileName }));
    return { status: profile.Status, reason: profile.FailureReason, settings: sectionsOf({ UserSettings: profile.UserSettings }) };
  }

  public write({ UserSettings }: StudioSettings): Promise<unknown> {
    return this.sagemaker.send(new UpdateUserProfileCommand({ DomainId: this.domainId, UserProfileName: this.profileName, UserSettings }));
  }
}

/** What the service answers is objects of objects where it matters; other members are never looked at. */
function sectionsOf(answered: { readonly [Name in keyof StudioSettings]: object | undefined }): StudioSettings {
  return Object.fromEntries(Object.entries(answered).filter(([, section]) => section !== undefined) as [string, StudioSection][]);
}
