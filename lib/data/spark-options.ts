import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { ContainerImage, S3Source } from '../core';
import type { ProcessorOptions } from './processor-options';

/** Settings of one of Spark's, Hadoop's or Hive's configuration files, as EMR writes them. */
export interface SparkConfiguration {
  /** The file: `spark-defaults`, `spark-env`, `spark-log4j`, `yarn-site`, `core-site`, `hive-site` and so on. */
  readonly classification: string;

  /**
   * Its settings.
   *
   * @default - none
   */
  readonly properties?: { [name: string]: string };

  /**
   * Settings within, as `export` in `spark-env`.
   *
   * @default - none
   */
  readonly configurations?: SparkConfiguration[];
}

/** Where Spark writes what its history server reads. */
export interface SparkEventLogs {
  /** The bucket. */
  readonly bucket: s3.IBucket;

  /**
   * What keys there start with.
   *
   * @default - the whole bucket
   */
  readonly prefix?: string;
}

/** What every Spark job can set. */
export interface SparkProcessorOptions extends ProcessorOptions {
  /** The Python script or JAR file that is submitted, relative to the folder the app runs in. */
  readonly entryPoint: string;

  /**
   * Folder shipped whole beside it. For Python it is on the path of the script and of all executors, and a `requirements.txt` in it is
   * installed on each instance first.
   *
   * @default - the file alone
   */
  readonly sourceDir?: string;

  /**
   * Version of Spark, for example `3.5`.
   *
   * @default - the newest version this library knows
   */
  readonly version?: string;

  /**
   * Python of the image, for example `py312`.
   *
   * @default - the newest
   */
  readonly python?: string;

  /**
   * An image of yours that is built on AWS's for Spark.
   *
   * @default - AWS's image of that version
   */
  readonly image?: ContainerImage;

  /**
   * JAR files on the class path of driver and executors: objects, or all objects right below a prefix. Each entry is one of the job's 10 inputs.
   *
   * @default - none
   */
  readonly jars?: S3Source[];

  /**
   * Files in the working folder of each executor, as `jars` are given. An uploaded local file has its hash for a name there.
   *
   * @default - none
   */
  readonly files?: S3Source[];

  /**
   * Configuration of Spark, Hadoop and Hive. It is written at synthesis: it cannot hold what is known later.
   *
   * @default - the image's own, with memory and cores as the instances have them
   */
  readonly configuration?: SparkConfiguration[];

  /**
   * Where Spark's events go while the job runs, for its history server.
   *
   * @default - nowhere
   */
  readonly eventLogs?: SparkEventLogs;
}

/** A job that submits a Python script to Spark. */
export interface PySparkProcessorOptions extends SparkProcessorOptions {
  /**
   * Python packages on the path of driver and executors: `.zip` or `.egg` objects, or all of them right below a prefix.
   *
   * @default - none
   */
  readonly pyFiles?: S3Source[];
}

/** A job that submits a JAR file to Spark. */
export interface SparkJarProcessorOptions extends SparkProcessorOptions {
  /** Full name of the class that is run, for example `com.example.Prepare`. */
  readonly mainClass: string;
}
