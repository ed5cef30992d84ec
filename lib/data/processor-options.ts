import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Duration, Size } from 'aws-cdk-lib/core';
import type { MlflowTracking } from '../core';
import type { ProcessingOutput, UploadMode } from './processing-output';

/** What every processing job can set. */
export interface ProcessorOptions {
  /**
   * Instance the job runs on; its price by the second is what the job costs. One that this version does not know is warned of.
   *
   * @default 'ml.m5.large'
   */
  readonly instanceType?: string;

  /**
   * How many instances share the work, from 1 to 100; each gets all the data of inputs that are not shared out.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * Disk of each instance, from 1 GiB to 16 TiB in whole GiB. Instances with local storage use that instead.
   *
   * @default Size.gibibytes(30)
   */
  readonly volumeSize?: Size;

  /**
   * After how long the job is stopped, whatever it is doing; at most 9 days.
   *
   * @default Duration.hours(1)
   */
  readonly maxRuntime?: Duration;

  /**
   * Arguments of the script or the container: 1 to 100, of at most 256 characters each.
   *
   * @default - none
   */
  readonly arguments?: string[];

  /**
   * Environment variables: at most 100, with values of at most 256 characters.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Where the script's calls of MLflow go: the environment says it, and the job's role may log there. The image needs the package `sagemaker-mlflow`, say
   * from `requirements.txt`. Does not go with `networkIsolation`.
   *
   * @default - that of the pipeline, else nowhere
   */
  readonly mlflow?: MlflowTracking;

  /**
   * Places of yours that results go to, beside the folders that are named where the job is used.
   *
   * @default - none
   */
  readonly outputs?: ProcessingOutput[];

  /**
   * When the folders that are named where the job is used are uploaded.
   *
   * @default UploadMode.END_OF_JOB
   */
  readonly uploadMode?: UploadMode;

  /**
   * Subnets that the instances reach out through, from 1 to 16; they need ways to S3, ECR and CloudWatch Logs there. With `securityGroups`.
   *
   * @default - SageMaker's own network
   */
  readonly subnets?: ec2.ISubnet[];

  /**
   * Security groups of the instances, from 1 to 5; with `subnets`. Instances that work together must let each other in.
   *
   * @default - none
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether the container is cut off from every network; data, code and results are carried by SageMaker.
   *
   * @default false
   */
  readonly networkIsolation?: boolean;

  /**
   * Whether what the instances tell each other is encrypted; slows work on several instances down.
   *
   * @default false
   */
  readonly encryptTrafficBetweenInstances?: boolean;

  /**
   * Tags of the job, for example for its costs: at most 50.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * Members of the CreateProcessingJob request to add or replace whole, for settings without a property here.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

/** A job that runs a Python script of yours. */
export interface ScriptProcessorOptions extends ProcessorOptions {
  /** The script, relative to the folder the app runs in; its path in the shipped folder has at most 256 characters. */
  readonly entryPoint: string;

  /**
   * Folder shipped whole beside the script; a `requirements.txt` in it is installed first.
   *
   * @default - the script alone
   */
  readonly sourceDir?: string;
}

/** A scikit-learn job. */
export interface SklearnProcessorOptions extends ScriptProcessorOptions {
  /**
   * Version of the scikit-learn image.
   *
   * @default - the newest version this library knows
   */
  readonly version?: string;
}

/** An XGBoost job. */
export interface XgboostProcessorOptions extends ScriptProcessorOptions {
  /**
   * Version of the XGBoost image.
   *
   * @default - the newest version this library knows
   */
  readonly version?: string;
}

/** A job that runs a container's own program. */
export interface ContainerProcessorOptions extends ProcessorOptions {
  /**
   * Program to run in the container and its first words: 1 to 100, of at most 256 characters each.
   *
   * @default - the image's own entry point
   */
  readonly entrypoint?: string[];
}

/** A job in the image of a framework that is built for several processors and Pythons. */
export interface FrameworkProcessorOptions extends ScriptProcessorOptions {
  /**
   * Version of the framework, for example `2.6`.
   *
   * @default - the newest version this library knows
   */
  readonly version?: string;

  /**
   * Processor of the image: `cpu` or `gpu`; some frameworks have one alone.
   *
   * @default - that of the instance type
   */
  readonly processor?: string;

  /**
   * Python of the image, for example `py312`.
   *
   * @default - the newest
   */
  readonly python?: string;
}

/** A job in an image with Hugging Face Transformers. */
export interface HuggingFaceProcessorOptions extends FrameworkProcessorOptions {
  /**
   * What the image is built on, for example `pytorch2.5`.
   *
   * @default - the only one, where there is one
   */
  readonly baseFramework?: string;
}
