import { Duration } from 'aws-cdk-lib/core';
import { Construct, Dependable, type IConstruct, type IDependable } from 'constructs';
import type { HandlerOptions } from '../core';
import { PIPELINE_RUN_RESOURCE_TYPE, type PipelineRunProperties } from '../core/contract';
import { allow, type Permission } from '../core/internal/allow';
import { handledResource } from '../core/internal/handled-resource';
import { HandlerFunction, handlerOptions } from '../core/internal/handler-function';
import { ServedNames, type Server } from '../core/internal/served-names';
import { sharedInStack } from '../core/internal/shared-in-stack';
import { allowUntilGone, type RemovalPermission } from '../core/internal/until-gone';
import type { Pipeline } from './pipeline';
import { pipelineArnOf } from './pipeline-base';

/** A run that belongs to a deployment. */
export interface DeploymentRun {
  /** Stands for everything that makes the run differ from the last: another value, another run. */
  readonly runHash: string;

  /**
   * Parameter values of the run.
   *
   * @default - the parameters' defaults
   */
  readonly parameters?: { [name: string]: string };
}

/** Something that starts pipelines when they are deployed. */
export interface IPipelineStarter extends IConstruct {
  /** Starts a run now and whenever the hash changes, and stops the runs before the pipeline is deleted; once for each pipeline. */
  start(pipeline: Pipeline, run: DeploymentRun): void;
  /** Starts nothing, and stops the runs before the pipeline is deleted; `start` may follow. */
  stopBeforeDeletion(pipeline: Pipeline): void;
}

/** A function that starts pipelines when they are deployed. */
export interface PipelineStarterProps extends HandlerOptions {
  /**
   * What the names of its pipelines start with; permission is given once, on the prefix, however many pipelines there are.
   * A pipeline with another name is refused.
   *
   * @default - permission is given on each pipeline
   */
  readonly pipelineNamePrefix?: string;
}

/** Id of the resource below a pipeline that starts its runs and stops them. */
const RUNS = 'RunOnDeployment';
/** Id of the permission to stop them, where each pipeline has its own. */
const STOPPING = 'StopRuns';
const WHY_NAMES_ARE_WIDE = 'One permission serves all pipelines of a platform, whose names start with its prefix.';
const WHY_RUNS_ARE_WIDE = 'Runs get their ids when they start.';

/** What stops a pipeline's runs before it is deleted, for those who start runs and so must be gone by then; nothing where nothing stops them. */
export function stopOfRuns(pipeline: Construct): IDependable {
  const stop: IDependable = {};
  Dependable.implement(stop, {
    get dependencyRoots() {
      const resource = pipeline.node.tryFindChild(RUNS);
      return resource ? [resource] : [];
    },
  });
  return stop;
}

const STARTER: Server = { code: 'Starter', property: 'pipelineNamePrefix', power: 'start and stop every pipeline of the account' };

/**
 * Starts pipelines when they are deployed, and stops their runs before they are deleted.
 *
 * It is one function with its log, role, dead letters and alarm, and costs nothing but the alarm while nothing is deployed.
 */
export class PipelineStarter extends Construct implements IPipelineStarter {
  /** The starter that all pipelines of a stack share. */
  public static shared(scope: Construct): IPipelineStarter {
    return sharedInStack(scope, 'SageMakerPipelineStarter', (stack, id) => new PipelineStarter(stack, id));
  }

  private readonly handler: HandlerFunction;
  private readonly served: ServedNames;

  constructor(scope: Construct, id: string, props: PipelineStarterProps = {}) {
    super(scope, id);
    this.served = new ServedNames(this, STARTER, props.pipelineNamePrefix);
    this.handler = new HandlerFunction(this, 'Handler', {
      handler: 'start-pipeline',
      description: 'Starts SageMaker pipelines when they are deployed and stops them before they are deleted',
      timeout: Duration.minutes(15),
      ...handlerOptions(props),
    });
    this.served.coverAll((names) => {
      const pipelineArn = pipelineArnOf(this, names);
      allow(this.handler, starting(pipelineArn), WHY_NAMES_ARE_WIDE);
      stopping(pipelineArn, WHY_NAMES_ARE_WIDE).forEach((each) => allow(this.handler, each, each.whyWildcards));
    });
  }

  public start(pipeline: Pipeline, run: DeploymentRun): void {
    this.serve(pipeline, { PipelineName: pipeline.pipelineName, RunHash: run.runHash, Parameters: run.parameters });
  }

  public stopBeforeDeletion(pipeline: Pipeline): void {
    this.serve(pipeline, { PipelineName: pipeline.pipelineName });
  }

  private serve(pipeline: Pipeline, properties: PipelineRunProperties): void {
    // One resource whether it starts runs or not: one that went away with the last start would stop the runs of a pipeline that stays.
    [RUNS, STOPPING].forEach((id) => pipeline.node.tryRemoveChild(id));
    const resource = handledResource(pipeline, RUNS, PIPELINE_RUN_RESOURCE_TYPE, this.handler, properties);
    resource.node.addDependency(pipeline.node.defaultChild!, pipeline.role, pipeline.jobRole);
    this.served.cover(pipeline, { pipelineName: properties.PipelineName }, () => {
      const { pipelineArn } = pipeline;
      allow(this.handler, starting(pipelineArn));
      allowUntilGone(pipeline, STOPPING, this.handler.role, stopping(pipelineArn, WHY_RUNS_ARE_WIDE), resource);
    });
  }
}

function starting(pipelineArn: string): Permission {
  return { actions: ['sagemaker:StartPipelineExecution'], resourceArns: [pipelineArn] };
}

function stopping(pipelineArn: string, whyWildcards: string): RemovalPermission[] {
  return [
    { actions: ['sagemaker:ListPipelineExecutions'], resourceArns: [pipelineArn], whyWildcards },
    { actions: ['sagemaker:StopPipelineExecution'], resourceArns: [`${pipelineArn}/execution/*`], whyWildcards },
  ];
}
