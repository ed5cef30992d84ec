import { SourceCode } from '../core';
import { isKnown, Mistakes } from '../core/internal/errors';
import type { EndpointOptions } from './endpoint-options';

/** A model served by instances that are always there. */
export interface RealTimeOptions extends EndpointOptions {
  /** The script that answers requests, relative to the folder the app runs in. */
  readonly entryPoint: string;

  /**
   * Folder shipped whole beside the script; a `requirements.txt` in it is installed when the container starts.
   *
   * @default - the script alone
   */
  readonly sourceDir?: string;

  /**
   * Environment of the serving container. `SAGEMAKER_PROGRAM` and `SAGEMAKER_SUBMIT_DIRECTORY` are set to find the script, and cannot be given.
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
  /** On instances that are always there. Fails for an instance type that cannot be one, and for an environment that would hide the script. */
  public static realTime(options: RealTimeOptions): Serving {
    check(options);
    return new Serving(options);
  }

  /** The inference code. */
  public readonly code: SourceCode;
  /** The instance the model is meant to serve on. */
  public readonly instanceType: string;
  /** The machines of the endpoint, and how they change. */
  public readonly endpoint: EndpointOptions;
  /** Environment of the serving container, with what the framework containers need to find the code. */
  public readonly environment: { [name: string]: string };

  private constructor(options: RealTimeOptions) {
    this.code = SourceCode.fromScript(options.entryPoint, { sourceDir: options.sourceDir });
    this.instanceType = options.instanceType ?? 'ml.m5.large';
    this.endpoint = options;
    this.environment = {
      SAGEMAKER_CONTAINER_LOG_LEVEL: LOG_LEVEL_INFORMATION,
      ...options.environment,
      SAGEMAKER_PROGRAM: this.code.entryPoint,
      SAGEMAKER_SUBMIT_DIRECTORY: CODE_FOLDER,
    };
  }
}

function check({ instanceType, environment = {} }: RealTimeOptions): void {
  const mistakes = new Mistakes().when(isKnown(instanceType) && !/^ml\.[a-z0-9-]+\.[a-z0-9-]+$/.test(instanceType), {
    code: 'InstanceTypeInvalid', property: 'instanceType', problem: "must look like 'ml.m5.large'", value: instanceType,
    fix: "Use a SageMaker instance type; they start with 'ml.'.",
  });
  for (const name of ['SAGEMAKER_PROGRAM', 'SAGEMAKER_SUBMIT_DIRECTORY']) {
    mistakes.when(name in environment, {
      code: 'ServingEnvironmentReserved', property: 'environment', problem: `${name} is set from 'entryPoint'`, value: environment[name],
      fix: "Leave it out, and name the script in 'entryPoint'.",
    });
  }
  mistakes.throwIfAny();
}
