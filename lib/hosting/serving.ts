import { SourceCode } from '../core';

/** A model served by instances that are always there. */
export interface RealTimeOptions {
  /** The script that answers requests, relative to the folder the app runs in. */
  readonly entryPoint: string;

  /**
   * Folder shipped whole beside the script; a `requirements.txt` in it is installed when the container starts.
   *
   * @default - the script alone
   */
  readonly sourceDir?: string;

  /**
   * Instance the model is meant to serve on; each version says so in the registry.
   *
   * @default 'ml.m5.large'
   */
  readonly instanceType?: string;

  /**
   * Environment of the serving container.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };
}

/** How a model's versions answer requests: the code and the machine that travel with each version. */
export class Serving {
  /** On instances that are always there. */
  public static realTime(options: RealTimeOptions): Serving {
    return new Serving(options);
  }

  /** The inference code. */
  public readonly code: SourceCode;
  /** The instance the model is meant to serve on. */
  public readonly instanceType: string;
  /** Environment of the serving container, with what the framework containers need to find the code. */
  public readonly environment: { [name: string]: string };

  private constructor(options: RealTimeOptions) {
    this.code = SourceCode.fromScript(options.entryPoint, { sourceDir: options.sourceDir });
    this.instanceType = options.instanceType ?? 'ml.m5.large';
    this.environment = {
      ...options.environment,
      SAGEMAKER_PROGRAM: this.code.entryPoint,
      SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code',
      SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
    };
  }
}
