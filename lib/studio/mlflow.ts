import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnMlflowApp, CfnMlflowTrackingServer } from 'aws-cdk-lib/aws-sagemaker';
import { CfnResource, RemovalPolicy, Resource, type IResource } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { MlflowTracking, type S3Place } from '../core';
import { Mistakes, isKnown } from '../core/internal/errors';
import { NameRule } from '../core/internal/names';
import { uriOf } from '../core/internal/places';
import { MlflowStore, mistakeInMaintenance } from './private/mlflow-store';

/** Whether models that are logged to MLflow become versions in SageMaker's registry by themselves. */
export enum ModelRegistration {
  /** They do, in groups named after the models in MLflow. */
  AUTOMATIC = 'AutoModelRegistrationEnabled',
  /** They do not; a pipeline registers what is good enough. */
  NONE = 'AutoModelRegistrationDisabled',
}

/** Size of a tracking server. */
export enum TrackingServerSize {
  /** For up to 25 people. */
  SMALL = 'Small',
  /** For up to 50 people. */
  MEDIUM = 'Medium',
  /** For up to 100 people. */
  LARGE = 'Large',
}

/** Settings of an MLflow app. */
export interface MlflowAppProps {
  /**
   * Its name. A change replaces it, and with it the runs.
   *
   * @default - made from the construct's path
   */
  readonly name?: string;

  /**
   * Where files and models are kept.
   *
   * @default - a bucket of its own: encrypted, versioned, kept
   */
  readonly artifacts?: S3Place;

  /**
   * Role that reads and writes the artifacts, and registers models. A change replaces an app.
   *
   * @default - a role that may do so, and nothing else
   */
  readonly role?: iam.IRole;

  /**
   * Whether models that are logged become versions in SageMaker's registry.
   *
   * @default ModelRegistration.NONE
   */
  readonly modelRegistration?: ModelRegistration;

  /**
   * When maintenance begins each week, in UTC: `Tue:03:30`.
   *
   * @default - chosen by the service
   */
  readonly maintenance?: string;

  /**
   * What happens to it, its role and a bucket of its own when they leave the stack. With DESTROY, all runs and artifacts go.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Settings of a tracking server. */
export interface MlflowTrackingServerProps extends MlflowAppProps {
  /**
   * Its size, which sets its price by the hour.
   *
   * @default TrackingServerSize.SMALL
   */
  readonly size?: TrackingServerSize;

  /**
   * Version of MLflow, such as `3.0`.
   *
   * @default - the service's newest when it is made
   */
  readonly mlflowVersion?: string;
}

/** How jobs and notebooks are found in an app or server of this stack. */
export interface MlflowRunOptions {
  /**
   * Experiment that runs are part of.
   *
   * @default - the name of the pipeline, or of the scheduled job
   */
  readonly experimentName?: string;

  /**
   * Name of the run.
   *
   * @default - the id of the pipeline's run, or of the schedule's start
   */
  readonly runName?: string;
}

/** Something of SageMaker that runs MLflow. */
export interface IMlflow extends IResource {
  /** Where pipelines and jobs log, with the artifacts that they then may read and write: give it as their `tracking`. */
  tracking(options?: MlflowRunOptions): MlflowTracking;

  /** Lets a role log runs and artifacts and look at them, for example that of a domain: `domain.executionRole`. */
  grantLog(role: iam.IRole): void;

  /** Lets a principal open MLflow's pages. */
  grantOpen(grantee: iam.IGrantable): iam.Grant;
}

const VERSION = /^(?=.{1,16}$)\d+(\.\d+)+$/;

abstract class MlflowBase extends Resource implements IMlflow {
  /** The role that reads and writes the artifacts. */
  public readonly role: iam.IRole;

  /** Where files and models are kept. */
  public readonly artifacts: S3Place;

  constructor(scope: Construct, id: string, props: MlflowAppProps) {
    super(scope, id);
    const store = new MlflowStore(this, props, props.modelRegistration === ModelRegistration.AUTOMATIC);
    this.role = store.role;
    this.artifacts = store.artifacts;
  }

  public abstract tracking(options?: MlflowRunOptions): MlflowTracking;
  public abstract grantOpen(grantee: iam.IGrantable): iam.Grant;

  public grantLog(role: iam.IRole): void {
    this.tracking()._bind({ scope: this, role });
  }

  /** Keeps or deletes it with its role and a bucket of its own. */
  public override applyRemovalPolicy(policy: RemovalPolicy): void {
    this.node.findAll().filter(CfnResource.isCfnResource).forEach((resource) => resource.applyRemovalPolicy(policy));
  }
}

/**
 * MLflow without a server: an app of SageMaker, which starts in minutes, scales to nothing and costs nothing while nobody logs.
 *
 * CloudFormation knows no key for it, nor that it is the default of a domain; the bucket's key encrypts artifacts. Not every region has it.
 */
export class MlflowApp extends MlflowBase implements aws_sagemaker.IMlflowAppRef {
  /**
   * ARN of the app, which is what MLflow's client takes as tracking URI.
   * @attribute
   */
  public readonly mlflowAppArn: string;

  constructor(scope: Construct, id: string, props: MlflowAppProps = {}) {
    super(scope, id, props);
    const rule = NameRule.of('MlflowApp.Name');
    new Mistakes(this).add(rule.mistakeIn('name', props.name)).add(mistakeInMaintenance(props.maintenance)).throwIfAny();
    const resource = new CfnMlflowApp(this, 'Resource', {
      name: props.name ?? rule.nameFor(this),
      artifactStoreUri: uriOf(this.artifacts),
      roleArn: this.role.roleArn,
      modelRegistrationMode: props.modelRegistration ?? ModelRegistration.NONE,
      weeklyMaintenanceWindowStart: props.maintenance,
    });
    resource.node.addDependency(this.role);
    this.mlflowAppArn = resource.ref;
    this.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }

  public get mlflowAppRef(): aws_sagemaker.MlflowAppReference {
    return { mlflowAppArn: this.mlflowAppArn };
  }

  public tracking(options: MlflowRunOptions = {}): MlflowTracking {
    return MlflowTracking.app(this, { ...options, artifacts: this.artifacts });
  }

  public grantOpen(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions: ['sagemaker:CreatePresignedMlflowAppUrl'], resourceArns: [this.mlflowAppArn] });
  }
}

/**
 * MLflow on a server that runs, and costs, around the clock; for those whom an app does not serve, such as regions without one. It takes half an hour to make.
 */
export class MlflowTrackingServer extends MlflowBase implements aws_sagemaker.IMlflowTrackingServerRef {
  /**
   * Name of the server.
   * @attribute
   */
  public readonly trackingServerName: string;

  /**
   * ARN of the server, which is what MLflow's client takes as tracking URI.
   * @attribute
   */
  public readonly trackingServerArn: string;

  constructor(scope: Construct, id: string, props: MlflowTrackingServerProps = {}) {
    super(scope, id, props);
    const rule = NameRule.of('MlflowTrackingServer.TrackingServerName');
    new Mistakes(this)
      .add(rule.mistakeIn('name', props.name))
      .add(mistakeInMaintenance(props.maintenance))
      .when(isKnown(props.mlflowVersion) && !VERSION.test(props.mlflowVersion), {
        code: 'MlflowVersionInvalid', property: 'mlflowVersion', problem: 'must be a version', value: props.mlflowVersion, fix: "Write it like '3.0'.",
      })
      .throwIfAny();
    const resource = new CfnMlflowTrackingServer(this, 'Resource', {
      trackingServerName: props.name ?? rule.nameFor(this),
      artifactStoreUri: uriOf(this.artifacts),
      roleArn: this.role.roleArn,
      trackingServerSize: props.size ?? TrackingServerSize.SMALL,
      mlflowVersion: props.mlflowVersion,
      automaticModelRegistration: props.modelRegistration === ModelRegistration.AUTOMATIC,
      weeklyMaintenanceWindowStart: props.maintenance,
    });
    resource.node.addDependency(this.role);
    this.trackingServerName = resource.ref;
    this.trackingServerArn = resource.attrTrackingServerArn;
    this.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }

  public get mlflowTrackingServerRef(): aws_sagemaker.MlflowTrackingServerReference {
    return { trackingServerName: this.trackingServerName };
  }

  public tracking(options: MlflowRunOptions = {}): MlflowTracking {
    return MlflowTracking.server(this, { ...options, artifacts: this.artifacts });
  }

  public grantOpen(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions: ['sagemaker:CreatePresignedMlflowTrackingServerUrl'], resourceArns: [this.trackingServerArn] });
  }
}
