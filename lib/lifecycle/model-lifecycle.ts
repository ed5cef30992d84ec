import type * as events from 'aws-cdk-lib/aws-events';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { MlflowTracking } from '../core';
import { Keep } from '../core/internal/job-site';
import type { Dataset, Processor, ProcessorOptions } from '../data';
import { ContinuousDeployment, OnlineEnrichment, type OnlineEnrichmentOptions, type S3Place, type Serving } from '../hosting';
import { DriftRetraining, type DataQualityMonitor, type Monitor } from '../monitoring';
import {
  type AcceptanceRule, type Approval, type ModelDescription, Pipeline, type PipelineExperiment, PipelineTarget, type StartOnNewDataOptions, type Step,
  type TransformOptions,
} from '../pipeline';
import { ModelPackageGroup } from '../registry';
import type { _ServedBy, ModelTraining } from '../training';
import type { MlPlatform } from './ml-platform';
import { checkLifecycle } from './private/check-lifecycle';
import { type LifecycleSettings, settingsOf } from './private/lifecycle-settings';
import { trainingSteps } from './private/training-steps';

/** When the training pipeline runs by itself because of a deployment. */
export enum RunOnDeployment {
  /** At the first deployment, and at each that changed data, code or settings. */
  WHEN_CHANGED = 'WHEN_CHANGED',
  /** Never; schedules and people start it. */
  NEVER = 'NEVER',
}

/** Whether a model's approved versions are served. */
export enum DeployVersions {
  /** The newest approved version, on an endpoint that costs its instances as long as it is there. */
  WHEN_APPROVED = 'WHEN_APPROVED',
  /** None; the registry is where the model's life ends here. */
  NEVER = 'NEVER',
}

/** A place where data lands that a model is trained on. */
export interface NewData extends StartOnNewDataOptions {
  /** Where it lands. */
  readonly bucket: s3.IBucket;
}

/** One model, from data to an endpoint that is watched. */
export interface ModelLifecycleProps {
  /** What this team's models share; in this stack or another one of the same account and region. */
  readonly platform: MlPlatform;

  /**
   * The data the model is made from.
   *
   * @default - what `prepare` reads by itself, for example the sources of a Data Wrangler flow
   */
  readonly data?: Dataset;

  /**
   * Steps of yours that make the data before anything reads it, such as a job of Glue or a program on EMR; what reads `data` waits for all of them.
   *
   * @default - the data is there
   */
  readonly collect?: Step[];

  /**
   * The column to be predicted. `Processor.split` and monitors that name none take it from here.
   *
   * @default - what AutoML, `prepare` or a monitor says
   */
  readonly target?: string;

  /**
   * Splits the data: a script, Spark, or a Data Wrangler flow. It finds it in `/opt/ml/processing/input/data` and writes the folders `train`,
   * `validation` and `test` below `/opt/ml/processing/output`.
   *
   * A monitor on a model of a built-in algorithm, whose tables name no columns, needs the folder `baseline` too: the rows of `train` below a line of names.
   *
   * @default - the data is split already: `Dataset.fromSplits(...)`
   */
  readonly prepare?: Processor;

  /**
   * Trains the model: a trainer, a search for the best hyperparameters, or AutoML. It gets the channels `train` and `validation`, and those of the two alone
   * that a built-in algorithm reads.
   */
  readonly train: ModelTraining;

  /**
   * Measures the model on held-out data. It finds `model.tar.gz` in `/opt/ml/processing/input/model`, the data in
   * `/opt/ml/processing/input/test`, with `predict` the answers in `/opt/ml/processing/input/predictions`, and writes
   * `/opt/ml/processing/output/evaluation/evaluation.json`.
   */
  readonly evaluate: Processor;

  /**
   * Lets the model answer the held-out rows in a batch first, for `evaluate` to measure answers in place of a model that no script can load.
   *
   * There is a file of answers, with `.out` behind its name, for each file of `test`. It costs the time of an instance, and each run leaves a model behind,
   * which costs nothing. The version that serves answers the same rows, unless `compareWithServing` is false: the time of another instance, another model.
   *
   * @default - not at all; with AutoML, lines of CSV without names of columns, whose first column is the target: the model gets the others, and answers
   *   behind them
   */
  readonly predict?: TransformOptions;

  /**
   * What a model must reach on held-out data to be registered; all rules must hold. `Metric.of('auc').atLeastServing()` lets no version in that is worse
   * than the one that serves.
   */
  readonly accept: AcceptanceRule[];

  /**
   * How versions answer requests; the code travels with each version.
   *
   * @default - in real time on one 'ml.m5.large', without a script; most frameworks need one
   */
  readonly serve?: Serving;

  /**
   * Whether approved versions are served.
   *
   * @default DeployVersions.WHEN_APPROVED
   */
  readonly deploy?: DeployVersions;

  /**
   * What is looked up in feature groups for each request; callers ask the function `enrichment.function` then, not the endpoint.
   *
   * @default - nothing: requests bring all columns
   */
  readonly enrich?: OnlineEnrichmentOptions;

  /**
   * How what the model is asked is watched; each kind of monitor once.
   *
   * @default - not at all
   */
  readonly monitors?: Monitor[];

  /**
   * Time after a retraining for drift in which no drift starts another one; without monitors there is none.
   *
   * @default Duration.days(1)
   */
  readonly retrainingCoolDown?: Duration;

  /**
   * Machine settings of the small jobs that describe the training data for monitors, and put the serving code into a model that was accepted.
   *
   * @default - one 'ml.m5.large' for at most an hour
   */
  readonly packaging?: ProcessorOptions;

  /**
   * Whether each run measures the version that serves too, on the same held-out data as the new one, for rules and for those who approve.
   *
   * It costs one more evaluation job a run. A served model that `evaluate` cannot measure any more, say because a column is gone, fails the run: leave the
   * comparison out until a new version serves. Without an endpoint that answers, the newest approved version counts as serving; a first version is compared
   * with itself.
   *
   * With `predict` or AutoML, a model is made of the version as it is registered, and answers a batch too. That takes a version with one container, of the
   * image's repository, whose environment variables `serve` still names; any other fails the run with the reason, or is passed over where it is approved only.
   *
   * @default true
   */
  readonly compareWithServing?: boolean;

  /**
   * What people say of the model on each version's card.
   *
   * @default - the card has what the run knows: training job, data, image and hyperparameters, and the evaluation with its metrics
   */
  readonly modelCard?: ModelDescription;

  /**
   * Where the scripts' calls of MLflow go: the environment of all jobs says it, and their role may log there.
   *
   * @default - what the jobs say, else nowhere
   */
  readonly mlflow?: MlflowTracking;

  /**
   * Where SageMaker's classic experiments show the runs. Experiments and trials stay when the pipeline is deleted.
   *
   * @default - nowhere: no experiment is made
   */
  readonly experiment?: PipelineExperiment;

  /**
   * Who decides whether a registered version is deployed: people, metrics or nobody.
   *
   * @default pipeline.Approval.manual()
   */
  readonly approval?: Approval;

  /**
   * When the model is trained anew by itself, beside deployments.
   *
   * @default - on no schedule
   */
  readonly schedule?: events.Schedule;

  /**
   * Where data lands on which the model is trained anew, by one run for all that lands together; `pipeline.startOnNewData` of the model names further places.
   *
   * The bucket gets EventBridge notifications turned on. The platform gets a function, a queue and two alarms for it, once for all models.
   *
   * @default - nowhere
   */
  readonly startOnNewData?: NewData;

  /**
   * Whether a deployment starts a run.
   *
   * @default RunOnDeployment.WHEN_CHANGED
   */
  readonly runOnDeployment?: RunOnDeployment;

  /**
   * The model's name on its platform: lower-case letters, digits and hyphens, at most 32. Another name makes another pipeline and registry.
   *
   * @default - the construct's id in lower case
   */
  readonly modelName?: string;
}

/**
 * The life of one model: a pipeline that prepares, trains, evaluates and registers it, the registry of its versions, an endpoint that serves the
 * newest approved one, and monitors whose drift trains it anew.
 *
 * It adds about a dozen resources to its stack, and about twenty with a monitor and a schedule. The endpoint's instances are paid for from the first approval
 * on; the rest costs its alarms and storage. With a platform that is retained, the registry stays when the stack is deleted; the endpoint goes, and so does
 * the pipeline, after its runs were stopped.
 */
export class ModelLifecycle extends Construct {
  /** The model's name on its platform. */
  public readonly modelName: string;
  /** The training pipeline. */
  public readonly pipeline: Pipeline;
  /** The registry of the model's versions. */
  public readonly modelPackageGroup: ModelPackageGroup;
  /** The endpoint that serves the newest approved version; undefined where none is wanted. */
  public readonly endpoint?: ContinuousDeployment;
  /** What looks features up in front of the endpoint; undefined where nothing is. */
  public readonly enrichment?: OnlineEnrichment;
  /** The watches on the endpoint. */
  public readonly monitors: DataQualityMonitor[];

  constructor(scope: Construct, id: string, given: ModelLifecycleProps) {
    super(scope, id);
    const props = settingsOf(given);
    const { platform } = props;
    platform._takeIn(this);
    this.modelName = props.modelName ?? id.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
    const isServed = (props.deploy ?? DeployVersions.WHEN_APPROVED) === DeployVersions.WHEN_APPROVED;
    const servedBy = props.train._servedBy(this);
    checkLifecycle(this, { modelName: this.modelName, isServed, servedBy }, props);
    const name = platform._nameFor(this, this.modelName);

    this.modelPackageGroup = new ModelPackageGroup(this, 'Registry', {
      modelPackageGroupName: name,
      removalPolicy: platform.removalPolicy,
      cleaner: platform.modelPackageCleaner,
    });
    this.pipeline = new Pipeline(this, 'Pipeline', {
      pipelineName: name,
      description: `Prepares, trains, evaluates and registers the model '${this.modelName}'`,
      artifacts: platform.artifactBucket,
      encryptionKey: platform.encryptionKey,
      mlflow: props.mlflow,
      experiment: props.experiment,
    });
    this.pipeline.addSteps(...trainingSteps({
      group: this.modelPackageGroup, artifacts: artifactsOf(name, platform), endpointName: isServed ? name : undefined, servedBy,
    }, props));
    if ((props.runOnDeployment ?? RunOnDeployment.WHEN_CHANGED) === RunOnDeployment.WHEN_CHANGED) {
      this.pipeline.startOnDeployment({ starter: platform.starter });
    } else {
      this.pipeline.stopOnDeletion({ starter: platform.starter });
    }
    if (props.schedule) {
      this.pipeline.startOn(props.schedule, new PipelineTarget(this.pipeline, { deadLetterQueue: platform.deadLetterQueue }));
    }
    if (props.startOnNewData) {
      this.pipeline.startOnNewData(props.startOnNewData.bucket, props.startOnNewData);
    }
    const endpoint = isServed ? this.serve(name, props, servedBy) : undefined;
    this.endpoint = endpoint;
    this.enrichment = endpoint && props.enrich && new OnlineEnrichment(this, 'Enrichment', { ...props.enrich, ...platform._functions, endpoint });
    this.monitors = endpoint ? (props.monitors ?? []).map((monitor) => monitor._make(this, {
      endpoint, monitorName: name, runner: platform.monitorRunner, reports: platform.reports, encryptionKey: platform.encryptionKey, alarmTopic: platform.topic,
    })) : [];
    if (this.monitors.length > 0) {
      new DriftRetraining(this, 'DriftRetraining', {
        pipeline: this.pipeline, monitors: this.monitors, coolDown: props.retrainingCoolDown, retrainer: platform.retrainer,
      });
    }
    platform._show(this, props.accept);
  }

  private serve(name: string, { platform, serve }: LifecycleSettings, { image }: _ServedBy): ContinuousDeployment {
    return new ContinuousDeployment(this, 'Endpoint', {
      ...serve.endpoint,
      // Versions bring their environment: a new one must not reach an old model.
      environment: undefined,
      endpointName: name,
      group: this.modelPackageGroup,
      artifacts: artifactsOf(name, platform),
      images: [image],
      captures: platform.captures,
      encryptionKey: platform.encryptionKey,
      topic: platform.topic,
      reconciler: platform.reconciler,
    });
  }
}

/** Where the pipeline keeps the models, with what is packaged into them. */
function artifactsOf(name: string, platform: MlPlatform): S3Place {
  return { bucket: platform.artifactBucket, prefix: `${Keep.WITH_THE_MODEL}/${name}/` };
}
