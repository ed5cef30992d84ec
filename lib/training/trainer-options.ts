import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Duration, Size } from 'aws-cdk-lib/core';
import type { MlflowTracking, S3Source } from '../core';
import type { InputMode } from './channel';
import type { Checkpoints } from './checkpoints';
import type { Distribution } from './distribution';

/** A number read from a training job's log. */
export interface MetricDefinition {
  /** Name of the metric, for example `validation:auc`. */
  readonly name: string;
  /** Regular expression with one group that matches the number; at most 500 characters. */
  readonly regex: string;
}

/** Managed spot training. */
export interface ManagedSpot {
  /** Longest time from the start of waiting to the end of training; at least `maxRuntime`. */
  readonly maxWait: Duration;
}

/** What every training job can set. */
export interface TrainingJobOptions {
  /**
   * Instance the job runs on; its price by the second is what the job costs. One that this version does not know is warned of.
   *
   * @default - 'ml.m5.large', or 'ml.g4dn.xlarge' for what trains on GPUs alone
   */
  readonly instanceType?: string;

  /**
   * How many instances train together, from 1 to 100.
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
   * After how long the job is stopped, without a model; at most 28 days. Training time is what costs money.
   *
   * @default Duration.hours(4)
   */
  readonly maxRuntime?: Duration;

  /**
   * How often a job that failed by a fault of the service is tried again, from 1 to 30.
   *
   * @default - never
   */
  readonly retries?: number;

  /**
   * Environment variables: at most 100, with values of at most 512 characters.
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
   * Trains on spare capacity at a lower price; the job may wait for it, and is started anew when it is taken away.
   *
   * @default - on-demand capacity
   */
  readonly spot?: ManagedSpot;

  /**
   * Where the job keeps its state, so that one that was interrupted goes on. The code has to write it, and read it when it starts.
   *
   * @default - nowhere: an interrupted job starts from the beginning
   */
  readonly checkpoints?: Checkpoints;

  /**
   * How long the instances wait for the next job that fits after this one, up to 6 hours (a "warm pool"). It starts within seconds, and the
   * waiting costs as much as training. Needs a quota for warm pools, and does not go with `spot`.
   *
   * @default - not at all
   */
  readonly keepAlive?: Duration;

  /**
   * How the code gets the data of channels that do not say.
   *
   * @default InputMode.FILE
   */
  readonly inputMode?: InputMode;

  /**
   * An artifact of an earlier job to go on from; it comes as the channel `model`.
   *
   * @default - training starts from nothing
   */
  readonly initialModel?: S3Source;

  /**
   * Subnets that the instances reach out through, from 1 to 16; they need ways to S3, ECR and CloudWatch Logs there. With `securityGroups`.
   *
   * @default - SageMaker's own network
   */
  readonly subnets?: ec2.ISubnet[];

  /**
   * Security groups of the instances, from 1 to 5; with `subnets`. Instances that train together must let each other in.
   *
   * @default - none
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether the container is cut off from every network; data, code and model are carried by SageMaker.
   *
   * @default false
   */
  readonly networkIsolation?: boolean;

  /**
   * Whether what the instances tell each other is encrypted; slows training on several instances down.
   *
   * @default false
   */
  readonly encryptTrafficBetweenInstances?: boolean;

  /**
   * Members of the CreateTrainingJob request to add or replace whole, for settings without a property here.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

/** What every trainer can set. */
export interface TrainerOptions extends TrainingJobOptions {
  /**
   * Hyperparameters, as text: at most 100 (96 beside a script), one line of at most 2,500 characters each.
   *
   * @default - none
   */
  readonly hyperparameters?: { [name: string]: string };

  /**
   * Numbers to read from the log; at most 40.
   *
   * @default - none
   */
  readonly metrics?: MetricDefinition[];
}

/** A trainer that runs a Python script of yours inside a framework's image ("script mode"). */
export interface ScriptTrainerOptions extends TrainerOptions {
  /** The script, relative to the folder the app runs in. */
  readonly entryPoint: string;

  /**
   * Folder shipped whole beside the script; a `requirements.txt` in it is installed first.
   *
   * @default - the script alone
   */
  readonly sourceDir?: string;

  /**
   * How the script is started on several processors and instances.
   *
   * @default - once on each instance
   */
  readonly distribution?: Distribution;
}

/** A trainer for a framework that AWS publishes images of. */
export interface FrameworkTrainerOptions extends ScriptTrainerOptions {
  /**
   * Version of the framework's image.
   *
   * @default - the newest version this library knows
   */
  readonly version?: string;
}

/** A trainer for a framework whose images differ by processor and Python. */
export interface DeepLearningTrainerOptions extends FrameworkTrainerOptions {
  /**
   * Processor of the image that trains: `cpu` or `gpu`.
   *
   * @default - that of the instance type
   */
  readonly processor?: string;

  /**
   * Processor of the image that serves.
   *
   * @default - 'cpu', or 'gpu' where there is no other
   */
  readonly servingProcessor?: string;

  /**
   * Python of the images, for example `py312`.
   *
   * @default - the newest
   */
  readonly python?: string;
}

/** A trainer for a script that uses Hugging Face Transformers. */
export interface HuggingFaceTrainerOptions extends DeepLearningTrainerOptions {
  /**
   * What the image is built on, for example `pytorch2.5`.
   *
   * @default - the only one, where there is one
   */
  readonly baseFramework?: string;
}

/** A trainer for an algorithm that comes with SageMaker. */
export interface BuiltInTrainerOptions extends TrainingJobOptions {
  /**
   * Hyperparameters as numbers, texts, booleans and lists; they are written as the algorithm reads them, and checked: names, kinds, ranges,
   * choices, and what is missing.
   *
   * @default - none
   */
  readonly hyperparameters?: { [name: string]: unknown };

  /**
   * Version of the algorithm's image; only XGBoost has several.
   *
   * @default - the newest version this library knows
   */
  readonly version?: string;
}
