import { invalid } from '../../core/internal/errors';
import { nearest } from '../../core/internal/nearest';

/** One hyperparameter of an algorithm. */
export interface HyperparameterFact {
  readonly type: 'int' | 'float' | 'string' | 'bool';
  readonly required?: boolean;
  /** Required when another one is there (and has one of the values), or when the data has one of these content types. */
  readonly requiredWhen?: { readonly name?: string; readonly values?: readonly string[]; readonly contentTypes?: readonly string[] };
  readonly min?: number;
  readonly max?: number;
  readonly exclusiveMin?: number;
  readonly exclusiveMax?: number;
  readonly not?: readonly number[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  /** How the algorithm reads several values: as a JSON list, with commas, or as a Python tuple. */
  readonly list?: 'json' | 'comma' | 'tuple';
  readonly orAuto?: boolean;
  /** A value outside of the range that is accepted as well. */
  readonly orValue?: number;
  readonly default?: string;
  readonly boolStyle?: 'lower' | 'title';
  /** The same hyperparameter by its first name. */
  readonly aliasOf?: string;
}

/** What is known of an algorithm that comes with SageMaker. */
export interface AlgorithmFacts {
  readonly problemTypes: readonly string[];
  readonly contentTypes: readonly string[];
  readonly contentTypeOptional?: boolean;
  readonly inferenceContentTypes: readonly string[];
  /** Whether a channel is required: always, never, or with some content types. */
  readonly channels: Readonly<Record<string, boolean | readonly string[]>>;
  readonly channelContentTypes?: Readonly<Record<string, readonly string[]>>;
  readonly distribution?: Readonly<Record<string, string>>;
  readonly inputModes: readonly string[];
  readonly pipeContentTypes?: readonly string[];
  readonly instanceKinds: readonly string[];
  readonly distributed: boolean;
  readonly singleInstance?: boolean;
  readonly incremental: boolean;
  /** Newer images may know hyperparameters that the table does not. */
  readonly growing?: boolean;
  readonly image?: string;
  readonly jumpStart?: { readonly models: readonly string[]; readonly instead: string };
  readonly hyperparameters: Readonly<Record<string, HyperparameterFact>>;
  readonly metrics: readonly { readonly name: string; readonly goal: string }[];
}

let table: Record<string, AlgorithmFacts> | undefined;

/** All algorithms by name; the table is loaded when the first algorithm is looked at, for most programs use none. */
export function algorithms(): Record<string, AlgorithmFacts> {
  // The type makes the compiler put the file into the package.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  table ??= require('../facts/algorithms.json') as typeof import('../facts/algorithms.json') as unknown as Record<string, AlgorithmFacts>;
  return table;
}

/** The facts of an algorithm; fails for a name that none has. */
export function factsOf(name: string): AlgorithmFacts {
  const known = algorithms();
  if (!Object.hasOwn(known, name)) {
    const meant = nearest(name, Object.keys(known));
    throw invalid(undefined, {
      code: 'AlgorithmUnknown',
      property: 'algorithm',
      problem: 'is not an algorithm that comes with SageMaker',
      value: name,
      fix: meant ? `Did you mean '${meant}'?` : `Use one of ${Object.keys(known).join(', ')}, or an image of your own: Trainer.container.`,
    });
  }
  return known[name];
}
