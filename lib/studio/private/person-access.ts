import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { IDomain } from '../domain';
import { allowRStudio } from './r-studio-settings';
import { accessTo, allowStudio, type Workplace } from './studio-access';
import { allowApps, type AppSettings } from './user-settings';

/** The one person a role is for. */
export interface OnePerson {
  readonly userProfileArn: string;
  readonly settings: AppSettings;
}

/** Lets a role do what working in the domain takes: as one person, or as whoever is signed in. */
export function allowPerson(scope: Construct, role: iam.IRole, domain: Workplace & Pick<IDomain, '_hasRStudio'>, person?: OnePerson): void {
  const { domainId, _appSettings: settings } = domain;
  allowStudio(scope, role, { ...accessTo(domain), userProfileArn: person?.userProfileArn });
  allowApps(scope, role, person?.settings ?? settings, settings);
  if (domain._hasRStudio) {
    allowRStudio(scope, role, domainId);
  }
}
