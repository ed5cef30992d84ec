/** What a feature's values are. */
export enum FeatureType {
  /** Whole numbers of 64 bits. */
  INTEGRAL = 'Integral',
  /** Double-precision numbers. */
  FRACTIONAL = 'Fractional',
  /** Text, at most 350 KB. */
  STRING = 'String',
}

/**
 * One named value of a record.
 *
 * Names have 1 to 64 letters, digits, hyphens and underscores, and start and end with a letter or digit.
 * A feature can be added to a group later; removing, renaming or retyping one is refused by the service.
 */
export class Feature {
  /** A whole number, for example a count. */
  public static integral(name: string): Feature {
    return new Feature(name, FeatureType.INTEGRAL);
  }

  /** A number with a fraction, or a moment in Unix seconds. */
  public static fractional(name: string): Feature {
    return new Feature(name, FeatureType.FRACTIONAL);
  }

  /** Text, a category, or a moment such as `2026-01-31T12:00:00Z`. */
  public static string(name: string): Feature {
    return new Feature(name, FeatureType.STRING);
  }

  private constructor(
    /** Name of the feature; a column of the offline store. */
    public readonly name: string,
    /** What its values are. */
    public readonly type: FeatureType,
  ) {}
}
