import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Duration } from 'aws-cdk-lib/core';
import type { ContainerImage } from './container-image';

/** The machine that builds an image. */
export enum BuildMachine {
  /** 4 GB of memory, 2 processors; for images that install some packages. */
  SMALL = 'BUILD_GENERAL1_SMALL',
  /** 8 GB, 4 processors. */
  MEDIUM = 'BUILD_GENERAL1_MEDIUM',
  /** 16 GB, 8 processors; for images that compile. */
  LARGE = 'BUILD_GENERAL1_LARGE',
}

/** How images are built in the account. */
export interface CodeBuildOptions {
  /**
   * Where images go; its tags may be immutable.
   *
   * @default - a repository that all images of a stack share: immutable tags, scanned on push, kept when the stack is deleted, because models
   * refer to its images
   */
  readonly repository?: ecr.IRepository;

  /**
   * The machine that builds.
   *
   * @default BuildMachine.SMALL
   */
  readonly machine?: BuildMachine;

  /**
   * Published images, or images in ECR, that the Dockerfile starts `FROM`: the build may pull them, and logs in to their registries.
   *
   * @default - images that need no permission
   */
  readonly baseImages?: ContainerImage[];

  /**
   * After how long a build is given up; from 5 to 50 minutes, because CloudFormation waits for an hour.
   *
   * @default Duration.minutes(30)
   */
  readonly timeout?: Duration;

  /**
   * Key of the repository that is made, and of the build; the images of a stack share one repository, so they name the same key.
   *
   * @default - keys that AWS manages
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Told when a build could not be answered for; the same for all images of a stack.
   *
   * @default - the alarm changes its state and tells nobody
   */
  readonly alarmTopic?: sns.ITopic;
}

let builders = 0;

/** Who builds an image from a folder. */
export class ImageBuilder {
  /** Docker on the machine that runs `cdk deploy`. */
  public static localDocker(): ImageBuilder {
    return new ImageBuilder();
  }

  /**
   * CodeBuild in the account, while the stack is deployed; nobody's machine needs Docker.
   *
   * An image is built when its folder or its options have changed, and not again where it exists. A build that fails fails the deployment, with its
   * reason and its log. It costs CodeBuild's minutes, the registry's storage and three alarms for each stack.
   */
  public static codeBuild(options: CodeBuildOptions = {}): ImageBuilder {
    return new ImageBuilder(options);
  }

  /** @internal */
  public readonly _codeBuild?: CodeBuildOptions;

  /**
   * Tells builders apart, which have no text of their own.
   *
   * @internal
   */
  public readonly _identity: number;

  private constructor(codeBuild?: CodeBuildOptions) {
    this._codeBuild = codeBuild;
    this._identity = codeBuild ? ++builders : 0;
  }
}
