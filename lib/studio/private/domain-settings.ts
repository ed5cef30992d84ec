import type { CfnDomain } from 'aws-cdk-lib/aws-sagemaker';
import type { IConstruct } from 'constructs';
import { Mistakes, isKnown } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import { DockerAccess } from '../domain-props';
import type { RenderedRStudio } from './r-studio-settings';

const TRUSTED_ACCOUNTS = Limit.of('DockerSettings.VpcOnlyTrustedAccounts');

export interface DomainSettingsWish {
  readonly dockerAccess?: DockerAccess;
  readonly dockerTrustedAccounts?: string[];
  readonly isVpcOnly: boolean;
  readonly rStudio?: RenderedRStudio;
}

/** The settings of a domain that are no settings of its people; undefined where all are the service's own. */
export function renderDomainSettings(scope: IConstruct, wish: DomainSettingsWish): CfnDomain.DomainSettingsProperty | undefined {
  const { dockerAccess, dockerTrustedAccounts: accounts = [], rStudio } = wish;
  const mistakes = new Mistakes(scope)
    .add(TRUSTED_ACCOUNTS.mistakeInCount('dockerTrustedAccounts', accounts))
    .when(accounts.length > 0 && (dockerAccess !== DockerAccess.ENABLED || !wish.isVpcOnly), {
      code: 'DockerAccountsUnused', property: 'dockerTrustedAccounts', problem: 'matters only where spaces use Docker and reach nothing but your VPC',
      fix: 'Leave it out, or use DockerAccess.ENABLED with NetworkAccess.vpcOnly().',
    });
  accounts.filter((each) => isKnown(each) && !/^\d{12}$/.test(each)).forEach((value) => mistakes.add({
    code: 'AccountIdInvalid', property: 'dockerTrustedAccounts', problem: 'must have 12 digits', value, fix: 'Give the ids of accounts.',
  }));
  mistakes.throwIfAny();
  return dockerAccess === undefined && !rStudio ? undefined : {
    dockerSettings: dockerAccess && { enableDockerAccess: dockerAccess, vpcOnlyTrustedAccounts: accounts.length > 0 ? accounts : undefined },
    rStudioServerProDomainSettings: rStudio?.server,
    securityGroupIds: rStudio?.securityGroupIds,
  };
}
