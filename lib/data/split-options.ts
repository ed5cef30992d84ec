import type { ProcessorOptions } from './processor-options';

/** A part of the data that a model is made from. */
export enum DatasetPart {
  /** What the model learns from. */
  TRAIN = 'train',
  /** What training compares by as it goes. */
  VALIDATION = 'validation',
  /** What only the evaluation sees. */
  TEST = 'test',
}

/** How the rows of a table are split. */
export interface SplitProcessorOptions extends ProcessorOptions {
  /**
   * Columns whose values decide where a row goes, for example the identifier of a customer.
   *
   * Rows that are alike there stay together, and a row stays where it is when others come or its other cells change.
   *
   * @default - all columns decide: only rows that are alike stay together
   */
  readonly by?: string[];

  /**
   * The column to be predicted, which is written first; each row needs a value of it.
   *
   * @default - what a `ModelLifecycle` knows of it; else columns stay in their order
   */
  readonly target?: string;

  /**
   * Columns to leave out, such as identifiers and times.
   *
   * @default - none
   */
  readonly ignore?: string[];

  /**
   * Share of the rows that validate, above 0; with `test`, below 1.
   *
   * @default 0.1
   */
  readonly validation?: number;

  /**
   * Share of the rows that are held out, above 0.
   *
   * @default 0.2
   */
  readonly test?: number;

  /**
   * Parts whose files have no line with names of columns: all of them for built-in algorithms, `DatasetPart.TEST` for AutoML.
   *
   * Training rows without names must hold numbers alone: a column of text ends the job, with its name.
   *
   * @default - none
   */
  readonly withoutNames?: DatasetPart[];
}
