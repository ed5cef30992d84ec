import { invalid } from '../core/internal/errors';
import { algorithms, type AlgorithmFacts, factsOf } from './private/algorithm-facts';
import type { ProblemType } from './problem-type';
import { TrainingImage } from './training-image';

/**
 * An algorithm that comes with SageMaker, as an image that needs data and hyperparameters but no code.
 *
 * What is known of each is that of the developer guide of 2023 and of the SageMaker Python SDK; of XGBoost, what its image checks.
 */
export class BuiltInAlgorithm {
  /** Gradient boosted trees: tables, any kind of target. */
  public static readonly XGBOOST = new BuiltInAlgorithm('xgboost');
  /** Linear models for classification and regression. */
  public static readonly LINEAR_LEARNER = new BuiltInAlgorithm('linear-learner');
  /** Interactions in sparse tables, such as clicks. */
  public static readonly FACTORIZATION_MACHINES = new BuiltInAlgorithm('factorization-machines');
  /** The classes or values of the nearest neighbours. */
  public static readonly KNN = new BuiltInAlgorithm('knn');
  /** Groups of rows around their centres. */
  public static readonly KMEANS = new BuiltInAlgorithm('kmeans');
  /** Principal components of a table. */
  public static readonly PCA = new BuiltInAlgorithm('pca');
  /** Topics of texts, by latent Dirichlet allocation. */
  public static readonly LDA = new BuiltInAlgorithm('lda');
  /** Topics of texts, by a neural network. */
  public static readonly NTM = new BuiltInAlgorithm('ntm');
  /** Rows that are unlike the others. */
  public static readonly RANDOM_CUT_FOREST = new BuiltInAlgorithm('randomcutforest');
  /** Uses of IP addresses that are unlike the others. */
  public static readonly IP_INSIGHTS = new BuiltInAlgorithm('ipinsights');
  /** Vectors of pairs of things. */
  public static readonly OBJECT2VEC = new BuiltInAlgorithm('object2vec');
  /** Vectors of words, and classes of texts. */
  public static readonly BLAZING_TEXT = new BuiltInAlgorithm('blazingtext');
  /** Texts made of texts: translations and summaries. */
  public static readonly SEQ2SEQ = new BuiltInAlgorithm('seq2seq');
  /** How many series go on, learnt together. */
  public static readonly DEEPAR = new BuiltInAlgorithm('forecasting-deepar');
  /** Classes of pictures. */
  public static readonly IMAGE_CLASSIFICATION = new BuiltInAlgorithm('image-classification');
  /** Things in pictures. */
  public static readonly OBJECT_DETECTION = new BuiltInAlgorithm('object-detection');
  /** Classes of pixels. */
  public static readonly SEMANTIC_SEGMENTATION = new BuiltInAlgorithm('semantic-segmentation');
  /** Boosted trees of LightGBM; needs a script of JumpStart's. */
  public static readonly LIGHTGBM = new BuiltInAlgorithm('lightgbm');
  /** Boosted trees of CatBoost; needs a script of JumpStart's. */
  public static readonly CATBOOST = new BuiltInAlgorithm('catboost');
  /** Transformers for tables; needs a script of JumpStart's. */
  public static readonly TAB_TRANSFORMER = new BuiltInAlgorithm('tabtransformer');
  /** Ensembles of models for tables; needs a script of JumpStart's. */
  public static readonly AUTOGLUON_TABULAR = new BuiltInAlgorithm('autogluon-tabular');
  /** Classes of pictures with TensorFlow's models; needs a script of JumpStart's. */
  public static readonly IMAGE_CLASSIFICATION_TENSORFLOW = new BuiltInAlgorithm('image-classification-tensorflow');
  /** Things in pictures with TensorFlow's models; needs a script of JumpStart's. */
  public static readonly OBJECT_DETECTION_TENSORFLOW = new BuiltInAlgorithm('object-detection-tensorflow');
  /** Classes of texts with TensorFlow's models; needs a script of JumpStart's. */
  public static readonly TEXT_CLASSIFICATION_TENSORFLOW = new BuiltInAlgorithm('text-classification-tensorflow');

  /** An algorithm by its name in the guide, for example `xgboost`. Fails for a name that no algorithm has. */
  public static of(name: string): BuiltInAlgorithm {
    factsOf(name);
    return new BuiltInAlgorithm(name);
  }

  /** The algorithms that solve a problem: first those that need no script, in the order of the guide. */
  public static forProblem(problem: ProblemType): BuiltInAlgorithm[] {
    const found = Object.entries(algorithms()).filter(([, { problemTypes }]) => problemTypes.includes(problem));
    return [...found.filter(([, { image }]) => image), ...found.filter(([, { image }]) => !image)].map(([name]) => new BuiltInAlgorithm(name));
  }

  /** The algorithm's name, as in the address of its image. */
  public readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  /** What it can be used for. */
  public get problemTypes(): ProblemType[] {
    return [...this._facts.problemTypes] as ProblemType[];
  }

  /** Channels that it always needs. */
  public get requiredChannels(): string[] {
    return Object.entries(this._facts.channels).filter(([, required]) => required === true).map(([name]) => name);
  }

  /** Channels that it may have; some are needed with some content types. */
  public get optionalChannels(): string[] {
    return Object.entries(this._facts.channels).filter(([, required]) => required !== true).map(([name]) => name);
  }

  /** Content types of its training data; the first is taken where a channel does not say. */
  public get contentTypes(): string[] {
    return [...this._facts.contentTypes];
  }

  /** Content types that its model answers. */
  public get inferenceContentTypes(): string[] {
    return [...this._facts.inferenceContentTypes];
  }

  /** How it can read its data: `File`, `FastFile` and `Pipe`. */
  public get inputModes(): string[] {
    return [...this._facts.inputModes];
  }

  /** Kinds of instances that it trains on: `cpu` and `gpu`. */
  public get instanceKinds(): string[] {
    return [...this._facts.instanceKinds];
  }

  /** Names of its hyperparameters. */
  public get hyperparameterNames(): string[] {
    return Object.keys(this._facts.hyperparameters);
  }

  /** Metrics of its log that tuning can aim at; SageMaker reads them without definitions. */
  public get metricNames(): string[] {
    return this._facts.metrics.map(({ name }) => name);
  }

  /** Whether several instances train one model. */
  public get supportsDistributedTraining(): boolean {
    return this._facts.distributed;
  }

  /** Whether training can go on from an earlier model. */
  public get supportsIncrementalTraining(): boolean {
    return this._facts.incremental;
  }

  /** Whether data and hyperparameters are enough; the others need a script and a model of JumpStart's as well. */
  public get needsNoScript(): boolean {
    return this._facts.image !== undefined;
  }

  /**
   * The image that trains, and serves what it made.
   *
   * Fails for an algorithm that needs a script, and for a version that does not exist; at binding for a region that does not have it.
   *
   * @param version of the image; the newest this library knows if none is given. Only XGBoost has several.
   */
  public image(version?: string): TrainingImage {
    const { image, jumpStart } = this._facts;
    if (image === undefined) {
      throw invalid(undefined, {
        code: 'AlgorithmNeedsScript',
        property: 'algorithm',
        problem: `'${this.name}' is no image that trains by itself: it needs a script and a model of JumpStart's (${jumpStart!.models.join(', ')})`,
        fix: jumpStart!.instead,
      });
    }
    return TrainingImage._published(image, { version });
  }

  /**
   * What is known of it.
   *
   * @internal
   */
  public get _facts(): AlgorithmFacts {
    return factsOf(this.name);
  }
}
