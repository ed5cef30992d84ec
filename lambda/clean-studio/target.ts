import type { StudioContentsProperties, StudioTarget } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';
import { MACHINE_ARN } from '../shared/machines';

const DOMAIN = /^d-(-*[a-z0-9]){1,61}$/;
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const VPC = /^vpc-[0-9a-z]{1,32}$/;
const HOMES = 'homes';
const IDENTITY = /^(d-[^/]+)(?:\/(homes)|\/(user-profile|space)\/([^/]+))?$/;

/** @throws MalformedEventError when the template asks for something else */
export function readProperties(properties: Readonly<Record<string, unknown>>): StudioContentsProperties {
  const { StateMachineArn, DomainId, UserProfileName, SpaceName, HomeVpcId } = properties;
  const text = (name: string, value: unknown, form: RegExp): string => {
    if (typeof value !== 'string' || !form.test(value)) {
      throw new MalformedEventError(`${name} must match ${form.source}, got ${JSON.stringify(value)}`);
    }
    return value;
  };
  const optional = (name: string, value: unknown, form: RegExp) => value === undefined ? undefined : text(name, value, form);
  if (UserProfileName !== undefined && SpaceName !== undefined) {
    throw new MalformedEventError('either a UserProfileName or a SpaceName may be given, not both');
  }
  return {
    StateMachineArn: text('StateMachineArn', StateMachineArn, MACHINE_ARN),
    DomainId: text('DomainId', DomainId, DOMAIN),
    UserProfileName: optional('UserProfileName', UserProfileName, NAME),
    SpaceName: optional('SpaceName', SpaceName, NAME),
    HomeVpcId: optional('HomeVpcId', HomeVpcId, VPC),
  };
}

/** What tells one resource from another: `d-abc`, `d-abc/homes`, `d-abc/user-profile/ana`, `d-abc/space/lab`. */
export function identityOf({ DomainId, UserProfileName, SpaceName, HomeVpcId }: StudioContentsProperties): string {
  if (UserProfileName !== undefined) {
    return `${DomainId}/user-profile/${UserProfileName}`;
  }
  if (SpaceName !== undefined) {
    return `${DomainId}/space/${SpaceName}`;
  }
  return HomeVpcId === undefined ? DomainId : `${DomainId}/${HOMES}`;
}

/** What the identity stands for; undefined for that of a request that failed before it named anything. */
export function targetOf(identity: string, homeVpcId: string | undefined): StudioTarget | undefined {
  const [, domainId, homes, kind, name] = IDENTITY.exec(identity) ?? [];
  if (domainId === undefined) {
    return undefined;
  }
  return {
    domainId,
    ...(kind === 'user-profile' && { userProfileName: name }),
    ...(kind === 'space' && { spaceName: name }),
    ...(homes !== undefined && homeVpcId !== undefined && { homeVpcId }),
  };
}
