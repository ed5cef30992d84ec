import type * as iam from 'aws-cdk-lib/aws-iam';
import { Token } from 'aws-cdk-lib/core';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { Keep } from '../core/internal/job-site';
import { Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import type { CachedStepOptions } from './cache';
import { jsonText } from './private/json-text';
import { withTokens } from './private/with-tokens';
import type { RetriedStepOptions } from './retry';
import { Step, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** What a job is about: the kinds of work that SageMaker's `CreateJob` takes. */
export enum JobCategory {
  /** Fine-tunes a model by reinforcement over several turns. */
  AGENT_RFT = 'AgentRFT',
  /** Evaluates such a model. */
  AGENT_RFT_EVALUATION = 'AgentRFTEvaluation',
  /** Makes data. */
  SYNTHETIC_DATA_GENERATION = 'SyntheticDataGeneration',
  /** Judges data. */
  DATA_QUALITY_EVALUATION = 'DataQualityEvaluation',
  /** Changes data. */
  DATA_TRANSFORMATION = 'DataTransformation',
}

/** A job to customize a model in a pipeline. */
export interface JobStepProps extends CachedStepOptions, RetriedStepOptions {
  /** What it is about. */
  readonly category: JobCategory;

  /** Version of the schema of `document`, such as `1.0.0`; `aws sagemaker list-job-schema-versions` tells them. */
  readonly schemaVersion: string;

  /**
   * What the job does, in the words of the schema, with values of the pipeline in it; at most 262,144 characters.
   *
   * The schema is not checked here: `aws sagemaker describe-job-schema-version` tells it. An `OutputDataConfig` without `S3OutputPath` is given a folder of the
   * run.
   */
  readonly document: { [member: string]: unknown };

  /**
   * Role that the job works as.
   *
   * @default - the role of the pipeline's jobs
   */
  readonly role?: iam.IRole;

  /**
   * What that role must be allowed, beyond the pipeline's results.
   *
   * @default - nothing
   */
  readonly jobPermissions?: iam.PolicyStatement[];

  /**
   * Labels of the job.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}

const DOCUMENT = Limit.between('JobConfigDocument', 1, 262_144);
const TAGS = Limit.between('JobTags', 0, 50);

/**
 * Runs a job of SageMaker's model customization, which one call starts whatever it is about.
 *
 * The pipeline's role may start, follow, stop and tag jobs of this category that it names itself, and hand them the role. What the document names, grant to
 * that role: it is not read here. A run costs what the job costs.
 */
export class JobStep extends Step {
  constructor(name: string, private readonly props: JobStepProps) {
    super(name, props);
    const { schemaVersion } = props;
    new Mistakes()
      .when(!Token.isUnresolved(schemaVersion) && !(/^\d+\.\d+\.\d+$/.test(schemaVersion) && schemaVersion.length <= 16), {
        code: 'JobSchemaVersion', property: `step '${name}'`, problem: "'schemaVersion' must be three numbers, with at most 16 characters", value: schemaVersion,
        fix: "Write it as '1.0.0'.",
      })
      .add(TAGS.mistakeInCount(`step '${name}' tags`, props.tags))
      .throwIfAny();
  }

  /** ARN of the job. */
  public get jobArn(): PipelineValue {
    return StepProperty._ofStep(this, 'JobArn');
  }

  /** A member of the document as the job has it when it has ended, by its path: for example `OutputModelPackageArn`. */
  public output(path: string): PipelineValue {
    return StepProperty._ofStep(this, `JobConfigDocument.${path}`);
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { category, schemaVersion, tags, jobPermissions = [] } = this.props;
    const role = this.roleIn(site);
    const jobs = arnOf(site.pipeline, { service: 'sagemaker', resource: 'job', resourceName: `${category}/*` });
    allow(site.pipelineRole, {
      actions: ['sagemaker:CreateJob', 'sagemaker:DescribeJob', 'sagemaker:StopJob', 'sagemaker:AddTags', 'sagemaker:ListTags'], resourceArns: [jobs],
    }, 'SageMaker names the jobs of pipelines when it starts them.');
    jobPermissions.forEach((statement) => role.addToPrincipalPolicy(statement));
    return {
      Type: 'Job',
      Arguments: {
        JobCategory: category,
        JobConfigSchemaVersion: schemaVersion,
        JobConfigDocument: this.documentIn(site),
        RoleArn: role.roleArn,
        Tags: tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      },
    };
  }

  /** The pipeline hands its jobs their own role already. */
  private roleIn(site: _StepSite): iam.IRole {
    const { role } = this.props;
    if (role) {
      allow(site.pipelineRole, {
        actions: ['iam:PassRole'], resourceArns: [role.roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
      });
      site.readResults(role);
      site.writeResults(role);
    }
    return role ?? site.jobSite(this.stepName).role;
  }

  private documentIn(site: _StepSite): string {
    const { document } = this.props;
    const output = document.OutputDataConfig as { [member: string]: unknown } | undefined;
    const place = { S3OutputPath: site.jobSite(this.stepName).outputUri('job/', Keep.WITH_THE_MODEL) };
    const text = jsonText(withTokens(output ? { ...document, OutputDataConfig: { ...place, ...output } } : document));
    new Mistakes(site.pipeline).add(DOCUMENT.mistakeInText(`step '${this.stepName}' document`, text)).throwIfAny();
    return text;
  }
}
