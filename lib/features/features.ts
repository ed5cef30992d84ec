import type { IConstruct } from 'constructs';
import { invalid } from '../core/internal/errors';
import { type Feature, type FeatureOptions } from './feature';
import { featuresOfSample } from './private/csv-sample';
import { featuresOfSchema } from './private/json-schema';
import { featuresOfParquet } from './private/parquet-sample';

/**
 * The features of a group: given one by one, or read from a sample file.
 *
 * A set of features never changes; `with` makes another one.
 */
export class Features {
  /** Features given one by one. */
  public static of(features: Feature[]): Features {
    return new Features(() => features);
  }

  /**
   * The columns of a CSV file with a header line, with types that hold every value of the file.
   *
   * A column of whole numbers is Integral, of other numbers Fractional, and anything else String. Empty cells say nothing. Numbers with leading zeros
   * and numbers beyond 64 bits are String, since they are identifiers more often than quantities. A column of whole numbers that the group takes as
   * its event time is Fractional, which is what the service wants of Unix seconds. Quoted cells, CRLF line ends and a byte-order mark are understood.
   *
   * The path is relative to the folder the app runs in. Fails in the group when the file is missing, empty, without records, or broken.
   */
  public static fromCsvSample(path: string): Features {
    return new Features((scope, eventTime) => featuresOfSample(scope, path, eventTime));
  }

  /**
   * The columns of a Parquet file, by the types it declares.
   *
   * Whole numbers are Integral, other numbers and decimals Fractional, and anything else String: text, truth values, dates, times, and whole numbers
   * without sign of 64 bits, which are too large. Whole numbers that the group takes as its event time are Fractional. Columns of lists are lists, for groups
   * in memory. Only the description at the end of the file is read, so the file may be large.
   *
   * The path is relative to the folder the app runs in. Fails in the group when the file is missing, broken, or has columns of structures, maps or lists of
   * lists.
   */
  public static fromParquetSample(path: string): Features {
    return new Features((scope, eventTime) => featuresOfParquet(scope, path, eventTime));
  }

  /**
   * The properties of the record that a JSON schema describes, in their order.
   *
   * `integer` is Integral, `number` Fractional, and anything else String; `null` beside another type says nothing, and references within the file are followed.
   * Whole numbers that the group takes as its event time are Fractional. Arrays are for groups in memory: of numbers with `minItems` and `maxItems` alike a
   * vector, with `uniqueItems` a set, and lists otherwise.
   *
   * The path is relative to the folder the app runs in. Fails in the group when the file is missing, broken, or has properties that are objects, or arrays of
   * arrays or objects.
   */
  public static fromJsonSchema(path: string): Features {
    return new Features((scope, eventTime) => featuresOfSchema(scope, path, eventTime));
  }

  private constructor(private readonly list: (scope: IConstruct, eventTime: string) => Feature[]) {}

  /** These features and more; one whose name is there already takes its place, for example to correct a type found in a sample. */
  public with(...features: Feature[]): Features {
    const names = new Set(features.map((feature) => feature.name));
    return new Features((scope, eventTime) => [...this.list(scope, eventTime).filter((feature) => !names.has(feature.name)), ...features]);
  }

  /**
   * These features with words about one of them, for example one that a sample gave its type.
   *
   * They take the place of what was said of it before. Fails in the group when there is no feature of that name.
   */
  public describe(name: string, options: FeatureOptions): Features {
    return new Features((scope, eventTime) => {
      const features = this.list(scope, eventTime);
      if (!features.some((feature) => feature.name === name)) {
        throw invalid(scope, {
          code: 'FeatureAbsent', property: 'features', problem: 'is described and is none of the features', value: name, fix: 'Correct the name, or add the feature.',
        });
      }
      return features.map((feature) => feature.name === name ? feature._describedAs(options) : feature);
    });
  }

  /**
   * The features in the order of their columns.
   *
   * @internal
   */
  public _resolve(scope: IConstruct, eventTime: string): Feature[] {
    return this.list(scope, eventTime);
  }
}
