import { ContainerImage, ImageUse, SourceCode } from '../core';
import type { ApiRequest, JobSite, Keep } from '../core/internal/job-site';
import { scriptOf } from '../core/internal/library-folder';
import { machineFor } from '../core/internal/processors';
import { renderContainerJob, renderScriptJob } from './private/render-processing';
import { renderSparkJob } from './private/render-spark';
import { splitArguments } from './private/split';
import type { ProcessingInput } from './processing-input';
import type {
  ContainerProcessorOptions, FrameworkProcessorOptions, HuggingFaceProcessorOptions, ScriptProcessorOptions, SklearnProcessorOptions, XgboostProcessorOptions,
} from './processor-options';
import type { PySparkProcessorOptions, SparkJarProcessorOptions, SparkProcessorOptions } from './spark-options';
import type { SplitProcessorOptions } from './split-options';

/**
 * How a processing job runs: image, code and machine. What it reads and writes is said where it is used.
 *
 * A processing job costs its instances' time from start to end and nothing when it does not run. The limits are checked where the
 * processor is used. Source of the limits: the CreateProcessingJob API.
 */
export abstract class Processor {
  /** Runs a script in AWS's scikit-learn image, which also holds pandas and pyarrow. */
  public static sklearn(options: SklearnProcessorOptions): Processor {
    return Processor.script(ContainerImage.of('sklearn', { version: options.version }), options);
  }

  /** Runs a script in AWS's XGBoost image. */
  public static xgboost(options: XgboostProcessorOptions): Processor {
    return Processor.script(ContainerImage.of('xgboost', { version: options.version }), options);
  }

  /** Runs a script in AWS's PyTorch image for the instance's processor. */
  public static pytorch(options: FrameworkProcessorOptions): Processor {
    return Processor.framework('pytorch', options);
  }

  /** Runs a script in AWS's TensorFlow image for the instance's processor. */
  public static tensorflow(options: FrameworkProcessorOptions): Processor {
    return Processor.framework('tensorflow', options);
  }

  /** Runs a script in AWS's Apache MXNet image. The project has ended: its use is warned of. */
  public static mxnet(options: FrameworkProcessorOptions): Processor {
    return Processor.framework('mxnet', options);
  }

  /** Runs a script in an image with Hugging Face Transformers; needs an instance with a GPU. */
  public static huggingFace(options: HuggingFaceProcessorOptions): Processor {
    return Processor.framework('huggingface', options);
  }

  /**
   * Submits a Python script to Spark, which all instances of the job make up together.
   *
   * The script reads and writes S3 by itself or in the folders of the container; the folder beside it is on the path of all executors.
   */
  public static pyspark(options: PySparkProcessorOptions): Processor {
    return new SparkProcessor(options);
  }

  /** Submits a JAR file to Spark, which all instances of the job make up together. */
  public static sparkJar(options: SparkJarProcessorOptions): Processor {
    return new SparkProcessor(options, options.mainClass);
  }

  /**
   * Splits the rows of a table by the library's own script: CSV files with a line of names, or Parquet, become the folders `train`, `validation` and
   * `test`, of a CSV file each.
   *
   * All rows are in memory at once: choose the instance by them. A part's file is as large as its share. Where the training rows have no names, a folder
   * `baseline` has them with names, for monitors.
   */
  public static split(options: SplitProcessorOptions = {}): Processor {
    return new SplitProcessor(options);
  }

  /** Runs a script in any image that has `sh`, `tar` and `python3`. */
  public static script(image: ContainerImage, options: ScriptProcessorOptions): Processor {
    return new ScriptProcessor(image, options);
  }

  /** Runs an image as it is. */
  public static container(image: ContainerImage, options: ContainerProcessorOptions = {}): Processor {
    return new ContainerProcessor(image, options);
  }

  private static framework(family: string, options: HuggingFaceProcessorOptions): Processor {
    const { version, python, baseFramework } = options;
    const { instanceType, processor } = machineFor(family, options.instanceType, options.processor);
    return Processor.script(ContainerImage.of(family, { version, python, baseFramework, processor }), { ...options, instanceType });
  }

  /**
   * The CreateProcessingJob request without a job name.
   *
   * @internal
   */
  public abstract _render(site: JobSite, inputs: readonly ProcessingInput[], outputs: readonly _Output[]): ApiRequest;

  /**
   * The column to be predicted, where the job was told.
   *
   * @internal
   */
  public get _target(): string | undefined {
    return undefined;
  }

  /**
   * The same job, which knows the column to be predicted, where that makes a difference.
   *
   * @internal
   */
  public _predicting(_target: string): Processor {
    return this;
  }

  /**
   * The name by which the job itself knows one of its outputs.
   *
   * @internal
   */
  public _outputName(name: string): string {
    return name;
  }
}

/**
 * A folder of the container that is uploaded at the end.
 *
 * @internal
 */
export interface _Output {
  readonly name: string;
  readonly keep: Keep;
}

class ScriptProcessor extends Processor {
  private readonly code: SourceCode;

  constructor(private readonly image: ContainerImage, private readonly options: ScriptProcessorOptions) {
    super();
    this.code = SourceCode.fromScript(options.entryPoint, { sourceDir: options.sourceDir });
  }

  public _render(site: JobSite, inputs: readonly ProcessingInput[], outputs: readonly _Output[]): ApiRequest {
    return renderScriptJob(site, this.image, this.code, this.options, inputs, outputs);
  }
}

class SplitProcessor extends Processor {
  private readonly job: Processor;

  constructor(private readonly options: SplitProcessorOptions) {
    super();
    const words = splitArguments(options);
    this.job = Processor.sklearn({ ...options, entryPoint: scriptOf('data', 'split_rows.py'), arguments: words.length > 0 ? words : undefined });
  }

  public override get _target(): string | undefined {
    return this.options.target;
  }

  public override _predicting(target: string): Processor {
    return new SplitProcessor({ ...this.options, target: this.options.target ?? target });
  }

  public _render(site: JobSite, inputs: readonly ProcessingInput[], outputs: readonly _Output[]): ApiRequest {
    return this.job._render(site, inputs, outputs);
  }
}

class ContainerProcessor extends Processor {
  constructor(private readonly image: ContainerImage, private readonly options: ContainerProcessorOptions) {
    super();
  }

  public _render(site: JobSite, inputs: readonly ProcessingInput[], outputs: readonly _Output[]): ApiRequest {
    return renderContainerJob(site, this.image, this.options, inputs, outputs);
  }
}

class SparkProcessor extends Processor {
  private readonly image: ContainerImage;
  private readonly code: SourceCode;

  constructor(private readonly options: SparkProcessorOptions, private readonly mainClass?: string) {
    super();
    this.image = options.image ?? ContainerImage.of('spark', { use: ImageUse.PROCESSING, version: options.version, python: options.python });
    this.code = SourceCode.fromScript(options.entryPoint, { sourceDir: options.sourceDir });
  }

  public _render(site: JobSite, inputs: readonly ProcessingInput[], outputs: readonly _Output[]): ApiRequest {
    return renderSparkJob(site, { image: this.image, code: this.code, options: this.options, mainClass: this.mainClass }, inputs, outputs);
  }
}
