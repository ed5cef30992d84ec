import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { IDomain } from '../domain-base';
import { allow } from '../../core/internal/allow';
import type { Network } from '../../core/internal/network';
import { allowCanvas } from './canvas-access';
import type { Canvas } from './canvas-settings';
import { allowEmr } from './emr-settings';
import { allowRStudio } from './r-studio-settings';
import { accessTo, allowStudio, type Workplace } from './studio-access';
import { allowApps, type AppSettings } from './user-settings';

/** The one person a role is for. */
export interface OnePerson {
  readonly userProfileArn: string;
  readonly settings: AppSettings;
  readonly canvas?: Canvas;
  /** Of the person's apps, besides the domain's. */
  readonly securityGroups?: readonly ec2.ISecurityGroup[];
}

/** Lets a role do what working in the domain takes: as one person, or as whoever is signed in. */
export function allowPerson(scope: Construct, role: iam.IRole, domain: Workplace & Pick<IDomain, '_hasRStudio' | '_canvas' | '_appNetwork'>, person?: OnePerson): void {
  const { domainId, _appSettings: settings } = domain;
  allowStudio(scope, role, { ...accessTo(domain), userProfileArn: person?.userProfileArn });
  allowApps(scope, role, person?.settings ?? settings, settings);
  if (domain._hasRStudio) {
    allowRStudio(scope, role, domainId);
  }
  const canvas = person?.canvas ?? domain._canvas;
  if (canvas) {
    allowCanvas(role, domainId, canvas, networkOf(domain, person));
  }
  allowNotebooks(role, { ...settings, emr: person?.settings.emr ?? settings.emr });
}

/** Where a person's Canvas and its jobs are; undefined where that is not in your VPC, or not known. */
export function networkOf({ _appNetwork }: Pick<IDomain, '_appNetwork'>, person?: Pick<OnePerson, 'securityGroups'>): Network | undefined {
  return _appNetwork && { ..._appNetwork, securityGroups: [..._appNetwork.securityGroups, ...person?.securityGroups ?? []] };
}

/** Lets a role that works in notebooks use what they reach besides: EMR of other accounts, and Amazon Q. */
export function allowNotebooks(role: iam.IRole, { emr, amazonQ }: AppSettings): void {
  if (emr) {
    allowEmr(role, emr);
  }
  if (amazonQ) {
    allow(role, { actions: ['codewhisperer:GenerateRecommendations', 'q:SendMessage', 'q:StartConversation'], resourceArns: ['*'] },
      'Amazon Q Developer knows no resources for what people ask.');
  }
}
