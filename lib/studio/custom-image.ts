import type * as iam from 'aws-cdk-lib/aws-iam';
import { CfnAppImageConfig, CfnImage, CfnImageVersion } from 'aws-cdk-lib/aws-sagemaker';
import { CfnResource, RemovalPolicy, Resource, Token, type IResource } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ContainerImage } from '../core';
import { arnOf } from '../core/internal/arns';
import { Mistakes, isKnown } from '../core/internal/errors';
import { grantPull } from '../core/internal/job-site';
import { Limit } from '../core/internal/limits';
import { NameRule } from '../core/internal/names';
import { keepOuterTagsOff } from '../core/internal/own-tags';
import { sagemakerRole } from '../core/internal/roles';
import type { SpaceApp } from './private/script-part';

/** How a container of an image is started in a space. */
export interface ImageContainerOptions {
  /**
   * The program, in place of the image's own; at most 256 characters.
   *
   * @default - what the image says
   */
  readonly entrypoint?: string;

  /**
   * Its arguments; at most 50, each of at most 64 characters.
   *
   * @default - what the image says
   */
  readonly arguments?: string[];

  /**
   * Environment variables; at most 25, each name and value of at most 256 characters.
   *
   * @default - what the image says
   */
  readonly environment?: { [name: string]: string };
}

/** Settings of an image for spaces. */
export interface CustomImageProps {
  /** The container image, for example built from a folder with a Dockerfile; it must lie in ECR, in the domain's account and region. */
  readonly image: ContainerImage;

  /**
   * Name of the image in SageMaker, in lower case. A change replaces it.
   *
   * @default - made from the construct's path
   */
  readonly imageName?: string;

  /**
   * What people see it called; at most 128 characters.
   *
   * @default - its name
   */
  readonly displayName?: string;

  /**
   * What is in it; at most 512 characters.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * How its container is started.
   *
   * @default - as the image says
   */
  readonly container?: ImageContainerOptions;

  /**
   * What happens to the image and its versions when they leave the stack, and to a version when another takes its place; the container image stays in ECR.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE - all are kept, because spaces go on with the version they were started with
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** What is known of an image that exists already. */
export interface CustomImageAttributes {
  /** Name of the image. */
  readonly imageName: string;

  /** Name of the configuration that says how its container is started; it must be one for the app that uses it. */
  readonly appImageConfigName: string;

  /**
   * Number of the version.
   *
   * @default - the newest when an app starts
   */
  readonly imageVersion?: number;
}

/** An image that spaces may start JupyterLab or Code Editor with. */
export interface ICustomImage extends IResource {
  /**
   * Name of the image.
   * @attribute
   */
  readonly imageName: string;

  /**
   * ARN of the image.
   * @attribute
   */
  readonly imageArn: string;

  /**
   * Number of the version that apps start with; undefined for the newest.
   * @attribute
   */
  readonly imageVersion?: number;

  /** @internal */
  readonly _imageVersionArn?: string;

  /** @internal */
  _configFor(app: SpaceApp): string;
}

const DISPLAY_NAME = Limit.of('CreateImageRequest.DisplayName');
const DESCRIPTION = Limit.of('CreateImageRequest.Description');
const ARGUMENTS = Limit.of('ContainerConfig.ContainerArguments');
const VARIABLES = Limit.of('ContainerConfig.ContainerEnvironmentVariables');
const ARGUMENT = Limit.between('ContainerArgument', 1, 64);
const TEXT = Limit.between('ContainerText', 1, 256);

/**
 * An image of your own for JupyterLab or Code Editor.
 *
 * Each content of the container image is a version of its own, and apps name the version: a changed Dockerfile reaches a space when its app starts anew, and
 * running apps go on. The image must bring the app: start it `FROM` SageMaker Distribution, or say in `container` how the app is started.
 * The registry's storage is all it costs.
 */
export class CustomImage extends Resource implements ICustomImage {
  /** An image that exists already in the stack's account and region. */
  public static fromCustomImageAttributes(scope: Construct, id: string, attributes: CustomImageAttributes): ICustomImage {
    class Import extends Resource implements ICustomImage {
      public readonly imageName = attributes.imageName;
      public readonly imageArn = arnOf(this, { service: 'sagemaker', resource: 'image', resourceName: attributes.imageName });
      public readonly imageVersion = attributes.imageVersion;
      public readonly _imageVersionArn = attributes.imageVersion === undefined ? undefined : arnOf(this, {
        service: 'sagemaker', resource: 'image-version', resourceName: `${attributes.imageName}/${attributes.imageVersion}`,
      });

      public _configFor(): string {
        return attributes.appImageConfigName;
      }
    }
    new Mistakes(scope)
      .add(NameRule.of('Image.ImageName').mistakeIn('imageName', attributes.imageName))
      .add(NameRule.of('AppImageConfig.AppImageConfigName').mistakeIn('appImageConfigName', attributes.appImageConfigName))
      .add(Limit.between('ImageVersionNumber', 1).mistakeIn('imageVersion', attributes.imageVersion))
      .when(Token.isUnresolved(attributes.imageVersion), {
        code: 'ImageVersionToken', property: 'imageVersion', problem: 'is known only at deployment', fix: 'Give the number, or leave it out for the newest.',
      })
      .throwIfAny();
    return new Import(scope, id);
  }

  public readonly imageName: string;
  public readonly imageArn: string;
  public readonly imageVersion?: number;
  /** @internal */
  public readonly _imageVersionArn: string;

  /** The role that SageMaker pulls the container image with. */
  public readonly role: iam.IRole;

  private readonly container: ImageContainerOptions;
  private removalPolicy: RemovalPolicy;

  constructor(scope: Construct, id: string, props: CustomImageProps) {
    super(scope, id);
    const nameRule = NameRule.of('Image.ImageName');
    const { imageName = nameRule.nameFor(this), container = {} } = props;
    checkContainer(new Mistakes(this), container)
      .add(nameRule.mistakeIn('imageName', imageName))
      .when(isKnown(imageName) && imageName !== imageName.toLowerCase(), {
        code: 'ImageNameCapitals', property: 'imageName', problem: 'may have no capitals: settings of apps take ARNs in lower case alone', value: imageName,
        fix: `Write it like '${imageName.toLowerCase()}'.`,
      })
      .add(DISPLAY_NAME.mistakeInText('displayName', props.displayName))
      .add(DESCRIPTION.mistakeInText('description', props.description))
      .throwIfAny();
    this.container = container;
    this.removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

    const bound = props.image.bind(this);
    this.role = sagemakerRole(this, 'Role', `Pulls the image ${this.node.path} for spaces`);
    grantPull(bound, this.role);
    const image = new CfnImage(this, 'Resource', {
      imageName, imageRoleArn: this.role.roleArn, imageDisplayName: props.displayName, imageDescription: props.description,
    });
    // SageMaker looks for the container image with the role.
    image.node.addDependency(this.role);
    const version = new CfnImageVersion(this, 'Version', { imageName, baseImage: bound.uri });
    version.addResourceDependency(image);
    this.imageName = imageName;
    this.imageArn = image.ref;
    this.imageVersion = version.attrVersion;
    this._imageVersionArn = version.ref;
    this.applyRemovalPolicy(this.removalPolicy);
  }

  /** Keeps or deletes the image, its versions and its role together. */
  public override applyRemovalPolicy(policy: RemovalPolicy): void {
    this.removalPolicy = policy;
    this.node.findAll().filter(CfnResource.isCfnResource).forEach((resource) => resource.applyRemovalPolicy(policy));
  }

  /** @internal */
  public _configFor(app: SpaceApp): string {
    const id = `${app}Config`;
    const known = this.node.tryFindChild(id) as CfnAppImageConfig | undefined;
    return (known ?? this.makeConfig(id, app)).ref;
  }

  /** One for each app, made when an app uses the image. */
  private makeConfig(id: string, app: SpaceApp): CfnAppImageConfig {
    const { entrypoint, arguments: given, environment = {} } = this.container;
    const variables = Object.entries(environment).map(([key, value]) => ({ key, value }));
    const config = {
      containerConfig: {
        containerEntrypoint: entrypoint === undefined ? undefined : [entrypoint],
        containerArguments: given?.length ? given : undefined,
        containerEnvironmentVariables: variables.length > 0 ? variables : undefined,
      },
    };
    const resource: CfnAppImageConfig = new CfnAppImageConfig(this, id, {
      appImageConfigName: `${NameRule.of('AppImageConfig.AppImageConfigName').nameFor(this, app.length + 1)}-${app.toLowerCase()}`,
      ...(app === 'JupyterLab' ? { jupyterLabAppImageConfig: config } : { codeEditorAppImageConfig: config }),
    });
    keepOuterTagsOff(resource);
    resource.applyRemovalPolicy(this.removalPolicy);
    return resource;
  }
}

function checkContainer(mistakes: Mistakes, { entrypoint, arguments: given = [], environment = {} }: ImageContainerOptions): Mistakes {
  mistakes
    .add(TEXT.mistakeInText('container.entrypoint', entrypoint))
    .add(ARGUMENTS.mistakeInCount('container.arguments', given))
    .add(VARIABLES.mistakeInCount('container.environment', environment));
  given.forEach((each) => mistakes.add(ARGUMENT.mistakeInText('container.arguments', each)));
  Object.entries(environment).flat().forEach((each) => mistakes.add(TEXT.mistakeInText('container.environment', each)));
  return mistakes;
}
