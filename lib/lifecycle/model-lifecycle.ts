import type * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { Conventions } from '../core';
import { Mistakes } from '../core/internal/errors';
import type { Dataset, Processor, ProcessorOptions } from '../data';
import type { Serving } from '../hosting';
import { type AcceptanceRule, type ApprovalStatus, Pipeline, PipelineTarget } from '../pipeline';
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

/** One model, from data to registry. */
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

  /** What a model must reach on held-out data to be registered; all rules must hold. */
  readonly accept: AcceptanceRule[];

  /** How versions answer requests; the code travels with each version. */
  readonly serve: Serving;

  /**
   * Machine settings of the small job that puts the serving code into a model that was accepted.
   *
   * @default - one 'ml.m5.large' for at most an hour
   */
  readonly packaging?: ProcessorOptions;

  /**
   * Whether a registered version waits for people.
   *
   * @default pipeline.ApprovalStatus.PENDING_MANUAL_APPROVAL
   */
  readonly approval?: ApprovalStatus;

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
 * The life of one model: a pipeline that prepares, trains, evaluates and registers it, and the registry of its versions.
 *
 * It adds about a dozen resources to its stack. While no run is going on it costs the storage of its models. With a platform that is
 * retained, the registry stays when the stack is deleted; the pipeline goes, after its runs were stopped.
 */
export class ModelLifecycle extends Construct {
  /** The model's name on its platform. */
  public readonly modelName: string;
  /** The training pipeline. */
  public readonly pipeline: Pipeline;
  /** The registry of the model's versions. */
  public readonly modelPackageGroup: ModelPackageGroup;

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
    this.pipeline.addSteps(...trainingSteps(this.modelPackageGroup, props));
    if ((props.runOnDeployment ?? RunOnDeployment.WHEN_CHANGED) === RunOnDeployment.WHEN_CHANGED) {
      this.pipeline.startOnDeployment({ starter: platform.starter });
    }
    if (props.schedule) {
      this.pipeline.startOn(props.schedule, new PipelineTarget(this.pipeline, { deadLetterQueue: platform.deadLetterQueue }));
    }
  }
}

function check(scope: Construct, modelName: string, props: ModelLifecycleProps): void {
  new Mistakes(scope)
    .when(!/^(?!.{33})[a-z0-9](-?[a-z0-9])*$/.test(modelName), {
      code: 'ModelNameInvalid', property: 'modelName', problem: 'must be 1 to 32 lower-case letters, digits and single hyphens', value: modelName,
      fix: "Set 'modelName' to something such as 'income'.",
    })
    .when(props.accept.length === 0, {
      code: 'AcceptanceMissing', property: 'accept', problem: 'must have at least one rule',
      fix: "Say what a model must reach, for example [pipeline.Metric.of('auc').atLeast(0.85)].",
    })
    .throwIfAny();
}
