/** How a data set is written as CSV. */
export interface CsvOutputOptions {
  /**
   * What stands between the columns, for example a semicolon.
   *
   * @default ','
   */
  readonly delimiter?: string;

  /**
   * How many files there are; in one, the rows lie in the order of the flow.
   *
   * @default - as Spark shares the work out
   */
  readonly files?: number;
}

/** How a data set is written as Parquet. */
export interface ParquetOutputOptions {
  /**
   * How many files there are.
   *
   * @default - as Spark shares the work out
   */
  readonly files?: number;
}

/** A data set that a flow makes, and how it is written. */
export class DataWranglerOutput {
  /**
   * As CSV.
   *
   * @param node id or name of the node whose data is written
   * @param options how it is written
   */
  public static csv(node: string, options: CsvOutputOptions = {}): DataWranglerOutput {
    return new DataWranglerOutput(node, { content_type: 'CSV', delimiter: options.delimiter, ...partition(options.files) }, options.files);
  }

  /**
   * As Parquet.
   *
   * @param node id or name of the node whose data is written
   * @param options how it is written
   */
  public static parquet(node: string, options: ParquetOutputOptions = {}): DataWranglerOutput {
    return new DataWranglerOutput(node, { content_type: 'PARQUET', ...partition(options.files) }, options.files);
  }

  private constructor(
    /** @internal */
    public readonly _node: string,
    /** @internal */
    public readonly _format: Record<string, unknown>,
    /** @internal */
    public readonly _files: number | undefined,
  ) {}
}

function partition(files: number | undefined): Record<string, unknown> {
  return files === undefined ? {} : { partition_config: { num_partitions: files } };
}
