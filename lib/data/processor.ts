import type { Duration, Size } from 'aws-cdk-lib/core';
import { ContainerImage, SourceCode } from '../core';
import type { ApiRequest, JobSite, Keep } from '../core/internal/job-site';
import { renderContainerJob, renderScriptJob } from './private/render-processing';
import type { ProcessingInput } from './processing-input';

/** What every processing job can set. */
export interface ProcessorOptions {
  /**
   * Instance the job runs on; its price by the second is what the job costs. One that this version does not know is warned of.
   *
   * @default 'ml.m5.large'
   */
  readonly instanceType?: string;

  /**
   * How many instances share the work, from 1 to 100; each gets all the data.
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

/** A job that runs a container's own program. */
export interface ContainerProcessorOptions extends ProcessorOptions {
  /**
   * Program to run in the container and its first words: 1 to 100, of at most 256 characters each.
   *
   * @default - the image's own entry point
   */
  readonly entrypoint?: string[];
}

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

  /** Runs a script in any image that has `sh`, `tar` and `python3`. */
  public static script(image: ContainerImage, options: ScriptProcessorOptions): Processor {
    return new ScriptProcessor(image, options);
  }

  /** Runs an image as it is. */
  public static container(image: ContainerImage, options: ContainerProcessorOptions = {}): Processor {
    return new ContainerProcessor(image, options);
  }

  /**
   * The CreateProcessingJob request without a job name.
   *
   * @internal
   */
  public abstract _render(site: JobSite, inputs: readonly ProcessingInput[], outputs: readonly _Output[]): ApiRequest;
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

class ContainerProcessor extends Processor {
  constructor(private readonly image: ContainerImage, private readonly options: ContainerProcessorOptions) {
    super();
  }

  public _render(site: JobSite, inputs: readonly ProcessingInput[], outputs: readonly _Output[]): ApiRequest {
    return renderContainerJob(site, this.image, this.options, inputs, outputs);
  }
}
