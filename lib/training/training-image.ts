import { ContainerImage, ImageUse, type BoundImage } from '../core';
import { invalid } from '../core/internal/errors';
import { offered, versionOf } from '../core/internal/image-facts';
import type { IConstruct } from 'constructs';
import { type _ServedBy, _ServingScript } from './model-training';

/** Which image of a framework. */
export interface FrameworkImageOptions {
  /**
   * Version of the framework, for example `2.6`.
   *
   * @default - the newest version this library knows images of that train and that serve
   */
  readonly version?: string;

  /**
   * Processor of the image that trains: `cpu` or `gpu`; some frameworks have one alone.
   *
   * @default - 'cpu', or 'gpu' where there is no other; a trainer takes that of its instance type
   */
  readonly processor?: string;

  /**
   * Processor of the image that serves.
   *
   * @default - 'cpu', or 'gpu' where there is no other
   */
  readonly servingProcessor?: string;

  /**
   * Python of the images, for example `py312`.
   *
   * @default - the newest
   */
  readonly python?: string;
}

/** Which image of Hugging Face. */
export interface HuggingFaceImageOptions extends FrameworkImageOptions {
  /**
   * What the image is built on, for example `pytorch2.5`.
   *
   * @default - the only one, where there is one
   */
  readonly baseFramework?: string;
}

/** Frameworks whose images serve what was saved in their own form, if no script is given: a booster, a SavedModel, a folder of Transformers. */
const SERVE_AS_SAVED = ['xgboost', 'tensorflow', 'huggingface'];
/** Frameworks whose images load no model without a script; all other families are algorithms, which run none. */
const SERVE_BY_SCRIPT = ['sklearn', 'pytorch', 'mxnet', 'chainer', 'autogluon'];

/** An image that trains a model, and the one that serves what it made. */
export class TrainingImage {
  /** scikit-learn, by version, for example `1.4-2-py312`. */
  public static sklearn(version?: string): TrainingImage {
    return TrainingImage._published('sklearn', { version });
  }

  /** XGBoost as a framework, for scripts that call it. */
  public static xgboost(version?: string): TrainingImage {
    return TrainingImage._published('xgboost', { version });
  }

  /** PyTorch, for CPUs and GPUs. */
  public static pytorch(options: FrameworkImageOptions = {}): TrainingImage {
    return TrainingImage._published('pytorch', options);
  }

  /** TensorFlow, for CPUs and GPUs. */
  public static tensorflow(options: FrameworkImageOptions = {}): TrainingImage {
    return TrainingImage._published('tensorflow', options);
  }

  /** Apache MXNet, for CPUs and GPUs. The project has ended: its use is warned of. */
  public static mxnet(options: FrameworkImageOptions = {}): TrainingImage {
    return TrainingImage._published('mxnet', options);
  }

  /** Chainer, for CPUs and GPUs. The project has ended: its use is warned of. */
  public static chainer(options: FrameworkImageOptions = {}): TrainingImage {
    return TrainingImage._published('chainer', options);
  }

  /** Hugging Face Transformers on PyTorch or TensorFlow; the images that train are for GPUs. */
  public static huggingFace(options: HuggingFaceImageOptions = {}): TrainingImage {
    return TrainingImage._published('huggingface', options);
  }

  /** AutoGluon, for CPUs and GPUs. */
  public static autogluon(options: FrameworkImageOptions = {}): TrainingImage {
    return TrainingImage._published('autogluon', options);
  }

  /** A container of yours that trains, and, unless another is given, serves. */
  public static fromImage(training: ContainerImage, serving: ContainerImage = training): TrainingImage {
    return new TrainingImage(training, () => serving);
  }

  /**
   * The images of a family.
   *
   * @internal
   */
  public static _published(family: string, options: HuggingFaceImageOptions): TrainingImage {
    const { servingProcessor, ...rest } = options;
    const version = options.version ?? newestOfBoth(family);
    const processor = options.processor ?? usualProcessor(family, ImageUse.TRAINING);
    const training = ContainerImage.of(family, { ...rest, version, processor, use: ImageUse.TRAINING });
    return new TrainingImage(training, () => ContainerImage.of(family, {
      version: servingVersion(family, version ?? training.version!),
      processor: servingProcessor ?? usualProcessor(family, ImageUse.INFERENCE),
      // TensorFlow's images that serve hold no Python of yours.
      python: family === 'tensorflow' ? undefined : options.python,
      baseFramework: options.baseFramework,
      use: ImageUse.INFERENCE,
    }), family);
  }

  /** The image that trains. */
  public readonly training: ContainerImage;

  /**
   * The framework whose image it is.
   *
   * @internal
   */
  public readonly _family?: string;

  private served?: ContainerImage;

  private constructor(training: ContainerImage, private readonly findServing: () => ContainerImage, family?: string) {
    this.training = training;
    this._family = family;
  }

  /** The image that serves the artifact, of the same version or of the same first two numbers. Fails for a version that is not published for serving. */
  public get serving(): ContainerImage {
    this.served ??= this.findServing();
    return this.served;
  }

  /**
   * How what it trained is served.
   *
   * @internal
   */
  public get _servedBy(): _ServedBy {
    const { serving, _family: family } = this;
    const served = { image: serving, name: family ?? 'the image' };
    if (family === undefined || SERVE_AS_SAVED.includes(family)) {
      return { ...served, script: _ServingScript.POSSIBLE };
    }
    return { ...served, script: SERVE_BY_SCRIPT.includes(family) ? _ServingScript.NEEDED : _ServingScript.USELESS };
  }

  /** The training image in the stack of a construct. */
  public bind(scope: IConstruct): BoundImage {
    return this.training.bind(scope);
  }
}

/** The processor a framework is used with when nobody says: its cheapest. */
export function usualProcessor(family: string, use: ImageUse): string {
  const { processors } = offered(family, use);
  return processors.includes('cpu') ? 'cpu' : processors[0];
}

/** Training images are published before those that serve: the newest version that has both; undefined where that is the newest anyway. */
function newestOfBoth(family: string): string | undefined {
  const newest = versionOf(family, ImageUse.TRAINING, undefined);
  const { versions } = offered(family, ImageUse.INFERENCE);
  return versions.includes(newest) ? newest : offered(family, ImageUse.TRAINING).versions.filter((version) => versions.includes(version)).sort(byNumbers).pop();
}

function servingVersion(family: string, trained: string): string {
  const { versions } = offered(family, ImageUse.INFERENCE);
  const resolved = versionOf(family, ImageUse.TRAINING, trained);
  const found = versions.includes(resolved) ? resolved : versions.filter((version) => minorOf(version) === minorOf(resolved)).sort(byNumbers).pop();
  if (found === undefined) {
    throw invalid(undefined, {
      code: 'ImageServesNot',
      property: 'version',
      problem: `${family} has no image of this version that serves`,
      value: resolved,
      fix: `Train with one of ${versions.join(', ')}, or name the image that serves: TrainingImage.fromImage(training, serving).`,
    });
  }
  return found;
}

function minorOf(version: string): string {
  return version.split(/[.-]/).slice(0, 2).join('.');
}

function byNumbers(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
