import type { Difference } from './compare';

/** A difference that is meant. Each must occur in a case. */
export interface Meant {
  /** Type of step and members, with `*` for any one of them and `**` for any number at the end. */
  readonly at: string;
  /** What the SDK says there, where it matters. */
  readonly sdk?: unknown;
  /** What we say there, where it matters. */
  readonly ours?: unknown;
  readonly reason: string;
}

const NONE = undefined;
const DEFAULT = "The SDK writes out what the API takes for granted; we leave it out, so that definitions say what somebody chose.";
const DEBUGGER = 'Debugger and its profiler take no new customers: no job of ours asks for them, and the profiler, which is on by default, is switched off.';
const CODE = 'We bring code as one tarball, whatever its kind, so that a job is what it was when it was deployed; a shell unpacks it and runs the script in its folder.';
const CARD = 'What the run knows is put on the card by us, beside what people say.';
const NOTEBOOK = 'Notebooks go where the other results and assets of a pipeline go, and their results expire.';

export const MEANT: readonly Meant[] = [
  {
    at: 'PipelineExperimentConfig', ours: NONE,
    reason: 'The SDK makes an experiment for every pipeline unless told not to. It outlives the pipeline and needs permissions, so we make one when asked.',
  },
  ...['Processing', 'QualityCheck', 'ClarifyCheck'].flatMap((type): Meant[] => [
    { at: `${type}.Arguments.ProcessingInputs.*.AppManaged`, sdk: false, ours: NONE, reason: DEFAULT },
    { at: `${type}.Arguments.ProcessingOutputConfig.Outputs.*.AppManaged`, sdk: false, ours: NONE, reason: DEFAULT },
    { at: `${type}.Arguments.ProcessingInputs.*.S3Input.S3CompressionType`, sdk: 'None', ours: NONE, reason: DEFAULT },
    { at: `${type}.Arguments.ProcessingInputs.*.S3Input.S3DataDistributionType`, sdk: 'FullyReplicated', ours: NONE, reason: DEFAULT },
  ]),
  { at: 'QualityCheck.Arguments.NetworkConfig.EnableNetworkIsolation', sdk: false, ours: NONE, reason: DEFAULT },
  { at: 'AutoML.Arguments.AutoMLJobConfig.SecurityConfig.EnableInterContainerTrafficEncryption', sdk: false, ours: NONE, reason: DEFAULT },
  { at: 'AutoML.Arguments.AutoMLJobConfig.SecurityConfig', sdk: { EnableInterContainerTrafficEncryption: false }, ours: NONE, reason: DEFAULT },
  { at: 'Training.Arguments.EnableInterContainerTrafficEncryption', sdk: false, ours: NONE, reason: DEFAULT },
  { at: 'Tuning.Arguments.HyperParameterTuningJobConfig.ParameterRanges.*.*.ScalingType', sdk: 'Auto', ours: NONE, reason: DEFAULT },
  { at: 'Tuning.Arguments.TrainingJobDefinitions.*.HyperParameterRanges.*.*.ScalingType', sdk: 'Auto', ours: NONE, reason: DEFAULT },
  { at: 'RegisterModel.Arguments.SkipModelValidation', sdk: 'None', ours: NONE, reason: DEFAULT },
  {
    at: 'Tuning.Arguments.TrainingJobDefinition.HyperParameterTuningResourceConfig.AllocationStrategy', sdk: NONE, ours: 'Prioritized',
    reason: 'The only strategy there is, written out so that it stays when there are more.',
  },
  {
    at: 'RegisterModel.Arguments.ModelPackageGroupName', sdk: 'income', ours: 'arn:aws:sagemaker:eu-west-1:123456789012:model-package-group/income',
    reason: 'The API takes a name or an ARN; with an ARN the group may be in another account.',
  },
  { at: 'Processing.Arguments.AppSpecification.ContainerEntrypoint', reason: CODE },
  { at: 'Processing.Arguments.ProcessingInputs.entrypoint', ours: NONE, reason: CODE },
  { at: 'Processing.Arguments.ProcessingInputs.code.S3Input.LocalPath', sdk: '/opt/ml/processing/input/code/', ours: '/opt/ml/processing/input/code', reason: 'One folder, with and without a slash.' },
  ...['py-1', 'jars-1', 'files-1'].map((name): Meant => ({
    at: `Processing.Arguments.ProcessingInputs.${name}`, sdk: NONE,
    reason: "We bring libraries as inputs of the job and name their folders; the SDK gives their URIs to the image's command.",
  })),
  { at: 'Processing.Arguments.ProcessingOutputConfig.Outputs.spark-events', sdk: NONE, reason: 'The output of event logs has a name that tells what it is.' },
  { at: 'Processing.Arguments.ProcessingOutputConfig.Outputs.output-1', ours: NONE, reason: 'The output of event logs has a name that tells what it is.' },
  {
    at: 'Processing.Arguments.AppSpecification.ImageUri',
    sdk: '571004829621.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-spark-processing:3.3-cpu-py39-v1',
    ours: '571004829621.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-spark-processing:3.3-cpu-py39',
    reason: "The SDK wants a build of the Spark image named; we take the version's newest, which has its fixes.",
  },
  ...['first', 'second'].map((rank, index): Meant => ({
    at: `Lambda.Arguments.${rank}.text`,
    ours: [
      { Get: 'Steps.Tune.TrainingJobDefinition.OutputDataConfig.S3OutputPath' }, '/', { Get: `Steps.Tune.TrainingJobSummaries[${index}].TrainingJobName` }, '/output/model.tar.gz',
    ],
    reason: 'The SDK joins the folder of this run with the name of a job. With a cache the job may be that of an earlier run: we take the folder from what the search says of itself.',
  })),
  { at: 'Training.Arguments.DebugHookConfig', ours: NONE, reason: DEBUGGER },
  { at: 'Training.Arguments.ProfilerConfig.**', reason: DEBUGGER },
  {
    at: 'Training.Arguments.AlgorithmSpecification.EnableSageMakerMetricsTimeSeries', sdk: true, ours: NONE,
    reason: "The SDK switches it on for deep-learning images. The API has it off, and so have we; 'overrides' can set it.",
  },
  { at: 'Training.Arguments.StoppingCondition.MaxRuntimeInSeconds', sdk: 86400, ours: 14400, reason: 'A job that hangs is stopped after 4 hours and not after 24, unless somebody says otherwise: it costs its instances.' },
  { at: 'Training.Arguments.TrainingJobName', sdk: 'Report', ours: NONE, reason: 'The service names the jobs of pipelines, and the derived role may run those alone.' },
  { at: 'Training.Arguments.InputDataConfig.0.DataSource.S3DataSource.S3Uri', sdk: 's3://results/income/Report/input-2026-01-01-00-00-00-000', reason: NOTEBOOK },
  { at: 'Training.Arguments.OutputDataConfig.S3OutputPath.text.*', reason: NOTEBOOK },
  { at: 'RegisterModel.Arguments.ModelCard.ModelCardContent.model_overview.model_artifact', sdk: NONE, reason: CARD },
  { at: 'RegisterModel.Arguments.ModelCard.ModelCardContent.additional_information.custom_details.pipelineExecution', sdk: NONE, reason: CARD },
];

/** Whether a difference is one that is meant. */
/** The same of what checks are told in files; places begin with the name of the step. */
export const MEANT_IN_SETTINGS: readonly Meant[] = [
  { at: '*.methods.shap.save_local_shap_values', sdk: true, ours: NONE, reason: DEFAULT },
  { at: '*.methods.shap.use_logit', sdk: false, ours: NONE, reason: DEFAULT },
  { at: '*.predictor.endpoint_name_prefix', sdk: NONE, ours: 'sm-clarify', reason: "The job's role may make endpoints of this name and no others." },
];

export function isMeant(difference: Difference, meant: Meant): boolean {
  return fits(difference.at, meant.at)
    && (['sdk', 'ours'] as const).every((side) => !(side in meant) || JSON.stringify(difference[side]) === JSON.stringify(meant[side]));
}

function fits(at: string, pattern: string): boolean {
  const wanted = pattern.split('.');
  const found = at.split('.');
  const open = wanted.at(-1) === '**';
  return (open ? found.length >= wanted.length : found.length === wanted.length)
    && wanted.every((each, index) => each === '*' || each === '**' || each === found[index]);
}
