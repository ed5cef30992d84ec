import type { StudioSettings, StudioSettingsProperties } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';
import { fieldsOf, printed } from '../shared/values';

const DOMAIN = /^d-(-*[a-z0-9]){1,61}$/;
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const OF_DOMAIN = ['UserSettings', 'SpaceSettings', 'DomainSettings'];
const OF_PERSON = ['UserSettings'];

/** What the function acts on: the property that only makes it run again is nobody's business. */
export type Wish = Omit<StudioSettingsProperties, 'WrittenAfter'>;

/** The properties of a request, checked against the contract. */
export function readProperties(properties: unknown): Wish {
  const { DomainId, UserProfileName, Settings } = fieldsOf(properties);
  const isPersons = UserProfileName !== undefined;
  return {
    DomainId: text('DomainId', DomainId, DOMAIN),
    ...(isPersons && { UserProfileName: text('UserProfileName', UserProfileName, NAME) }),
    Settings: readSettings(Settings, isPersons ? OF_PERSON : OF_DOMAIN),
  };
}

/** What tells one resource from another: `d-abc`, `d-abc/user-profile/ana`. */
export function identityOf({ DomainId, UserProfileName }: Wish): string {
  return UserProfileName === undefined ? DomainId : `${DomainId}/user-profile/${UserProfileName}`;
}

/** What an earlier template said of the same domain or person; nothing where it spoke of another one, or made no sense. */
export function saidBefore(properties: unknown, identity: string): StudioSettings {
  try {
    const wish = readProperties(properties);
    return identityOf(wish) === identity ? wish.Settings : {};
  } catch {
    return {};
  }
}

function readSettings(settings: unknown, sections: readonly string[]): StudioSettings {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  const isSection = (section: unknown) => isObject(section) && Object.values(section as object).every(isObject);
  if (!isObject(settings) || !Object.values(settings as object).every(isSection)) {
    throw new MalformedEventError(`Settings must be settings by their place and name, got ${printed(settings)}`);
  }
  const unknown = Object.keys(settings as object).filter((section) => !sections.includes(section));
  if (unknown.length > 0) {
    throw new MalformedEventError(`Settings may hold ${sections.join(', ')}, got ${unknown.join(', ')}`);
  }
  return settings as StudioSettings;
}

function text(name: string, value: unknown, form: RegExp): string {
  if (typeof value !== 'string' || !form.test(value)) {
    throw new MalformedEventError(`${name} must match ${form.source}, got ${printed(value)}`);
  }
  return value;
}
