import type { Size } from 'aws-cdk-lib/core';
import type { ICustomImage } from './custom-image';
import type { IdleShutdown } from './idle-shutdown';
import type { LifecycleScript } from './lifecycle-script';

/** How an app starts in a private space. */
export interface SpaceAppOptions {
  /**
   * Instance an app starts on when nothing else is chosen; paid per second while the app runs.
   *
   * @default 'ml.t3.medium'
   */
  readonly instanceType?: string;

  /**
   * When an idle app is shut down.
   *
   * @default - as `idleShutdown` of the domain says
   */
  readonly idleShutdown?: IdleShutdown;

  /**
   * Images of your own that people may choose for their space; at most 200.
   *
   * @default - SageMaker Distribution alone
   */
  readonly images?: ICustomImage[];

  /**
   * The image of your own that is chosen unless somebody chooses another; it need not stand in `images` too.
   *
   * @default - SageMaker Distribution
   */
  readonly defaultImage?: ICustomImage;

  /**
   * What always runs when the app starts, in this order; together at most 16,384 characters in base64.
   *
   * @default - nothing
   */
  readonly startup?: LifecycleScript[];

  /**
   * Scripts that people may choose one of for their space, which runs after `startup`; at most 30.
   *
   * @default - none
   */
  readonly optionalScripts?: LifecycleScript[];
}

/** How JupyterLab starts in a private space. */
export interface JupyterLabOptions extends SpaceAppOptions {
  /**
   * Addresses of Git repositories that JupyterLab offers for cloning; at most 10, with `https://`.
   *
   * @default - none
   */
  readonly repositories?: string[];
}

/** How Code Editor (based on Code-OSS) starts in a private space. */
export interface CodeEditorOptions extends SpaceAppOptions {
  /**
   * Extensions of Open VSX to install when the app starts, after `startup`: a publisher and a name, such as `ms-python.black-formatter`, with `@1.2.3` in a
   * version. It needs a way to the internet. What cannot be installed is named in the script's log, and the app starts without it.
   *
   * @default - what the image brings
   */
  readonly extensions?: string[];
}

/** How large the volumes of private spaces are; each is paid for as long as its space exists, also while no app runs. */
export interface SpaceStorageOptions {
  /**
   * Size of a new space's volume; from 5 GiB to 16 TiB.
   *
   * @default Size.gibibytes(5)
   */
  readonly defaultSize?: Size;

  /**
   * Largest size a person may choose; from 5 GiB to 16 TiB.
   *
   * @default - 100 GiB, or the default size where that is larger
   */
  readonly maximumSize?: Size;
}
