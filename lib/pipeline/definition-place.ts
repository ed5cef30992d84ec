import type { PipelineDefinitionWriter } from './pipeline-definition-writer';

/** How a definition gets into S3. */
export interface DefinitionInS3Options {
  /**
   * What writes it; in the stack of the pipeline.
   *
   * @default - a function that the stack's pipelines share
   */
  readonly writer?: PipelineDefinitionWriter;
}

/** A tenth of what a template holds; the SageMaker SDK moves definitions to S3 at this size too. */
const LARGE = 100 * 1024;

/** Where a pipeline's definition lies when the pipeline is deployed. A pipeline may change its place; that alone starts no run. */
export class DefinitionPlace {
  /** The template, and S3 once the definition has about 100 KiB, measured as steps are added. */
  public static automatic(options: DefinitionInS3Options = {}): DefinitionPlace {
    return new DefinitionPlace(LARGE, options.writer);
  }

  /** The template, whose limit of 1 MB all resources of a stack share. */
  public static inTemplate(): DefinitionPlace {
    return new DefinitionPlace(Infinity);
  }

  /**
   * The pipeline's artifact bucket, below `definitions/`, for any size that SageMaker takes.
   *
   * A deployment uploads the text and fills in what only CloudFormation knows, into an object for each content. The objects before go when a deployment has
   * succeeded; the last one goes with the pipeline. In a bucket with versions, as those that pipelines make, its versions expire with the bucket's others.
   */
  public static inS3(options: DefinitionInS3Options = {}): DefinitionPlace {
    return new DefinitionPlace(0, options.writer);
  }

  private constructor(private readonly leastSizeInS3: number, private readonly writer?: PipelineDefinitionWriter) {}

  /**
   * Whether a definition of this size lies in S3.
   *
   * @internal
   */
  public _isInS3(size: number): boolean {
    return size >= this.leastSizeInS3;
  }

  /** @internal */
  public get _writer(): PipelineDefinitionWriter | undefined {
    return this.writer;
  }
}
