import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { ArnFormat, Lazy, Stack } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import type { S3Source } from '../core';
import { invalid, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { NameRule } from '../core/internal/names';
import { grantPassToSageMaker, sagemakerRole } from '../core/internal/roles';
import { DefinitionPlace } from './definition-place';
import type { StartOnNewDataOptions } from './new-data-starter';
import {
  Parameter, ParameterType, type BooleanParameterOptions, type NumberParameterOptions, type StringParameterOptions, type _ParameterSettings,
} from './parameters';
import { type IPipeline, PipelineBase, pipelineArnOf } from './pipeline-base';
import { PipelineDefinitionWriter } from './pipeline-definition-writer';
import type { PipelineProps, StartOnDeploymentOptions, StopOnDeletionOptions } from './pipeline-options';
import { PipelineStarter, stopOfRuns, type IPipelineStarter } from './pipeline-starter';
import { PipelineTarget } from './pipeline-target';
import { ArtifactStore } from './private/artifact-store';
import { allowLookingAtJobs, allowLookingAtRuns, allowLookingAtVersions } from './private/comparison-permissions';
import { Definition } from './private/definition';
import { grantExperiments } from './private/experiment-permissions';
import { mermaidOf } from './private/mermaid';
import { startOnNewData } from './private/new-data';
import type { Step, _StepSite } from './step';
import { JsonObjectValue } from './step-value';
import type { PipelineValue } from './value';

const PARALLELISM = Limit.of('ParallelismConfiguration.MaxParallelExecutionSteps');
const DESCRIPTION = Limit.of('CreatePipelineRequest.PipelineDescription');
const DISPLAY_NAME = Limit.of('CreatePipelineRequest.PipelineDisplayName');

/**
 * A SageMaker pipeline: steps that prepare data, train, evaluate and register a model, with the permissions they need.
 *
 * It makes two roles and, unless one is given, a bucket. The pipeline itself costs nothing, its jobs cost the time they run, the bucket
 * what it holds. Deleting it keeps the bucket and the registered models. What would not run is refused at synthesis: an empty pipeline,
 * names that repeat, references to steps or parameters it does not have or into a branch, steps that wait for themselves.
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

  /** A pipeline that exists, by its ARN. Its name is read from there and is in lower case, and so are the dimensions of its metrics. */
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
  private readonly place: DefinitionPlace;
  private readonly resource: sagemaker.CfnPipeline;
  private inS3 = false;
  private readonly store: ArtifactStore;
  /** ARNs of the versions that the steps register. */
  private readonly versionArns = new Set<string>();
  /** Who looks at runs and at all that comes of them. */
  private readonly observers: iam.IGrantable[] = [];
  private schedules = 0;
  private startsOnDeployment = false;
  private stopper: IPipelineStarter | undefined;

  constructor(scope: Construct, id: string, props: PipelineProps = {}) {
    super(scope, id);
    const rule = NameRule.of('Pipeline.PipelineName');
    new Mistakes(this)
      .add(rule.mistakeIn('pipelineName', props.pipelineName))
      .add(DISPLAY_NAME.mistakeInText('displayName', props.displayName))
      .add(DESCRIPTION.mistakeInText('description', props.description))
      .add(PARALLELISM.mistakeIn('maxParallelSteps', props.maxParallelSteps))
      .throwIfAny();
    this.pipelineName = props.pipelineName ?? rule.nameFor(this);
    this.pipelineArn = pipelineArnOf(this, this.pipelineName);
    this.definition = new Definition(this, props.experiment);
    this.role = props.role ?? sagemakerRole(this, 'Role', 'Starts the jobs of a SageMaker pipeline and registers its models');
    this.jobRole = props.jobRole ?? sagemakerRole(this, 'JobRole', 'What the containers of a SageMaker pipeline may read and write');
    grantPassToSageMaker(this.role, this.jobRole);
    if (props.experiment) {
      grantExperiments(this, this.role);
    }
    this.store = new ArtifactStore(this, this.pipelineName, props.artifacts, props.encryptionKey, props.mlflow);
    this.store.grantUse(this.role, this.jobRole);
    this.artifacts = this.store.bucket;

    this.resource = new sagemaker.CfnPipeline(this, 'Resource', {
      pipelineName: this.pipelineName,
      pipelineDisplayName: props.displayName,
      pipelineDescription: props.description,
      pipelineDefinition: { PipelineDefinitionBody: this.definition.asAny() },
      parallelismConfiguration: props.maxParallelSteps === undefined ? undefined : { MaxParallelExecutionSteps: props.maxParallelSteps },
      roleArn: this.role.roleArn,
    });
    // The service checks at creation that it can act as the role; a policy that comes later is not seen by the first run.
    this.resource.node.addDependency(this.role, this.jobRole);
    this.place = props.definition ?? DefinitionPlace.automatic();
    this.putInPlace();
    this.node.addValidation({ validate: () => this.definition.mistakes() });
  }

  /** A text that each run may be given; fails for a name that is taken. */
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

  /**
   * A number or text in a JSON object in S3, such as a bar that people may change between runs; read when a step that uses it starts.
   *
   * @param source the object; the pipeline's role is given what it takes to read it. One that a step wrote makes the user wait for that step.
   * @param path where in the object: `auc`, `a.b[0]`, `a['b c']`. A run fails when the object has no number, text or truth value there.
   */
  public readJson(source: S3Source, path: string): PipelineValue {
    return JsonObjectValue._of(this, source.bind(this, this.role).uri, path);
  }

  /**
   * Adds steps; they run as soon as what they depend on is there, in whatever order they are added.
   *
   * Steps inside of a condition are added with it. Gives the roles what the steps need. Fails for a step that is part of a pipeline already.
   */
  public addSteps(...steps: Step[]): void {
    steps.forEach((step) => this.definition.addStep(step._toJson(this.stepSite())));
    this.putInPlace();
  }

  /**
   * A picture of the steps in Mermaid's language, for reviews and documents: what waits for what, both branches of conditions, and what runs for each item.
   *
   * Fails for what would be refused at synthesis, such as a step that waits for itself.
   */
  public toMermaid(): string {
    return mermaidOf(this.definition.writtenSteps());
  }

  /**
   * Starts runs on a schedule; call it once for each schedule.
   *
   * Every parameter needs a default, or a value in the target. Now and then EventBridge starts a run twice. Fails for a cron schedule
   * without `minute`, which would start sixty runs an hour.
   */
  public startOn(schedule: events.Schedule, target: PipelineTarget = new PipelineTarget(this)): events.Rule {
    if (schedule.expressionString.startsWith('cron(* ')) {
      throw invalid(this, {
        code: 'ScheduleEveryMinute', property: 'schedule', problem: 'starts a run in every minute of its hours', value: schedule.expressionString,
        fix: "Set 'minute' too, for example minute: '0'.",
      });
    }
    this.schedules += 1;
    return new events.Rule(this, this.schedules === 1 ? 'Schedule' : `Schedule${this.schedules}`, { schedule, targets: [target] });
  }

  /**
   * Starts a run when objects land in a bucket; call it once for each place.
   *
   * All that lands while data is gathered is in one run. What lands while a run goes on, whoever started it, leads to one more when it has ended. Nothing is
   * lost, and an event that comes twice changes nothing; two runs begin together only where two places get data at the same moment. A run that fails is not
   * repeated until more lands. Events tell of names alone, so no permission on the bucket or its key is given. A bucket of another app needs EventBridge
   * notifications turned on there; a warning says so. Fails for a place that holds results of this pipeline, and for buckets of other accounts or regions.
   */
  public startOnNewData(bucket: s3.IBucket, options: StartOnNewDataOptions = {}): void {
    startOnNewData(this, bucket, options);
  }

  /**
   * Runs the pipeline when it is first deployed, and again whenever a deployment changed what it does: a step, a script, the data.
   *
   * The deployment does not wait for the run and does not fail with it. Going back to what ran before starts a run again once the run in between has
   * succeeded. When the pipeline is deleted, runs that are going on are stopped first. May be called once.
   */
  public startOnDeployment(options: StartOnDeploymentOptions = {}): void {
    if (this.startsOnDeployment) {
      throw invalid(this, {
        code: 'StartedTwice', property: 'startOnDeployment', problem: 'was called before: a deployment starts one run', fix: 'Call it once.',
      });
    }
    this.startsOnDeployment = true;
    this._startsWith(options.parameters);
    const starter = options.starter ?? this.stopper ?? PipelineStarter.shared(this);
    starter.start(this, {
      runHash: Lazy.uncachedString({ produce: (context) => this.definition.hash(context) }),
      parameters: options.parameters,
    });
  }

  /**
   * Stops the runs that go on before the pipeline is deleted, or gives way to one of another name; SageMaker deletes no pipeline that runs.
   *
   * `startOnDeployment` does this too. Rules of this stack that start the pipeline are deleted first, so that no run begins meanwhile. A later deployment
   * that leaves this call out stops the runs once.
   */
  public stopOnDeletion(options: StopOnDeletionOptions = {}): void {
    if (this.startsOnDeployment || this.stopper) {
      return;
    }
    this.stopper = options.starter ?? PipelineStarter.shared(this);
    this.stopper.stopBeforeDeletion(this);
  }

  /**
   * Notes the values that something starts runs with, for a check at synthesis.
   *
   * @internal
   */
  public _startsWith(values: { [name: string]: string } = {}): void {
    this.definition.startWith(values);
  }

  /**
   * Notes a rule that starts runs: with its values, and so that it is deleted before the runs are stopped.
   *
   * @internal
   */
  public _isStartedBy(rule: IConstruct, values?: { [name: string]: string }): void {
    this._startsWith(values);
    if (Stack.of(rule) === Stack.of(this)) {
      rule.node.addDependency(stopOfRuns(this));
    }
  }

  /**
   * Notes that a step registers versions, for those who look at runs.
   *
   * @internal
   */
  public _registers(versionsArn: string): void {
    this.versionArns.add(versionsArn);
    this.observers.forEach((observer) => allowLookingAtVersions(observer, versionsArn));
  }

  /**
   * Lets somebody look at runs, their jobs, their metrics and the versions they register, whenever the steps are added.
   *
   * @internal
   */
  public _observedBy(observer: iam.IGrantable): void {
    this.observers.push(observer);
    allowLookingAtRuns(observer, this.pipelineArn);
    allowLookingAtJobs(this, observer);
    this.store.grantReadModels(observer);
    this.versionArns.forEach((versionsArn) => allowLookingAtVersions(observer, versionsArn));
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
    this.putInPlace();
    return parameter;
  }

  /** Takes the definition out of the template once it is too large for it; it only grows. */
  private putInPlace(): void {
    if (!this.inS3 && this.place._isInS3(this.definition.roughSize)) {
      this.inS3 = true;
      const writer = this.place._writer ?? PipelineDefinitionWriter.shared(this);
      this.resource.pipelineDefinition = writer._write(this, this.definition.asUpload(), this.store.definitionStore(this, this.role));
    }
  }

  private stepSite(): _StepSite {
    const site: _StepSite = {
      pipeline: this,
      pipelineRole: this.role,
      jobSite: (stepName) => this.store.jobSite(this, this.jobRole, stepName),
      readResults: (role) => this.store.grantRead(role),
      writeResults: (role) => this.store.grantWrite(role),
      deleteResults: (role, stepName) => this.store.grantDelete(role, stepName),
      nested: (step) => step._toJson(site),
    };
    return site;
  }
}
