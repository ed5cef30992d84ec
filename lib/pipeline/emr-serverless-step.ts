import type * as iam from 'aws-cdk-lib/aws-iam';
import { ArnFormat, type Duration } from 'aws-cdk-lib/core';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import type { EmrServerlessProgram } from '../data';
import type { CachedStepOptions } from './cache';
import { nameInArn } from './private/name-in-arn';
import type { RetriedStepOptions } from './retry';
import { Step, type _StepSite } from './step';

/** A Spark program without machines of your own. */
export interface EmrServerlessStepProps extends CachedStepOptions, RetriedStepOptions {
  /** The program: a Python file or a jar, an S3 URI. */
  readonly entryPoint: string;

  /** Role that the program runs as; what it reads and writes is up to it. */
  readonly executionRole: iam.IRole;

  /**
   * Id of an application that exists; text or a value of the pipeline.
   *
   * @default - the step makes one of `releaseLabel`
   */
  readonly applicationId?: string;

  /**
   * Release of EMR for an application that the step makes, for example `emr-7.5.0`.
   *
   * @default - `applicationId` is given
   */
  readonly releaseLabel?: string;

  /**
   * Arguments of the program; values of the pipeline may be among them.
   *
   * @default - none
   */
  readonly arguments?: string[];

  /**
   * Settings for spark-submit, as on its command line.
   *
   * @default - none
   */
  readonly sparkSubmitParameters?: string;

  /**
   * After how long the program is stopped; whole minutes.
   *
   * @default - EMR's own, 12 hours
   */
  readonly maxRuntime?: Duration;

  /**
   * Members of the StartJobRun request to add or replace whole, as EMR writes them: `configurationOverrides`, `tags`.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

/** How a program is run by a step. */
export interface EmrServerlessProgramStepOptions extends CachedStepOptions, RetriedStepOptions {
  /**
   * Arguments of the program; values of the pipeline may be among them.
   *
   * @default - none
   */
  readonly arguments?: string[];

  /**
   * After how long the program is stopped; whole minutes.
   *
   * @default - EMR's own, 12 hours
   */
  readonly maxRuntime?: Duration;
}

const ARGUMENTS = Limit.between('EmrEntryPointArguments', 0, 60);
const MINUTES = Limit.between('EmrServerlessMaxRuntime', 1, 1_000_000);

/**
 * Runs a Spark program on EMR Serverless.
 *
 * A run costs the processors and memory that the program uses. Nothing is derived for the execution role but that the pipeline may hand it over. What else
 * the service may ask of the pipeline's role is not documented: add it to `pipeline.role` where it does.
 */
export class EmrServerlessStep extends Step {
  /** Runs a program of this app, with its role, on its application. */
  public static ofProgram(name: string, program: EmrServerlessProgram, options: EmrServerlessProgramStepOptions = {}): EmrServerlessStep {
    return new EmrServerlessStep(name, {
      ...options,
      applicationId: program.application.applicationRef.applicationId,
      entryPoint: program.entryPointUri,
      executionRole: program.role,
      sparkSubmitParameters: program.sparkSubmitParameters,
    });
  }

  constructor(name: string, private readonly props: EmrServerlessStepProps) {
    super(name, props);
    const property = `step '${name}'`;
    new Mistakes()
      .when((props.applicationId === undefined) === (props.releaseLabel === undefined), {
        code: 'EmrServerlessApplication', property, problem: "needs either 'applicationId' or 'releaseLabel'", fix: 'Give one of them.',
      })
      .add(ARGUMENTS.mistakeInCount(`${property} arguments`, props.arguments))
      .add(MINUTES.mistakeIn(`${property} maxRuntime`, props.maxRuntime?.isUnresolved() ? undefined : props.maxRuntime?.toMinutes()))
      .throwIfAny();
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { applicationId, releaseLabel, entryPoint, executionRole, sparkSubmitParameters, maxRuntime, overrides } = this.props;
    this.grant(site);
    return {
      Type: 'EMRServerless',
      Arguments: {
        ExecutionRoleArn: executionRole.roleArn,
        ...(applicationId === undefined ? { ApplicationConfig: { releaseLabel, type: 'SPARK' } } : { ApplicationId: applicationId }),
        JobConfig: {
          applicationId,
          executionRoleArn: executionRole.roleArn,
          jobDriver: { sparkSubmit: { entryPoint, entryPointArguments: this.props.arguments, sparkSubmitParameters } },
          executionTimeoutMinutes: maxRuntime?.toMinutes(),
          ...overrides,
        },
      },
    };
  }

  private grant(site: _StepSite): void {
    const { applicationId, executionRole } = this.props;
    const arn = (path: string) => arnOf(site.pipeline, { service: 'emr-serverless', resource: `/applications/${path}`, arnFormat: ArnFormat.NO_RESOURCE_NAME });
    const application = applicationId === undefined ? '*' : nameInArn(applicationId, '*');
    const why = 'Applications and their runs get their ids when they are made.';
    allow(site.pipelineRole, { actions: ['emr-serverless:GetApplication', 'emr-serverless:StartJobRun'], resourceArns: [arn(application)] }, why);
    allow(site.pipelineRole, { actions: ['emr-serverless:CancelJobRun', 'emr-serverless:GetJobRun'], resourceArns: [arn(`${application}/jobruns/*`)] }, why);
    if (applicationId === undefined) {
      allow(site.pipelineRole, { actions: ['emr-serverless:CreateApplication'], resourceArns: ['*'] }, 'Making an application supports no resource.');
      allow(site.pipelineRole, {
        actions: ['emr-serverless:DeleteApplication', 'emr-serverless:StartApplication', 'emr-serverless:StopApplication'], resourceArns: [arn('*')],
      }, why);
    }
    allow(site.pipelineRole, {
      actions: ['iam:PassRole'], resourceArns: [executionRole.roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'emr-serverless.amazonaws.com' } },
    });
  }
}
