import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { ContainerImage, S3Source } from '../core';
import { grantPull } from '../core/internal/job-site';

/** What every container of a model can set. */
export interface ModelContainerOptions {
  /**
   * Environment variables; at most 100, with values of at most 1,024 characters.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Name by which requests choose the container, or the one before it is told apart; at most 63 letters, digits and hyphens. All containers of a
   * model have one, or none has.
   *
   * @default - none
   */
  readonly hostname?: string;
}

/** A container that serves several models. */
export interface MultiModelContainerOptions extends ModelContainerOptions {
  /**
   * Whether models stay in memory after they were asked; with many models that are each asked seldom, leave it out.
   *
   * @default true
   */
  readonly cacheModels?: boolean;
}

/** A container of a model, and what it serves. */
export class ModelContainer {
  /** An image and the artifact that it unpacks, `model.tar.gz`. */
  public static fromArtifact(image: ContainerImage, model: S3Source, options: ModelContainerOptions = {}): ModelContainer {
    return new ModelContainer(options, image, (uri) => ({ ModelDataUrl: uri }), model);
  }

  /** An image and the files under a prefix, which are not packed. */
  public static fromFolder(image: ContainerImage, folder: S3Source, options: ModelContainerOptions = {}): ModelContainer {
    return new ModelContainer(options, image, (uri) => ({
      ModelDataSource: { S3DataSource: { S3Uri: uri, S3DataType: 'S3Prefix', CompressionType: 'None' } },
    }), folder);
  }

  /** An image that holds all it needs. */
  public static fromImage(image: ContainerImage, options: ModelContainerOptions = {}): ModelContainer {
    return new ModelContainer(options, image, () => ({}));
  }

  /** An image that serves any of the artifacts under a prefix, by the name that a request gives. A registered version cannot have it. */
  public static multiModel(image: ContainerImage, models: S3Source, options: MultiModelContainerOptions = {}): ModelContainer {
    const { cacheModels, ...rest } = options;
    return new ModelContainer(rest, image, (uri) => ({
      ModelDataUrl: uri, Mode: 'MultiModel', MultiModelConfig: cacheModels === undefined ? undefined : { ModelCacheSetting: cacheModels ? 'Enabled' : 'Disabled' },
    }), models, 'serves several models');
  }

  /**
   * A registered version, by its ARN; for one that exists already, the pipeline's role and the model's need permission to read it.
   *
   * A registered version cannot have it.
   */
  public static fromModelPackage(modelPackageArn: string, options: ModelContainerOptions = {}): ModelContainer {
    return new ModelContainer(options, undefined, () => ({ ModelPackageName: modelPackageArn }), undefined, 'is a registered version itself');
  }

  private constructor(
    /** @internal */
    public readonly _options: ModelContainerOptions,
    /** @internal */
    public readonly _image: ContainerImage | undefined,
    private readonly write: (uri: string) => { [member: string]: unknown },
    private readonly model?: S3Source,
    /** @internal */
    public readonly _notRegistrable?: string,
  ) {}

  /**
   * The member of a request; lets the role that serves read image and model.
   *
   * @internal
   */
  public _render(scope: Construct, role: iam.IGrantable): { [member: string]: unknown } {
    const { uri, image } = this._bind(scope, role);
    if (image) {
      grantPull(image, role);
    }
    return this._member(uri, image?.uri);
  }

  /** @internal */
  public _bind(scope: Construct, reader: iam.IGrantable) {
    return { uri: this.model?.bind(scope, reader).uri ?? '', image: this._image?.bind(scope) };
  }

  /** @internal */
  public _member(modelUri: string, image: string | undefined): { [member: string]: unknown } {
    const { environment, hostname } = this._options;
    return { Image: image, ContainerHostname: hostname, Environment: environment, ...this.write(modelUri) };
  }
}
