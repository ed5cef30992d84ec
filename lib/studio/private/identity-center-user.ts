import type { Mistake } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import { Authentication } from '../authentication';

const USER_NAME = Limit.between('SingleSignOnUserValue', 1, 256);

/** The service takes a user of IAM Identity Center where the domain signs people in with it, and only there. */
export function mistakeInUser(user: string | undefined, authentication: Authentication | undefined): Mistake | undefined {
  const property = 'identityCenterUser';
  if (authentication === Authentication.IDENTITY_CENTER && user === undefined) {
    return {
      code: 'IdentityCenterUserMissing', property, problem: 'the domain signs people in with IAM Identity Center and does not know whom',
      fix: "Give the person's user name there: identityCenterUser: 'ana@example.com'.",
    };
  }
  if (authentication === Authentication.IAM && user !== undefined) {
    return {
      code: 'IdentityCenterUserUnused', property, problem: 'the domain signs people in with IAM', value: user,
      fix: 'Leave it out, or give the domain authentication: Authentication.IDENTITY_CENTER.',
    };
  }
  return USER_NAME.mistakeInText(property, user);
}
