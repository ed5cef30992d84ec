import { basename } from 'node:path';
import { Duration, Size, Stack } from 'aws-cdk-lib/core';
import type { NotebookOptions } from '../notebook-options';
import { stageSideBySide } from './assets';
import { checkEnvironment, OF_TRAINING } from './environment';
import type { Mistakes } from './errors';
import { checkInstanceType, FOR_TRAINING } from './instance-types';
import { type ApiRequest, grantJobTelemetry, grantPull, type JobSite, Keep, volumeKey } from './job-site';
import { Limit } from './limits';

/** Who asks for a notebook's job. */
export interface NotebookJob {
  /** What the executed notebook, and the job in Studio, is called. */
  readonly name: string;
  readonly options: NotebookOptions;
  /** Tags beside those by which Studio shows notebook jobs. */
  readonly tags?: { readonly [name: string]: string };
}

const CHANNEL = 'sagemaker_headless_execution_pipelinestep';
const RUNTIME = Limit.of('StoppingCondition.MaxRuntimeInSeconds');
const PARAMETERS = Limit.of('CreateTrainingJobRequest.HyperParameters');

/** The CreateTrainingJob request, without a name, whose container executes the notebook. Lets the job's role read the files and pull the image. */
export function renderNotebookJob(site: JobSite, { name, options, tags }: NotebookJob): ApiRequest {
  const { image, instanceType = 'ml.m5.large', volumeSize, maxRuntime, parameters, overrides } = options;
  checkInstanceType(site.scope, 'instanceType', instanceType, FOR_TRAINING);
  const bound = image.bind(site.scope);
  grantPull(bound, site.role);
  grantJobTelemetry(site.scope, site.role, 'TrainingJobs');
  const files = stageSideBySide(site.scope, filesOf(options));
  files.grantRead(site.role);
  return {
    RoleArn: site.role.roleArn,
    AlgorithmSpecification: { TrainingImage: bound.uri, TrainingInputMode: 'File', ContainerEntrypoint: ['amazon_sagemaker_scheduler'] },
    HyperParameters: parameters,
    InputDataConfig: [{
      ChannelName: CHANNEL,
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: files.uri, S3DataDistributionType: 'FullyReplicated' } },
    }],
    OutputDataConfig: { S3OutputPath: site.outputUri('notebook', Keep.FOR_THE_RUN), KmsKeyId: site.encryptionKey?.keyArn },
    ResourceConfig: {
      InstanceCount: 1,
      InstanceType: instanceType,
      VolumeSizeInGB: (volumeSize ?? Size.gibibytes(30)).toGibibytes(),
      VolumeKmsKeyId: volumeKey(site, instanceType),
    },
    StoppingCondition: { MaxRuntimeInSeconds: (maxRuntime ?? Duration.hours(1)).toSeconds() },
    RetryStrategy: { MaximumRetryAttempts: 1 },
    Environment: environmentOf(site, name, options),
    Tags: Object.entries({
      'sagemaker:name': name, 'sagemaker:notebook-name': basename(options.notebook), ...tags, 'sagemaker:is-studio-archived': 'false',
    }).map(([Key, Value]) => ({ Key, Value })),
    ...overrides,
  };
}

/** Refuses what could never run. */
export function checkNotebook(mistakes: Mistakes, property: (name: string) => string, options: NotebookOptions): Mistakes {
  const { maxRuntime, notebook, parameters, environment = {} } = options;
  const names = filesOf(options).map((path) => basename(path));
  const own = Object.keys(environment).find((name) => name.startsWith('SM_'));
  checkEnvironment(mistakes, OF_TRAINING, environment);
  return mistakes
    .add(RUNTIME.mistakeIn(property('maxRuntime'), maxRuntime?.isUnresolved() ? undefined : maxRuntime?.toSeconds()))
    .add(PARAMETERS.mistakeInCount(property('parameters'), parameters))
    .when(!notebook.endsWith('.ipynb'), {
      code: 'NotebookName', property: property('notebook'), problem: 'must be a file that ends in .ipynb', value: notebook,
      fix: 'Give a notebook; for a script use a processing job.',
    })
    .when(new Set(names).size < names.length, {
      code: 'NotebookFileRepeated', property: property('additionalFiles'), problem: 'two files have the same name', value: names.join(', '),
      fix: 'They lie in one folder: rename one.',
    })
    .when(own !== undefined, {
      code: 'NotebookEnvironment', property: property('environment'), problem: "names that begin with 'SM_' are the scheduler's own", value: own, fix: 'Rename the variable.',
    });
}

/** What the scheduler in the container goes by. */
function environmentOf(site: JobSite, name: string, { notebook, initializationScript, kernelName, environment }: NotebookOptions): { [name: string]: string } {
  return {
    ...environment,
    AWS_DEFAULT_REGION: Stack.of(site.scope).region,
    SM_JOB_DEF_VERSION: '1.0',
    SM_ENV_NAME: 'sagemaker-default-env',
    SM_SKIP_EFS_SIMULATION: 'true',
    SM_EXECUTION_INPUT_PATH: `/opt/ml/input/data/${CHANNEL}`,
    SM_KERNEL_NAME: kernelName ?? 'python3',
    SM_INPUT_NOTEBOOK_NAME: basename(notebook),
    SM_OUTPUT_NOTEBOOK_NAME: `${name}.ipynb`,
    ...(initializationScript !== undefined && { SM_INIT_SCRIPT: basename(initializationScript) }),
  };
}

function filesOf({ notebook, initializationScript, additionalFiles = [] }: NotebookOptions): string[] {
  return [notebook, ...(initializationScript === undefined ? [] : [initializationScript]), ...additionalFiles];
}
