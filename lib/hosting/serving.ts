import { SourceCode } from '../core';
import { isKnown, Mistakes } from '../core/internal/errors';
import type { EndpointOptions } from './endpoint-options';

/** A model served by instances that are always there. */
export interface RealTimeOptions extends EndpointOptions {
  /**
   * The script that answers requests, relative to the folder the app runs in.
   *
   * Images of scikit-learn, PyTorch, MXNet, Chainer and AutoGluon need one. Built-in algorithms and AutoML bring what answers with them: all but
   * XGBoost run none. An image of yours, and those of XGBoost, TensorFlow and Hugging Face, serve with or without one.
   *
   * @default - none; the image serves what was trained as it is
   */
  readonly entryPoint?: string;

  /**
   * Folder shipped whole beside the script; a `requirements.txt` in it is installed when the container starts.
   *
   * @default - the script alone, if there is one
   */
  readonly sourceDir?: string;

  /**
   * Environment of the serving container. With a script, `SAGEMAKER_PROGRAM` and `SAGEMAKER_SUBMIT_DIRECTORY` are set to find it, and cannot be given.
   *
   * @default - the log level alone, `SAGEMAKER_CONTAINER_LOG_LEVEL` 20 (information)
   */
  readonly environment?: { [name: string]: string };
}

/** How the framework containers find the script inside of `model.tar.gz`. */
const CODE_FOLDER = '/opt/ml/model/code';
const LOG_LEVEL_INFORMATION = '20';

/**
 * How a model's versions answer requests: the code and the machine that travel with each version.
 *
 * It makes no endpoint and costs nothing by itself.
 */
export class Serving {
  /**
   * On instances that are always there.
   *
   * Fails for an instance type that cannot be one, for an environment that would hide the script, and for a folder without a script.
   */
  public static realTime(options: RealTimeOptions = {}): Serving {
    check(options);
    return new Serving(options);
  }

  /** The inference code; undefined where the image serves without. */
  public readonly code?: SourceCode;
  /** The instance the model is meant to serve on. */
  public readonly instanceType: string;
  /** The machines of the endpoint, and how they change. */
  public readonly endpoint: EndpointOptions;
  /** Environment of the serving container, with what the framework containers need to find the code, if there is some. */
  public readonly environment: { [name: string]: string };

  private constructor(options: RealTimeOptions) {
    const { entryPoint, sourceDir } = options;
    this.code = entryPoint === undefined ? undefined : SourceCode.fromScript(entryPoint, { sourceDir });
    this.instanceType = options.instanceType ?? 'ml.m5.large';
    this.endpoint = options;
    this.environment = {
      SAGEMAKER_CONTAINER_LOG_LEVEL: LOG_LEVEL_INFORMATION,
      ...options.environment,
      ...(this.code && { SAGEMAKER_PROGRAM: this.code.entryPoint, SAGEMAKER_SUBMIT_DIRECTORY: CODE_FOLDER }),
    };
  }
}

function check({ instanceType, environment = {}, entryPoint, sourceDir }: RealTimeOptions): void {
  const mistakes = new Mistakes().when(isKnown(instanceType) && !/^ml\.[a-z0-9-]+\.[a-z0-9-]+$/.test(instanceType), {
    code: 'InstanceTypeInvalid', property: 'instanceType', problem: "must look like 'ml.m5.large'", value: instanceType,
    fix: "Use a SageMaker instance type; they start with 'ml.'.",
  }).when(sourceDir !== undefined && entryPoint === undefined, {
    code: 'ServingFolderWithoutScript', property: 'sourceDir', problem: "goes with 'entryPoint'", value: sourceDir, fix: "Name the script in 'entryPoint', or leave the folder out.",
  });
  for (const name of ['SAGEMAKER_PROGRAM', 'SAGEMAKER_SUBMIT_DIRECTORY']) {
    mistakes.when(name in environment && entryPoint !== undefined, {
      code: 'ServingEnvironmentReserved', property: 'environment', problem: `${name} is set from 'entryPoint'`, value: environment[name],
      fix: "Leave it out, and name the script in 'entryPoint'.",
    });
  }
  mistakes.throwIfAny();
}
