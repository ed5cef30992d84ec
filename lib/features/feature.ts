/** What a feature's values are. */
export enum FeatureType {
  /** Whole numbers of 64 bits. */
  INTEGRAL = 'Integral',
  /** Double-precision numbers. */
  FRACTIONAL = 'Fractional',
  /** Text, at most 350 KB. */
  STRING = 'String',
}

/** What people read and search for about a feature. Changing it updates the group's features in place. */
export interface FeatureOptions {
  /**
   * What the feature means: at most 255 characters, on one line. Empty text takes a description away.
   *
   * @default - what is there stays; a description that was given here before goes
   */
  readonly description?: string;

  /**
   * Pairs that the feature is found by, for example its owner or its source.
   *
   * At most 25, with those that others gave it. Keys and values have 1 to 255 letters, digits, spaces and `_ . : / = + -`.
   *
   * @default - none; parameters that were given here before go, those of others stay
   */
  readonly parameters?: { [key: string]: string };
}

/**
 * One named value of a record.
 *
 * Names have 1 to 64 letters, digits, hyphens and underscores, and start and end with a letter or digit.
 * A feature can be added to a group later; removing, renaming or retyping one is refused by the service.
 */
export class Feature {
  /** A whole number, for example a count. */
  public static integral(name: string, options: FeatureOptions = {}): Feature {
    return new Feature(name, FeatureType.INTEGRAL, options);
  }

  /** A number with a fraction, or a moment in Unix seconds. */
  public static fractional(name: string, options: FeatureOptions = {}): Feature {
    return new Feature(name, FeatureType.FRACTIONAL, options);
  }

  /** Text, a category, or a moment such as `2026-01-31T12:00:00Z`. */
  public static string(name: string, options: FeatureOptions = {}): Feature {
    return new Feature(name, FeatureType.STRING, options);
  }

  private constructor(
    /** Name of the feature; a column of the offline store. */
    public readonly name: string,
    /** What its values are. */
    public readonly type: FeatureType,
    /**
     * What people read and search for about it.
     *
     * @internal
     */
    public readonly _options: FeatureOptions,
  ) {}

  /**
   * The same feature with other words about it.
   *
   * @internal
   */
  public _describedAs(options: FeatureOptions): Feature {
    return new Feature(this.name, this.type, options);
  }
}
