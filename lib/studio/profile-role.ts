import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Persona } from './persona';

/** Which role a person's notebooks and apps act with. */
export class ProfileRole {
  /** The domain's execution role, shared with everybody who has no other; a grant to one is a grant to all of them. */
  public static ofDomain(): ProfileRole {
    return new ProfileRole('domain');
  }

  /**
   * A role made for this person alone; it may open Studio, do what the persona does, and gets what is granted to the profile.
   *
   * @param persona what the person does, such as `Persona.viewer()`; without it the role may open Studio and nothing else
   */
  public static own(persona?: Persona): ProfileRole {
    return new ProfileRole('own', undefined, persona);
  }

  /**
   * A role made elsewhere, which SageMaker must be allowed to assume.
   *
   * What opening Studio takes is added to it; pass `role.withoutPolicyUpdates()` to keep it as it is.
   */
  public static given(role: iam.IRole): ProfileRole {
    return new ProfileRole('given', role);
  }

  /** @internal */
  public readonly _kind: string;
  /** @internal */
  public readonly _role?: iam.IRole;
  /** @internal */
  public readonly _persona?: Persona;

  private constructor(kind: 'domain' | 'own' | 'given', role?: iam.IRole, persona?: Persona) {
    this._kind = kind;
    this._role = role;
    this._persona = persona;
  }
}
