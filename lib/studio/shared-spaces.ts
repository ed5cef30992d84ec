import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Persona } from './persona';

/** Whether people of a domain may work together in shared spaces, and as whom. */
export class SharedSpaces {
  /**
   * Everybody may work in every shared space; what runs there acts with one role of its own, whoever started it.
   *
   * @param persona what may be done there; without it the role may do what is granted to the shared spaces, and nothing else
   */
  public static allowed(persona?: Persona): SharedSpaces {
    return new SharedSpaces(undefined, persona);
  }

  /** The same with a role made elsewhere, which SageMaker must be allowed to assume. */
  public static withRole(role: iam.IRole): SharedSpaces {
    return new SharedSpaces(role);
  }

  private constructor(
    /** @internal */
    public readonly _role?: iam.IRole,
    /** @internal */
    public readonly _persona?: Persona,
  ) {}
}
