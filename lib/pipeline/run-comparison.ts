import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Lazy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FunctionOptions } from '../core';
import { MOST_COMPARED_RUNS, type RunComparisonRequest } from '../core/contract';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { Mistakes } from '../core/internal/errors';
import { HandlerFunction, handlerOptions } from '../core/internal/handler-function';
import { Keep } from '../core/internal/job-site';
import { grantReadPrefix } from '../core/internal/s3-grants';
import { ServedNames, type Server } from '../core/internal/served-names';
import type { Pipeline } from './pipeline';
import { pipelineArnOf } from './pipeline-base';
import { allowLookingAtJobs, allowLookingAtRuns, allowLookingAtVersions } from './private/comparison-permissions';

/** Pipelines, groups of versions and their metrics that one permission covers. */
export interface ComparedFamily {
  /** What the names of pipelines, and of the groups that they register in, start with. */
  readonly namePrefix: string;
  /** The bucket that all of them keep their metrics in. */
  readonly artifacts: s3.IBucket;
}

/** A function that compares runs. */
export interface RunComparisonProps extends FunctionOptions {
  /**
   * Pipelines that permission is given for once, however many there are. One with another name is refused.
   *
   * @default - permission is given on each pipeline
   */
  readonly family?: ComparedFamily;
}

/** What is known of a pipeline's metrics. */
export interface ComparedPipelineOptions {
  /**
   * Metrics of which more is better, where their names do not say so.
   *
   * @default - names with words such as auc, accuracy, f1, recall and score
   */
  readonly higherIsBetter?: string[];

  /**
   * Metrics of which less is better, where their names do not say so.
   *
   * @default - names with words such as loss, error, rmse and perplexity
   */
  readonly lowerIsBetter?: string[];
}

/** How a dashboard shows runs. */
export interface RunComparisonWidgetOptions {
  /**
   * What stands above it.
   *
   * @default 'Runs side by side'
   */
  readonly title?: string;

  /**
   * How many runs of a pipeline, the newest first; from 1 to 20. Each takes about ten requests to SageMaker when the dashboard is opened.
   *
   * @default 10
   */
  readonly runs?: number;

  /**
   * Width in units of a dashboard, which is 24 wide.
   *
   * @default 24
   */
  readonly width?: number;

  /**
   * Height in units of a dashboard.
   *
   * @default 8
   */
  readonly height?: number;
}

const COMPARER: Server = { code: 'Comparison', property: 'family', power: 'look at every pipeline and model version of the account' };

/**
 * Shows the newest runs of pipelines side by side: parameters, hyperparameters, metrics with the best one marked, models, versions and jobs.
 *
 * People open it on a CloudWatch dashboard, as a widget that asks this function; programs call the function and get JSON. It changes nothing. Runs that
 * failed or missed their bar are compared too: metrics are read from the files that their steps wrote. A function with its log and role, which costs nothing
 * while nobody looks, and some hundredths of a cent for a look. Source: custom widgets in the CloudWatch guide.
 */
export class RunComparison extends Construct {
  /** ARN of the function. */
  public readonly functionArn: string;

  private readonly handler: HandlerFunction;
  private readonly pipelineNames = new Set<string>();
  private readonly higherIsBetter = new Set<string>();
  private readonly lowerIsBetter = new Set<string>();
  private readonly served: ServedNames;

  constructor(scope: Construct, id: string, props: RunComparisonProps = {}) {
    super(scope, id);
    this.served = new ServedNames(this, COMPARER, props.family?.namePrefix);
    this.handler = new HandlerFunction(this, 'Handler', {
      handler: 'compare-runs',
      description: 'Shows runs of SageMaker pipelines side by side; changes nothing',
      timeout: Duration.minutes(1),
      synchronous: true,
      ...handlerOptions(props),
    });
    this.functionArn = this.handler.function.functionArn;
    if (props.family) {
      this.allowFamily(props.family);
    }
  }

  /** Adds a pipeline to those that people may choose from. Fails for a name that the permission of a family does not cover. */
  public add(pipeline: Pipeline, options: ComparedPipelineOptions = {}): void {
    this.served.cover(pipeline, { pipelineName: pipeline.pipelineName }, () => pipeline._observedBy(this.handler));
    this.pipelineNames.add(pipeline.pipelineName);
    options.higherIsBetter?.forEach((metric) => this.higherIsBetter.add(metric));
    options.lowerIsBetter?.forEach((metric) => this.lowerIsBetter.add(metric));
  }

  /**
   * The comparison for a dashboard; it shows the pipelines that were added, also those that are added later.
   *
   * CloudWatch asks whoever opens the dashboard whether the function may be called, and calls it as that person: see `grantInvoke`.
   */
  public widget(options: RunComparisonWidgetOptions = {}): cloudwatch.CustomWidget {
    new Mistakes(this).when(options.runs !== undefined && !(Number.isInteger(options.runs) && options.runs >= 1 && options.runs <= MOST_COMPARED_RUNS), {
      code: 'ComparedRunsRange', property: 'runs', problem: `must be a whole number from 1 to ${MOST_COMPARED_RUNS}`, value: options.runs, fix: 'Show fewer runs.',
    }).throwIfAny();
    return this._widget(options, Lazy.any({ produce: () => this.request(options) }));
  }

  /** A command that writes the comparison of a pipeline's newest runs as JSON to `runs.json`. */
  public commandFor(pipeline: Pipeline): string {
    const request: RunComparisonRequest = { pipelineName: pipeline.pipelineName };
    const payload = JSON.stringify(request);
    const { region } = Stack.of(this);
    return `aws lambda invoke --region ${region} --function-name ${this.functionArn} --cli-binary-format raw-in-base64-out --payload '${payload}' runs.json`;
  }

  /** Ask for comparisons: people need it to see the widget. It shows metrics and settings of runs, to whoever has no permission on these too. */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return allow(grantee, { actions: ['lambda:InvokeFunction'], resourceArns: [this.functionArn] });
  }

  /**
   * A widget that shows the pipelines of now, for who writes a dashboard's text when all are known.
   *
   * @internal
   */
  public _widget(options: RunComparisonWidgetOptions, params: unknown = this.request(options)): cloudwatch.CustomWidget {
    return new cloudwatch.CustomWidget({
      functionArn: this.functionArn,
      title: options.title ?? 'Runs side by side',
      width: options.width ?? 24,
      height: options.height ?? 8,
      updateOnResize: false,
      updateOnTimeRangeChange: false,
      params,
    });
  }

  private request({ runs }: RunComparisonWidgetOptions): RunComparisonRequest {
    const texts = (set: ReadonlySet<string>) => (set.size > 0 ? [...set] : undefined);
    return { pipelines: [...this.pipelineNames], runs, higherIsBetter: texts(this.higherIsBetter), lowerIsBetter: texts(this.lowerIsBetter) };
  }

  private allowFamily({ namePrefix, artifacts }: ComparedFamily): void {
    allowLookingAtRuns(this.handler, pipelineArnOf(this, `${namePrefix}*`));
    allowLookingAtJobs(this, this.handler);
    allowLookingAtVersions(this.handler, arnOf(this, { service: 'sagemaker', resource: 'model-package', resourceName: `${namePrefix}*` }));
    grantReadPrefix(artifacts, `${Keep.WITH_THE_MODEL}/${namePrefix}`, this.handler);
  }
}
