import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Duration, Size } from 'aws-cdk-lib/core';
import { ContainerImage, ImageUse } from '../core';
import type { ApiRequest, JobSite } from '../core/internal/job-site';
import type { DataWranglerOutput } from './data-wrangler-output';
import { FlowFile } from './private/flow-file';
import { renderFlowJob, outputsNamed } from './private/render-flow';
import type { ProcessingInput } from './processing-input';
import { Processor, type _Output } from './processor';
import type { ProcessingOutput, UploadMode } from './processing-output';

/** How a flow is run. */
export interface DataWranglerFlowOptions {
  /**
   * What each output of the job holds, by the output's name.
   *
   * @default - the job has one output, which holds what the flow's last node makes, as CSV
   */
  readonly outputs?: { [name: string]: DataWranglerOutput };

  /**
   * Values for the flow's parameters, by name.
   *
   * @default - the values that the flow holds
   */
  readonly parameters?: { [name: string]: string };

  /**
   * Whether what the transforms learnt, such as means and categories, is learnt anew from all the data; the new flow goes to the outputs.
   *
   * @default false - as it was learnt from the sample when the flow was made
   */
  readonly refit?: boolean;

  /**
   * Version of Data Wrangler's image: `1.x`, `2.x` or `3.x`.
   *
   * @default - the newest version this library knows
   */
  readonly version?: string;

  /**
   * An image of Data Wrangler that this library does not know.
   *
   * @default - AWS's image of that version
   */
  readonly image?: ContainerImage;

  /**
   * Instance the job runs on. Data Wrangler works on Spark: AWS names ml.m5.4xlarge, ml.m5.12xlarge and ml.m5.24xlarge for it.
   *
   * @default 'ml.m5.4xlarge'
   */
  readonly instanceType?: string;

  /**
   * How many instances share the work, from 1 to 100.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * Disk of each instance, from 1 GiB to 16 TiB in whole GiB.
   *
   * @default Size.gibibytes(30)
   */
  readonly volumeSize?: Size;

  /**
   * After how long the job is stopped; at most 9 days.
   *
   * @default Duration.hours(1)
   */
  readonly maxRuntime?: Duration;

  /**
   * Environment variables: at most 100, with values of at most 256 characters.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Subnets that the instances reach out through, from 1 to 16; with `securityGroups`.
   *
   * @default - SageMaker's own network
   */
  readonly subnets?: ec2.ISubnet[];

  /**
   * Security groups of the instances, from 1 to 5, which must let each other in; with `subnets`.
   *
   * @default - none
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether what the instances tell each other is encrypted.
   *
   * @default false
   */
  readonly encryptTrafficBetweenInstances?: boolean;

  /**
   * Tags of the job: at most 50.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * When the outputs are uploaded.
   *
   * @default UploadMode.END_OF_JOB
   */
  readonly uploadMode?: UploadMode;

  /**
   * Places of yours that results go to as well; such an output is named as the flow's node and its output, `<node id>.default`.
   *
   * @default - none
   */
  readonly destinations?: ProcessingOutput[];

  /**
   * Members of the CreateProcessingJob request to add or replace whole, for settings without a property here.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

/**
 * A flow that was made in SageMaker Data Wrangler, as a processing job.
 *
 * The flow's file is uploaded by `cdk deploy`, under its content's hash. Its sources in S3 become inputs of the job, whose role may read just
 * these; an input with the name of a source takes its place, and so does a single input where the flow has a single source. Data lies in the
 * outputs below a folder with the job's name. Python and Spark code in the flow runs as it is. A job costs its instances' time.
 */
export class DataWranglerFlow extends Processor {
  /**
   * A `.flow` file, by its path relative to the folder the app runs in.
   *
   * Fails when the file is missing or is not a flow, when its nodes do not hang together, and when an output or a parameter names nothing in it.
   */
  public static fromFile(path: string, options: DataWranglerFlowOptions = {}): DataWranglerFlow {
    return new DataWranglerFlow(FlowFile.read(path), options);
  }

  private readonly image: ContainerImage;
  private readonly nodeOutputs: ReadonlyMap<string, string>;

  private constructor(private readonly flow: FlowFile, private readonly options: DataWranglerFlowOptions) {
    super();
    this.image = options.image ?? ContainerImage.of('data-wrangler', { use: ImageUse.PROCESSING, version: options.version });
    this.nodeOutputs = outputsNamed(flow, options);
  }

  /** @internal */
  public _render(site: JobSite, inputs: readonly ProcessingInput[], outputs: readonly _Output[]): ApiRequest {
    return renderFlowJob(site, { flow: this.flow, image: this.image, options: this.options, nodeOutputs: this.nodeOutputs }, inputs, outputs);
  }

  /** @internal */
  public override _outputName(name: string): string {
    return this.options.outputs ? (this.nodeOutputs.get(name) ?? name) : this.flow.lastOutput();
  }
}
