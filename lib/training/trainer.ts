import type { S3Source } from '../core';
import { SourceCode } from '../core';
import type { ApiRequest, JobSite } from '../core/internal/job-site';
import type { BuiltInAlgorithm } from './built-in-algorithm';
import { ModelTraining, type _ServedBy, type _WaysToTrain } from './model-training';
import { writeHyperparameters } from './private/hyperparameters';
import { machineFor, USUAL_GPU_INSTANCE, USUAL_INSTANCE } from '../core/internal/processors';
import type { Recipe, Searched } from './private/recipe';
import { renderTrainingJob } from './private/render-training';
import type {
  BuiltInTrainerOptions, DeepLearningTrainerOptions, FrameworkTrainerOptions, HuggingFaceTrainerOptions, ScriptTrainerOptions, TrainerOptions,
} from './trainer-options';
import { TrainingImage } from './training-image';

/**
 * How a model is trained: image, code, hyperparameters and machine. The data is said where it is used.
 *
 * A training job costs its instances' time from start to end and nothing when it does not run. The limits are checked where the trainer
 * is used. Source of the limits: the CreateTrainingJob API.
 */
export class Trainer extends ModelTraining {
  /** Trains with a scikit-learn script. */
  public static sklearn(options: FrameworkTrainerOptions): Trainer {
    return Trainer.script(TrainingImage.sklearn(options.version), options);
  }

  /** Trains with a script that calls XGBoost. */
  public static xgboost(options: FrameworkTrainerOptions): Trainer {
    return Trainer.script(TrainingImage.xgboost(options.version), options);
  }

  /** Trains with a PyTorch script, in the image for the instance's processor. */
  public static pytorch(options: DeepLearningTrainerOptions): Trainer {
    return Trainer.framework('pytorch', options);
  }

  /** Trains with a TensorFlow script, in the image for the instance's processor. */
  public static tensorflow(options: DeepLearningTrainerOptions): Trainer {
    return Trainer.framework('tensorflow', options);
  }

  /** Trains with an Apache MXNet script. The project has ended: its use is warned of. */
  public static mxnet(options: DeepLearningTrainerOptions): Trainer {
    return Trainer.framework('mxnet', options);
  }

  /** Trains with a Chainer script. The project has ended: its use is warned of. */
  public static chainer(options: DeepLearningTrainerOptions): Trainer {
    return Trainer.framework('chainer', options);
  }

  /** Trains with a script that uses Hugging Face Transformers; needs an instance with a GPU. */
  public static huggingFace(options: HuggingFaceTrainerOptions): Trainer {
    return Trainer.framework('huggingface', options);
  }

  /** Trains with a script that uses AutoGluon. */
  public static autogluon(options: DeepLearningTrainerOptions): Trainer {
    return Trainer.framework('autogluon', options);
  }

  /** Trains with a script in any image that holds AWS's training toolkit. */
  public static script(image: TrainingImage, options: ScriptTrainerOptions): Trainer {
    return Trainer.ofScript(image, options, options.instanceType ?? USUAL_INSTANCE);
  }

  /** Trains with an image's own program. */
  public static container(image: TrainingImage, options: TrainerOptions = {}): Trainer {
    const { hyperparameters = {}, metrics } = options;
    return new Trainer({ image, options, hyperparameters, metrics, instanceType: options.instanceType ?? USUAL_INSTANCE });
  }

  /**
   * Trains with an algorithm that comes with SageMaker: data and hyperparameters are enough.
   *
   * Hyperparameters, channels, content types and instances are checked against what is known of the algorithm, where the trainer is used.
   * Fails for an algorithm that needs a script of JumpStart's, with what to use instead.
   */
  public static builtIn(algorithm: BuiltInAlgorithm, options: BuiltInTrainerOptions = {}): Trainer {
    const facts = algorithm._facts;
    const written = writeHyperparameters(algorithm.name, facts, options.hyperparameters ?? {});
    return new Trainer({
      image: algorithm.image(options.version),
      options,
      hyperparameters: written.values,
      builtIn: { algorithm, written },
      instanceType: options.instanceType ?? (facts.instanceKinds.includes('cpu') ? USUAL_INSTANCE : USUAL_GPU_INSTANCE),
    });
  }

  private static framework(family: string, options: HuggingFaceTrainerOptions): Trainer {
    const { version, python, servingProcessor, baseFramework } = options;
    const { instanceType, processor } = machineFor(family, options.instanceType, options.processor);
    return Trainer.ofScript(TrainingImage._published(family, { version, python, servingProcessor, baseFramework, processor }), options, instanceType);
  }

  private static ofScript(image: TrainingImage, options: ScriptTrainerOptions, instanceType: string): Trainer {
    const { hyperparameters = {}, metrics, distribution, entryPoint, sourceDir } = options;
    return new Trainer({ image, options, hyperparameters, metrics, distribution, instanceType, code: SourceCode.fromScript(entryPoint, { sourceDir }) });
  }

  /** The images that train and serve. */
  public readonly image: TrainingImage;

  private constructor(private readonly recipe: Recipe) {
    super();
    this.image = recipe.image;
  }

  /** @internal */
  public _servedBy(): _ServedBy {
    return this.image._servedBy;
  }

  /** @internal */
  public _takesChannel(name: string): boolean {
    const facts = this.recipe.builtIn?.algorithm._facts;
    return facts === undefined || name in facts.channels;
  }

  /** @internal */
  public get _namesColumns(): boolean {
    return this.recipe.builtIn === undefined;
  }

  /** @internal */
  public _by<T>({ trainer }: _WaysToTrain<T>): T {
    return trainer(this);
  }

  /**
   * The metrics that are read from the log; undefined when the image may define some of its own.
   *
   * @internal
   */
  public get _metricNames(): string[] | undefined {
    return this.recipe.code ? (this.recipe.metrics ?? []).map((metric) => metric.name) : undefined;
  }

  /**
   * The hyperparameters, without those by which the training toolkit finds a script.
   *
   * @internal
   */
  public get _hyperparameters(): { [name: string]: string } {
    return this._replaces('HyperParameters') ? {} : { ...this.recipe.hyperparameters };
  }

  /**
   * Whether a member of the request is another one than this class writes.
   *
   * @internal
   */
  public _replaces(member: string): boolean {
    const { overrides } = this.recipe.options;
    return overrides !== undefined && member in overrides;
  }

  /**
   * The CreateTrainingJob request without a job name; a search for hyperparameters gives the searched ones.
   *
   * @internal
   */
  public _render(site: JobSite, channels: { [name: string]: S3Source }, searched: Searched = {}): ApiRequest {
    return renderTrainingJob(site, this.recipe, channels, searched);
  }
}
