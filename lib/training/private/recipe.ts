import type { SourceCode } from '../../core';
import type { BuiltInAlgorithm } from '../built-in-algorithm';
import type { Distribution } from '../distribution';
import type { MetricDefinition, TrainingJobOptions } from '../trainer-options';
import type { TrainingImage } from '../training-image';
import type { WrittenHyperparameters } from './hyperparameters';

/** What a search for hyperparameters tries, by name: the ends of a range or the choices. */
export type Searched = Readonly<Record<string, { readonly values: readonly string[]; readonly continuous: boolean }>>;

/** Everything that makes a trainer. */
export interface Recipe {
  readonly image: TrainingImage;
  readonly options: TrainingJobOptions;
  readonly instanceType: string;
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly metrics?: readonly MetricDefinition[];
  readonly code?: SourceCode;
  readonly distribution?: Distribution;
  readonly builtIn?: { readonly algorithm: BuiltInAlgorithm; readonly written: WrittenHyperparameters };
}
