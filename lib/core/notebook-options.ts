import type { Duration, Size } from 'aws-cdk-lib/core';
import type { ContainerImage } from './container-image';

/** A notebook that runs from top to bottom as a job. */
export interface NotebookOptions {
  /** The notebook, a local file that ends in `.ipynb`, relative to the folder the app runs in. */
  readonly notebook: string;

  /** Image to run it in, which holds SageMaker's notebook scheduler: a SageMaker Distribution, or one of yours. */
  readonly image: ContainerImage;

  /**
   * Kernel of the image.
   *
   * @default 'python3'
   */
  readonly kernelName?: string;

  /**
   * Local script that runs first, in a shell.
   *
   * @default - none
   */
  readonly initializationScript?: string;

  /**
   * Further local files that lie beside the notebook; no two may have one name.
   *
   * @default - none
   */
  readonly additionalFiles?: string[];

  /**
   * Values for the cell that is tagged `parameters`; in a pipeline, values of the pipeline may be among them.
   *
   * @default - none
   */
  readonly parameters?: { [name: string]: string };

  /**
   * Environment variables; those that begin with `SM_` are the scheduler's own.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Instance that it runs on.
   *
   * @default 'ml.m5.large'
   */
  readonly instanceType?: string;

  /**
   * Disk of the instance, in whole GiB.
   *
   * @default Size.gibibytes(30)
   */
  readonly volumeSize?: Size;

  /**
   * After how long the notebook is stopped.
   *
   * @default Duration.hours(1)
   */
  readonly maxRuntime?: Duration;

  /**
   * Members of the CreateTrainingJob request to add or replace whole.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}
