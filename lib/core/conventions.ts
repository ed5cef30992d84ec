import type { IConstruct } from 'constructs';
import { invalid } from './internal/errors';

/** How the resources below a construct are named and where their roles live. */
export interface ConventionsProps {
  /**
   * What every generated physical name starts with; lower-case letters, digits and single hyphens, at most 24 characters.
   *
   * Shared handlers get permissions on this prefix once, however many models use it.
   *
   * @default - no prefix
   */
  readonly namePrefix?: string;

  /**
   * IAM path of every role made below, with a slash at both ends.
   *
   * @default '/sagemaker-lifecycle/'
   */
  readonly rolePath?: string;

  /**
   * Whether role trust policies require `aws:SourceAccount` to be this account.
   *
   * @default SourceAccountCondition.REQUIRED
   */
  readonly sourceAccount?: SourceAccountCondition;
}

/** Whether SageMaker may assume a role only on behalf of this account. */
export enum SourceAccountCondition {
  /** The trust policy names this account, which keeps out a confused deputy. */
  REQUIRED = 'REQUIRED',
  /** No condition; for features whose calls do not carry the account. */
  NONE = 'NONE',
}

const KEY = Symbol.for('cdk-sagemaker-lifecycle.conventions');

/**
 * Naming and role conventions that hold for a construct and everything below it.
 *
 * `MlPlatform` applies them to each model; apply them yourself to fit an organisation's rules.
 */
export class Conventions {
  /** Sets the conventions for a construct and everything made below it afterwards. */
  public static apply(scope: IConstruct, props: ConventionsProps): void {
    check(scope, props);
    const outer = Conventions.of(scope);
    Object.defineProperty(scope, KEY, {
      value: new Conventions(
        props.namePrefix ?? outer.namePrefix,
        props.rolePath ?? outer.rolePath,
        props.sourceAccount ?? outer.sourceAccount,
      ),
      configurable: true,
    });
  }

  /** The conventions that hold at a construct: those of the nearest scope that sets some. */
  public static of(scope: IConstruct): Conventions {
    for (let at: IConstruct | undefined = scope; at; at = at.node.scope) {
      const found = (at as { [KEY]?: Conventions })[KEY];
      if (found) {
        return found;
      }
    }
    return DEFAULTS;
  }

  /** What generated physical names start with; may be empty. */
  public readonly namePrefix: string;
  /** IAM path of the roles. */
  public readonly rolePath: string;
  /** Whether trust policies name the account. */
  public readonly sourceAccount: SourceAccountCondition;

  private constructor(namePrefix: string, rolePath: string, sourceAccount: SourceAccountCondition) {
    this.namePrefix = namePrefix;
    this.rolePath = rolePath;
    this.sourceAccount = sourceAccount;
  }

  /** @internal */
  public static _defaults(): Conventions {
    return new Conventions('', '/sagemaker-lifecycle/', SourceAccountCondition.REQUIRED);
  }
}

const DEFAULTS = Conventions._defaults();

function check(scope: IConstruct, props: ConventionsProps): void {
  if (props.namePrefix !== undefined && !/^(?!.{25})([a-z0-9](-?[a-z0-9])*-?)?$/.test(props.namePrefix)) {
    throw invalid(scope, {
      code: 'NamePrefixInvalid',
      property: 'namePrefix',
      problem: 'must be at most 24 lower-case letters, digits and single hyphens, and start with a letter or digit',
      value: props.namePrefix,
      fix: "Use a short prefix such as 'ml-'.",
    });
  }
  if (props.rolePath !== undefined && !/^\/([\x21-\x7e]{1,510}\/)?$/.test(props.rolePath)) {
    throw invalid(scope, {
      code: 'RolePathInvalid',
      property: 'rolePath',
      problem: 'must start and end with a slash and have at most 512 characters',
      value: props.rolePath,
      fix: "Use a path such as '/ml/'.",
    });
  }
}
