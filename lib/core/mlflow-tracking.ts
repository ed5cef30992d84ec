import type * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import type { Construct } from 'constructs';
import { allow } from './internal/allow';
import { arnOf } from './internal/arns';
import { invalid, isKnown, Mistakes } from './internal/errors';
import type { JobSite } from './internal/job-site';
import { Limit } from './internal/limits';
import { folderOf } from './internal/places';
import { grantReadPrefix, grantWritePrefix } from './internal/s3-grants';
import type { S3Place } from './s3-place';

/** How jobs are found in MLflow. */
export interface MlflowTrackingOptions {
  /**
   * Experiment that runs are part of; MLflow makes it when it does not exist. It may be a parameter of a pipeline.
   *
   * @default - the name of the pipeline, or of the scheduled job
   */
  readonly experimentName?: string;

  /**
   * Name of the run. It may be a value of a pipeline. A step with `cache` finds earlier results only when this is the same in each run.
   *
   * @default - the id of the pipeline's run, or of the schedule's start, which is new each time
   */
  readonly runName?: string;

  /**
   * Where the app or server keeps files. MLflow's client writes there by itself, so that jobs need to read and write it.
   *
   * @default - nowhere: jobs may log parameters, metrics and tags, and no files or models
   */
  readonly artifacts?: S3Place;
}

const EXPERIMENT_NAME = Limit.between('MlflowExperimentName', 1, 200);
const RUN_NAME = Limit.between('MlflowRunName', 1, 100);
const ARN = /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:\d{12}:(mlflow-app|mlflow-tracking-server)\/.+$/;

/** What a client calls that logs a run and looks at what it has logged; deleting is not part of it. Source: the service authorization reference. */
const LOGGING = [
  'CreateExperiment', 'GetExperiment', 'GetExperimentByName', 'SearchExperiments', 'SetExperimentTag', 'CreateRun', 'GetRun', 'SearchRuns', 'UpdateRun',
  'LogBatch', 'LogInputs', 'LogMetric', 'LogModel', 'LogOutputs', 'LogParam', 'SetTag', 'GetMetricHistory', 'ListArtifacts',
  'FinalizeLoggedModel', 'GetLoggedModel', 'ListLoggedModelArtifacts', 'LogLoggedModelParams', 'SearchLoggedModels', 'SetLoggedModelTags',
].map((action) => `sagemaker-mlflow:${action}`);

/**
 * Where jobs log parameters, metrics and models: an MLflow app or tracking server of SageMaker.
 *
 * Jobs get `MLFLOW_TRACKING_URI`, `MLFLOW_EXPERIMENT_NAME`, and a `MLFLOW_RUN_CONTEXT` that names their runs and tags them with the step, so that
 * `mlflow.start_run()` needs no arguments. Their role may log, and delete nothing on a server; on an app one permission covers the whole API.
 * An app costs nothing while it is idle; a server costs by the hour. Sources: the service authorization reference, the package `sagemaker-mlflow` 0.5.
 */
export class MlflowTracking {
  /** An MLflow app, which old versions of the package `sagemaker-mlflow` do not know; 0.5 does. */
  public static app(app: sagemaker.IMlflowAppRef, options: MlflowTrackingOptions = {}): MlflowTracking {
    return new MlflowTracking(() => app.mlflowAppRef.mlflowAppArn, true, options);
  }

  /** An MLflow tracking server, in the account and region of the jobs. */
  public static server(server: sagemaker.IMlflowTrackingServerRef, options: MlflowTrackingOptions = {}): MlflowTracking {
    const arnIn = (scope: Construct) => arnOf(scope, {
      service: 'sagemaker', resource: 'mlflow-tracking-server', resourceName: server.mlflowTrackingServerRef.trackingServerName,
    });
    return new MlflowTracking(arnIn, false, options);
  }

  /** An app or a server that exists, by its ARN. Fails for another ARN, and for one that is known only when it is deployed. */
  public static fromArn(arn: string, options: MlflowTrackingOptions = {}): MlflowTracking {
    const kind = isKnown(arn) ? ARN.exec(arn)?.[1] : undefined;
    if (kind === undefined) {
      throw invalid(undefined, {
        code: 'MlflowArnInvalid', property: 'arn', problem: 'is not the ARN of an MLflow app or tracking server', value: arn,
        fix: "Write it as 'arn:aws:sagemaker:<region>:<account>:mlflow-app/app-...', or use app(...) or server(...).",
      });
    }
    return new MlflowTracking(() => arn, kind === 'mlflow-app', options);
  }

  private constructor(private readonly arnIn: (scope: Construct) => string, private readonly isApp: boolean, private readonly options: MlflowTrackingOptions) {
    new Mistakes()
      .add(EXPERIMENT_NAME.mistakeInText('experimentName', options.experimentName))
      .add(RUN_NAME.mistakeInText('runName', options.runName))
      .when(/["\\\n]/.test(options.runName ?? ''), {
        code: 'MlflowRunNameInvalid', property: 'runName', problem: 'may have no quotes, backslashes and line breaks', value: options.runName, fix: 'Leave them out.',
      })
      .throwIfAny();
  }

  /**
   * Lets a job log, and says with which environment.
   *
   * @internal
   */
  public _bind({ scope, role, run }: Pick<JobSite, 'scope' | 'role' | 'run'>): { [name: string]: string } {
    const { experimentName = run?.of, runName = run?.id, artifacts } = this.options;
    const arn = this.arnIn(scope);
    allow(role, { actions: [...(this.isApp ? ['sagemaker:CallMlflowAppApi'] : []), ...LOGGING], resourceArns: [arn] });
    if (artifacts) {
      grantReadPrefix(artifacts.bucket, folderOf(artifacts), role);
      grantWritePrefix(artifacts.bucket, folderOf(artifacts), role);
    }
    const tags = [
      ...(runName === undefined ? [] : [`"mlflow.runName":"${runName}"`]),
      ...(run?.step === undefined ? [] : [`"sagemaker.step":"${run.step}"`]),
    ];
    return {
      MLFLOW_TRACKING_URI: arn,
      ...(experimentName !== undefined && { MLFLOW_EXPERIMENT_NAME: experimentName }),
      ...(tags.length > 0 && { MLFLOW_RUN_CONTEXT: `{${tags.join()}}` }),
    };
  }
}
