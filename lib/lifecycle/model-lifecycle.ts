import type * as events from 'aws-cdk-lib/aws-events';
import type { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Conventions } from '../core';
import { Mistakes } from '../core/internal/errors';
import { Keep } from '../core/internal/job-site';
import type { Dataset, Processor, ProcessorOptions } from '../data';
import { ContinuousDeployment, type S3Place, type Serving } from '../hosting';
import { DriftRetraining, type DataQualityMonitor, type Monitor } from '../monitoring';
import { type AcceptanceRule, type Approval, type ModelDescription, Pipeline, PipelineTarget } from '../pipeline';
import { ModelPackageGroup } from '../registry';
import type { Trainer } from '../training';
import type { MlPlatform } from './ml-platform';
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

/** One model, from data to an endpoint that is watched. */
export interface ModelLifecycleProps {
  /** What this team's models share; in this stack or another one of the same account and region. */
  readonly platform: MlPlatform;

  /** The data the model is made from. */
  readonly data: Dataset;

  /**
   * Splits the data. It finds it in `/opt/ml/processing/input/data` and writes the folders `train`, `validation` and `test`
   * below `/opt/ml/processing/output`.
   */
  readonly prepare: Processor;

  /** Trains the model; it gets the channels `train` and `validation`. */
  readonly train: Trainer;

  /**
   * Measures the model on held-out data. It finds `model.tar.gz` in `/opt/ml/processing/input/model`, the data in
   * `/opt/ml/processing/input/test`, and writes `/opt/ml/processing/output/evaluation/evaluation.json`.
   */
  readonly evaluate: Processor;

  /**
   * What a model must reach on held-out data to be registered; all rules must hold. `Metric.of('auc').atLeastServing()` lets no version in that is worse
   * than the one that serves.
   */
  readonly accept: AcceptanceRule[];

  /** How versions answer requests; the code travels with each version. */
  readonly serve: Serving;

  /**
   * Whether approved versions are served.
   *
   * @default DeployVersions.WHEN_APPROVED
   */
  readonly deploy?: DeployVersions;

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
  /** The watches on the endpoint. */
  public readonly monitors: DataQualityMonitor[];

  constructor(scope: Construct, id: string, props: ModelLifecycleProps) {
    super(scope, id);
    const { platform } = props;
    Conventions.apply(this, { namePrefix: platform.namePrefix, rolePath: platform.rolePath });
    this.modelName = props.modelName ?? id.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
    check(this, this.modelName, props);
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
    });
    const isServed = (props.deploy ?? DeployVersions.WHEN_APPROVED) === DeployVersions.WHEN_APPROVED;
    this.pipeline.addSteps(...trainingSteps({
      group: this.modelPackageGroup, artifacts: artifactsOf(name, platform), endpointName: isServed ? name : undefined,
    }, props));
    if ((props.runOnDeployment ?? RunOnDeployment.WHEN_CHANGED) === RunOnDeployment.WHEN_CHANGED) {
      this.pipeline.startOnDeployment({ starter: platform.starter });
    } else {
      this.pipeline.stopOnDeletion({ starter: platform.starter });
    }
    if (props.schedule) {
      this.pipeline.startOn(props.schedule, new PipelineTarget(this.pipeline, { deadLetterQueue: platform.deadLetterQueue }));
    }
    const endpoint = isServed ? this.serve(name, props) : undefined;
    this.endpoint = endpoint;
    this.monitors = endpoint ? (props.monitors ?? []).map((monitor) => monitor._make(this, {
      endpoint, monitorName: name, runner: platform.monitorRunner, reports: platform.reports, encryptionKey: platform.encryptionKey, alarmTopic: platform.topic,
    })) : [];
    if (this.monitors.length > 0) {
      new DriftRetraining(this, 'DriftRetraining', {
        pipeline: this.pipeline, monitors: this.monitors, coolDown: props.retrainingCoolDown, retrainer: platform.retrainer,
      });
    }
    platform._show(this);
  }

  private serve(name: string, { platform, serve, train }: ModelLifecycleProps): ContinuousDeployment {
    return new ContinuousDeployment(this, 'Endpoint', {
      ...serve.endpoint,
      // Versions bring their environment: a new one must not reach an old model.
      environment: undefined,
      endpointName: name,
      group: this.modelPackageGroup,
      artifacts: artifactsOf(name, platform),
      images: [train.image.serving],
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

/** Longest name of endpoints and monitors, which add to it for what they make. */
const LONGEST_NAME = 50;

/** Room that the platform's prefix leaves for a model's name: its monitors are named after it too. */
function roomForName({ platform, deploy, monitors = [] }: ModelLifecycleProps): number {
  const longestAddition = Math.max(0, ...monitors.map(({ _kind }) => _kind.length + 1));
  return deploy === DeployVersions.NEVER ? Infinity : LONGEST_NAME - platform.namePrefix.length - longestAddition;
}

function check(scope: Construct, modelName: string, props: ModelLifecycleProps): void {
  const { deploy, monitors = [] } = props;
  const repeated = monitors.map(({ _kind }) => _kind).find((kind, index, all) => all.indexOf(kind) < index);
  const room = roomForName(props);
  new Mistakes(scope)
    .when(!/^(?!.{33})[a-z0-9](-?[a-z0-9])*$/.test(modelName), {
      code: 'ModelNameInvalid', property: 'modelName', problem: 'must be 1 to 32 lower-case letters, digits and single hyphens', value: modelName,
      fix: "Set 'modelName' to something such as 'income'.",
    })
    .when(modelName.length > room, {
      code: 'ModelNameLength', property: 'modelName', problem: `may have ${room} characters beside the platform's prefix '${props.platform.namePrefix}'`,
      value: modelName, fix: "Set a shorter 'modelName', or give the platform a shorter 'namePrefix'.",
    })
    .when(repeated !== undefined, {
      code: 'MonitorRepeated', property: 'monitors', problem: 'must have one monitor of a kind', value: repeated, fix: 'Leave one of the two out.',
    })
    .when(monitors.length > 0 && deploy === DeployVersions.NEVER, {
      code: 'MonitorWithoutEndpoint', property: 'monitors', problem: 'have no endpoint to look at', fix: "Leave 'deploy' out, or the monitors.",
    })
    .when(monitors.length > 0 && props.serve.endpoint.capture?.percentage === 0, {
      code: 'MonitorWithoutCapture', property: 'monitors', problem: 'need captured traffic, and the endpoint captures none',
      fix: 'Use DataCapture.all() or DataCapture.sample(...), or drop the monitors.',
    })
    .when(props.accept.length === 0, {
      code: 'AcceptanceMissing', property: 'accept', problem: 'must have at least one rule',
      fix: "Say what a model must reach, for example [pipeline.Metric.of('auc').atLeast(0.85)].",
    })
    .throwIfAny();
}
