/** What a feature's values are. */
export enum FeatureType {
  /** Whole numbers of 64 bits. */
  INTEGRAL = 'Integral',
  /** Double-precision numbers. */
  FRACTIONAL = 'Fractional',
  /** Text, at most 350 KB. */
  STRING = 'String',
}

/** How the values of a feature that has several belong together. */
export enum CollectionType {
  /** In their order, the same one as often as it comes. */
  LIST = 'List',
  /** In no order, each once. */
  SET = 'Set',
  /** As many numbers as its dimension says, in their order; what an embedding is. */
  VECTOR = 'Vector',
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
 * One named value of a record, or a list, set or vector of values.
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

  /**
   * Values in their order, for example the last pages that somebody saw. The group must be in memory.
   *
   * There may be any number of them, as long as the record has at most 350 KB.
   */
  public static list(name: string, type: FeatureType, options: FeatureOptions = {}): Feature {
    return new Feature(name, type, options, CollectionType.LIST);
  }

  /**
   * Values each of which counts once, in no order, for example tags. The group must be in memory.
   *
   * There may be any number of them, as long as the record has at most 350 KB.
   */
  public static set(name: string, type: FeatureType, options: FeatureOptions = {}): Feature {
    return new Feature(name, type, options, CollectionType.SET);
  }

  /**
   * As many numbers as the dimension says, from 1 to 8,192, for example an embedding. The group must be in memory, and may have one vector.
   *
   * Changing the dimension is refused, as another type is.
   */
  public static vector(name: string, dimension: number, options: FeatureOptions = {}): Feature {
    return new Feature(name, FeatureType.FRACTIONAL, options, CollectionType.VECTOR, dimension);
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
    /** How its values belong together; undefined for a feature with one value. */
    public readonly collection?: CollectionType,
    /** How many values a vector has; undefined for all else. */
    public readonly dimension?: number,
  ) {}

  /**
   * The same feature with other words about it.
   *
   * @internal
   */
  public _describedAs(options: FeatureOptions): Feature {
    return new Feature(this.name, this.type, options, this.collection, this.dimension);
  }
}
