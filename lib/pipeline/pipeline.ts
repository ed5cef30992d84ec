import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { ArnFormat, Lazy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { invalid } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { NameRule } from '../core/internal/names';
import { grantPassToSageMaker, sagemakerRole } from '../core/internal/roles';
import {
  Parameter, ParameterType, type BooleanParameterOptions, type NumberParameterOptions, type StringParameterOptions, type _ParameterSettings,
} from './parameters';
import { type IPipeline, PipelineBase, pipelineArnOf } from './pipeline-base';
import { PipelineStarter, type IPipelineStarter } from './pipeline-starter';
import { PipelineTarget } from './pipeline-target';
import { ArtifactStore } from './private/artifact-store';
import { Definition } from './private/definition';
import type { Step, _StepSite } from './step';

/** A pipeline to make. */
export interface PipelineProps {
  /**
   * Name of the pipeline; at most 256 letters, digits and hyphens. Another name replaces the pipeline and its history of runs.
   *
   * @default - made from the construct's place in the app
   */
  readonly pipelineName?: string;

  /**
   * Name shown in Studio.
   *
   * @default - the pipeline's name
   */
  readonly displayName?: string;

  /**
   * What the pipeline is for; at most 3,072 characters.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Bucket for what the steps make: intermediate results below `runs/`, models and their metrics below `models/`.
   *
   * @default - a bucket of its own, kept when the stack is deleted; intermediate results expire after 90 days
   */
  readonly artifacts?: s3.IBucket;

  /**
   * Key for volumes and results.
   *
   * @default - the key of the artifact bucket, if it has one
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How many steps may run at once.
   *
   * @default - as many as there are
   */
  readonly maxParallelSteps?: number;

  /**
   * Role that the pipeline acts as: it starts jobs and registers models.
   *
   * @default - a role with just the permissions that the steps need
   */
  readonly role?: iam.IRole;

  /**
   * Role that the jobs' containers run as: it reads inputs and writes results, and can start nothing.
   *
   * @default - a role with just the permissions that the steps' inputs, images and results need
   */
  readonly jobRole?: iam.IRole;
}

/** How a pipeline is run when it is deployed. */
export interface StartOnDeploymentOptions {
  /**
   * Parameter values of the run.
   *
   * @default - the parameters' defaults
   */
  readonly parameters?: { [name: string]: string };

  /**
   * What starts the run.
   *
   * @default - a function that the stack's pipelines share
   */
  readonly starter?: IPipelineStarter;
}

const PARALLELISM = Limit.of('ParallelismConfiguration.MaxParallelExecutionSteps');
const DESCRIPTION = Limit.between('PipelineDescription', 0, 3072);

/**
 * A SageMaker pipeline: steps that prepare data, train, evaluate and register a model, with the permissions they need.
 *
 * The pipeline itself costs nothing; its jobs cost the time they run.
 */
export class Pipeline extends PipelineBase {
  /** A pipeline that exists, by its name in this account and region. */
  public static fromPipelineName(scope: Construct, id: string, pipelineName: string): IPipeline {
    class Import extends PipelineBase {
      public readonly pipelineName = pipelineName;
      public readonly pipelineArn = pipelineArnOf(this, pipelineName);
    }
    return new Import(scope, id);
  }

  /** A pipeline that exists, by its ARN. */
  public static fromPipelineArn(scope: Construct, id: string, pipelineArn: string): IPipeline {
    const parts = Stack.of(scope).splitArn(pipelineArn, ArnFormat.SLASH_RESOURCE_NAME);
    class Import extends PipelineBase {
      public readonly pipelineName = parts.resourceName!;
      public readonly pipelineArn = pipelineArn;
    }
    return new Import(scope, id, { account: parts.account, region: parts.region });
  }

  /** @attribute */
  public readonly pipelineName: string;
  /** @attribute */
  public readonly pipelineArn: string;
  /** Role that the pipeline acts as. */
  public readonly role: iam.IRole;
  /** Role that the jobs' containers run as. */
  public readonly jobRole: iam.IRole;
  /** Where results go. */
  public readonly artifacts: s3.IBucket;

  private readonly definition: Definition;
  private readonly store: ArtifactStore;

  constructor(scope: Construct, id: string, props: PipelineProps = {}) {
    super(scope, id);
    PARALLELISM.check(this, 'maxParallelSteps', props.maxParallelSteps);
    const mistake = DESCRIPTION.mistakeInText('description', props.description);
    if (mistake) {
      throw invalid(this, mistake);
    }
    const rule = NameRule.of('Pipeline.PipelineName');
    rule.check(this, 'pipelineName', props.pipelineName);
    this.pipelineName = props.pipelineName ?? rule.nameFor(this);
    this.pipelineArn = pipelineArnOf(this, this.pipelineName);
    this.definition = new Definition(this);
    this.role = props.role ?? sagemakerRole(this, 'Role', 'Starts the jobs of a SageMaker pipeline and registers its models');
    this.jobRole = props.jobRole ?? sagemakerRole(this, 'JobRole', 'What the containers of a SageMaker pipeline may read and write');
    grantPassToSageMaker(this.role, this.jobRole);
    this.store = new ArtifactStore(this, this.pipelineName, props.artifacts, props.encryptionKey);
    this.store.grantUse(this.role, this.jobRole);
    this.artifacts = this.store.bucket;

    const resource = new sagemaker.CfnPipeline(this, 'Resource', {
      pipelineName: this.pipelineName,
      pipelineDisplayName: props.displayName,
      pipelineDescription: props.description,
      pipelineDefinition: { PipelineDefinitionBody: Lazy.uncachedString({ produce: () => this.definition.toJsonString() }) },
      parallelismConfiguration: props.maxParallelSteps === undefined ? undefined : { MaxParallelExecutionSteps: props.maxParallelSteps },
      roleArn: this.role.roleArn,
    });
    // The service checks at creation that it can act as the role; a policy that comes later is not seen by the first run.
    resource.node.addDependency(this.role, this.jobRole);
    this.node.addValidation({ validate: () => this.definition.mistakes() });
  }

  /** A text that each run may be given. */
  public addStringParameter(name: string, options: StringParameterOptions = {}): Parameter {
    return this.addParameter(name, ParameterType.STRING, options);
  }

  /** A whole number that each run may be given. */
  public addIntegerParameter(name: string, options: NumberParameterOptions = {}): Parameter {
    return this.addParameter(name, ParameterType.INTEGER, options);
  }

  /** A number that each run may be given. */
  public addFloatParameter(name: string, options: NumberParameterOptions = {}): Parameter {
    return this.addParameter(name, ParameterType.FLOAT, options);
  }

  /** A yes or no that each run may be given. */
  public addBooleanParameter(name: string, options: BooleanParameterOptions = {}): Parameter {
    return this.addParameter(name, ParameterType.BOOLEAN, options);
  }

  /** Adds steps; they run as soon as what they depend on is there. Steps inside of a condition are added with it. */
  public addSteps(...steps: Step[]): void {
    steps.forEach((step) => this.definition.addStep(step._toJson(this.stepSite())));
  }

  /** Starts runs on a schedule. Every parameter needs a default or a value here. */
  public startOn(schedule: events.Schedule, target: PipelineTarget = new PipelineTarget(this)): events.Rule {
    return new events.Rule(this, `Schedule${this.node.children.filter((child) => child instanceof events.Rule).length || ''}`, {
      schedule,
      targets: [target],
    });
  }

  /**
   * Runs the pipeline when it is first deployed, and again whenever a deployment changed what it does: a step, a script, the data.
   *
   * The deployment does not wait for the run. When the pipeline is deleted, runs that are going on are stopped first.
   */
  public startOnDeployment(options: StartOnDeploymentOptions = {}): void {
    this._requireValues(options.parameters);
    const starter = options.starter ?? PipelineStarter.shared(this);
    starter.start(this, {
      runHash: Lazy.uncachedString({ produce: () => this.definition.hash() }),
      parameters: options.parameters,
    });
  }

  /**
   * The parameters that have neither a default nor a value here.
   *
   * @internal
   */
  public _requireValues(values: { [name: string]: string } = {}): void {
    this.definition.requireValues(values);
  }

  /**
   * What the definition says, as an object; values that CloudFormation fills in are tokens.
   *
   * @internal
   */
  public _definition(): Record<string, unknown> {
    return this.definition.toJson();
  }

  private addParameter(name: string, type: ParameterType, settings: _ParameterSettings): Parameter {
    const parameter = Parameter._of(this, name, type, settings);
    this.definition.addParameter(parameter);
    return parameter;
  }

  private stepSite(): _StepSite {
    const site: _StepSite = {
      pipeline: this,
      pipelineRole: this.role,
      jobSite: (stepName) => this.store.jobSite(this, this.jobRole, stepName),
      nested: (step) => step._toJson(site),
    };
    return site;
  }
}
