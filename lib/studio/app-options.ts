import type { Size } from 'aws-cdk-lib/core';
import type { IdleShutdown } from './idle-shutdown';

/** How JupyterLab starts in a private space. */
export interface JupyterLabOptions {
  /**
   * Instance an app starts on when nothing else is chosen; paid per second while the app runs.
   *
   * @default 'ml.t3.medium'
   */
  readonly instanceType?: string;

  /**
   * When an idle JupyterLab is shut down.
   *
   * @default - as `idleShutdown` of the domain says
   */
  readonly idleShutdown?: IdleShutdown;
}

/** How Code Editor (based on Code-OSS) starts in a private space. */
export interface CodeEditorOptions {
  /**
   * Instance an app starts on when nothing else is chosen; paid per second while the app runs.
   *
   * @default 'ml.t3.medium'
   */
  readonly instanceType?: string;

  /**
   * When an idle Code Editor is shut down.
   *
   * @default - as `idleShutdown` of the domain says
   */
  readonly idleShutdown?: IdleShutdown;
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
