import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { IDomain } from '../domain';
import { allowRStudio } from './r-studio-settings';
import { allowStudio } from './studio-access';
import { allowApps, type AppSettings } from './user-settings';

/** The one person a role is for. */
export interface OnePerson {
  readonly userProfileArn: string;
  readonly settings: AppSettings;
}

type Workplace = Pick<IDomain, 'domainId' | 'domainArn' | 'encryptionKey' | '_appSettings' | '_hasRStudio'>;

/** Lets a role do what working in the domain takes: as one person, or as whoever is signed in. */
export function allowPerson(scope: Construct, role: iam.IRole, domain: Workplace, person?: OnePerson): void {
  const { domainId, domainArn, encryptionKey, _appSettings: settings } = domain;
  allowStudio(scope, role, { domainId, domainArn, encryptionKey, userProfileArn: person?.userProfileArn, isolation: settings.isolation });
  allowApps(scope, role, person?.settings ?? settings, settings);
  if (domain._hasRStudio) {
    allowRStudio(scope, role, domainId);
  }
}
