import type { Construct } from 'constructs';
import { invalid, isKnown } from '../../core/internal/errors';
import type { IDomain } from '../domain-base';

const taken = new WeakMap<IDomain, Set<string>>();

/** Notes that a profile has this name; the service refuses a second one in the same domain. */
export function claimProfileName(scope: Construct, domain: IDomain, name: string): void {
  const names = taken.get(domain) ?? new Set();
  taken.set(domain, names);
  if (isKnown(name) && names.has(name)) {
    throw invalid(scope, {
      code: 'UserProfileNameTaken',
      property: 'userProfileName',
      problem: 'the domain has a profile of this name already',
      value: name,
      fix: 'Choose another name, or use the profile that exists.',
    });
  }
  names.add(name);
}
