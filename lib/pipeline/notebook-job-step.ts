import { basename } from 'node:path';
import { Duration, Size, Stack } from 'aws-cdk-lib/core';
import { type ContainerImage, S3Source } from '../core';
import { stageSideBySide } from '../core/internal/assets';
import { Mistakes } from '../core/internal/errors';
import { checkInstanceType, FOR_TRAINING } from '../core/internal/instance-types';
import { grantJobTelemetry, grantPull, Keep, volumeKey } from '../core/internal/job-site';
import { Limit } from '../core/internal/limits';
import { grantRunJobs } from './private/job-permissions';
import type { RetriedStepOptions } from './retry';
import { Step, type _StepSite } from './step';
import { StepProperty } from './step-value';

/** A notebook to run. */
export interface NotebookJobStepProps extends RetriedStepOptions {
  /** The notebook, a local file that ends in `.ipynb`, relative to the folder the app runs in. */
  readonly notebook: string;

  /** Image to run it in, which holds SageMaker's notebook scheduler: a SageMaker Distribution, or one of yours. */
  readonly image: ContainerImage;

  /**
   * Kernel of the image.
   *
   * @default 'python3'
   */
  readonly kernelName?: string;

  /**
   * Local script that runs first, in a shell.
   *
   * @default - none
   */
  readonly initializationScript?: string;

  /**
   * Further local files that lie beside the notebook; no two may have one name.
   *
   * @default - none
   */
  readonly additionalFiles?: string[];

  /**
   * Values for the cell that is tagged `parameters`; values of the pipeline may be among them.
   *
   * @default - none
   */
  readonly parameters?: { [name: string]: string };

  /**
   * Environment variables; those that begin with `SM_` are the scheduler's own.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Instance that it runs on.
   *
   * @default 'ml.m5.large'
   */
  readonly instanceType?: string;

  /**
   * Disk of the instance, in whole GiB.
   *
   * @default Size.gibibytes(30)
   */
  readonly volumeSize?: Size;

  /**
   * After how long the notebook is stopped.
   *
   * @default Duration.hours(1)
   */
  readonly maxRuntime?: Duration;

  /**
   * Members of the CreateTrainingJob request to add or replace whole.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

const CHANNEL = 'sagemaker_headless_execution_pipelinestep';
const RUNTIME = Limit.of('StoppingCondition.MaxRuntimeInSeconds');
const PARAMETERS = Limit.of('CreateTrainingJobRequest.HyperParameters');

/**
 * Runs a notebook from top to bottom, and keeps it with its outputs.
 *
 * It is a training job whose container executes the notebook; a run costs the time of its instance. In the pipeline's own bucket the result expires after 90
 * days. The pipeline's role may run jobs that pipelines name; the job's role reads the files and pulls the image: what else the notebook reads, grant to
 * `pipeline.jobRole`.
 */
export class NotebookJobStep extends Step {
  constructor(name: string, private readonly props: NotebookJobStepProps) {
    super(name, props);
    check(name, props);
  }

  /** Folder of the executed notebook: `output.tar.gz` below the name of the job. */
  public get output(): S3Source {
    return S3Source.fromUri(StepProperty._ofStep(this, 'OutputDataConfig.S3OutputPath').valueAsString);
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { image, instanceType = 'ml.m5.large', volumeSize, maxRuntime, parameters, overrides } = this.props;
    checkInstanceType(site.pipeline, 'instanceType', instanceType, FOR_TRAINING);
    grantRunJobs(site, 'training-job', 'TrainingJob');
    const jobSite = site.jobSite(this.stepName);
    const bound = image.bind(jobSite.scope);
    grantPull(bound, jobSite.role);
    grantJobTelemetry(jobSite.scope, jobSite.role, 'TrainingJobs');
    const files = stageSideBySide(jobSite.scope, filesOf(this.props));
    files.grantRead(jobSite.role);
    return {
      Type: 'Training',
      Arguments: {
        RoleArn: jobSite.role.roleArn,
        AlgorithmSpecification: { TrainingImage: bound.uri, TrainingInputMode: 'File', ContainerEntrypoint: ['amazon_sagemaker_scheduler'] },
        HyperParameters: parameters,
        InputDataConfig: [{
          ChannelName: CHANNEL,
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: files.uri, S3DataDistributionType: 'FullyReplicated' } },
        }],
        OutputDataConfig: { S3OutputPath: jobSite.outputUri('notebook', Keep.FOR_THE_RUN), KmsKeyId: jobSite.encryptionKey?.keyArn },
        ResourceConfig: {
          InstanceCount: 1,
          InstanceType: instanceType,
          VolumeSizeInGB: (volumeSize ?? Size.gibibytes(30)).toGibibytes(),
          VolumeKmsKeyId: volumeKey(jobSite, instanceType),
        },
        StoppingCondition: { MaxRuntimeInSeconds: (maxRuntime ?? Duration.hours(1)).toSeconds() },
        RetryStrategy: { MaximumRetryAttempts: 1 },
        Environment: this.environment(site),
        Tags: this.tags(),
        ...overrides,
      },
    };
  }

  /** What the scheduler in the container goes by. */
  private environment(site: _StepSite): { [name: string]: string } {
    const { notebook, initializationScript, kernelName, environment } = this.props;
    return {
      ...environment,
      AWS_DEFAULT_REGION: Stack.of(site.pipeline).region,
      SM_JOB_DEF_VERSION: '1.0',
      SM_ENV_NAME: 'sagemaker-default-env',
      SM_SKIP_EFS_SIMULATION: 'true',
      SM_EXECUTION_INPUT_PATH: `/opt/ml/input/data/${CHANNEL}`,
      SM_KERNEL_NAME: kernelName ?? 'python3',
      SM_INPUT_NOTEBOOK_NAME: basename(notebook),
      SM_OUTPUT_NOTEBOOK_NAME: `${this.stepName}.ipynb`,
      ...(initializationScript !== undefined && { SM_INIT_SCRIPT: basename(initializationScript) }),
    };
  }

  /** Studio shows notebook jobs by these. */
  private tags(): { Key: string; Value: string }[] {
    return Object.entries({
      'sagemaker:name': this.stepName, 'sagemaker:notebook-name': basename(this.props.notebook), 'sagemaker:notebook-job-origin': 'PIPELINE_STEP',
      'sagemaker:is-studio-archived': 'false',
    }).map(([Key, Value]) => ({ Key, Value }));
  }
}

function filesOf({ notebook, initializationScript, additionalFiles = [] }: NotebookJobStepProps): string[] {
  return [notebook, ...(initializationScript === undefined ? [] : [initializationScript]), ...additionalFiles];
}

function check(step: string, props: NotebookJobStepProps): void {
  const property = `step '${step}'`;
  const names = filesOf(props).map((path) => basename(path));
  const own = Object.keys(props.environment ?? {}).find((name) => name.startsWith('SM_'));
  new Mistakes()
    .add(RUNTIME.mistakeIn(`${property} maxRuntime`, props.maxRuntime?.isUnresolved() ? undefined : props.maxRuntime?.toSeconds()))
    .add(PARAMETERS.mistakeInCount(`${property} parameters`, props.parameters))
    .when(!props.notebook.endsWith('.ipynb'), {
      code: 'NotebookName', property, problem: "'notebook' must be a file that ends in .ipynb", value: props.notebook,
      fix: 'Give a notebook; for a script use a ProcessingStep.',
    })
    .when(new Set(names).size < names.length, {
      code: 'NotebookFileRepeated', property, problem: 'two files have the same name', value: names.join(', '), fix: 'They lie in one folder: rename one.',
    })
    .when(own !== undefined, {
      code: 'NotebookEnvironment', property, problem: "names that begin with 'SM_' are the scheduler's own", value: own, fix: 'Rename the variable.',
    })
    .throwIfAny();
}
